"""Difference of two proportions with the melded exact interval, which agrees with Fisher's test."""

from dataclasses import replace

from rtxoutcomes.estimate.melding import clopper_pearson_distributions, melded_difference
from rtxoutcomes.estimate.proportions.conditional_odds import conditional_odds
from rtxoutcomes.estimate.proportions.two_proportions import two_counts
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MELDED = Kind(
    Measure.PROPORTION_DIFFERENCE,
    MethodKey.RISK_DIFFERENCE_MELDED,
    "melded exact interval, twice the smaller tail of Fisher's test",
)


def risk_difference_melded(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, with its melded exact interval and Fisher's P.

    Parameters
    ----------
    events_a, n_a, events_b, n_b
        Patients with the event, and all patients, of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `p_value` is twice the smaller one-sided P of Fisher's exact test. It is at most 1 -
        conf_level exactly where 0 lies outside the interval. A group without patients:
        `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Notes
    -----
    Fay, Proschan and Brittain 2015, from the confidence distributions of Clopper and Pearson.

    Equivalent to
    -------------
    `exact2x2::binomMeld.test(parmtype = "difference")` in R, which subtracts the first group from
    the second.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_difference_melded
    >>> difference = risk_difference_melded(8, 42, 1, 14)
    >>> round(difference.estimate, 3), round(difference.conf_low, 3), round(difference.conf_high, 3)
    (0.119, -0.175, 0.302)
    >>> round(difference.p_value, 3)
    0.554
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    if pair.n_a == 0 or pair.n_b == 0:
        return Sample(MELDED, n_a + n_b, conf_level=conf_level).not_estimable("n_zero")
    law = conditional_odds([[pair.x_a, pair.n_a - pair.x_a], [pair.x_b, pair.n_b - pair.x_b]])
    melded = melded_difference(
        clopper_pearson_distributions(pair.x_a, pair.n_a),
        clopper_pearson_distributions(pair.x_b, pair.n_b),
        (1 - conf_level) / 2,
        law.one_sided_p(),
    )
    result = pair.sample(MELDED, conf_level).result(
        estimate=pair.x_a / pair.n_a - pair.x_b / pair.n_b,
        conf_low=melded.conf_low,
        conf_high=melded.conf_high,
        conf_ends=melded.conf_ends,
        p_value=bounded_p(melded.p_value),
    )
    return replace(result, p_pair=MethodKey.RISK_DIFFERENCE_MELDED)
