"""Change of scores."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

from analysis.selection import one, select
from analysis.small import against_b, bare, full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import (
    change_contrast_rows,
    change_rows,
    distributions,
    score_pairs,
)
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.collection import DISTRIBUTION_COLUMNS
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

LAST_VISIT = {"group": "A", "month": None}


def rows(
    made: Cohort, score: str = "edss", role: str = "reported", plan: Study | None = None
) -> pd.DataFrame:
    chosen = plan or study()
    return select(estimates_frame(change_rows(made, chosen, chosen.score(score))), role=role)


def changes(made: Cohort) -> np.ndarray:
    pairs = score_pairs(made, study().score("edss"))[0].pairs
    assert pairs is not None
    of_a = pairs[pairs["group"] == "A"]
    return np.asarray(of_a["after"] - of_a["before"])


def test_a_shift_of_the_score_has_its_unit() -> None:
    for role in ("reported", "alternative"):
        assert one(rows(full(), role=role), quantity="hodges_lehmann", **LAST_VISIT)["unit"] == (
            "points"
        )


def test_pairs_are_those_of_the_last_visit_then_those_of_the_fixed_time() -> None:
    last, fixed = score_pairs(full(), study().score("edss"))
    (only,) = score_pairs(full(), study().score("igg"))

    assert np.isnan(last.month)
    assert np.isnan(only.month)
    # The centre of months 9 to 15.
    assert fixed.month == 12.0


def test_mean_change_is_that_of_the_pairs() -> None:
    row = one(rows(full()), quantity="mean_change", **LAST_VISIT)

    expected = ttest_1samp(changes(full()), 0)
    assert row["estimate"] == pytest.approx(changes(full()).mean())
    assert row["p_value"] == pytest.approx(expected.pvalue)
    assert row["unit"] == "points"


def test_improved_unchanged_and_worsened_add_up() -> None:
    frame = select(rows(full()), **LAST_VISIT)

    quantities = ("lower", "unchanged", "higher")
    assert [one(frame, quantity=quantity)["events"] for quantity in quantities] == [6, 2, 4]
    net = one(frame, quantity="net_proportion")
    assert net["estimate"] == pytest.approx(2 / 12)


def test_the_step_that_counts_is_that_of_the_baseline() -> None:
    frame = select(rows(full()), **LAST_VISIT)

    # From a baseline of 3 a step is one point: changes of -1, -1.5 and +1 count, halves do not.
    assert one(frame, quantity="improved_by_step", choice="")["events"] == 4
    assert one(frame, quantity="worsened_by_step")["events"] == 2


def test_where_higher_is_better_an_increase_is_an_improvement() -> None:
    block = study().model_dump()["scores"][0] | {"higher_is": "better"}

    frame = select(rows(full(), plan=study(scores=[block])), **LAST_VISIT)

    assert one(frame, quantity="higher")["events"] == 4
    assert one(frame, quantity="improved_by_step", choice="")["events"] == 2


def test_a_score_on_the_log_scale_reports_a_ratio_and_the_mean_change_as_an_alternative() -> None:
    reported, alternative = (
        select(rows(full(), "igg", role), **LAST_VISIT) for role in ("reported", "alternative")
    )

    assert one(reported, quantity="geometric_mean_ratio")["estimate"] < 1
    assert "mean_change" not in set(reported["quantity"])
    assert one(alternative, quantity="mean_change")["estimate"] == pytest.approx(-1.0)
    assert one(reported, quantity="lower")["events"] == 12


def test_lowest_values_are_counted_against_the_clinical_limits() -> None:
    row = one(rows(full(), "igg"), group="A", quantity="below_limit", level="7")

    assert (row["events"], row["n"], row["dropped"]) == (0, 12, 0)


def test_the_fixed_time_has_the_month_of_its_centre() -> None:
    frame = rows(full())

    assert one(frame, group="A", quantity="mean_change", month=12.0)["n"] == 12
    assert len(select(frame, group="all", quantity="between_groups", month=12.0)) == 1


@pytest.mark.parametrize("made", [full(), bare()], ids=["full", "bare"])
@pytest.mark.parametrize("score", ["edss", "igg"])
def test_changes_have_no_row_of_all_diagnoses_together_but_the_test(
    made: Cohort, score: str
) -> None:
    frame = estimates_frame(
        row
        for rows_of in (change_rows, transition_rows, change_contrast_rows)
        for row in rows_of(made, study(), study().score(score))
    )

    assert set(select(frame, group="all")["quantity"]) <= {"between_groups"}


def test_differences_between_diagnoses_are_the_later_against_the_reference() -> None:
    frame, other = (
        estimates_frame(change_contrast_rows(full(), plan, plan.score("igg")))
        for plan in (study(), against_b())
    )

    forward, backward = one(frame, group="B", against="A"), one(other, group="A", against="B")
    assert (forward["analysis"], forward["quantity"]) == ("contrast", "adjusted_ratio")
    assert forward["estimate"] == pytest.approx(1 / backward["estimate"])
    assert len(frame) == len(other) == 1


def test_differences_are_given_for_each_visit_that_was_collected() -> None:
    edss = study().score("edss")

    frame = estimates_frame(change_contrast_rows(full(), study(), edss))

    assert frame["month"].isna().tolist() == [True, False]
    assert change_contrast_rows(bare(), study(), edss) == []


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = select(rows(full("A")), group="B", month=None)

    for quantity in ("mean_change", "signed_rank", "net_proportion", "lower"):
        assert one(frame, quantity=quantity)["note"] == "group_absent"
    assert one(frame, quantity="hodges_lehmann")["note"] == "group_absent"


def test_a_score_that_was_not_collected_is_not_attempted() -> None:
    frame = rows(bare())

    assert set(frame["status"]) == {"not_attempted"}
    one(frame, quantity="mean_change", **LAST_VISIT)
    one(rows(bare(), "igg"), quantity="geometric_mean_ratio", **LAST_VISIT)


def test_unchanged_patients_give_a_status_and_not_a_p_of_one() -> None:
    people = patients([(f"P{k}", "A", 12.0) for k in range(3)])
    still = visits(*[(f"P{k}", m, 3.0) for k in range(3) for m in (0.0, 12.0)])

    frame = rows(cohort(people, visits=still))

    for quantity in ("mean_change", "signed_rank"):
        assert one(frame, quantity=quantity, **LAST_VISIT)["note"] == "all_zero_diff"


def test_distributions_hold_every_pair_once() -> None:
    frame = distributions(full(), study())

    assert tuple(frame.columns) == DISTRIBUTION_COLUMNS
    for month in (None, 12.0):
        assert select(frame, endpoint="edss", group="A", month=month)["count"].sum() == 12
    assert tuple(distributions(bare(), study()).columns) == DISTRIBUTION_COLUMNS
