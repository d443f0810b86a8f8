"""Cases of one patient each, worked by hand, and what they need to be run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rtxoutcomes.derive.confirmed.events import Course, Found, confirmed_changes
from rtxoutcomes.derive.confirmed.relapses import Definition, association
from rtxoutcomes.derive.confirmed.rules import Change, Reference, Rules
from rtxoutcomes.derive.confirmed.steps import improvement_of, worsening_of
from rtxoutcomes.study import Score

FILE = json.loads((Path(__file__).parent / "hand_worked.json").read_text("utf-8"))
WINDOWS: dict[str, Any] = {"baseline_months": (-3, 0.5), "follow_up_months": (6, "end")}
# The boundary up to which the step is 1.0: packages differ between 5.0 and 5.5.
BANDS = {
    5.0: {"0": 1.5, "1-5": 1.0, "5.5-10": 0.5},
    5.5: {"0": 1.5, "1-5.5": 1.0, "6-10": 0.5},
}
SECONDS: dict[str, Any] = {
    "unit": "s",
    "minimum": 0.1,
    "maximum": 45,
    "decimals": 2,
    "higher_is": "worse",
    "worsening": {"0.1-45": "20%"},
}


def score_named(name: str, boundary: float | None = 5.0) -> Score:
    own: dict[str, Any] = SECONDS
    if name == "edss":
        own = {
            "minimum": 0,
            "maximum": 10,
            "step": 0.5,
            "not_on_scale": (0.5,),
            "higher_is": "worse",
            "worsening": BANDS[boundary or 5.0],
        }
    elif name == "sdmt":
        own = {
            "minimum": 0,
            "maximum": 110,
            "step": 1.0,
            "higher_is": "better",
            "worsening": {"0-110": 4.0},
        }
    return Score(name=name, column=name, label=name.upper(), **{"unit": "points", **own}, **WINDOWS)


def course_of(visits: Sequence[Sequence[float | None]], relapses: Sequence[float]) -> Course:
    scored = sorted((day, value) for day, value in visits if day is not None and value is not None)
    return Course(
        tuple(day for day, _ in scored), tuple(value for _, value in scored), tuple(relapses)
    )


def rules_of(settings: dict[str, Any]) -> Rules:
    score = score_named(settings.get("score", "edss"), settings["step_boundary"])
    return Rules(
        worsens=worsening_of(score),
        improves=improvement_of(score, settings["improvement_step"]),
        kinds=tuple(map(Change, settings["kinds"])),
        confirm_days=settings["confirm_days"],
        exclude_days_after_relapse=settings["exclude_days_after_relapse"],
        reference=Reference(settings["reference"]),
        sustained=settings["sustained"],
        improvement_near_relapse=not settings.get("exclude_near_relapse_for_improvement", True),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Kind, onset, confirmation, value of the reference and class of an event, in days."""

    kind: str
    onset: float
    confirmed: float
    reference: float
    association: str | None
    pira_confirmed: float | None


def answers(course: Course, settings: dict[str, Any]) -> list[Answer] | None:
    """What the package finds, by days; None where the patient cannot be assessed."""
    rules = rules_of(settings)
    found: Found | None = confirmed_changes(course, rules)
    if found is None:
        return None
    events = found.events[:1] if settings["events"] == "first" else found.events
    result = []
    for event in events:
        named, visit = None, None
        if settings["pira"]:
            collected = settings.get("relapses_collected_from_day")
            named, visit = association(
                course, event, rules, Definition(settings["pira"]), collected
            )
        result.append(
            Answer(
                str(event.kind),
                course.days[event.onset],
                course.days[event.confirmed],
                course.values[event.reference],
                named and str(named),
                None if visit is None else course.days[visit],
            )
        )
    return result
