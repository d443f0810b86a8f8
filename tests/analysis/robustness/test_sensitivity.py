"""The grid of declared choices."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.engagement.models import engagement_rows
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.quantity import Model, Quantity
from rtxoutcomes.study import Study

OTHER = {"0": 1.5, "1-5.5": 1.0, "6-10": 0.5}
GRID = {
    "scores": {
        "edss": {"follow_up_months": [[6, 13]], "worsening": [OTHER]},
        "igg": {"follow_up_months": [[6, 13]], "zero_rules": ["wilcoxon"]},
    },
    "washout_days": [90],
}
PLAN = study(sensitivity=GRID)


def rows(made: Cohort, plan: Study = PLAN, **columns: object) -> pd.DataFrame:
    return select(estimates_frame(grid_rows(made, plan, [])), **columns)


def test_each_window_zero_rule_and_table_of_steps_has_its_row() -> None:
    frame = rows(full(), endpoint="edss", group="A")

    mean = select(frame, quantity="mean_change")
    assert list(zip(mean["choice"], mean["level"], strict=True)) == [
        ("visit_window", "1"),
        ("visit_window", "2"),
        ("smallest", ""),
        ("largest", ""),
    ]
    assert mean["method"].iloc[0].endswith("months 6 to end")
    assert mean["method"].iloc[1].endswith("months 6 to 13")
    assert len(select(frame, quantity="signed_rank", choice="visit_window")) == 4
    steps = select(frame, quantity="worsened_by_step", choice="visit_window_and_steps")
    assert steps["level"].tolist() == ["1", "2", "3", "4"]
    assert steps["method"].iloc[3].endswith("steps 0: 1.5, 1-5.5: 1, 6-10: 0.5; months 6 to 13")
    assert set(frame["role"]) == {"sensitivity"}


def test_the_grid_of_a_score_has_no_row_of_all_diagnoses_together() -> None:
    frame = rows(full())

    assert set(frame.loc[frame["endpoint"] == "edss", "group"]) == {"A", "B"}
    assert set(frame.loc[frame["endpoint"] == "relapse", "group"]) == {"A", "B", "all"}


def test_the_range_is_the_smallest_and_the_largest_of_the_cells() -> None:
    frame = rows(full(), endpoint="edss", group="A", quantity="mean_change")

    cells = select(frame, choice="visit_window")
    smallest, largest = (one(frame, choice=choice) for choice in ("smallest", "largest"))
    assert cells["estimate"].nunique() == 2
    for column in ("estimate", "p_value"):
        assert smallest[column] == cells[column].min()
        assert largest[column] == cells[column].max()
    assert "over 2 of 2 declared choices" in smallest["method"]


def test_a_score_on_the_log_scale_has_ratios() -> None:
    frame = rows(full(), endpoint="igg", group="A")

    ratio = one(frame, quantity="geometric_mean_ratio", choice="visit_window", level="1")
    assert ratio["unit"] == "ratio"
    assert "signed_rank_pratt" not in set(frame["method_key"])


def test_relapses_within_the_washout_do_not_count() -> None:
    frame = rows(full(), endpoint="relapse", choice="washout")

    # The relapse of A02 in month 2 falls in the first 90 days; the second, in month 9, does not.
    rates = select(frame, group="A", quantity="rate")
    every, later = (one(rates, level=days) for days in ("0", "90"))
    assert (every["events"], later["events"]) == (6, 5)
    assert later["person_years"] == pytest.approx(every["person_years"] - 12 * 90 / 365.25)
    assert one(frame, group="all", quantity="proportion", level="90")["events"] == 6


def test_absent_groups_keep_their_rows_and_their_range_has_no_number() -> None:
    frame = rows(full("A"), group="B")

    for choice in ({"choice": "visit_window", "level": "1"}, {"choice": "smallest"}):
        assert one(frame, quantity="mean_change", **choice)["note"] == "group_absent"
    assert one(frame, quantity="rate", choice="washout", level="90")["note"] == "group_absent"


def test_tables_that_were_not_collected_have_no_grid() -> None:
    assert set(rows(bare())["note"]) == {"not_collected"}


def test_the_one_table_form_has_one_window() -> None:
    made = full()
    assert made.visits is not None
    phases = made.visits["month"].map(lambda m: "baseline" if m == 0 else "follow_up")
    single = replace(
        made,
        form="one_table",
        visits=made.visits.assign(phase=phases).drop_duplicates(
            ["patient_id", "phase"], keep="last"
        ),
        patients=made.patients.assign(relapse_count=1),
    )

    frame = rows(single, group="A")

    assert set(select(frame, choice="visit_window")["level"]) == {"1"}
    assert one(frame, quantity="rate", level="90")["note"] == "not_collected"


def test_landmarks_of_an_exposure_have_their_range() -> None:
    others = engagement_rows(full(), study(), "relapse")

    frame = estimates_frame(grid_rows(full(), study(), others))

    effects = [
        row.value.estimate
        for row in others
        if (row.model, row.quantity) == (Model.LANDMARK, Quantity.HAZARD_RATIO)
        and row.value.status == "ok"
    ]
    assert len(effects) > 1
    largest = one(frame, model="landmark", choice="largest")
    assert largest["estimate"] == pytest.approx(max(effects))
    assert (largest["channel"], largest["activity"]) == ("chat", "message")
    # Drug and channel began together for all, in every one of the models.
    assert largest["note"] == "not_identifiable"


def test_a_study_without_choices_has_no_grid() -> None:
    plan = study(engagement={"sensitivity_landmarks": []})

    assert grid_rows(full(), plan, engagement_rows(full(), plan, "edss")) == []
