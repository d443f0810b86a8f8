"""Who is missing, and what proportions could be whatever became of them."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.small import bare, full
from cohorts import STUDY, cohort, patients, study, table, visits
from rtxoutcomes.analysis.robustness.missing import all_pairs, missing_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame
from rtxoutcomes.study import Study


def rows(made: Cohort, plan: Study | None = None) -> Any:
    chosen = plan or study()
    frame = estimates_frame(missing_rows(made, chosen, all_pairs(made, chosen)))
    return frame.set_index(["endpoint", "group", "term"])


def lost_cohort() -> Cohort:
    people = patients([(f"P{k}", "A", m) for k, m in enumerate([24.0, 24.0, 11.8, 5.0, 6.0, 4.0])])
    people = people.assign(
        end_reason=pd.Series(["ongoing"] * 3 + ["lost", None, "lost"], dtype="object")
    )
    return cohort(people, relapses=table("patient_id month", ("P0", 5.0), ("P5", 3.0)))


def test_who_neither_relapsed_nor_reached_the_horizon_is_lost_by_reason() -> None:
    told = rows(lost_cohort())

    # P2 reaches the horizon within the tolerance, P5 relapsed before leaving.
    assert told.loc[("relapse", "A", "lost_before_12_months"), "estimate"] == 2
    assert told.loc[("relapse", "A", "lost_before_12_months:lost"), "estimate"] == 1
    assert told.loc[("relapse", "A", "lost_before_12_months:reason not stated"), "estimate"] == 1
    assert told.loc[("relapse", "A", "lost_before_12_months:ongoing"), "estimate"] == 0
    assert told.loc[("relapse", "all", "lost_before_12_months"), "n"] == 6


def test_best_and_worst_case_take_none_and_all_of_the_lost() -> None:
    told = rows(lost_cohort())

    best, worst, bounds = (
        told.loc[("relapse", "A", f"risk_12_months:{name}")]
        for name in ("best case", "worst case", "bounds")
    )
    assert (best["estimate"], worst["estimate"]) == pytest.approx((2 / 6, 4 / 6))
    assert (bounds["estimate"], bounds["n"], bounds["dropped"]) == (0.5, 4, 2)
    assert (bounds["conf_low"], bounds["conf_high"]) == (best["conf_low"], worst["conf_high"])


def test_patients_excluded_before_are_lost_too_and_the_method_says_so() -> None:
    told = rows(lost_cohort(), study(missing={"excluded": {"A": 4}}))

    worst = told.loc[("relapse", "A", "risk_12_months:worst case")]
    assert (worst["n"], worst["estimate"]) == (10, 0.8)
    assert "4 excluded before included" in worst["method"]
    assert told.loc[("relapse", "all", "risk_12_months:worst case"), "n"] == 10


def test_where_nobody_is_lost_the_count_stands_alone() -> None:
    made = lost_cohort()
    people = made.patients.assign(follow_up_months=24.0)

    told = rows(replace(made, patients=people))

    assert told.loc[("relapse", "A", "lost_before_12_months"), "estimate"] == 0
    terms = {term for endpoint, group, term in told.index if endpoint == "relapse" and group == "A"}
    assert terms == {"lost_before_12_months"}


def test_a_score_counts_patients_without_a_pair_and_their_ends() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(4)], end_reason="ongoing")
    made = cohort(
        people,
        visits=visits(
            ("P0", 0, 3.0), ("P0", 12, 2.0), ("P1", 0, 3.0), ("P1", 12, 4.0), ("P2", 0, 3.0)
        ),
    )

    told = rows(made)

    assert told.loc[("edss", "A", "missing"), "estimate"] == 2
    assert told.loc[("edss", "A", "missing:ongoing"), "estimate"] == 2
    # One of two improved: the best case is that both of the missing did, too.
    assert told.loc[("edss", "A", "improved_by_step:best case"), "estimate"] == 0.75
    assert told.loc[("edss", "A", "improved_by_step:worst case"), "estimate"] == 0.25
    assert told.loc[("edss", "A", "worsened_by_step:best case"), "estimate"] == 0.25
    assert told.loc[("edss", "A", "worsened_by_step:bounds"), "dropped"] == 2


def test_scores_without_steps_or_without_a_direction_have_their_own_words() -> None:
    made = full()
    assert made.visits is not None
    gone = (made.visits["patient_id"] == "B03") & (made.visits["month"] > 0)
    made = replace(made, visits=made.visits[~gone])
    scores: Any = STUDY["scores"]
    plain = [{**scores[0], "worsening": {}}, scores[1]]
    better = [{**plain[0], "higher_is": "better"}, plain[1]]

    told = rows(made, study(scores=plain))
    turned = rows(made, study(scores=better))

    assert ("edss", "B", "improved:best case") in told.index
    improved = turned.loc[("edss", "B", "improved:worst case"), "estimate"]
    assert improved == told.loc[("edss", "B", "worsened:best case"), "estimate"]
    assert ("igg", "B", "decreased:none of the missing") in told.index
    assert ("igg", "B", "increased:all of the missing") in told.index


def test_reasons_that_nobody_states_are_not_listed() -> None:
    made = lost_cohort()

    told = rows(replace(made, patients=made.patients.assign(end_reason=None)))

    assert not [term for _, _, term in told.index if term.startswith("lost_before_12_months:")]


def test_what_was_not_collected_is_missing_in_nobody() -> None:
    told = rows(bare())

    assert set(told["note"]) == {"not_collected"}
    assert {"relapse", "edss", "igg"} <= {endpoint for endpoint, _, _ in told.index}
    assert isinstance(told, pd.DataFrame)
