"""Arguments: what is taken, and the sentence that refuses the rest."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.arguments import (
    count,
    flags,
    generator,
    integers,
    level,
    matrix,
    names,
    number,
    option,
    reals,
    same_length,
    subset,
    table_of_counts,
)

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: reals("months", [[1.0]]), "months must be one-dimensional, not of shape (1, 1)"),
    (lambda: reals("months", 3.0), "months must be one-dimensional, not a single number"),
    (lambda: reals("months", [1.0, np.nan]), "months[1] must be finite, not nan"),
    (lambda: reals("x", [np.inf], missing=True), "x[0] must be finite, or NaN where missing"),
    (lambda: reals("x", [1, 0], above=0), "x[1] must be finite and above 0, not 0"),
    (lambda: reals("x", [1, -2], at_least=0), "x[1] must be finite and at least 0, not -2"),
    (lambda: reals("x", ["a"]), "x must be an array of numbers, not of 'a'"),
    (lambda: reals("x", [1.0, None]), "x[1] must be finite, not nan"),
    (lambda: reals("x", [[1.0], [1.0, 2.0]]), "x must be an array of numbers, not rows"),
    (lambda: reals("x", np.array([1j])), "x must be an array of numbers, not of complex numbers"),
    (lambda: integers("change", [1, 0.5]), "change[1] must be a whole number, not 0.5"),
    (lambda: integers("change", [np.nan]), "change[0] must be a whole number, not nan"),
    (lambda: integers("n", [3, -1], at_least=0), "n[1] must be a whole number, at least 0, not -1"),
    (lambda: flags("event", [1, 0, 2]), "event[2] must be true or false, 1 or 0, not 2"),
    (lambda: flags("event", [1.0, np.nan]), "event[1] must be true or false, 1 or 0, not nan"),
    (lambda: matrix("design", [1.0], 1, "a"), "design must be of shape (1, 1), rows by terms"),
    (lambda: matrix("x", np.ones((3, 2)), 3, "a"), "x must be of shape (3, 1), rows by terms"),
    (lambda: matrix("x", np.ones((3, 0)), 3, ""), "x must be of shape (3, 1), rows by terms"),
    (lambda: matrix("x", [[1.0, np.nan]], 1, "ab"), "x[0, 1] must be finite, not nan"),
    (
        lambda: same_length(months=np.ones(3), event=np.ones(2)),
        "event must be as long as months, not 2 values for 3 of months",
    ),
    (lambda: number("tau", 0, above=0), "tau must be a finite number above 0, not 0"),
    (lambda: number("t", -1, at_least=0), "t must be a finite number, at least 0, not -1"),
    (lambda: number("tau", np.inf), "tau must be a finite number, not inf"),
    (lambda: number("tau", "12"), "tau must be a finite number, not '12'"),
    (lambda: number("tau", None), "tau must be a finite number, not a NoneType"),
    (lambda: number("tau", "x" * 21), "tau must be a finite number, not a str"),
    (lambda: count("dropped", -1), "dropped must be a whole number, at least 0, not -1"),
    (lambda: count("n", 2.0), "n must be a whole number, at least 0, not 2.0"),
    (lambda: count("n", True), "n must be a whole number, at least 0, not True"),
    (lambda: count("events", 5, at_most=4), "at least 0 and at most 4, not 5"),
    (lambda: level("conf_level", 1), "conf_level must be between 0 and 1, both excluded"),
    (lambda: level("conf_level", 0.0), "both excluded, not 0.0"),
    (lambda: level("conf_level", float("nan")), "both excluded, not nan"),
    (lambda: level("conf_level", "95%"), "both excluded, not '95%'"),
    (
        lambda: option("ties", "exact", ("efron", "breslow")),
        "ties must be one of 'efron', 'breslow', not 'exact'",
    ),
    (lambda: subset("only", ["y"], ["x", "z"]), "only must be some of 'x', 'z', not 'y'"),
    (lambda: subset("only", [], ["x"]), "only must be some of 'x', not none of them"),
    (lambda: option("ties", ["efron"], ("efron",)), "ties must be one of 'efron', not a list"),
]


@pytest.mark.parametrize(("call", "sentence"), REFUSED)
def test_a_refusal_names_argument_value_and_what_is_allowed(
    call: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        call()


def test_lists_columns_and_arrays_are_taken_alike() -> None:
    for values in ([1, 0, 1], pd.Series([1, 0, 1], index=[7, 8, 9]), np.array([1.0, 0.0, 1.0])):
        np.testing.assert_array_equal(reals("x", values), [1.0, 0.0, 1.0])
        np.testing.assert_array_equal(integers("x", values), [1, 0, 1])
        np.testing.assert_array_equal(flags("x", values), [True, False, True])
    assert reals("x", [1]).dtype == np.float64
    assert integers("x", [1]).dtype == np.int64
    assert flags("x", [1]).dtype == np.bool_


def test_objects_that_are_numbers_are_numbers() -> None:
    column = pd.Series([1, 2], dtype="Int64").astype(object)

    assert reals("x", column).tolist() == [1.0, 2.0]
    assert flags("x", np.array([True, np.False_], dtype=object)).tolist() == [True, False]


def test_missing_numbers_pass_where_they_may_be_missing() -> None:
    result = reals("x", [np.nan, 2.0], missing=True, above=0)

    assert np.isnan(result[0])
    assert result[1] == 2.0


def test_bounds_and_levels_within_reach_are_given_back() -> None:
    assert number("tau", 12, above=0) == 12.0
    assert number("month", 0, at_least=0) == 0.0
    assert count("n", np.int64(3), at_most=3) == 3
    assert level("conf_level", 0.9) == 0.9
    assert matrix("x", [[1, 2]], 1, ["a", "b"]).shape == (1, 2)
    option("ties", "efron", ("efron",))
    subset("only", ["x"], ["x", "z"])
    same_length(months=np.ones(2), event=np.zeros(2))


def test_an_empty_sample_is_an_array_too() -> None:
    assert reals("x", []).shape == integers("x", []).shape == flags("x", []).shape == (0,)
    assert matrix("x", np.ones((0, 1)), 0, ["a"]).shape == (0, 1)


def test_tables_of_counts_are_whole_numbers_in_two_dimensions() -> None:
    assert table_of_counts("table", [[1, 2.0], [0, 3]]).tolist() == [[1, 2], [0, 3]]
    with pytest.raises(ValueError, match="table must be two-dimensional, groups by categories"):
        table_of_counts("table", [1, 2])
    with pytest.raises(ValueError, match=r"table\[0, 1\] must be a whole number.*not nan"):
        table_of_counts("table", [[1, np.nan], [0, 3]])
    with pytest.raises(ValueError, match=r"table must be 2 x 2, not of shape \(1, 2\)"):
        table_of_counts("table", [[1, 2]], shape=(2, 2))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: count("n", 10**400),
        lambda: count("n", -(10**18)),
        lambda: number("n", 10**400),
        lambda: level("n", 10**400),
        lambda: integers("n", [10**400]),
        lambda: reals("n", [10**400, None]),
        lambda: option("n", np.zeros(3), ("a", "b")),
        lambda: names("n", 3),
        lambda: names("n", []),
        lambda: names("n", ["a", 3]),
        lambda: generator("n", 3),
    ],
)
def test_numbers_too_large_for_a_double_and_arrays_for_strings_are_refused_in_a_short_sentence(
    refused: Callable[[], object],
) -> None:
    with pytest.raises(ValueError, match=r"^n must be ") as caught:
        refused()

    assert len(str(caught.value)) < 120
