"""Other spellings of the same value."""

import numpy as np
import pytest

from rtxoutcomes.validate.distinct import Distinct
from rtxoutcomes.validate.schema import Field, FieldKind
from rtxoutcomes.validate.spellings import respelled


def spelled(kind: FieldKind, text: str, allowed: tuple[str, ...] = ()) -> str | None:
    field = Field("x", "x", kind, "", allowed=allowed)
    column = respelled(field, Distinct(["sound", text], np.array([0, 1, 1])), [1])
    return None if column is None else column.texts[1]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("yes_no", "True", "true"),
        ("yes_no", "FALSE", "false"),
        ("yes_no", "1.0", "1"),
        ("yes_no", "0.00", "0"),
        ("whole", "12.0", "12"),
        ("whole", "-3.000", "-3"),
        ("whole", " ", ""),
        ("number", "\t ", ""),
        ("category", "2.0", "2"),
    ],
)
def test_a_spelling_without_loss_is_that_value(kind: FieldKind, text: str, value: str) -> None:
    assert spelled(kind, text, ("1", "2")) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("yes_no", text) for text in ("Yes", "Y", "T", "tRUE", "2.0", "1.5", "1.", "")),
        *(("whole", text) for text in ("12.5", "1e3", "12.0x", "12,0", f"1.{'0' * 21}")),
        *(("number", text) for text in (".5", "1e3", "3,5")),
        *(("category", text) for text in ("3.0", "2.5", "True")),
        ("id", "12.0"),
        ("text", "1.0"),
    ],
)
def test_other_spellings_stay_refused(kind: FieldKind, text: str) -> None:
    assert spelled(kind, text, ("1", "2")) is None


def test_ids_of_digits_lose_the_zero_that_a_column_of_decimals_gives_them() -> None:
    field = Field("x", "x", "id", "", pattern="[0-9]{1,4}")
    column = respelled(field, Distinct(["1.0", "1.5", "12.0"], np.array([0, 1, 2])), [0, 1, 2])

    assert column is not None
    assert column.texts == ["1", "1.5", "12"]


def test_the_other_texts_and_the_rows_stay() -> None:
    field = Field("x", "x", "whole", "")
    column = respelled(field, Distinct(["1", "2.0", "x"], np.array([0, 1, 2, 1])), [1, 2])

    assert column is not None
    assert column.texts == ["1", "2", "x"]
    assert column.codes.tolist() == [0, 1, 2, 1]
