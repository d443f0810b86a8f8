"""Two survival curves at one month: ratio of cumulative hazards, and difference of survival."""

import math
from dataclasses import replace

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import instance, number
from rtxoutcomes.estimate.melding import melded_difference
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.at_month import survival_at
from rtxoutcomes.estimate.survival.beta_product import confidence_distributions
from rtxoutcomes.estimate.survival.event_table import history_to, unknown_at
from rtxoutcomes.estimate.survival.kaplan_meier import Curve
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import bounded_p, normal_p, two_sided_z
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
    MethodKey.SURVIVAL_DIFFERENCE_MELDED,
    "difference of survival, melded beta product interval and test",
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
        both curves are known at the month and in both some patients, but not all, had the event:
        `no_followup_at_tau`, `no_events`, `all_events`.

    Raises
    ------
    TypeError
        `a` or `b` is not a `Curve`.
    ValueError
        The month is below 0 or missing.

    Notes
    -----
    Klein, Logan, Harhoff and Andersen 2007, whose simulations favour this scale in small groups.

    Equivalent to
    -------------
    P is that of `lifelines.statistics.survival_difference_at_fixed_point_in_time_test` at a time of
    both curves, between which lifelines interpolates the variances; the estimate is the ratio of
    `-log(summary(survfit(...), times = month)$surv)` of two groups in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import cumulative_hazard_ratio, kaplan_meier
    >>> first = kaplan_meier([3, 5, 7, 9, 12], [1, 1, 0, 1, 0])
    >>> second = kaplan_meier([4, 8, 10, 12, 14], [1, 0, 1, 0, 0])
    >>> ratio = cumulative_hazard_ratio(first, second, 11)
    >>> round(ratio.estimate, 3), round(ratio.p_value, 3)
    (1.915, 0.513)
    """
    _check_curves(a, b)
    ends = survival_at(a, month), survival_at(b, month)
    note = _note(ends)
    if note:
        return _sample(RATIO, a, b).not_estimable(note)
    logs, variances = zip(*map(_cloglog, ends), strict=True)
    difference, error = logs[0] - logs[1], math.sqrt(sum(variances))
    half = two_sided_z(a.conf_level) * error
    z = difference / error
    result = _sample(RATIO, a, b, _events(ends)).result(
        estimate=math.exp(difference),
        std_error=error,
        conf_low=math.exp(difference - half),
        conf_high=math.exp(difference + half),
        statistic=z,
        p_value=normal_p(z),
    )
    return replace(result, p_pair=MethodKey.CUMULATIVE_HAZARD_RATIO)


def survival_difference(a: Curve, b: Curve, month: float) -> Estimate:
    """Survival of group `a` minus that of `b` at a month, with its melded interval and P.

    Parameters
    ----------
    a, b
        Curves of two groups, with the same level.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        Limits and P exist even where a group has had no event. `p_value` tests equal survival at
        the month; it is at most 1 - conf_level exactly where 0 lies outside the interval. Not
        estimable unless both curves are known at the month: `no_followup_at_tau`, `n_zero`.

    Raises
    ------
    TypeError
        `a` or `b` is not a `Curve`.
    ValueError
        The month is below 0 or missing.

    Notes
    -----
    Fay, Proschan and Brittain 2015, from the confidence distributions of the beta product procedure
    (method of moments). Without censoring before the month it is `risk_difference_melded`.

    Equivalent to
    -------------
    `bpcp::bpcp2samp` in R, which subtracts the first group from the second.

    Examples
    --------
    >>> from rtxoutcomes.estimate import kaplan_meier, survival_difference
    >>> first = kaplan_meier([3, 5, 7, 9, 12], [1, 1, 0, 1, 0])
    >>> second = kaplan_meier([4, 8, 10, 12, 14], [1, 0, 1, 0, 0])
    >>> difference = survival_difference(first, second, 11)
    >>> round(difference.estimate, 3), round(difference.p_value, 3)
    (-0.233, 1.0)
    """
    _check_curves(a, b)
    number("month", month, at_least=0)
    tables = _table(a), _table(b)
    note = _unknown(tables[0], month) or _unknown(tables[1], month)
    if note:
        return _sample(DIFFERENCE, a, b).not_estimable(note)
    counts = [history_to(table, month)[:2] for table in tables]
    survival = [float(product_limit(*each)[0][-1]) for each in counts]
    first, second = (confidence_distributions(*each) for each in counts)
    melded = melded_difference(first, second, (1 - a.conf_level) / 2)
    events = sum(int(each.sum()) for _, each in counts)
    result = _sample(DIFFERENCE, a, b, events).result(
        estimate=survival[0] - survival[1],
        conf_low=melded.conf_low,
        conf_high=melded.conf_high,
        conf_ends=melded.conf_ends,
        p_value=bounded_p(melded.p_value),
    )
    return replace(result, p_pair=MethodKey.SURVIVAL_DIFFERENCE_MELDED)


def _sample(kind: Kind, a: Curve, b: Curve, events: int | None = None) -> Sample:
    """The patients of both curves; how many had an event by the month, where that is known."""
    return Sample(kind, a.n + b.n, events=events, conf_level=a.conf_level)


def _table(curve: Curve) -> EventTable:
    return EventTable(curve.n, curve.months, curve.at_risk, curve.events, curve.censored)


def _unknown(table: EventTable, month: float) -> Note:
    """Why survival of a group is not known at a month, else empty."""
    if table.n == 0:
        return "n_zero"
    return "no_followup_at_tau" if unknown_at(table, month) else ""


def _cloglog(end: Estimate) -> tuple[float, float]:
    """log(-log S) and its variance by the delta method."""
    hazard = -math.log(end.estimate)
    return math.log(hazard), (end.std_error / end.estimate / hazard) ** 2


def _note(ends: tuple[Estimate, Estimate]) -> Note:
    """The note of the first group without a complete result, else empty."""
    return next((end.note for end in ends if end.status != "ok"), "")


def _events(ends: tuple[Estimate, Estimate]) -> int:
    return sum(end.events or 0 for end in ends)


def _check_curves(a: Curve, b: Curve) -> None:
    for name, curve in (("a", a), ("b", b)):
        instance(name, curve, Curve, "kaplan_meier(months, event)")
