"""Counts, proportions and descriptions without an interval; results that could not be computed."""

import math

from rtxoutcomes.results import NAN, Estimate, Measure, MethodKey, Note

PROSE = {
    MethodKey.COUNT: "count of patients",
    MethodKey.PROPORTION_OF_PATIENTS: "proportion of patients",
    MethodKey.MEAN: "mean",
    MethodKey.SD: "standard deviation",
    MethodKey.MEDIAN: "median",
    MethodKey.LOWER_QUARTILE: "lower quartile, type 7",
    MethodKey.UPPER_QUARTILE: "upper quartile, type 7",
    MethodKey.MINIMUM: "minimum",
    MethodKey.MAXIMUM: "maximum",
}


def not_attempted(
    measure: Measure, key: MethodKey, method: str, n: int, note: Note, *, dropped: int = 0
) -> Estimate:
    """No number, since the data hold nothing to compute it from."""
    return Estimate(
        measure=measure,
        method_key=key,
        method=method,
        n=n,
        dropped=dropped,
        status="not_attempted",
        note=note,
    )


def not_collected(method: str, n: int, measure: Measure) -> Estimate:
    """The result where a table was not provided: no number, and why."""
    return not_attempted(measure, MethodKey.NOT_COLLECTED, method, 0, "not_collected", dropped=n)


def number(
    measure: Measure,
    key: MethodKey,
    value: float,
    n: int,
    *,
    dropped: int = 0,
    events: int | None = None,
    method: str = "",
    missing: Note = "n_zero",
) -> Estimate:
    """A number without an interval; where it is NaN it is not estimable, and `missing` says why."""
    return Estimate(
        measure=measure,
        method_key=key,
        method=method or PROSE[key],
        n=n,
        dropped=dropped,
        events=events,
        estimate=value,
        status="not_estimable" if math.isnan(value) else "ok",
        note=missing if math.isnan(value) else "",
    )


def counted(
    count: int, n: int, key: MethodKey = MethodKey.COUNT, method: str = "", dropped: int = 0
) -> Estimate:
    """A count of patients among n."""
    return number(Measure.COUNT, key, float(count), n, dropped=dropped, events=count, method=method)


def event_count(count: int, n: int) -> Estimate:
    """A count of events, which n patients may have had more than once each."""
    value, method = float(count) if n else NAN, "count of events"
    return number(Measure.COUNT, MethodKey.EVENT_COUNT, value, n, events=count, method=method)


def share(count: int, n: int, dropped: int = 0) -> Estimate:
    """A proportion of n patients, without an interval."""
    value, key = count / n if n else NAN, MethodKey.PROPORTION_OF_PATIENTS
    return number(Measure.PROPORTION, key, value, n, dropped=dropped, events=count)


def described(
    value: float,
    n: int,
    key: MethodKey,
    dropped: int = 0,
    *,
    measure: Measure = Measure.DESCRIPTION,
    method: str = "",
) -> Estimate:
    """A description (mean, median, ...) without an interval."""
    missing: Note = "n_one" if n else "n_zero"
    return number(measure, key, value, n, dropped=dropped, method=method, missing=missing)
