"""What is reported of scores with values below the limit of quantification, and what is not."""

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.selection import first, select
from analysis.small import full
from cohorts import cohort, study
from low_values import IGG, LIMIT, low_values, plan
from rtxoutcomes.analysis import missing_data, sensitivity_grid
from rtxoutcomes.analysis.change.scores import change_contrast_rows, change_rows, distributions
from rtxoutcomes.analysis.change.trajectory import trajectories, trajectory_rows
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.analysis.engagement.models import engagement_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.estimate.paired.left_censored import left_censored_ratio
from rtxoutcomes.results.frame import estimates_frame

NEEDING_VALUES = ("mean_change", "standardised_mean_change", "limit_nearest_no_change")


def rows(made: Cohort, **changes: Any) -> pd.DataFrame:
    changed = plan(**changes)
    return estimates_frame(change_rows(made, changed, changed.score("igg")))


@cache
def low_rows() -> pd.DataFrame:
    """Those of the cohort as it is; nobody changes them."""
    return rows(low_values())


def last(frame: pd.DataFrame, quantity: str, **columns: object) -> Any:
    return first(frame, group="A", month=None, **({"choice": ""} | columns), quantity=quantity)


def test_the_reported_ratio_is_that_of_the_left_censored_model() -> None:
    before, after = np.array(IGG).T

    row = last(low_rows(), "geometric_mean_ratio")

    expected = left_censored_ratio(before, after, (LIMIT, LIMIT))
    assert (row["role"], row["method_key"], row["p_pair"]) == (
        "reported",
        "censored_bivariate",
        "censored_bivariate",
    )
    assert row["estimate"] == pytest.approx(expected.estimate, rel=1e-9)
    assert row["conf_high"] == pytest.approx(expected.conf_high, rel=1e-9)
    assert (row["n"], row["events"], row["note"]) == (8, 3, "below_quantification")


def test_other_assumptions_on_the_values_below_are_sensitivity_analyses_of_the_ratio() -> None:
    before, after = np.array(IGG).T
    frame = select(low_rows(), quantity="geometric_mean_ratio", group="A")

    for choice, value in (("at_limit", LIMIT), ("half_of_limit", LIMIT / 2)):
        row = first(frame, choice=choice)
        expected = geometric_mean_ratio(
            np.where(before < LIMIT, value, before), np.where(after < LIMIT, value, after)
        )
        assert row["estimate"] == pytest.approx(expected.estimate)
        assert (row["role"], row["note"]) == ("sensitivity", "below_quantification")
    row = first(frame, choice="censored_model")
    expected = censored_geometric_mean_ratio(before, after, LIMIT)
    # The pair with both values below has no ratio.
    assert (row["estimate"], row["n"]) == (pytest.approx(expected.estimate), 7)


def test_patients_with_a_value_below_are_counted_at_each_visit() -> None:
    frame = rows(low_values(), fixed_time_months=(9, 15))

    counts = select(frame, quantity="below_quantification", group="A")
    assert sorted(counts["month"].fillna(0)) == [0, 12]
    assert set(counts["estimate"]) == {3}


@pytest.mark.parametrize("quantity", NEEDING_VALUES)
def test_what_needs_every_value_has_no_number_but_two_sensitivity_analyses(quantity: str) -> None:
    frame = low_rows()

    row = last(frame, quantity)
    assert (row["status"], row["note"], row["n"]) == ("bound_only", "below_quantification", 8)
    assert row[["estimate", "conf_low", "conf_high", "p_value", "std_error"]].isna().all()
    for choice in ("at_limit", "half_of_limit"):
        row = last(frame, quantity, choice=choice)
        assert (row["role"], row["status"]) == ("sensitivity", "ok")
        assert (row["note"], math.isnan(row["estimate"])) == ("below_quantification", False)


def test_the_mean_change_is_given_with_the_values_at_half_of_an_odd_limit() -> None:
    pairs = ((8.0, 6.0), (9.0, 0.3), (7.5, 5.0), (6.0, 5.5), (10.0, 9.5))
    frame = rows(low_values(*pairs), quantification_limit=0.35)

    row = last(frame, "mean_change", choice="half_of_limit")

    # Half of 0.35 lies between two steps of the scale.
    expected = mean_change(np.array([-2.0, 0.175 - 9.0, -2.5, -0.5, -0.5]))
    assert row["estimate"] == pytest.approx(expected.estimate)
    assert row["p_value"] == pytest.approx(expected.p_value)


def test_slopes_and_the_comparison_of_diagnoses_have_two_sensitivity_analyses_each() -> None:
    made, changed = low_values(codes="AB"), plan()
    contrasts = change_contrast_rows(made, changed, changed.score("igg"))
    frame = pd.concat([rows(made), estimates_frame(contrasts)])

    for quantity in ("change_per_year", "between_groups", "adjusted_ratio"):
        found = select(frame, quantity=quantity)
        reported = select(found, choice="")
        assert set(reported["status"]) == {"bound_only"}
        assert reported["p_value"].isna().all()
        for choice in ("at_limit", "half_of_limit"):
            assert select(found, choice=choice)["p_value"].notna().all()


def test_what_was_not_estimable_anyway_keeps_its_reason_and_has_no_sensitivity_analysis() -> None:
    frame = low_rows()

    between = select(frame, quantity="between_groups")
    assert list(between["note"]) == ["group_absent"]
    assert set(select(frame, group="B", quantity="change_per_year")["note"]) == {"group_absent"}


def test_ranks_and_means_take_a_value_below_as_the_limit_and_carry_the_note() -> None:
    frame = low_rows()

    for quantity in ("signed_rank", "unchanged", "baseline_mean", "follow_up_mean"):
        row = last(frame, quantity)
        assert (row["status"], row["note"]) == ("ok", "below_quantification")
    assert last(frame, "follow_up_mean")["estimate"] == pytest.approx(
        np.mean([max(after, LIMIT) for _, after in IGG])
    )


def test_a_pair_below_at_both_visits_has_no_direction() -> None:
    """By hand: of eight pairs one is below at both; of the others five fall, one rises, one stays.

    A value below the limit is lower than one at it, and the net proportion is (5 - 1) / 7.
    """
    pairs = [*IGG[:5], (LIMIT, 0.4), (0.2, 0.3), (0.3, 2.0), (7.0, 7.0)]
    frame = rows(low_values(*pairs[:4], *pairs[5:]), higher_is="worse")

    counts = {name: last(frame, name) for name in ("lower", "unchanged", "higher")}
    assert {name: row["events"] for name, row in counts.items()} == {
        "lower": 5,
        "unchanged": 1,
        "higher": 1,
    }
    assert {(row["n"], row["dropped"]) for row in counts.values()} == {(7, 1)}
    assert {row["note"] for row in counts.values()} == {"below_quantification"}
    assert last(frame, "net_proportion")["estimate"] == pytest.approx(4 / 7)


def test_one_value_below_leaves_the_direction_known_and_unmarked() -> None:
    frame = rows(low_values((8.0, 6.0), (9.0, 0.4), (LIMIT, 0.4), (0.3, LIMIT)))

    rest = {name: last(frame, name) for name in ("lower", "unchanged", "higher")}
    assert [row["events"] for row in rest.values()] == [3, 0, 1]
    assert {row["note"] for row in rest.values()} == {""}


def three_groups(*codes: str) -> pd.DataFrame:
    """Contrasts between groups of which C alone has values below the limit."""
    quantified_pairs = [(8.0 + k, 6.0 + 0.7 * k + (k % 3)) for k in range(8)]
    parts = {code: low_values(*quantified_pairs, codes=code) for code in "AB"}
    parts["C"] = low_values(codes="C")
    people = pd.concat([parts[code].patients for code in codes], ignore_index=True)
    seen = pd.concat([parts[code].visits for code in codes], ignore_index=True)
    changed = plan(diagnoses=[{"code": code, "label": code} for code in "ABC"])
    made = cohort(people, visits=seen)
    return estimates_frame(change_contrast_rows(made, changed, changed.score("igg")))


def test_a_contrast_of_two_quantified_groups_stands_whatever_a_third_one_lacks() -> None:
    frame, without = three_groups("A", "B", "C"), three_groups("A", "B")

    pair = select(frame, group="B", against="A", month=None)
    assert list(pair["status"]) == ["ok"]
    expected = first(without, group="B", against="A", month=None)
    for name in ("estimate", "conf_low", "conf_high", "p_value", "n"):
        assert pair.iloc[0][name] == pytest.approx(expected[name], rel=1e-12)
    assert "without diagnoses that have values below" in pair.iloc[0]["method"]
    for earlier in "AB":
        involved = select(frame, group="C", against=earlier, month=None)
        assert set(select(involved, choice="")["status"]) == {"bound_only"}
        assert set(involved["choice"]) == {"", "at_limit", "half_of_limit"}


def test_what_rests_on_quantified_baselines_alone_is_not_touched() -> None:
    pairs = ((8.0, 6.0), (9.0, 0.4), (7.5, 5.0), (6.0, 5.5), (10.0, 9.5))
    frame = rows(low_values(*pairs), external_mean=12.0, external_mean_source="a registry")

    assert last(frame, "baseline_mean")["note"] == ""
    assert last(frame, "follow_up_mean")["note"] == "below_quantification"
    assert last(frame, "expected_change", level="0.70")["status"] == "ok"
    assert last(frame, "geometric_mean_ratio")["method_key"] == "tobit_ratio"
    frame = rows(low_values(), external_mean=12.0, external_mean_source="a registry")
    assert last(frame, "expected_change", level="0.70")["status"] == "bound_only"
    assert last(frame, "expected_change", level="0.70", choice="at_limit")["status"] == "ok"


def test_where_all_values_are_quantified_the_ratio_is_the_paired_t_test_and_nothing_is_noted() -> (
    None
):
    with_limit, without = rows(full()), rows(full(), quantification_limit=None)

    row = last(with_limit, "geometric_mean_ratio")
    assert row["method_key"] == "geometric_mean_ratio"
    assert "below_quantification" not in set(with_limit["note"])
    assert last(with_limit, "below_quantification")["estimate"] == 0
    shared = with_limit[with_limit["choice"].eq("")]
    shared = shared[shared["quantity"].ne("below_quantification")]
    pd.testing.assert_frame_equal(
        shared.reset_index(drop=True), without[without["choice"].eq("")].reset_index(drop=True)
    )
    assert "half_of_limit" not in set(without["choice"])


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    for columns in ({"quantity": "below_quantification"}, {"choice": "half_of_limit"}):
        assert set(select(frame, group="B", **columns)["note"]) == {"group_absent"}
        assert set(select(frame, **columns)["group"]) == {"A", "B"}


def test_more_than_half_below_leaves_limits_alone() -> None:
    row = last(rows(low_values(*[(9.0 + k, 0.2) for k in range(8)])), "geometric_mean_ratio")

    assert (row["status"], row["note"]) == ("bound_only", "below_quantification")
    assert math.isnan(row["estimate"])
    assert math.isnan(row["p_value"])
    assert row["conf_high"] == pytest.approx(LIMIT / 9)


def test_every_window_of_the_grid_has_the_model_of_the_reported_ratio() -> None:
    block = {"scores": {"igg": {"follow_up_months": [[3, "end"]]}}}
    changed = study(scores=plan().model_dump()["scores"], sensitivity=block)

    frame = sensitivity_grid(low_values(), changed)

    windows = select(frame, group="A", quantity="geometric_mean_ratio", choice="visit_window")
    assert len(windows) == 2
    assert set(windows["method_key"]) == {"censored_bivariate"}
    tests = select(frame, group="A", quantity="signed_rank", choice="visit_window")
    assert set(tests["note"]) == {"below_quantification"}


def test_tipping_points_and_imputations_of_such_a_score_are_not_estimated() -> None:
    made = low_values(*IGG, (8.0, math.nan), (9.0, math.nan))
    assert made.visits is not None
    changed = study(scores=plan().model_dump()["scores"], missing={"imputations": 5})

    frame = select(missing_data(made, changed), endpoint="igg", group="A")

    for columns in ({"quantity": "tipping_shift"}, {"choice": "imputed"}):
        row = first(frame, **columns)
        assert (row["status"], row["note"]) == ("bound_only", "below_quantification")
        assert math.isnan(row["estimate"])


def test_models_of_engagement_of_such_a_score_are_not_estimated() -> None:
    made, known = full(), plan()
    # All values of the small cohort lie between 9 and 11.
    affected = plan(quantification_limit=9.5)

    frames = [estimates_frame(engagement_rows(made, each, "igg")) for each in (known, affected)]

    effects = [select(frame, quantity="change_ratio", model="landmark") for frame in frames]
    assert set(effects[0]["status"]) == {"ok"}
    assert set(effects[1]["status"]) == {"bound_only"}
    assert set(effects[1]["note"]) == {"below_quantification"}
    assert effects[1]["p_value"].isna().all()
    assert set(frames[1]["quantity"]) == {"change_ratio"}


def test_courses_and_baselines_take_a_value_below_as_the_limit_and_carry_the_note() -> None:
    made, changed = low_values(), plan()

    course = estimates_frame(trajectory_rows(made, changed))
    start = first(select(course, endpoint="igg", group="A"), month=0.0)
    described = select(estimates_frame(baseline_rows(made, changed)), endpoint="igg", group="A")

    mean = np.mean([max(before, LIMIT) for before, _ in IGG])
    for row in (start, first(described, quantity="mean")):
        assert (row["estimate"], row["note"]) == (pytest.approx(mean), "below_quantification")
    assert first(described, quantity="median")["note"] == ""


def test_figures_draw_values_below_quantification_at_the_limit() -> None:
    made, changed = low_values(), plan()

    assert distributions(made, changed)[["before", "after"]].min().min() == LIMIT
    assert trajectories(made, changed)["value"].min() == LIMIT


def test_without_a_limit_values_are_taken_as_they_are() -> None:
    before, after = np.array(IGG).T

    frame = rows(low_values(), quantification_limit=None)

    row = last(frame, "geometric_mean_ratio")
    assert row["estimate"] == pytest.approx(geometric_mean_ratio(before, after).estimate)
    assert last(frame, "mean_change")["status"] == "ok"
