"""Kinds of files that people have: half of them sound, and none judged wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clinic import BUNDLED, findings
from rtxoutcomes.study import Study

HEADER = (
    "patient_id,relapse_month,diagnosis,follow_up_months,sex,relapsed,relapse_count,"
    "edss_baseline,edss_follow_up"
)
ROWS = [
    "P01,7.25,RRMS,24,female,1,2,3.0,2.5",
    "P02,,SPMS,18.5,male,0,0,4.0,4.5",
    "P03,,NMOSD,12,,0,0,4.0,",
    "P04,3.25,RRMS,36,female,1,1,2.0,2.0",
]
SOUND = "\n".join([HEADER, *ROWS]) + "\n"
DECLARED = Study.model_validate(
    BUNDLED.model_dump(exclude_unset=True) | {"reading": {"missing_tokens": ["NA", "-99", "n/d"]}}
)


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, count)


def lines(*more: str, above: str = "") -> str:
    return above + SOUND + "".join(f"{line}\n" for line in more)


def with_column(name: str, *cells: str) -> str:
    rows = SOUND.splitlines()
    return "\n".join(f"{row},{cell}" for row, cell in zip(rows, [name, *cells], strict=True)) + "\n"


TEXTS_SOUND = {
    "as it is": SOUND,
    "byte order mark": "\ufeff" + SOUND,
    "DOS line ends": SOUND.replace("\n", "\r\n"),
    "quoted cells": '"' + SOUND.replace(",", '","').replace("\n", '"\n"').removesuffix('"'),
    "no line end at the end": SOUND.rstrip("\n"),
    "blank lines": SOUND.replace("\n", "\n\n"),
    "rows of commas": lines(",,,,,,,,", ",,,,,,,,"),
    "trailing columns": SOUND.replace("\n", ",,\n"),
    "a ghost column within": SOUND.replace("sex,", "sex,,")
    .replace("male,", "male,,")
    .replace("12,,0", "12,,,0"),
    "True and False": SOUND.replace(",1,2,", ",True,2,").replace(",0,0,", ",False,0,"),
    "TRUE and FALSE": SOUND.replace(",1,1,", ",TRUE,1,").replace(",0,0,", ",FALSE,0,"),
    "floats of pandas": SOUND.replace(",1,2,", ",1.0,2.0,").replace(",0,0,", ",0.0,0.0,"),
    "two decimals of SPSS": SOUND.replace(",1,2,", ",1.00,2.00,").replace(",24,", ",24.00,"),
    "yes and no": SOUND.replace(",1,2,", ",yes,2,").replace(",0,0,", ",no,0,"),
    "a cell of blanks": changed("12,,0", "12,,0").replace("4.0,\n", "4.0, \n"),
    "columns in another order": "\n".join(
        ",".join(reversed(row.split(","))) for row in SOUND.splitlines()
    ),
    "only what is required": "patient_id,diagnosis,follow_up_months\nP01,RRMS,24\n",
    "follow-up of ten years": SOUND.replace(",24,", ",120,").replace(",36,", ",131.5,"),
    "one long follow-up": SOUND.replace(",36,", ",400,"),
    "a plus sign": changed(",18.5,", ",+18.5,"),
    "many decimals": changed(",18.5,", ",18.529774127310061,"),
    "spaces around names": SOUND.replace("diagnosis,", " diagnosis ,"),
    "ids with a hyphen": SOUND.replace("P0", "AB-0"),
    "a patient of whom little is known": lines("P05,,RRMS,6,,0,0,,"),
    "declared NA": SOUND.replace("12,,0", "12,NA,0").replace("4.0,\n", "4.0,NA\n"),
    "declared code": changed("4.0,\n", "4.0,-99\n"),
    "declared code with a decimal": changed("4.0,\n", "4.0,-99.0\n"),
    "declared word": changed("4.0,\n", "4.0,n/d\n"),
}
TEXTS_REFUSED: dict[str, tuple[str, list[str]]] = {
    "a title": (lines(above="MS clinic\n"), ["header.title"]),
    "a comment with commas": (lines(above="# made, in May\n"), ["header.title"]),
    "a title and a blank line": (lines(above="MS clinic,,,,,,,,\n,,,,,,,,\n"), ["header.title"]),
    "semicolons": (SOUND.replace(",", ";"), ["header.delimiter"]),
    "tabs": (SOUND.replace(",", "\t"), ["header.delimiter"]),
    "no header": (SOUND.partition("\n")[2], ["header.missing"]),
    "a total": (lines("Total,,,90.5,,2,3,,"), ["row.total"]),
    "a mean in Persian": (lines("میانگین,,,22,,,,,"), ["row.total"]),
    "a heading": (lines("second group,,,,,,,,", "P05,,RRMS,6,,0,0,,"), ["row.section"]),
    "a footnote": (lines("* EDSS at the last visit,,,,,,,,"), ["row.section"]),
    "the header again": (lines(HEADER, "P05,,RRMS,6,,0,0,,"), ["header.several"]),
    "units below the header": (
        SOUND.replace("\n", "\n,months,code,months,word,,,points,points\n", 1),
        ["header.several"],
    ),
    "a comma too few in the header": (SOUND.replace("sex,", ""), ["table.ragged"]),
    "a decimal comma": (changed("18.5", "18,5"), ["table.ragged"]),
    "a quoted decimal comma": (changed("18.5", '"18,5"'), ["number.decimal_comma"]),
    "a nameless column with cells": (SOUND.replace("sex,", ","), ["header.empty"]),
    "a Cyrillic letter": (changed("RRMS", "RR\u041cS"), ["text.alphabet"]),
    "a Greek id": (changed("P02", "\u03a102"), ["text.alphabet"]),
    "a Cyrillic name of a column": (
        with_column("\u0441ount", "1", "2", "3", "4"),
        ["text.alphabet"],
    ),
    "other capitals": (changed("RRMS", "Rrms"), ["value.allowed"]),
    "initials of the sexes": (
        SOUND.replace("female", "F").replace("male", "M"),
        ["value.allowed"] * 3,
    ),
    "Y and N": (SOUND.replace(",1,2,", ",Y,2,").replace(",1,1,", ",N,1,"), ["value.yes_no"] * 2),
    "a code for missing": (changed(",2.5\n", ",99\n"), ["number.range"]),
    "half a relapse": (changed(",1,2,", ",1,1.5,"), ["number.whole"]),
    "a word for missing": (changed("4.0,\n", "4.0,unknown\n"), ["value.missing_word"]),
    "a bound": (changed(",2.5\n", ",<2.5\n"), ["number.bound"]),
    "Persian digits": (changed("18.5", "۱۸٫۵"), ["number.digits"]),
    "an export of REDCap": (with_column("redcap_event_name", *"abcd"), ["table.redcap"]),
    "a telephone number": (with_column("x", "1", "2", "0912 555 0143", "4"), ["phi.value.phone"]),
    "names": (with_column("Name", "a", "b", "c", "d"), ["phi.column"]),
    "a column of another table": (with_column("end_reason", *["ongoing"] * 4), ["column.unknown"]),
    "a NUL": (changed("SPMS", "SP\0MS"), ["file.binary"]),
}


def rules_of(content: bytes, name: str, place: Path, study: Study = DECLARED) -> list[str]:
    path = place / name
    path.write_bytes(content)
    return [violation.rule for violation in findings(path, study)]


@pytest.mark.parametrize("kind", TEXTS_SOUND)
def test_a_sound_file_is_a_cohort(kind: str, tmp_path: Path) -> None:
    assert rules_of(TEXTS_SOUND[kind].encode(), "clinic.csv", tmp_path) == []


@pytest.mark.parametrize("kind", TEXTS_REFUSED)
def test_a_faulty_file_is_refused_for_what_it_is(kind: str, tmp_path: Path) -> None:
    text, rules = TEXTS_REFUSED[kind]

    assert rules_of(text.encode(), "clinic.csv", tmp_path) == rules


def cells_of(text: str) -> list[list[object]]:
    workbooks = pytest.importorskip("workbooks")
    rows: list[list[object]] = workbooks.sheet_of(text.splitlines())
    return rows


def merged_title(book: Any) -> None:
    sheet = book["Sheet1"]
    sheet.insert_rows(1)
    sheet["A1"] = "MS clinic, 2024"
    sheet.merge_cells("A1:I1")


def merged_names(book: Any) -> None:
    sheet = book["Sheet1"]
    sheet["H1"], sheet["I1"] = "EDSS", None
    sheet.merge_cells("H1:I1")


def merged_heading(book: Any) -> None:
    sheet = book["Sheet1"]
    sheet.append(["second group"])
    sheet.merge_cells("A6:I6")
    sheet.append(["P05", None, "RRMS", 6, None, 0, 0])


def total_by_formula(book: Any) -> None:
    book["Sheet1"].append(["Total", None, None, "=SUM(D2:D5)", None, "=SUM(F2:F5)"])


def formula(book: Any) -> None:
    book["Sheet1"]["H2"] = "=1.5*2"


def hidden_column(book: Any) -> None:
    book["Sheet1"].column_dimensions["D"].hidden = True


def legend(book: Any) -> None:
    sheet = book.create_sheet("Legend", 0)
    sheet.append(["RRMS = relapsing"])


def second_cohort(book: Any) -> None:
    sheet = book.create_sheet("2023")
    for row in cells_of(SOUND.replace("P0", "Q0")):
        sheet.append(row)


def notes_on_patients(book: Any) -> None:
    book.create_sheet("Notes").append(["P02", "moved away"])


def nothing(book: Any) -> None:
    del book


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (nothing, []),
        (legend, []),
        (merged_title, ["header.title"]),
        (merged_names, ["header.merged"]),
        (merged_heading, ["row.section"]),
        (total_by_formula, ["row.total"]),
        (formula, ["cell.formula"]),
        (hidden_column, ["column.hidden"]),
        (second_cohort, ["sheet.one"]),
        (notes_on_patients, ["sheet.one"]),
    ],
)
def test_a_workbook_is_judged_for_what_it_is(
    change: Callable[[Any], None], rules: list[str], tmp_path: Path
) -> None:
    pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    workbooks = pytest.importorskip("workbooks")
    content = workbooks.workbook({"Sheet1": cells_of(SOUND)}, change)

    assert rules_of(content, "clinic.xlsx", tmp_path) == rules
