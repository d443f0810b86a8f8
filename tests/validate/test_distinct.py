"""A column as its distinct texts."""

import numpy as np
import pandas as pd

from rtxoutcomes.validate.distinct import distinct, matching, numbers


def test_a_column_is_its_distinct_texts_and_which_row_holds_which() -> None:
    column = distinct(pd.Series(["a", "b", "a", "NA"], dtype=object), ["NA"])

    assert [column.texts[k] for k in column.codes] == ["a", "b", "a", ""]
    assert column.counts().tolist() == [2, 1, 1]
    assert column.rows([0]).tolist() == [0, 2]
    assert column.rows([]).tolist() == []


def test_texts_become_numbers_or_nothing() -> None:
    np.testing.assert_array_equal(numbers(["3.5", "", "x", "1e3"]), [3.5, np.nan, np.nan, np.nan])
    assert matching(["", "1", "x"], str.isdigit).tolist() == [True, True, False]
