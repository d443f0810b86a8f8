"""A confirmed change under every declared definition."""

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from cohorts import cohort, patients, study, table, visits
from rtxoutcomes.analysis.pipeline import frame_of
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.study import Study

BLOCK = {"name": "w", "label": "W", "score": "edss"}
# From 5.5 half a point is a step by the study and none by the other table; it holds for 90 days.
VISITS = [
    *(("P1", 0.0, 5.5), ("P1", 4.0, 6.0), ("P1", 7.0, 6.0), ("P1", 12.0, 5.5)),
    *(("P2", 0.0, 2.0), ("P2", 6.0, 3.0), ("P2", 12.0, 3.0), ("P2", 18.0, 3.0)),
    *(("P3", 0.0, 2.0),),
]
PEOPLE = [("P1", "A", 30.0), ("P2", "A", 30.0), ("P3", "A", 30.0)]


def plan(**choices: Any) -> Study:
    steps = {"edss": {"worsening": [{"0": 1.5, "1-5.5": 1.0, "6-10": 0.5}]}}
    return study(confirmed=[BLOCK], sensitivity={"scores": steps, "confirmed": {"w": choices}})


def rows_of(chosen: Study, relapses: pd.DataFrame | None) -> pd.DataFrame:
    made = cohort(patients(PEOPLE), visits=visits(*VISITS), relapses=relapses)
    frame = frame_of(grid_rows(made, chosen, []), chosen)
    return frame[(frame["endpoint"] == "w") & (frame["group"] == "A")]


def test_every_combination_has_its_proportion_and_the_range_closes_them() -> None:
    rows = rows_of(plan(confirm_days=[168], sustained=[True]), None)
    own = rows[rows["choice"] == "definition"].set_index("level")

    # At 84 days both, at 168 and sustained the second; without the half point the second alone.
    assert own["events"].to_dict() == {
        "1": 2,
        "2": 1,
        "3": 1,
        "4": 1,
        "5": 1,
        "6": 1,
        "7": 1,
        "8": 1,
    }
    assert set(own["n"]) == {2}
    assert set(own["dropped"]) == {1}
    ends = rows[rows["choice"] != "definition"].set_index("choice")["estimate"].to_dict()
    assert ends == {"smallest": 0.5, "largest": 1.0}
    assert not (rows["quantity"] == "pira_proportion").any()


def test_variants_of_pira_share_their_events() -> None:
    onsets = table("patient_id month", ("P1", 3.0), ("P2", 8.0))
    rows = rows_of(plan(pira=["cagol2022"]), onsets)
    counted = {(r.quantity, r.level): r.events for r in rows.itertuples() if r.level}

    assert counted == {
        ("proportion", "1"): 2,
        ("proportion", "3"): 1,
        ("pira_proportion", "1"): 1,
        ("pira_proportion", "2"): 0,
        ("pira_proportion", "3"): 1,
        ("pira_proportion", "4"): 0,
    }


def test_a_definition_that_is_not_asked_for_has_no_grid() -> None:
    chosen = study(confirmed=[BLOCK])

    assert rows_of(chosen, None).empty
    assert grid_rows(cohort(patients(PEOPLE)), plan(sustained=[True]), []) != []


@pytest.mark.parametrize(
    ("name", "choices", "words"),
    [
        ("x", {}, "sensitivity.confirmed.x: is not a confirmed change of this study"),
        ("w", {"confirm_days": [84]}, "sensitivity.confirmed.w.confirm_days: values must differ"),
        ("w", {"confirm_days": list(range(20)), "exclude_days_after_relapse": list(range(20))},
         "sensitivity.confirmed.w: must not give more than 200 definitions"),
    ],
)  # fmt: skip
def test_what_cannot_be(name: str, choices: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        study(confirmed=[BLOCK], sensitivity={"confirmed": {name: choices}})
