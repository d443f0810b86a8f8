"""What `init` takes each column for, against what it is: no wrong guess may be silent.

What is right was read off the headers by hand. A column that has a name of the cohort's own is that
column. `python tests/test_guesses.py` lists every guess, right or wrong.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("python_calamine", reason="the extra excel is not installed")

from rtxoutcomes.draft.columns import sheet_of
from rtxoutcomes.draft.drafting import draft_of
from rtxoutcomes.draft.model import COLUMN_KEYS
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.read.look import look_at, raw_files

CASES = Path(__file__).parent / "cases"
SHARED = Path(os.environ.get("RTXOUTCOMES_SHARED", "/nowhere"))
SHEET = {
    "Dx": "diagnosis",
    "Sex": "sex",
    "Age": "age_years",
    "EDSS pre": "edss_0",
    "EDSS post 12m": "edss_12",
    "IgG before": "igg_baseline",
    "IgG after": "igg_follow_up",
    "relapse Y/N": "relapsed",
    "relapse mo": "relapse_month",
    "FU (mo)": "follow_up_months",
}
TABLES = {
    "Diagnosis": "diagnosis",
    "Sex": "sex",
    "Birth date": "age_years",
    "Last visit": "follow_up_months",
    "Infusion date": "month",
    "Dose": "dose_mg",
    "تاریخ حمله": "month",
    "تایید": "confirmed_by_examination",
    "Visit date": "month",
    "EDSS": "edss",
    "IgG (g/L)": "igg_g_per_l",
}
EXPORT = {
    "dx": "diagnosis",
    "dob": "age_years",
    "last_contact": "follow_up_months",
    "visit_date": "month",
    "igg": "igg_g_per_l",
    "relapse_date": "month",
}
OTHERS = {
    "age": "age_years",
    "ms_type": "diagnosis",
    "igg_baseline_g_per_l": "igg_baseline",
    "igg_follow_up_g_per_l": "igg_follow_up",
}
RIGHT = SHEET | TABLES | EXPORT | OTHERS
# A table that is a program's trap, not a clinic's: 20 MiB of one cell.
LEFT_OUT = ("X44_20MiB_unpacked.xlsx",)
SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of a file, and what a draft takes it for."""

    file: str
    header: str
    name: str
    is_marked: bool

    @property
    def is_right(self) -> bool:
        return RIGHT.get(self.header, self.header) == self.name


def guesses(path: Path) -> Iterator[Guess]:
    """Every guess about one file, or about the tables of a folder."""
    looked = [table for file in raw_files([path]) for table in look_at(file)]
    draft = draft_of([sheet for table in looked if (sheet := sheet_of(table)) is not None])
    asked = " ".join(question.text for question in draft.questions)
    for block in draft.blocks:
        for entry in block.entries:
            headers = [str(entry.source[key]) for key in COLUMN_KEYS if key in entry.source]
            for header in headers:
                if header != OPEN:
                    marked = entry.is_guess or repr(header) in asked
                    yield Guess(path.name, header, entry.name, marked)


def places() -> list[Path]:
    """The files, and the one folder whose tables belong together."""
    roots = [CASES, SHARED / "cases" / "statistics", SHARED / "data"]
    files = [p for root in roots for p in sorted(root.rglob("*")) if p.suffix in SUFFIXES]
    together = CASES / "clinic" / "dated_tables" / "raw"
    alone = (p for p in files if together not in p.parents and p.name not in LEFT_OUT)
    return [together, *alone]


def every() -> list[Guess]:
    return [guess for place in places() for guess in guesses(place)]


def test_no_wrong_guess_is_silent() -> None:
    found = every()

    assert len(found) > 50
    assert [g for g in found if not g.is_right and not g.is_marked] == []


if __name__ == "__main__":
    for listed in every():
        verdict = "right" if listed.is_right else "wrong"
        marked = ", marked" if listed.is_marked else ""
        print(f"{listed.file}: {listed.header!r} as {listed.name}: {verdict}{marked}")
