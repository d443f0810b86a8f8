"""Two survival curves at one month: ratio of cumulative hazards, and difference of survival."""

import math

from rtxoutcomes.estimate.proportions.proportion import square_and_add
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, survival_at, survival_at_band
from rtxoutcomes.estimate.tails import normal_p, two_sided_z
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

RATIO = Kind(
    Measure.CUMULATIVE_HAZARD_RATIO,
    MethodKey.CUMULATIVE_HAZARD_RATIO,
    "ratio of cumulative hazards, complementary log-log z",
)
DIFFERENCE = Kind(
    Measure.PROPORTION_DIFFERENCE,
    MethodKey.SURVIVAL_DIFFERENCE,
    "difference of survival, limits from both beta product intervals",
)


def cumulative_hazard_ratio(a: Curve, b: Curve, month: float) -> Estimate:
    """-log S of group `a` over that of `b` at a month, with the z test of equal survival there.

    Parameters
    ----------
    a, b
        Curves of two groups, with the same level.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        Above 1 means more events in `a` by then. Interval and P rest on the complementary log-log
        scale, so that the two agree; `std_error` is that of the logarithm. Not estimable unless
        both curves are known at the month and in both some patients, but not all, had the
        event: `no_followup_at_tau`, `no_events`, `all_events`.

    Raises
    ------
    ValueError
        The month is below 0 or missing.

    Notes
    -----
    Klein, Logan, Harhoff and Andersen 2007, whose simulations favour this scale in small groups.
    """
    ends = survival_at(a, month), survival_at(b, month)
    note = _note(ends)
    if note:
        return Sample(RATIO, a.n + b.n, conf_level=a.conf_level).not_estimable(note)
    logs, variances = zip(*map(_cloglog, ends), strict=True)
    difference, error = logs[0] - logs[1], math.sqrt(sum(variances))
    half = two_sided_z(a.conf_level) * error
    z = difference / error
    sample = Sample(RATIO, a.n + b.n, events=_events(ends), conf_level=a.conf_level)
    return sample.result(
        estimate=math.exp(difference),
        std_error=error,
        conf_low=math.exp(difference - half),
        conf_high=math.exp(difference + half),
        statistic=z,
        p_value=normal_p(z),
    )


def survival_difference(a: Curve, b: Curve, month: float) -> Estimate:
    """Survival of group `a` less that of `b` at a month; arguments and errors as in
    `cumulative_hazard_ratio`.

    The limits combine the beta product intervals of the two (square-and-add, as Newcombe 1998 for
    proportions), so that they exist even where a group has had no event. There is no test.
    """
    ends = survival_at_band(a, month), survival_at_band(b, month)
    n = a.n + b.n
    if "not_estimable" in (ends[0].status, ends[1].status):
        return Sample(DIFFERENCE, n, conf_level=a.conf_level).not_estimable(_note(ends))
    low, high = square_and_add(*((end.estimate, end.conf_low, end.conf_high) for end in ends))
    sample = Sample(DIFFERENCE, n, events=_events(ends), conf_level=a.conf_level)
    return sample.result(
        estimate=ends[0].estimate - ends[1].estimate,
        conf_low=max(-1.0, low),
        conf_high=min(1.0, high),
    )


def _cloglog(end: Estimate) -> tuple[float, float]:
    """log(-log S) and its variance by the delta method."""
    hazard = -math.log(end.estimate)
    return math.log(hazard), (end.std_error / end.estimate / hazard) ** 2


def _note(ends: tuple[Estimate, Estimate]) -> Note:
    """The note of the first group without a complete result, else empty."""
    return next((end.note for end in ends if end.status != "ok"), "")


def _events(ends: tuple[Estimate, Estimate]) -> int:
    return sum(end.events or 0 for end in ends)
