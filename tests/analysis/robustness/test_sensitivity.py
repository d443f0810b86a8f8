"""The grid of declared choices."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.engagement import engagement_rows
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame
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


def rows(made: Cohort, plan: Study = PLAN) -> Any:
    frame = estimates_frame(grid_rows(made, plan, []))
    return frame.set_index(["endpoint", "group", "term"])


def test_each_window_zero_rule_and_table_of_steps_has_its_row() -> None:
    told = rows(full())

    terms = [term for endpoint, group, term in told.index if (endpoint, group) == ("edss", "A")]
    assert [t for t in terms if t.startswith("mean_change:")] == [
        "mean_change:months 6 to end",
        "mean_change:months 6 to 13",
        "mean_change:smallest",
        "mean_change:largest",
    ]
    assert sum(t.startswith("signed_rank:months") for t in terms) == 4
    assert sum(t.startswith("worsened_by_step:months") for t in terms) == 4
    assert "worsened_by_step:months 6 to 13, steps 0: 1.5, 1-5.5: 1, 6-10: 0.5" in terms
    assert set(told["role"]) == {"sensitivity"}


def test_the_range_is_the_smallest_and_the_largest_of_the_cells() -> None:
    told = rows(full())

    cells = told.loc[[("edss", "A", f"mean_change:months 6 to {end}") for end in ("end", "13")]]
    smallest, largest = (
        told.loc[("edss", "A", f"mean_change:{k}")] for k in ("smallest", "largest")
    )
    assert cells["estimate"].nunique() == 2
    assert (smallest["estimate"], largest["estimate"]) == (
        cells["estimate"].min(),
        cells["estimate"].max(),
    )
    assert (smallest["p_value"], largest["p_value"]) == (
        cells["p_value"].min(),
        cells["p_value"].max(),
    )
    assert "over 2 of 2 declared choices" in smallest["method"]


def test_a_score_on_the_log_scale_has_ratios() -> None:
    told = rows(full())

    assert told.loc[("igg", "A", "ratio:months 6 to end"), "unit"] == "ratio"
    assert not [t for e, _, t in told.index if e == "igg" and "pratt" in t]


def test_attacks_within_the_washout_do_not_count() -> None:
    told = rows(full())

    # The attack of A02 in month 2 falls in the first 90 days; its second, in month 9, does not.
    with_it = told.loc[("relapse", "A", "rate:washout 0 days")]
    without = told.loc[("relapse", "A", "rate:washout 90 days")]
    assert (with_it["events"], without["events"]) == (6, 5)
    assert without["person_years"] == pytest.approx(with_it["person_years"] - 12 * 90 / 365.25)
    assert told.loc[("relapse", "all", "proportion:washout 90 days"), "events"] == 6


def test_absent_groups_keep_their_rows_and_their_range_has_no_number() -> None:
    told = rows(full("A"))

    for term in ("mean_change:months 6 to end", "mean_change:smallest"):
        assert told.loc[("edss", "B", term), "note"] == "group_absent"
    assert told.loc[("relapse", "B", "rate:washout 90 days"), "note"] == "group_absent"


def test_what_was_not_collected_has_no_grid() -> None:
    told = rows(bare())

    assert set(told["note"]) == {"not_collected"}


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

    told = rows(single)

    assert not [t for _, _, t in told.index if "6 to 13" in t]
    assert told.loc[("relapse", "A", "rate:washout 90 days"), "note"] == "not_collected"


def test_landmarks_of_an_exposure_have_their_range() -> None:
    plan = study()
    others = engagement_rows(full(), plan, "relapse")

    told = estimates_frame(grid_rows(full(), plan, others)).set_index("term")

    names = ["chat_message", "chat_message_landmark_1", "chat_message_landmark_6"]
    effects = [r.value.estimate for r in others if r.term in names and r.value.status == "ok"]
    assert len(effects) > 1
    shown = told.loc["chat_message_landmarks:largest", "estimate"]
    assert shown == pytest.approx(max(effects))
    # Drug and channel began together for all, in every one of the models.
    assert told.loc["chat_message_landmarks:largest", "note"] == "not_identifiable"


def test_a_study_without_choices_has_no_grid() -> None:
    plan = study(engagement={"sensitivity_landmarks": []})

    assert grid_rows(full(), plan, engagement_rows(full(), plan, "edss")) == []
