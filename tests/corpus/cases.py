"""Faulty cohorts and the nearest sound ones, made by this script: nothing of it is committed data.

A case is one fault in an otherwise sound cohort, and the same cohort with the nearest thing that
must pass. `cells` are what a good cell has to become.
"""

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clinic import TABLES, folder
from clinic import one_table as write_one_table

Make = Callable[[Path], Path]
Lines = dict[str, list[str]]

ONE = [
    "patient_id,diagnosis,follow_up_months,sex,age_years,relapses_prior_year,relapsed,"
    "relapse_month,relapse_count,edss_baseline,edss_follow_up,igg_baseline_g_per_l,"
    "whatsapp_messages,engagement_window_months,adverse_events",
    "P01,RRMS,24,female,41,1,1,7.5,2,3.0,2.5,10.1,10,3,0",
    "P02,SPMS,18,male,52,0,0,,0,4.0,4.5,9.8,0,3,2",
    "P03,SPMS,12,male,37,2,yes,5,,4.0,,11.25,7,3,0",
    "P04,NMOSD,20.5,female,29,1,no,,0,2.0,2.0,8.4,4,3,1",
]
# Columns that the small folder lacks and a case may need.
EXTRA = {"prior_treatment": "interferon", "relapses_prior_year": "1"}


@dataclass(frozen=True, slots=True)
class Case:
    """`place` is (table, column, line) of the one finding; `value` what the good cell becomes."""

    name: str
    rule: str
    form: str
    bad: Make
    good: Make
    place: tuple[str, str, int | None]
    value: object = None


def cell(rule: str, where: str, bad: str, good: str, value: object, line: int = 2) -> Case:
    """One cell of the folder of tables: `where` is table.column."""
    table, _, column = where.partition(".")

    def make(text: str) -> Make:
        return lambda place: folder(place, lambda t: _set(t[table], column, line, text))

    name = f"{where} {_short(bad)}"
    return Case(name, rule, "tables", make(bad), make(good), (table, column, line), value)


def one(rule: str, column: str, bad: str, good: str, value: object, line: int = 2) -> Case:
    """One cell of the form with a row a patient."""

    def make(text: str) -> Make:
        def write(place: Path) -> Path:
            lines = list(ONE)
            _set(lines, column, line, text)
            return write_one_table(place, lines)

        return write

    name = f"one_table.{column} {_short(bad)}"
    return Case(name, rule, "one_table", make(bad), make(good), ("one_table", column, line), value)


def both(rule: str, where: str, column: str, bad: str, good: str, value: object) -> list[Case]:
    return [cell(rule, where, bad, good, value), one(rule, column, bad, good, value)]


def _set(lines: list[str], column: str, line: int, text: str) -> None:
    header = lines[0].split(",")
    if column not in header:
        lines[0] += f",{column}"
        lines[1:] = [f"{row},{EXTRA[column]}" for row in lines[1:]]
        header.append(column)
    cells = lines[line - 1].split(",")
    quoted = f'"{text}"' if any(c in text for c in ',"\n\r') else text
    cells[header.index(column)] = quoted
    lines[line - 1] = ",".join(cells)


def _short(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()[:24]


def bytes_of(table: str, content: bytes) -> Make:
    """The folder with other bytes in one file."""

    def write(place: Path) -> Path:
        folder(place)
        (place / f"{table}.csv").write_bytes(content)
        return place

    return write


def one_bytes(content: bytes) -> Make:
    def write(place: Path) -> Path:
        path = write_one_table(place, ONE)
        path.write_bytes(content)
        return path

    return write


def text_of(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def files(
    rule: str, bad: bytes, good: bytes, line: int | None, *, column: str = "", name: str = ""
) -> list[Case]:
    """The same bytes after the header of visits, and after that of the one table."""
    result = name or rule
    tables = Case(
        f"visits {result}",
        rule,
        "tables",
        bytes_of("visits", bad.replace(b"@", VISITS)),
        bytes_of("visits", good.replace(b"@", VISITS)),
        ("visits", column, line),
    )
    single = Case(
        f"one_table {result}",
        rule,
        "one_table",
        one_bytes(bad.replace(b"@", PEOPLE)),
        one_bytes(good.replace(b"@", PEOPLE)),
        ("one_table", column, line),
    )
    return [tables, single]


# The first three columns of either form, so that a row of them means the same fault in both.
VISITS = b"patient_id,month,edss\nP01,12,3.0\n"
PEOPLE = b"patient_id,follow_up_months,diagnosis\nP01,12,RRMS\n"


def lines(
    rule: str,
    place: tuple[str, str, int | None],
    bad: Callable[[Lines], object],
    good: Callable[[Lines], object],
    name: str = "",
) -> Case:
    """A change of the folder's lines."""
    return Case(
        f"{place[0]} {name or rule}",
        rule,
        "tables",
        _changed(bad),
        _changed(good),
        place,
    )


def _changed(change: Callable[[Lines], object]) -> Make:
    def apply(tables: Lines) -> None:
        change(tables)

    return lambda place: folder(place, apply)


def as_it_is(_tables: Lines) -> None:
    """No change: the sound cohort itself."""


def one_lines(
    rule: str, column: str, line: int | None, bad: list[str], good: list[str], name: str = ""
) -> Case:
    return Case(
        f"one_table {name or rule}",
        rule,
        "one_table",
        lambda p: write_one_table(p, bad),
        lambda p: write_one_table(p, good),
        ("one_table", column, line),
    )


def without(lines_: list[str], *columns: str) -> list[str]:
    """The table without some columns."""
    rows = [line.split(",") for line in lines_]
    keep = [k for k, name in enumerate(rows[0]) if name not in columns]
    return [",".join(row[k] for k in keep) for row in rows]


def with_column(lines_: list[str], header: str, *values: str) -> list[str]:
    result = [header, *(list(values) * len(lines_))[: len(lines_) - 1]]
    return [f"{line},{value}" for line, value in zip(lines_, result, strict=True)]


def swapped(lines_: list[str], old: str, new: str) -> list[str]:
    return [line.replace(old, new) for line in lines_]


def declared(text: str, form: str) -> Make:
    def write(place: Path) -> Path:
        if form == "tables":
            folder(place)
            (place / "cohort.toml").write_text(text, encoding="utf-8")
            return place
        path = write_one_table(place, ONE)
        (place / "clinic.cohort.toml").write_text(text, encoding="utf-8")
        return path

    return write


def declaration(rule: str, column: str, bad: str, good: str) -> list[Case]:
    return [
        Case(
            f"{form} {rule}",
            rule,
            form,
            declared(bad, form),
            declared(good, form),
            ("cohort.toml", column, None),
        )
        for form in ("tables", "one_table")
    ]


def placed(place: Path, form: str, act: Callable[[Path], None]) -> Path:
    """A cohort of which one file is replaced by something that is no regular file."""
    if form == "tables":
        folder(place / "in")
        act(place / "in" / "visits.csv")
        return place / "in"
    path = write_one_table(place / "in", ONE)
    act(path)
    return path


def link_out(path: Path) -> None:
    outside = path.parent.parent / "outside.csv"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)


def link_inside(path: Path) -> None:
    beside = path.with_name(".kept.csv")
    path.rename(beside)
    path.symlink_to(beside.name)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


PICKLE = pickle.dumps({"patient_id": ["P01"]})
SOUND_TABLES = TABLES
