"""Missing outcomes, and bounds of proportions whatever the missing were."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full, incomplete
from cohorts import STUDY, cohort, patients, study, table, visits
from rtxoutcomes.analysis.robustness.missing import all_pairs, missing_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study


def rows(made: Cohort, plan: Study | None = None) -> pd.DataFrame:
    chosen = plan or study()
    return estimates_frame(missing_rows(made, chosen, all_pairs(made, chosen)))


def of_relapse(made: Cohort, plan: Study | None = None, group: str = "A") -> pd.DataFrame:
    return select(rows(made, plan), endpoint="relapse", group=group, month=12.0)


def lost_cohort() -> Cohort:
    people = patients([(f"P{k}", "A", m) for k, m in enumerate([24.0, 24.0, 11.8, 5.0, 6.0, 4.0])])
    people = people.assign(
        end_reason=pd.Series(["ongoing"] * 3 + ["lost", None, "lost"], dtype="object")
    )
    return cohort(people, relapses=table("patient_id month", ("P0", 5.0), ("P5", 3.0)))


def test_patients_who_neither_relapsed_nor_reached_the_horizon_are_lost_by_reason() -> None:
    lost = select(of_relapse(lost_cohort()), quantity="lost_before")

    # P2 reaches the horizon within the tolerance, P5 relapsed before leaving.
    assert dict(zip(lost["level"], lost["estimate"], strict=True)) == {
        "": 2,
        "lost": 1,
        "ongoing": 0,
        "reason not stated": 1,
    }
    overall = of_relapse(lost_cohort(), group="all")
    assert one(overall, quantity="lost_before", level="")["n"] == 6


def test_best_and_worst_case_take_none_and_all_of_the_lost() -> None:
    frame = select(of_relapse(lost_cohort()), quantity="risk")

    best, worst, bounds = (
        one(frame, choice=choice) for choice in ("best_case", "worst_case", "bounds")
    )
    assert (best["estimate"], worst["estimate"]) == pytest.approx((2 / 6, 4 / 6))
    assert set(frame["role"]) == {"sensitivity"}
    assert (bounds["estimate"], bounds["n"], bounds["dropped"]) == (0.5, 4, 2)
    assert (bounds["conf_low"], bounds["conf_high"]) == (best["conf_low"], worst["conf_high"])


def test_patients_excluded_before_are_lost_too_by_the_method() -> None:
    plan = study(missing={"excluded": {"A": 4}})

    a, overall = (
        one(of_relapse(lost_cohort(), plan, group), quantity="risk", choice="worst_case")
        for group in ("A", "all")
    )

    assert (a["n"], a["estimate"]) == (10, 0.8)
    assert "4 excluded before included" in a["method"]
    assert overall["n"] == 10


def test_without_losses_there_is_the_count_alone() -> None:
    made = lost_cohort()
    people = made.patients.assign(follow_up_months=24.0)

    row = one(of_relapse(replace(made, patients=people)))

    assert (row["quantity"], row["estimate"], row["level"]) == ("lost_before", 0, "")


def test_a_score_counts_patients_without_a_pair_and_their_reasons() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(4)], end_reason="ongoing")
    made = cohort(
        people,
        visits=visits(
            ("P0", 0, 3.0), ("P0", 12, 2.0), ("P1", 0, 3.0), ("P1", 12, 4.0), ("P2", 0, 3.0)
        ),
    )

    frame = select(rows(made), endpoint="edss", group="A", month=None)

    missing = select(frame, quantity="missing")
    assert dict(zip(missing["level"], missing["estimate"], strict=True)) == {"": 2, "ongoing": 2}
    # One of two improved: in the best case both of the missing did, too.
    improved, worsened = (
        select(frame, quantity=quantity) for quantity in ("improved_by_step", "worsened_by_step")
    )
    assert one(improved, choice="best_case")["estimate"] == 0.75
    assert one(improved, choice="worst_case")["estimate"] == 0.25
    assert one(worsened, choice="best_case")["estimate"] == 0.25
    assert one(worsened, choice="bounds")["dropped"] == 2


def test_scores_without_steps_or_without_a_direction_have_quantities_of_their_kind() -> None:
    made = full()
    assert made.visits is not None
    gone = (made.visits["patient_id"] == "B03") & (made.visits["month"] > 0)
    made = replace(made, visits=made.visits[~gone])
    scores: Any = STUDY["scores"]
    plain = [{**scores[0], "worsening": {}}, scores[1]]
    better = [{**plain[0], "higher_is": "better"}, plain[1]]

    frame, turned = (select(rows(made, study(scores=s)), group="B") for s in (plain, better))

    edss = {"endpoint": "edss", "month": None}
    improved = one(turned, quantity="higher", choice="worst_case", **edss)
    worsened = one(frame, quantity="higher", choice="best_case", **edss)
    assert improved["estimate"] == worsened["estimate"]
    assert len(select(frame, quantity="lower", choice="best_case", **edss)) == 1
    igg = select(frame, endpoint="igg")
    assert len(select(igg, quantity="lower", choice="none_of_the_missing")) == 1
    assert len(select(igg, quantity="higher", choice="all_of_the_missing")) == 1


def test_reasons_that_were_never_stated_are_not_listed() -> None:
    made = lost_cohort()

    frame = of_relapse(replace(made, patients=made.patients.assign(end_reason=None)))

    assert set(select(frame, quantity="lost_before")["level"]) == {""}


def test_outcomes_that_were_not_collected_keep_a_row_with_the_reason() -> None:
    frame = rows(bare())

    assert set(frame["note"]) == {"not_collected"}
    assert set(zip(frame["endpoint"], frame["quantity"], strict=True)) == {
        ("relapse", "lost_before"),
        ("edss", "missing"),
        ("igg", "missing"),
    }


def test_only_relapse_has_rows_of_all_diagnoses_together() -> None:
    frame = rows(incomplete())

    groups = frame.groupby("endpoint")["group"].agg(set).to_dict()
    assert groups == {"relapse": {"A", "B", "all"}, "edss": {"A", "B"}, "igg": {"A", "B"}}
    assert set(rows(bare())["group"]) == {"A", "B"}
