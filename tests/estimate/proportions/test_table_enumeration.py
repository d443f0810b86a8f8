import json
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.proportions.table_enumeration import chance_of_no_likelier

TABLES = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)["tables"]

shapes = st.sampled_from([(2, 2), (3, 2), (2, 4), (3, 3), (5, 2), (4, 3)])


@st.composite
def tables(draw: st.DrawFn) -> NDArray[np.int64]:
    rows, columns = draw(shapes)
    most = 2 if rows * columns > 9 else 4
    cells = draw(st.lists(st.integers(0, most), min_size=rows * columns, max_size=rows * columns))
    return np.array(cells, dtype=np.int64).reshape(rows, columns)


def arrangements(total: int, room: list[int]) -> Iterator[list[int]]:
    if len(room) == 1:
        if total <= room[0]:
            yield [total]
        return
    for cell in range(min(total, room[0]) + 1):
        for rest in arrangements(total - cell, room[1:]):
            yield [cell, *rest]


def weights(rows: list[int], columns: list[int]) -> Iterator[Fraction]:
    """1 / product of factorials of the cells, of every table with these margins."""
    if not rows:
        yield Fraction(int(not any(columns)))
        return
    for row in arrangements(rows[0], columns):
        remaining = [have - cell for have, cell in zip(columns, row, strict=True)]
        weight = Fraction(1, math.prod(math.factorial(cell) for cell in row))
        for rest in weights(rows[1:], remaining):
            yield weight * rest


@settings(deadline=None, max_examples=60)
@given(tables())
def test_it_is_the_sum_over_all_tables_written_out(here: NDArray[np.int64]) -> None:
    observed = Fraction(1, math.prod(math.factorial(int(cell)) for cell in here.ravel()))
    every = list(weights(here.sum(axis=1).tolist(), here.sum(axis=0).tolist()))
    exact = sum(w for w in every if w <= observed) / sum(every)

    # Logarithms of factorials up to 36!, each rounded once.
    assert chance_of_no_likelier(here) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("name", TABLES)
def test_it_is_the_p_value_of_fisher_test_of_r(name: str) -> None:
    # fisher.test itself keeps about eight digits of the smallest of these.
    assert chance_of_no_likelier(np.array(TABLES[name]["counts"])) == pytest.approx(
        TABLES[name]["freeman_halton"], rel=1e-8
    )


@settings(deadline=None, max_examples=40)
@given(tables(), st.integers(0, 99))
def test_order_and_orientation_do_not_matter(here: NDArray[np.int64], seed: int) -> None:
    rng = np.random.default_rng(seed)
    there = here[rng.permutation(here.shape[0])][:, rng.permutation(here.shape[1])].T

    # Sums in another order.
    assert chance_of_no_likelier(here) == pytest.approx(chance_of_no_likelier(there), rel=1e-12)


def test_two_tables_as_likely_as_each_other_count_both() -> None:
    # All of one group, or all of the other: 2 of choose(6, 3) = 20 ways.
    assert chance_of_no_likelier(np.array([[3, 0], [0, 3]])) == pytest.approx(0.1, rel=1e-14)


def test_three_hundred_patients_in_nine_cells_are_enumerated() -> None:
    # As even as can be: no table is likelier, and the sum is all of them.
    even = np.array([[33, 33, 34], [33, 34, 33], [34, 33, 33]])

    assert chance_of_no_likelier(even) == pytest.approx(1, rel=1e-12)


def test_what_takes_too_long_is_not_begun() -> None:
    assert chance_of_no_likelier(np.full((3, 2), 10**6)) is None
    assert chance_of_no_likelier(np.full((8, 8), 20)) is None
