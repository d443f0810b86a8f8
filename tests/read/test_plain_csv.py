"""The fast reader reads what the strict one reads, or declines the file."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.errors import Violation
from rtxoutcomes.read.plain_csv import plain_frame
from rtxoutcomes.read.rows import Columns, records, row_fault

HEADER = ["patient_id", "month", "edss"]


def strict(content: bytes) -> tuple[pd.DataFrame, list[int], int]:
    faults: list[Violation] = []
    rows = records(content, "visits", faults)
    next(rows)
    columns = Columns(len(HEADER))
    ragged = 0
    for line, cells in rows:
        if row_fault(cells, len(HEADER), "visits", line):
            ragged += 1
        else:
            columns.add(line, cells)
    return columns.frame(HEADER), columns.lines, ragged + len(faults)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4)
NASTY = st.sampled_from(
    ["", " ", "1", "NA", "nan", "1e5", "\t", "#", "é", "-", "0x1", "\x0b", "\u2028"]
)
LINES = st.lists(st.tuples(st.one_of(NASTY, CELLS), NASTY, st.one_of(NASTY, CELLS)), max_size=8)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_both_ways_read_the_same(
    rows: list[tuple[str, str, str]], end: str, mark: bool, last: bool
) -> None:
    text = end.join([",".join(HEADER), *(",".join(row) for row in rows)]) + (end if last else "")
    content = (b"\xef\xbb\xbf" if mark else b"") + text.encode()

    quick = plain_frame(content, HEADER)

    if quick is not None:
        slow, lines, faults = strict(content)
        pd.testing.assert_frame_equal(quick, slow)
        assert lines == list(range(2, len(quick) + 2))
        assert faults == 0


@pytest.mark.parametrize(
    "content",
    [
        b"patient_id,month,edss\nP1,1,2\nP2,1,2\n",
        b"patient_id,month,edss\r\nP1,1,2\r\n",
        b"\xef\xbb\xbfpatient_id,month,edss\nP1,,",
        b"patient_id,month,edss\n",
    ],
)
def test_plain_files_are_read_quickly(content: bytes) -> None:
    quick = plain_frame(content, HEADER)

    assert quick is not None
    pd.testing.assert_frame_equal(quick, strict(content)[0])


@pytest.mark.parametrize(
    "content",
    [
        b'patient_id,month,edss\n"P1",1,2\n',
        b"patient_id,month,edss\nP1,1\n",
        b"patient_id,month,edss\n\nP1,1,2\n",
        b"patient_id,month,edss\nP1,1,2\n\n",
        b"patient_id,month,edss\n ,,\n",
        b"patient_id,month,edss\rP1,1,2\r",
        b"patient_id,month,edss\nP1,1," + b"x" * 10_001 + b"\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_strict_reader(content: bytes) -> None:
    assert plain_frame(content, HEADER) is None


def test_a_table_larger_than_a_block_is_read_completely() -> None:
    rows = b"".join(b"P%07d,%d,3.5\n" % (k, k % 24) for k in range(400_000))

    quick = plain_frame(b"patient_id,month,edss\n" + rows, HEADER)

    assert quick is not None
    assert len(quick) == 400_000
    assert quick.iloc[-1].tolist() == ["P0399999", "15", "3.5"]


def test_one_line_longer_than_a_block_is_not_plain() -> None:
    content = b"patient_id,month,edss\nP1,1," + b"x" * (5 * 1024 * 1024) + b"\n"

    assert plain_frame(content, HEADER) is None
