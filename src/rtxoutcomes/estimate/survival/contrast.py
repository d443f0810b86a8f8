"""Two survival curves at one month: ratio of cumulative hazards, and difference of survival."""

import math

from scipy.special import ndtr, ndtri

from rtxoutcomes.estimate.survival.kaplan_meier import Curve, survival_at, survival_at_band
from rtxoutcomes.results import NAN, Estimate, Note

RATIO = "ratio of cumulative hazards, complementary log-log z"
DIFFERENCE = "difference of survival, limits from both beta product intervals"


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
        Above 1 means more events in `a` by then. Interval and p rest on the complementary log-log
        scale, so that the two agree; `std_error` is that of the logarithm. Not estimable unless
        both groups are followed to the month and in both some, but not all, had the event:
        `no_followup_at_tau`, `no_events`, `all_events`.

    Raises
    ------
    ValueError
        The month is below 0 or missing.

    Notes
    -----
    Klein, Logan, Harhoff and Andersen 2007, whose simulations favour this scale in small groups.
    """
    ends = survival_at(a, month), survival_at(b, month)
    note = _missing(ends)
    if note:
        return _refused(RATIO, a, b, note)
    logs, variances = zip(*(_cloglog(end) for end in ends), strict=True)
    difference, error = logs[0] - logs[1], math.sqrt(sum(variances))
    half = float(ndtri((1 + a.conf_level) / 2)) * error
    z = difference / error
    return Estimate(
        method=RATIO,
        n=a.n + b.n,
        events=_events(ends),
        estimate=math.exp(difference),
        std_error=error,
        conf_low=math.exp(difference - half),
        conf_high=math.exp(difference + half),
        conf_level=a.conf_level,
        statistic=z,
        p_value=max(2 * float(ndtr(-abs(z))), math.ulp(0.0)),
    )


def survival_difference(a: Curve, b: Curve, month: float) -> Estimate:
    """Survival of group `a` less that of `b` at a month; arguments and errors as above.

    The limits put the beta product intervals of the two together (square-and-add, as Newcombe does
    for proportions), so that there are limits where a group has had no event. It has no test.
    """
    ends = survival_at_band(a, month), survival_at_band(b, month)
    if "not_estimable" in (ends[0].status, ends[1].status):
        return _refused(DIFFERENCE, a, b, _missing(ends))
    one, two = ends
    difference = one.estimate - two.estimate
    below = math.hypot(one.estimate - one.conf_low, two.conf_high - two.estimate)
    above = math.hypot(one.conf_high - one.estimate, two.estimate - two.conf_low)
    return Estimate(
        method=DIFFERENCE,
        n=a.n + b.n,
        events=_events(ends),
        estimate=difference,
        conf_low=max(-1.0, difference - below),
        conf_high=min(1.0, difference + above),
        conf_level=a.conf_level,
    )


def _cloglog(end: Estimate) -> tuple[float, float]:
    """log(-log S) and its variance by the delta method."""
    hazard = -math.log(end.estimate)
    return math.log(hazard), (end.std_error / end.estimate / hazard) ** 2


def _missing(ends: tuple[Estimate, Estimate]) -> Note:
    """Why there is no ratio: the note of the first group that gives none."""
    return next((end.note for end in ends if end.status != "ok"), "")


def _events(ends: tuple[Estimate, Estimate]) -> int:
    return sum(end.events or 0 for end in ends)


def _refused(method: str, a: Curve, b: Curve, note: Note) -> Estimate:
    return Estimate(
        method=method,
        n=a.n + b.n,
        conf_level=a.conf_level,
        estimate=NAN,
        status="not_estimable",
        note=note,
    )
