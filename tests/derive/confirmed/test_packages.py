"""Events of confirmed change on which independent packages agree, in `../shared/reference-ms`.

`normative`: at least two families of packages agree; `one_family`: one package and the rule.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from derive.confirmed.hand_worked import answers, course_of, rules_of
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.events import Course, confirmed_changes
from rtxoutcomes.derive.confirmed.rules import Reference
from rtxoutcomes.estimate import kaplan_meier, rate, survival_at
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


def timed() -> list[Any]:
    if not CASES.is_dir():
        return checks()
    parameters = []
    for folder in sorted(CASES.iterdir()):
        case = json.loads((folder / "expected.json").read_text("utf-8"))
        by_id = {check["id"]: check["args"] for check in case.get("checks", ())}
        parameters += [
            pytest.param(
                (folder, by_id[block["args"]["of"]], block), id=f"{folder.name}-{block['id']}"
            )
            for block in case.get("time_to_event", ())
        ]
    return parameters


@pytest.mark.parametrize("case", timed())
def test_curves_and_rates_by_diagnosis_are_those_of_r(
    case: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    folder, args, block = case
    settings = SETTINGS | args
    with (folder / "patients.csv").open(encoding="utf-8", newline="") as lines:
        diagnosis = {row["patient"]: row["diagnosis"] for row in csv.DictReader(lines)}
    ends: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for patient, course in courses(folder, settings, "day").items():
        found = confirmed_changes(course, rules_of(settings))
        if found is not None:
            at = found.events[0].onset if found.events else -1
            days = course.days[at] - course.days[found.reference]
            ends[diagnosis[patient]].append((days / DAYS_PER_MONTH, bool(found.events)))

    for group, wanted in block["expected"].items():
        if not isinstance(wanted, dict) or "survival" not in wanted:
            continue
        months, had = (np.array(each) for each in zip(*ends[group], strict=True))
        curve = kaplan_meier(months, had)
        assert (curve.n, int(had.sum())) == (wanted["n"], wanted["events"])
        for month, survival in wanted["survival"].items():
            if survival is not None:
                assert survival_at(curve, float(month)).estimate == pytest.approx(
                    survival, rel=1e-9
                )
        own = rate(had.astype(int), months / 12).independent
        limits = (own.estimate, own.conf_low, own.conf_high)
        known = [wanted[key] for key in ("rate_per_year", "rate_low", "rate_high")]
        assert limits == pytest.approx(known, rel=1e-8)
