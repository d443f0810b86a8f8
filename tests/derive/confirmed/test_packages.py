"""Events of confirmed change on which independent packages agree, in `../shared/reference-ms`.

`normative`: at least two families of packages agree; `one_family`: one package and the rule.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from derive.confirmed.hand_worked import answers, course_of, rules_of
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.events import Course, confirmed_changes
from rtxoutcomes.derive.confirmed.rules import Reference
from shared_reference.loader import SHARED

CASES = SHARED / "reference-ms" / "cases"
SETTINGS: dict[str, Any] = {"relapses_collected_from_day": None}


def checks(references: Sequence[str] = tuple(Reference)) -> list[Any]:
    if not CASES.is_dir():
        reason = "the folder with events of other packages is not beside the checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    parameters = []
    for folder in sorted(CASES.iterdir()):
        case = json.loads((folder / "expected.json").read_text("utf-8"))
        parameters += [
            pytest.param((folder, check), id=f"{folder.name}-{check['id']}")
            for check in case.get("checks", ())
            if check["args"]["reference"] in references
        ]
    return parameters


def table(path: Path, *columns: str) -> dict[str, list[list[float | None]]]:
    rows: dict[str, list[list[float | None]]] = defaultdict(list)
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                numbers = [float(row[c]) if row[c] else None for c in columns]
                rows[row["patient"]].append(numbers)
    return rows


def courses(folder: Path, settings: dict[str, Any], unit: str) -> dict[str, Course]:
    per_day = 1.0 if unit == "day" else DAYS_PER_MONTH
    visits = table(folder / "data.csv", unit, settings["score"])
    relapses = table(folder / "relapses.csv", unit) if settings["uses_relapses"] else {}
    return {
        patient: course_of(
            [[(row[0] or 0.0) * per_day, row[1]] for row in rows],
            [(row[0] or 0.0) * per_day for row in relapses.get(patient, [])],
        )
        for patient, rows in visits.items()
    }


@pytest.mark.parametrize("unit", ["day", "month"])
@pytest.mark.parametrize("case", checks())
def test_events(case: tuple[Path, dict[str, Any]], unit: str) -> None:
    folder, check = case
    settings = SETTINGS | check["args"]
    rows = [
        dict(zip(check["columns"], r, strict=True))
        for r in check["normative"] + check["one_family"]
    ]
    wanted: dict[str, list[tuple[Any, ...]]] = {
        patient: [] for patient in [*check["normative_no_event"], *check["one_family_patients"]]
    }
    for row in rows:
        event = (row["type"], row["onset_day"], row["confirmed_day"], row.get("class"))
        wanted.setdefault(row["patient"], []).append(event)

    found = {}
    assessable = {}
    for patient, course in courses(folder, settings, unit).items():
        events = answers(course, settings)
        assessable[patient] = events is not None
        found[patient] = [
            (a.kind, round(a.onset, 6), round(a.confirmed, 6), a.association) for a in events or ()
        ]
    assert {patient: found[patient] for patient in wanted} == wanted
    assert not any(assessable[patient] for patient in check["not_assessable"])
    assert all(assessable[patient] for patient in wanted)


# With a roving reference they are listed there for patients without any event only.
@pytest.mark.parametrize("case", checks(["fixed"]))
def test_worsenings_open_at_the_end(case: tuple[Path, dict[str, Any]]) -> None:
    folder, check = case
    settings = SETTINGS | check["args"]
    opened = {}
    for patient, course in courses(folder, settings, "day").items():
        found = confirmed_changes(course, rules_of(settings))
        if found is not None and found.unconfirmed is not None:
            opened[patient] = course.days[found.unconfirmed]
    assert opened == check["unconfirmed_at_end_ours"]
