"""Sound texts as values."""

import numpy as np
import pandas as pd

from rtxoutcomes.validate.distinct import distinct
from rtxoutcomes.validate.judgement import judged
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.typed import typed


def values(field: Field, *texts: str) -> pd.Series:
    column = distinct(pd.Series(texts, dtype=object), ())
    return typed(field, column, judged(field, column))


def test_numbers_have_one_zero_and_faulty_ones_are_missing() -> None:
    told = values(Field("x", "x", "number", "", minimum=0, maximum=9), "3.5", "-0", "", "10", "x")

    np.testing.assert_array_equal(told.to_numpy(), [3.5, 0.0, np.nan, np.nan, np.nan])
    assert not np.signbit(told[1])


def test_whole_numbers_and_flags_can_be_missing() -> None:
    whole = values(Field("x", "x", "whole", ""), "3", "", "1.5")
    flags = values(Field("x", "x", "yes_no", ""), "yes", "0", "", "ja")

    assert whole.dtype == "Int64"
    assert whole.isna().tolist() == [False, True, True]
    assert flags.dtype == "boolean"
    assert flags.tolist()[:2] == [True, False]
    assert flags.isna().tolist() == [False, False, True, True]


def test_words_are_words_and_a_column_that_is_absent_is_empty() -> None:
    field = Field("x", "x", "category", "", allowed=("a", "b"))

    told = values(field, "a", "", "c", "a")
    absent = typed(field, distinct(pd.Series([""], dtype=object), ()), None)

    assert told.isna().tolist() == [False, True, True, False]
    assert told[0] == told[3] == "a"
    assert absent.isna().all()
