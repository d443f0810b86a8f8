"""Parquet files as grids."""

import datetime as dt
import io

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")

from rtxoutcomes.read import parquet as subject
from rtxoutcomes.read.grid import Unreadable
from rtxoutcomes.read.parquet import read_grid


def saved(**columns: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def test_typed_columns_become_rows_of_values() -> None:
    content = saved(
        patient_id=pa.array(["P01", "P02"]).dictionary_encode(),
        edss=pa.array([3.0, None]),
        igg=pa.array([10.13, None], pa.float32()),
        count=pa.array([3, None]),
        seen=pa.array([dt.date(2024, 5, 3), None]),
        serious=pa.array([True, None]),
    )

    assert read_grid(content, ".parquet").cells == [
        ["patient_id", "edss", "igg", "count", "seen", "serious"],
        ["P01", 3.0, 10.13, 3, dt.date(2024, 5, 3), True],
        ["P02", None, None, None, None, None],
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"PAR1" * 20, saved(a=pa.array([["x"]])), saved(a=pa.array([b"x"]))],
    ids=["empty", "broken", "lists", "bytes"],
)
def test_what_no_table_of_a_cohort_can_hold_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_grid(content, ".parquet")


def test_text_that_is_no_utf_8_is_refused() -> None:
    wrong = pa.array([b"\x83\x84"]).cast(pa.binary()).view(pa.string())

    with pytest.raises(Unreadable):
        read_grid(saved(a=wrong), ".parquet")


def test_a_small_file_of_a_very_large_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_CELLS", 5)

    with pytest.raises(Unreadable):
        read_grid(saved(a=pa.array([1] * 3), b=pa.array([2] * 3)), ".parquet")
    assert len(read_grid(saved(a=pa.array([1] * 5)), ".parquet").cells) == 6
