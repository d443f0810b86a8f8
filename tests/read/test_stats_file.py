"""SPSS, Stata and SAS files as grids."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stats-files is not installed")

from rtxoutcomes.read import stats_file as subject
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.stats_file import read_grid

FRAME = pd.DataFrame(
    {
        "patient_id": ["P01", "P02", "P03"],
        "sex": [1.0, 2.0, np.nan],
        "edss": [3.0, 99.0, 10.0],
        "igg": [10.13, 9.5, np.nan],
    }
)
LABELS = {"sex": {1: "female", 2: "male"}, "edss": {10: "death"}}
EXPECTED = [
    ["patient_id", "sex", "edss", "igg"],
    ["P01", "female", 3.0, 10.13],
    ["P02", "male", 99.0, 9.5],
    ["P03", None, 10.0, None],
]


def cells(content: bytes, suffix: str) -> Sequence[Sequence[Value]]:
    grid = read_grid(content, suffix)
    assert grid is not None
    return grid.cells


def test_labels_are_used_where_all_values_have_one_and_spss_missing_is_empty(
    tmp_path: Path,
) -> None:
    path = tmp_path / "visits.sav"
    pyreadstat.write_sav(
        FRAME, str(path), variable_value_labels=LABELS, missing_ranges={"edss": [99]}
    )

    grid = read_grid(path.read_bytes(), ".sav")

    assert grid is not None
    assert grid.cells == [*EXPECTED[:2], ["P02", "male", None, 9.5], EXPECTED[3]]
    assert grid.sheet == ""


def test_stata_numbers_of_32_bits_keep_the_digits_that_were_typed(tmp_path: Path) -> None:
    path = tmp_path / "visits.dta"
    sex = pd.Categorical(["female", "male", None])
    narrow = FRAME.assign(sex=sex, igg=FRAME["igg"].astype("float32"))
    narrow.to_stata(path, write_index=False)

    assert cells(path.read_bytes(), ".dta") == EXPECTED


def test_sas_transport_is_read(tmp_path: Path) -> None:
    path = tmp_path / "visits.xpt"
    pyreadstat.write_xport(FRAME, str(path))

    # The numbers of this format have 56 bits of their own kind; 10.13 is read back rounded.
    rows = cells(path.read_bytes(), ".xpt")
    assert rows[1][:3] == ["P01", 1.0, 3.0]
    assert rows[3][1] is None


@pytest.mark.parametrize("suffix", [".dta", ".sas7bdat", ".sav", ".xpt", ".zsav"])
def test_what_is_no_such_file_is_refused(suffix: str) -> None:
    assert read_grid(b"patient_id,month\nP01,1\n" * 50, suffix) is None


def test_dates_stay_dates(tmp_path: Path) -> None:
    path = tmp_path / "visits.sav"
    seen = [dt.date(2024, 5, 3), None]
    at = [dt.datetime(2024, 5, 3, 10, 20), None]
    pyreadstat.write_sav(pd.DataFrame({"seen": seen, "at": at}), str(path))

    assert cells(path.read_bytes(), ".sav") == [
        ["seen", "at"],
        [seen[0], at[0]],
        [None, None],
    ]


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "import time; time.sleep(60)", "print(1, 2)"]
)
def test_a_library_that_crashes_hangs_or_raves_is_no_crash_here(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(program, encoding="utf-8")
    monkeypatch.setattr(subject, "_CHILD", child)
    monkeypatch.setattr(subject, "_LONGEST_SECONDS", 5)

    assert read_grid(b"", ".sav") is None


def test_a_small_file_of_a_very_large_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visits.sav"
    pyreadstat.write_sav(FRAME, str(path))
    monkeypatch.setattr(subject, "MAX_CELLS", 11)

    assert read_grid(path.read_bytes(), ".sav") is None
