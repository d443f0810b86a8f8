"""A change of a table is noticed; a copy of it is no change."""

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.fingerprint import fingerprint

Edit = Callable[[pd.DataFrame], pd.DataFrame]


def table() -> pd.DataFrame:
    """Every type of column that a cohort or an editor of one may have."""
    return pd.DataFrame(
        {
            "text": ["P01", "P02", "P03"],
            "gaps": pd.Series(["female", None, np.nan], dtype=object),
            "mixed": pd.Series(["1", 2, True], dtype=object),
            "float": [1.0, np.nan, -0.5],
            "int": [1, 2, 3],
            "bool": [True, False, True],
            "whole": pd.array([1, None, 3], dtype="Int64"),
            "answer": pd.array([True, None, False], dtype="boolean"),
            "kind": pd.Categorical(["a", "b", None], categories=["a", "b", "c"]),
            "string": pd.array(["x", None, "z"], dtype="string"),
            "day": pd.Series(["2024-01-01", None, "2024-01-03"], dtype="datetime64[ns]"),
        }
    )


@pytest.mark.parametrize(
    "again",
    [
        lambda frame: frame,
        lambda frame: frame.copy(),
        copy.copy,
        copy.deepcopy,
        lambda frame: pickle.loads(pickle.dumps(frame)),
        lambda frame: frame.iloc[::-1].iloc[::-1].reset_index(drop=True),
        lambda frame: pd.concat([frame.iloc[:1], frame.iloc[1:]]).reset_index(drop=True),
        lambda frame: frame[[*frame.columns]],
    ],
)
def test_the_same_table_has_the_same_fingerprint(again: Edit) -> None:
    assert fingerprint(again(table())) == fingerprint(table())


def put(column: str, row: int, value: str | float | pd.Timestamp | None) -> Edit:
    def edit(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[row, column] = value
        return frame

    return edit


EDITS: dict[str, Edit] = {
    "a text": put("text", 1, "P04"),
    "a text that becomes missing": put("text", 1, None),
    "a missing text that becomes the word": put("gaps", 2, "nan"),
    "a missing text of another kind": put("gaps", 1, np.nan),
    "a number typed as text": put("mixed", 1, "2"),
    "an answer typed as number": put("mixed", 2, 1),
    "a number": put("float", 0, 1.0000000000000002),
    "a missing number": put("float", 1, 0.0),
    "a sign": put("float", 2, 0.5),
    "a whole number": put("int", 2, 4),
    "a truth value": put("bool", 0, False),
    "a whole number beside missing ones": put("whole", 0, 2),
    "a missing whole number": put("whole", 1, 0),
    "an answer": put("answer", 2, True),
    "a missing answer": put("answer", 1, False),
    "a category": put("kind", 0, "b"),
    "a missing category": put("kind", 2, "c"),
    "a text of pandas": put("string", 2, "y"),
    "a day": put("day", 0, pd.Timestamp("2024-01-02")),
    "a type": lambda frame: frame.astype({"float": "float32"}),
    "an unused category": lambda frame: frame.assign(kind=frame["kind"].cat.add_categories("d")),
    "two cells exchanged": lambda frame: frame.assign(text=["P02", "P01", "P03"]),
    "two columns exchanged": lambda frame: frame[[*frame.columns[1::-1], *frame.columns[2:]]],
    "values of two columns exchanged": lambda frame: frame.rename(
        columns={"int": "float", "float": "int"}
    ),
    "order of rows": lambda frame: frame.iloc[::-1].reset_index(drop=True),
    "labels of rows": lambda frame: frame.set_axis([2, 1, 0]),
    "a name": lambda frame: frame.rename(columns={"text": "test"}),
    "a column less": lambda frame: frame.drop(columns="day"),
    "a column more": lambda frame: frame.assign(new=0),
    "a row less": lambda frame: frame.iloc[:2],
    "no row": lambda frame: frame.iloc[:0],
    "a row twice": lambda frame: frame.iloc[[0, 1, 2, 2]].reset_index(drop=True),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_noticed(name: str) -> None:
    edited = EDITS[name](table())

    assert fingerprint(edited) != fingerprint(table())


def test_a_change_in_any_row_of_a_long_table_is_noticed() -> None:
    long = pd.DataFrame({"text": ["P"] * 100_000, "number": np.zeros(100_000)})
    before = fingerprint(long)

    for row in (0, 32_767, 32_768, 99_999):
        for column, value in (("text", "Q"), ("number", 1.0)):
            edited = long.copy()
            edited.loc[row, column] = value
            assert fingerprint(edited) != before


def test_a_table_that_was_not_collected_is_not_an_empty_one() -> None:
    assert fingerprint(None) == fingerprint(None)
    assert fingerprint(None) != fingerprint(pd.DataFrame())
