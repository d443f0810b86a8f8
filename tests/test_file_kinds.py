"""One cohort in every kind of file: the same tables out of each, the same rules upon each."""

import hashlib
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clinic import BUNDLED, ONE_TABLE, TABLES, findings, folder, one_table, sound
from rtxoutcomes.cli.program import run
from rtxoutcomes.cohort import TABLES as NAMES
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.content import content_of

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
pyreadstat = pytest.importorskip("pyreadstat", reason="the extra stats-files is not installed")
pytest.importorskip("python_calamine", reason="the extra excel is not installed")
workbooks = pytest.importorskip("workbooks")

SHEETS = {name: workbooks.sheet_of(lines) for name, lines in TABLES.items()}


def frame(name: str) -> pd.DataFrame:
    """A table as a statistician holds it: numbers as numbers."""
    rows = SHEETS[name]
    return pd.DataFrame(rows[1:], columns=[str(c) for c in rows[0]])


def book(place: Path, change: Any = lambda _: None) -> Path:
    content = workbooks.workbook(SHEETS, change)
    path: Path = workbooks.save(place / "clinic.xlsx", content)
    return path


def same(got: Cohort, expected: Cohort) -> None:
    for name in NAMES:
        one, other = getattr(got, name), getattr(expected, name)
        assert (one is None) == (other is None)
        if one is not None:
            pd.testing.assert_frame_equal(one, other)


def result(path: Path) -> list[tuple[str, str]]:
    return [(v.rule, v.address) for v in findings(path)]


def test_a_workbook_with_a_sheet_a_table_is_the_cohort_of_the_csv_files(tmp_path: Path) -> None:
    same(sound(book(tmp_path)), sound(folder(tmp_path / "csv")))


def test_a_workbook_of_one_sheet_is_the_cohort_of_one_csv(tmp_path: Path) -> None:
    content = workbooks.workbook({"Sheet1": workbooks.sheet_of(ONE_TABLE)})

    got = sound(workbooks.save(tmp_path / "clinic.xlsx", content))

    same(got, sound(one_table(tmp_path / "csv")))
    assert got.form == "one_table"


def mixed(place: Path, suffix: str) -> Path:
    """A cohort with two tables of another kind than CSV."""
    for name in ("patients", "visits") if suffix != "csv" else ():
        (place / f"{name}.csv").unlink()
        path = place / f"{name}.{suffix}"
        if suffix == "sav":
            pyreadstat.write_sav(frame(name), str(path))
        elif suffix == "dta":
            pyreadstat.write_dta(frame(name), str(path))
        elif suffix == "xlsx":
            path.write_bytes(workbooks.workbook({"Sheet1": SHEETS[name]}))
        else:
            pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
            frame(name).to_parquet(path)
    return place


@pytest.mark.parametrize("suffix", ["sav", "dta", "xlsx", "parquet"])
def test_a_folder_may_hold_tables_of_other_kinds_beside_csv(suffix: str, tmp_path: Path) -> None:
    place = mixed(folder(tmp_path / "mixed"), suffix)

    same(sound(place), sound(folder(tmp_path / "csv")))


def read_then_changed(path: Path, *others: Any) -> bytes | Violation:
    content = content_of(path, *others)
    path.write_bytes(b"written by another program")
    return content


@pytest.mark.parametrize("suffix", ["csv", "sav", "dta", "xlsx", "parquet"])
def test_the_hash_of_a_file_that_changes_meanwhile_is_that_of_the_bytes_that_were_parsed(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = mixed(folder(tmp_path / "mixed"), suffix)
    before = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in place.iterdir()}
    expected = sound(place)

    monkeypatch.setattr("rtxoutcomes.read.tables.content_of", read_then_changed)

    got = sound(place)

    assert got.sources == before
    same(got, expected)


def test_the_same_holds_for_a_workbook_with_every_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr("rtxoutcomes.read.tables.content_of", read_then_changed)

    got = sound(path)

    assert got.sources == {"clinic.xlsx": before}
    monkeypatch.undo()
    same(got, sound(folder(tmp_path / "csv")))


def test_a_table_in_two_kinds_of_file_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path)
    pyreadstat.write_sav(frame("visits"), str(place / "visits.sav"))

    assert "table.repeated" in [v.rule for v in findings(place)]


def put(sheet: str, cell: str, value: object) -> Any:
    def change(made: Any) -> None:
        made[sheet][cell] = value

    return change


def test_findings_name_sheet_and_cell(tmp_path: Path) -> None:
    found = findings(book(tmp_path, put("visits", "C3", 3.25)))

    assert [v.address for v in found] == ["sheet visits, cell C3"]
    assert found[0].sentence().startswith("visits.edss, sheet visits, cell C3, patient P01: must")


def merge(made: Any) -> None:
    made["visits"].merge_cells("D2:D3")


def hide_row(made: Any) -> None:
    made["visits"].row_dimensions[3].hidden = True


def hide_column(made: Any) -> None:
    made["visits"].column_dimensions["D"].hidden = True


def hide_sheet(made: Any) -> None:
    made["infusions"].sheet_state = "hidden"


def divided_by_zero(made: Any) -> None:
    made["visits"]["C4"] = "#DIV/0!"
    made["visits"]["C4"].data_type = "e"


def units_under_the_header(made: Any) -> None:
    made["visits"].insert_rows(2)
    for column, word in ((2, "months"), (3, "points"), (4, "g/L")):
        made["visits"].cell(2, column).value = word


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("visits", "C3", "=C2-0.5"), ("cell.formula", "sheet visits, cell C3")),
        (divided_by_zero, ("cell.error", "sheet visits, cell C4")),
        (merge, ("cell.merged", "sheet visits, cell D2")),
        (hide_row, ("row.hidden", "sheet visits, row 3")),
        (hide_column, ("column.hidden", "sheet visits, column D")),
        (hide_sheet, ("sheet.hidden", "sheet infusions")),
        (put("visits", "C3", "2.5"), ("cell.number_as_text", "sheet visits, cell C3")),
        (units_under_the_header, ("header.several", "sheet visits, row 2")),
    ],
)
def test_what_a_workbook_hides_is_one_finding_each(
    change: Any, expected: tuple[str, str], tmp_path: Path
) -> None:
    assert result(book(tmp_path, change)) == [expected]


def test_a_date_that_the_spreadsheet_made_is_refused_where_it_stands(tmp_path: Path) -> None:
    date = pd.Timestamp("2024-05-03").to_pydatetime()

    (found,) = findings(book(tmp_path, put("visits", "C3", date)))

    assert (found.rule, found.address) == ("phi.value.date", "sheet visits, cell C3")
    assert "2024" not in found.sentence()


def test_a_record_of_a_statistical_file_is_counted_from_1(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "visits.csv").unlink()
    pyreadstat.write_sav(
        frame("visits").assign(edss=[3.0, 3.25, 4.0, 4.5]), str(place / "visits.sav")
    )

    found: tuple[Violation, ...] = findings(place, BUNDLED)

    assert [(v.rule, v.address, v.line) for v in found] == [("score.on_scale", "record 2", 2)]


def test_a_missing_extra_is_reported_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.delitem(sys.modules, "rtxoutcomes.read.workbook", raising=False)

    code = run(["validate", str(book(tmp_path)), "--study", "nabiuni2023"])

    assert code == 6
    assert "pip install 'WHEEL[excel]'" in capsys.readouterr().err
