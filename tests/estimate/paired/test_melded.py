"""Melded limits of the net proportion improved."""

from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from scipy.special import bdtr

from rtxoutcomes.estimate.paired.melded import melded_net_limits


def tables(n: int) -> Iterator[tuple[int, int]]:
    """Every split of n patients into better, worse and unchanged."""
    return ((better, worse) for better in range(n + 1) for worse in range(n + 1 - better))


def sign_p(better: int, worse: int) -> float:
    return min(1.0, 2 * float(bdtr(min(better, worse), better + worse, 0.5)))


def contradicts(better: int, worse: int, n: int) -> bool:
    """Whether the interval and the sign test disagree on zero at 5 %."""
    low, high = melded_net_limits(better, worse, n, 0.025)
    return (low <= 0 <= high) is (sign_p(better, worse) <= 0.05)


@pytest.mark.parametrize(
    ("cells", "limits"),
    [
        # By R, with integrate() over P(better | changed) and uniroot(): tests/reference/paired.R.
        ((9, 2, 14), (-0.0279689129534185, 0.82951708374824)),
        ((4, 0, 14), (-0.06335350204907, 0.581035257183661)),
        # Closed forms: 1 - 2 qbeta(0.975, 1, 12), and 2 qbeta(0.025, 5, 1) - 1.
        ((0, 0, 12), (-0.264648469397051, 0.264648469397051)),
        ((5, 0, 5), (-0.043647500209963, 1.0)),
    ],
)
def test_limits_are_those_of_an_independent_integration(
    cells: tuple[int, int, int], limits: tuple[float, float]
) -> None:
    assert melded_net_limits(*cells, 0.025) == pytest.approx(limits, abs=1e-10)


def halves(sizes: Iterable[int]) -> list[tuple[int, int, int]]:
    """Every table of these sizes; of two that differ in better for worse alone, one."""
    return [(better, worse, n) for n in sizes for better, worse in tables(n) if better >= worse]


def test_zero_is_outside_exactly_where_the_sign_test_rejects() -> None:
    """Every table of up to 22 patients and of 42, the largest group of the bundled cohort."""
    made = halves([*range(1, 23), 42])

    # Of (n + 1)(n + 2) / 2 tables n // 2 + 1 have as many better as worse.
    every = sum(((n + 1) * (n + 2) // 2 + n // 2 + 1) // 2 for n in (*range(1, 23), 42))
    assert len(made) == every
    assert [cells for cells in made if contradicts(*cells)] == []


def test_zero_is_outside_exactly_where_the_sign_test_rejects_in_tables_between() -> None:
    every = halves(range(23, 42))
    rng = np.random.default_rng(20240215)

    chosen = [every[k] for k in rng.choice(len(every), 600, replace=False)]

    assert [cells for cells in chosen if contradicts(*cells)] == []


@pytest.mark.parametrize("cells", [(9, 2, 14), (4, 0, 14), (5, 5, 12), (20, 11, 42)])
def test_better_for_worse_mirrors_the_limits(cells: tuple[int, int, int]) -> None:
    better, worse, n = cells
    low, high = melded_net_limits(better, worse, n, 0.025)

    assert melded_net_limits(worse, better, n, 0.025) == (-high, -low)


@pytest.mark.parametrize(("n", "p", "psi"), [(8, 0.5, 0.7), (14, 0.8, 0.5), (14, 0.3, 0.9)])
def test_the_interval_covers_at_least_as_often_as_it_says(n: int, p: float, psi: float) -> None:
    better, worse = np.array(list(tables(n))).T
    unchanged = n - better - worse
    logs = np.cumsum(np.log(np.arange(1, n + 1, dtype=float)))
    factorial = np.concatenate([[0.0], logs])
    chance = np.exp(
        factorial[n]
        - factorial[better]
        - factorial[worse]
        - factorial[unchanged]
        + better * np.log(p * psi)
        + worse * np.log(p * (1 - psi))
        + unchanged * np.log(1 - p)
    )
    limits = np.array([melded_net_limits(*cells, n, 0.025) for cells in tables(n)])

    covers = (limits[:, 0] <= p * (2 * psi - 1)) & (p * (2 * psi - 1) <= limits[:, 1])

    assert chance.sum() == pytest.approx(1)
    assert chance[covers].sum() >= 0.95


def test_in_a_group_of_thousands_the_limits_are_nearly_normal() -> None:
    low, high = melded_net_limits(4000, 3000, 20_000, 0.025)

    # 0.05 plus or minus 1.96 times the root of (0.35 - 0.05^2) / 20,000.
    half = 1.959963984540054 * ((0.35 - 0.05**2) / 20_000) ** 0.5
    assert [low, high] == pytest.approx([0.05 - half, 0.05 + half], abs=3e-4)
