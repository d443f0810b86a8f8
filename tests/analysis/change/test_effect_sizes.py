"""Effect sizes, clinical steps, and the smallest attainable P value."""

import numpy as np
import pandas as pd
import pytest

from analysis.selection import one
from analysis.small import full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import rank_biserial, standardised_mean_change
from rtxoutcomes.estimate.paired.exchange import relative_effect
from rtxoutcomes.intake import read_cohort
from rtxoutcomes.read.study_file import bundled_cohort_path, read_study
from rtxoutcomes.results.frame import estimates_frame

HALVES = np.array([-2, -1, 0, 1, -3, 2] * 2)
LAST_VISIT = {"group": "A", "month": None}


def rows(made: Cohort, score: str = "edss") -> pd.DataFrame:
    return estimates_frame(change_rows(made, study(), study().score(score)))


def changed(*changes: float) -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(changes))])
    seen = [(f"P{k}", m, 4.0 + d * (m > 0)) for k, d in enumerate(changes) for m in (0.0, 12.0)]
    return cohort(people, visits=visits(*seen))


def test_effect_sizes_are_those_of_the_changes() -> None:
    frame = rows(full())

    dz = one(frame, quantity="standardised_mean_change", **LAST_VISIT)
    assert dz["estimate"] == pytest.approx(standardised_mean_change(HALVES / 2).estimate)
    biserial = {"quantity": "rank_biserial", **LAST_VISIT}
    wilcoxon = one(frame, method_key="rank_biserial", role="alternative", **biserial)
    pratt = one(frame, method_key="rank_biserial_pratt", role="sensitivity", **biserial)
    assert wilcoxon["estimate"] == pytest.approx(rank_biserial(HALVES).estimate)
    assert pratt["estimate"] == pytest.approx(rank_biserial(HALVES, "pratt").estimate)


def test_effect_sizes_of_a_ratio_are_those_of_logarithms_and_of_ratios() -> None:
    frame = rows(full(), "igg")

    before = 10 + 0.1 * np.arange(12)
    expected = standardised_mean_change(np.log((before - 1) / before))
    dz = one(frame, quantity="standardised_mean_change", **LAST_VISIT)
    assert dz["estimate"] == pytest.approx(expected.estimate)
    biserial = one(frame, quantity="rank_biserial", method_key="rank_biserial", **LAST_VISIT)
    assert biserial["estimate"] == -1


def test_the_relative_effect_is_that_of_the_pairs_in_the_direction_of_the_score() -> None:
    row = one(rows(full()), quantity="relative_effect", **LAST_VISIT)

    rng = np.random.default_rng(study().randomness.seed)
    before = np.full(12, 6)
    expected = relative_effect(before, before + HALVES, "lower", rng)
    assert (row["estimate"], row["p_value"]) == (
        pytest.approx(expected.estimate),
        pytest.approx(expected.p_value),
    )
    assert (row["role"], row["method_key"]) == ("alternative", "relative_effect")
    # A score without a better direction has none.
    assert "relative_effect" not in set(rows(full(), "igg")["quantity"])


def test_the_relative_effect_of_the_bundled_group_with_nmosd() -> None:
    plan = read_study("nabiuni2023")
    made = read_cohort(bundled_cohort_path("nabiuni2023"), plan)

    frame = estimates_frame(change_rows(made, plan, plan.score("edss")))

    # 0.5 + (mean(r[before]) - mean(r[after])) / 28 with r <- rank(c(before, after)) in R.
    row = one(frame, quantity="relative_effect", group="NMOSD", month=None)
    assert row["estimate"] == pytest.approx(0.645408, abs=5e-7)


def test_the_net_proportion_by_steps_counts_changes_of_a_step_or_more() -> None:
    row = one(rows(full()), quantity="net_proportion_by_step", **LAST_VISIT)

    # From 3 a step is one point: four improved by that, two worsened.
    assert row["estimate"] == pytest.approx((4 - 2) / 12)
    assert row["method"].endswith("by the study's steps")


@pytest.mark.parametrize(
    ("changes", "smallest", "note"),
    [
        ((-0.5, -1.0, -1.5, 0.5, 0.0, 0.0), 0.125, "p_out_of_reach"),
        ((-0.5, -1.0, -1.5, 0.5, 1.0, 0.0), 0.0625, "p_out_of_reach"),
        ((-0.5, -1.0, -1.5, 0.5, 1.0, 1.5), 0.03125, ""),
    ],
)
def test_the_smallest_p_has_a_note_where_0_05_is_out_of_reach(
    changes: tuple[float, ...], smallest: float, note: str
) -> None:
    row = one(rows(changed(*changes)), quantity="smallest_attainable_p", **LAST_VISIT)

    assert (row["estimate"], row["note"], row["status"]) == (smallest, note, "ok")
    assert row["events"] == sum(change != 0 for change in changes)


@pytest.mark.parametrize(("group", "note"), [("A", "all_zero_diff"), ("B", "group_absent")])
def test_without_a_change_there_is_no_smallest_p(group: str, note: str) -> None:
    frame = rows(changed(0.0, 0.0))

    row = one(frame, quantity="smallest_attainable_p", group=group, month=None)

    assert (row["status"], row["note"]) == ("not_estimable", note)
