"""Columns that tell those with and without an event apart."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.likelihood.separation import separating_terms

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "logistic.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("published", ()),
        ("mixed", ()),
        # Nobody of that diagnosis relapsed; the intercept compensates nothing.
        ("none", ("NMOSD",)),
        ("separated", ("(Intercept)", "exposure")),
    ],
)
def test_the_columns_that_separate_are_named(name: str, expected: tuple[str, ...]) -> None:
    r = R["sets"][name]

    assert separating_terms(np.array(r["y"]), np.column_stack(r["columns"]), r["terms"]) == expected


def test_nobody_is_separated_from_nobody() -> None:
    assert separating_terms(np.zeros(0, bool), np.zeros((0, 1)), ["x"]) == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=20))
def test_one_covariate_separates_when_the_ranges_do_not_overlap(
    rows: list[tuple[bool, int]],
) -> None:
    y, x = np.array([a for a, _ in rows]), np.array([b for _, b in rows])
    design = np.column_stack([np.ones(x.size), x])

    told = separating_terms(y, design, ["1", "x"])

    if y.all() or not y.any():
        # An intercept alone tells all from nobody.
        assert "1" in told
    elif np.ptp(x) == 0:
        assert told == ()
    else:
        with_event, without = x[y], x[~y]
        apart = with_event.min() >= without.max() or with_event.max() <= without.min()
        assert ("x" in told) == apart


def test_the_unit_of_a_covariate_does_not_matter() -> None:
    r = R["sets"]["separated"]
    design = np.column_stack(r["columns"]) * [1.0, 1e-6]

    assert separating_terms(np.array(r["y"]), design, r["terms"]) == ("(Intercept)", "exposure")
