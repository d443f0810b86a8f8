"""Melded differences: quadrature, Fisher's test, and where a limit may lie."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, hypergeom

from rtxoutcomes.estimate.melding import (
    Beta,
    clopper_pearson_distributions,
    melded_difference,
    nodes_of,
    probability_at_most,
)

Table = tuple[int, int, int, int]


def tables() -> Iterator[Table]:
    """Every 2 x 2 table with groups of up to 14, and of 42 against 14: events, n, events, n."""
    sizes = [(a, b) for a in range(1, 15) for b in range(1, 15)]
    for n_a, n_b in [*sizes, (42, 14)]:
        yield from ((x, n_a, y, n_b) for x in range(n_a + 1) for y in range(n_b + 1))


def test_melding_at_0_is_fishers_one_sided_test_in_every_small_table() -> None:
    errors = []
    for x_a, n_a, x_b, n_b in tables():
        a, b = clopper_pearson_distributions(x_a, n_a), clopper_pearson_distributions(x_b, n_b)
        melded = probability_at_most(0.0, a.lower, b.upper)
        # The other side is this one with the groups exchanged, which are all here.
        fisher = float(hypergeom.sf(x_a - 1, n_a + n_b, x_a + x_b, n_a))
        errors.append(abs(melded - fisher))

    assert len(errors) == 14_806
    assert max(errors) < 1e-12


@pytest.mark.parametrize(
    ("a", "b", "limit"),
    [
        # Infinite densities at one or both ends; powers that are not whole.
        (Beta(0.6, 2.3), Beta(1.4, 0.7), 0.1),
        (Beta(0.5, 0.5), Beta(0.5, 0.5), 0.2),
        (Beta(0.3, 5.0), Beta(1.0, 14.0), -0.001),
        (Beta(40.2, 60.0), Beta(5.5, 0.9), -0.5),
        # A group of a million beside one of ten, and two of a million.
        (Beta(499_500.0, 500_500.0), Beta(5.0, 6.0), 0.02),
        (Beta(5.0, 6.0), Beta(499_500.0, 500_500.0), 0.02),
        (Beta(500_500.0, 499_500.0), Beta(500_000.0, 500_000.0), 0.0),
    ],
)
def test_the_quadrature_agrees_with_a_sum_over_quantiles(a: Beta, b: Beta, limit: float) -> None:
    # The mean of a monotone function from 0 to 1 over n mid-quantiles is off by at most 1 / (2 n).
    points = (np.arange(50_000) + 0.5) / 50_000
    of_b = beta.ppf(points, b.a, b.b)

    expected = float(beta.cdf(of_b + limit, a.a, a.b).mean())

    assert probability_at_most(limit, a, b) == pytest.approx(expected, abs=1e-5)


shapes = st.floats(0.3, 60).map(lambda x: round(x, 3))
betas = st.builds(Beta, shapes, shapes)


@settings(deadline=None, max_examples=80, derandomize=True)
@given(betas, betas, st.floats(-1, 1))
def test_a_difference_and_its_opposite_share_the_probability(a: Beta, b: Beta, x: float) -> None:
    forward, backward = probability_at_most(x, a, b), probability_at_most(-x, b, a)
    mirrored = probability_at_most(x, b.complement, a.complement)

    # Each is a quadrature over another density. With a shape of 0.3 the distribution function rises
    # by some 1e-5 within the last digit before 1, at a node with a weight of about 1e-6.
    assert forward + backward == pytest.approx(1, abs=1e-9)
    assert forward == pytest.approx(mirrored, abs=1e-9)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(betas, st.floats(0, 1), st.floats(0, 1))
def test_the_weights_are_the_probability_of_their_range(one: Beta, x: float, y: float) -> None:
    low, above = min(x, 1 - y), min(1 - x, y)

    nodes = nodes_of(one, low, above)

    # The tail above the range from its own end: 1 - 1e-33 is 1, and holds 1e-10 of some of these.
    expected = 1 - beta.cdf(above, one.b, one.a) - beta.cdf(low, one.a, one.b)
    assert nodes.weight.sum() == pytest.approx(max(0.0, expected), abs=1e-11)


@pytest.mark.parametrize(
    ("limit", "a", "b", "expected"),
    [
        # The constants 0 and 1 in place of A and B.
        (-1.0, Beta(0, 3), Beta(2, 0), 1.0),
        (0.0, Beta(0, 3), Beta(2, 5), 1.0),
        (-0.2, Beta(0, 3), Beta(1, 1), 0.8),
        (-0.2, Beta(1, 1), Beta(2, 0), 0.8),
        (0.1, Beta(1, 1), Beta(2, 0), 1.0),
        # Two uniform variables: 1 - (1 - limit)^2 / 2.
        (0.4, Beta(1, 1), Beta(1, 1), 0.82),
    ],
)
def test_simple_differences_have_simple_probabilities(
    limit: float, a: Beta, b: Beta, expected: float
) -> None:
    assert probability_at_most(limit, a, b) == pytest.approx(expected)


def test_a_limit_lies_beyond_0_where_its_known_p_value_says_so() -> None:
    a, b = clopper_pearson_distributions(2, 3), clopper_pearson_distributions(0, 13)

    rejected = melded_difference(a, b, 0.025, (0.025, 1.0))
    kept = melded_difference(a, b, 0.025, (np.nextafter(0.025, 1), 1.0))

    assert rejected.conf_low > 0 or rejected.conf_ends == "(]"
    assert kept.conf_low <= 0
    assert kept.conf_ends == "[]"
    # A limit of exactly 0 that was reached by a rejection does not belong to the interval.
    tied = melded_difference(a, b, 0.025, (0.025, 1.0))
    assert tied.p_value == 0.05
