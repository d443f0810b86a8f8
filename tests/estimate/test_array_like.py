"""Numbers, labels and designs out of lists, tuples, arrays and columns of pandas."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.array_like import (
    design_columns,
    group_codes,
    is_missing,
    numeric,
    one_dimensional,
    refuse_booleans,
)

COLUMNS: list[Any] = [
    [1, None, 2.5],
    (1.0, float("nan"), 2.5),
    np.array([1.0, np.nan, 2.5]),
    pd.Series([1.0, None, 2.5], index=[9, 4, 2]),
    pd.Series([1.0, None, 2.5], dtype="Float64"),
    pd.Series([1, pd.NA, 2.5], dtype="object"),
    pd.Index([1.0, np.nan, 2.5]),
]


@pytest.mark.parametrize("values", COLUMNS, ids=lambda values: type(values).__name__)
def test_a_missing_number_is_nan_whatever_it_is_written_as(values: Any) -> None:
    np.testing.assert_array_equal(one_dimensional("x", values), [1.0, np.nan, 2.5])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (pd.DataFrame({"a": [1.0]}), "x must be one column, such as frame['column'], not a"),
        (3.0, "x must be one-dimensional, not a single number"),
        ([[1.0]], "x must be one-dimensional, not of shape (1, 1)"),
        (["a"], "x must be an array of numbers, not of 'a'"),
        ("12", "x must be an array of numbers, not '12'"),
        ({"a": 1}, "x must be an array of numbers, not a dict"),
        (None, "x must be an array of numbers, not a NoneType"),
        (pd.to_datetime(["2020-01-01"]), "x must be an array of numbers, not of dates"),
        (pd.to_timedelta([1], "D"), "x must be an array of numbers, not of durations"),
        ([[1.0], [1.0, 2.0]], "x must be an array of numbers, not rows of different lengths"),
        ([pd.Timestamp(0), 1.0], "x must be an array of numbers, not of a Timestamp"),
    ],
)
def test_what_is_no_column_of_numbers_is_named(values: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        one_dimensional("x", values)


@pytest.mark.parametrize("values", [[True, False], [np.True_], pd.Series([True], dtype="boolean")])
def test_flags_are_no_times(values: Any) -> None:
    with pytest.raises(ValueError, match="x must be times, which come before the events, not bool"):
        refuse_booleans("x", values)


@pytest.mark.parametrize("values", [[], [1, 0], [True, 2.0]])
def test_numbers_may_be_times(values: Any) -> None:
    refuse_booleans("x", values)


def test_strings_are_numbered_in_sorted_order_and_categories_in_theirs() -> None:
    labels = ["RRMS", "NMOSD", "SPMS", "NMOSD"]

    assert group_codes("g", labels).tolist() == [1, 0, 2, 0]
    assert group_codes("g", pd.Series(labels, dtype="string")).tolist() == [1, 0, 2, 0]
    assert group_codes("g", np.array(labels)).tolist() == [1, 0, 2, 0]
    assert group_codes("g", pd.Categorical(labels, ["SPMS", "RRMS", "NMOSD"])).tolist() == [
        *(1, 2, 0, 2),
    ]


def test_whole_numbers_and_flags_are_their_own_labels() -> None:
    assert group_codes("g", [7, -3, 7.0]).tolist() == [7, -3, 7]
    assert group_codes("g", [True, False]).tolist() == [1, 0]
    assert group_codes("g", []).dtype == np.int64


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (["a", None], "g[1] must be a label, not missing"),
        (["a", np.nan], "g[1] must be a label, not missing"),
        (pd.Series(["a", None], dtype="string"), "g[1] must be a label, not missing"),
        (pd.Categorical(["a", None]), "g[1] must be a label, not missing"),
        (["a", 1], "g must be labels of one type, not 1 among strings"),
        ([1.0, 0.5], "g[1] must be a label or a whole number, not 0.5"),
        ([["a"], ["b"]], "g must be one-dimensional, not of shape (2, 1)"),
        (pd.DataFrame({"g": ["a"]}), "g must be one column"),
    ],
)
def test_what_is_no_label_is_refused(labels: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        group_codes("g", labels)


def test_the_columns_of_a_frame_name_the_terms() -> None:
    frame = pd.DataFrame({"age": [30, 40], "female": [True, False], 7: [0.5, 1.5]}, index=[5, 6])

    array, names = design_columns("x", frame)

    assert names == ["age", "female", "7"]
    assert array.tolist() == [[30.0, 1.0, 0.5], [40.0, 0.0, 1.5]]


def test_other_designs_are_named_by_number_and_a_column_by_its_own_name() -> None:
    assert design_columns("x", [[1, 2], [3, 4]])[1] == ["x1", "x2"]
    assert design_columns("x", pd.Series([1, 2], name="age"))[1] == ["age"]
    array, names = design_columns("x", pd.Series([1, 2]))
    assert (array.tolist(), names) == ([[1.0], [2.0]], ["x1"])
    assert design_columns("x", [1, 2])[0].shape == (2, 1)
    assert design_columns("x", pd.DataFrame(index=[1, 2]))[0].shape == (2, 0)


def test_a_column_of_labels_has_an_indicator_for_each_level_but_the_first() -> None:
    sites = pd.Categorical(["north", "south", "east", "south"], ["south", "west", "north", "east"])
    frame = pd.DataFrame({"sex": ["m", "f", "m", "f"], "age": [30, 40, 50, 60], "site": sites})

    array, names = design_columns("x", frame)

    # Levels of strings are sorted, those of a categorical in their order; nobody is in the west.
    assert names == ["sex[m]", "age", "site[north]", "site[east]"]
    assert array.tolist() == [
        *([1.0, 30.0, 1.0, 0.0], [0.0, 40.0, 0.0, 0.0]),
        *([1.0, 50.0, 0.0, 1.0], [0.0, 60.0, 0.0, 0.0]),
    ]


def test_two_columns_of_one_name_are_both_kept() -> None:
    frame = pd.DataFrame([[1.0, 2.0]], columns=["age", "age"])

    assert design_columns("x", frame)[1] == ["age", "age"]


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        (["30", "F"], "x['own'] must be an array of numbers, not of '30'"),
        (["F", None], "x['own'][1] must be a label, not missing"),
        (["F", 1.5], "x['own'] must be labels of one type"),
    ],
)
def test_numbers_read_as_text_and_missing_labels_are_named(column: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        design_columns("x", pd.DataFrame({"age": [30, 40], "own": column}))


def test_what_is_missing() -> None:
    assert all(map(is_missing, (None, np.nan, pd.NA, pd.NaT)))
    assert not any(map(is_missing, (0, 0.0, "", False, np.inf)))


def test_numbers_too_large_for_a_double_are_refused() -> None:
    with pytest.raises(ValueError, match="x must be an array of numbers that a double holds"):
        numeric("x", [10**400, None])
