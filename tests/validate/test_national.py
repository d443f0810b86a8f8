"""National codes by the column."""

import pandas as pd
import pytest

from rtxoutcomes.validate.distinct import distinct
from rtxoutcomes.validate.national import national_texts

CODES = ["0012345679", "1000000400", "1000000461", "1000000001", "12345679"]
OTHERS = ["0012345678", "1000000401", "1000000462", "1000000002", "12345678"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (CODES, True),
        ([*CODES, *OTHERS], True),
        ([*CODES, *OTHERS, "1000000003"], False),
        (CODES[:4], False),
        ([CODES[0]] * 5, True),
        (["P01", ""], False),
    ],
)
def test_half_of_five_numbers_or_more(cells: list[str], expected: bool) -> None:
    assert bool(national_texts(distinct(pd.Series(cells, dtype=object), ()))) is expected


def test_each_is_named_by_its_place() -> None:
    assert national_texts(distinct(pd.Series(["P01", *CODES]), ())) == [1, 2, 3, 4, 5]
