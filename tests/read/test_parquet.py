"""Parquet files as grids."""

import datetime as dt
import io
from collections.abc import Sequence

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")

from rtxoutcomes.read import parquet as subject
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.parquet import read_grid


def saved(**columns: object) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def cells(content: bytes, suffix: str) -> Sequence[Sequence[Value]]:
    grid = read_grid(content, suffix)
    assert grid is not None
    return grid.cells


def test_typed_columns_become_rows_of_values() -> None:
    content = saved(
        patient_id=pa.array(["P01", "P02"]).dictionary_encode(),
        edss=pa.array([3.0, None]),
        igg=pa.array([10.13, None], pa.float32()),
        count=pa.array([3, None]),
        seen=pa.array([dt.date(2024, 5, 3), None]),
        serious=pa.array([True, None]),
    )

    assert cells(content, ".parquet") == [
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
    assert read_grid(content, ".parquet") is None


def test_text_that_is_no_utf_8_is_refused() -> None:
    wrong = pa.array([b"\x83\x84"]).cast(pa.binary()).view(pa.string())

    assert read_grid(saved(a=wrong), ".parquet") is None


def test_a_small_file_of_a_very_large_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_CELLS", 5)

    assert read_grid(saved(a=pa.array([1] * 3), b=pa.array([2] * 3)), ".parquet") is None
    assert len(cells(saved(a=pa.array([1] * 5)), ".parquet")) == 6
