"""Time to first relapse."""

import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.time import curves, time_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.results.collection import CURVE_COLUMNS
from rtxoutcomes.results.frame import estimates_frame

ENDPOINT = "time_to_relapse"
PLAN = study(randomness={"permutations": 199})
TIMES = [10.0, 5.0, 2.0, 13, 14, 7.0, 16, 7.5, 18, 8.0, 20, 21]
EVENTS = [0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0]


def rows(made: Cohort, role: str = "reported") -> pd.DataFrame:
    history = attack_history(made, PLAN)
    return select(estimates_frame(time_rows(ENDPOINT, history, made.patients, PLAN)), role=role)


def drawn(made: Cohort) -> pd.DataFrame:
    return curves(ENDPOINT, attack_history(made, PLAN), PLAN)


def test_survival_and_limits_are_those_of_lifelines() -> None:
    fit = KaplanMeierFitter().fit(TIMES, EVENTS)

    row = one(rows(full(), "alternative"), group="A", quantity="survival", month=12.0)

    assert row["estimate"] == pytest.approx(float(fit.predict(12)))
    limits = fit.confidence_interval_.loc[:12].iloc[-1]
    assert [row["conf_low"], row["conf_high"]] == pytest.approx(limits.tolist())


def test_the_beta_product_interval_is_the_reported_one() -> None:
    row = one(rows(full()), group="A", quantity="survival", month=12.0)

    assert row["method_key"] == "kaplan_meier_beta_product"


def test_numbers_at_risk_count_patients_whose_time_is_that_or_later() -> None:
    at_risk = select(rows(full()), group="A", quantity="at_risk")

    assert dict(zip(at_risk["month"], at_risk["estimate"], strict=True)) == {
        month: sum(t >= month for t in TIMES) for month in (0, 6, 12, 18, 24)
    }


def test_the_asymptotic_log_rank_test_is_that_of_lifelines() -> None:
    expected = logrank_test(TIMES, [24.0, 20.0, 24.0, 24.0], EVENTS, [0, 1, 0, 0])

    row = one(rows(full(), "alternative"), group="all", quantity="log_rank")

    assert row["p_value"] == pytest.approx(expected.p_value)


def test_the_reported_log_rank_test_is_a_permutation_test_that_can_be_repeated() -> None:
    first, second = (one(rows(full()), group="all", quantity="log_rank") for _ in range(2))

    assert first["method_key"] == "log_rank_permutation"
    assert first["p_value"] == second["p_value"]


@pytest.mark.parametrize(("n", "key"), [(200, "log_rank_permutation"), (201, "log_rank")])
def test_in_a_cohort_of_more_than_200_the_asymptotic_test_is_reported(n: int, key: str) -> None:
    people = patients([(f"P{k}", "AB"[k % 2], 12.0 + k % 7) for k in range(n)])
    onsets = table("patient_id month", *[(f"P{k}", 3.0 + k % 5) for k in range(0, 200, 9)])

    row = one(rows(cohort(people, relapses=onsets)), quantity="log_rank")

    assert row["method_key"] == key


def test_where_everybody_relapsed_nobody_is_free_of_relapse_at_any_later_month() -> None:
    people = patients([(f"P{k}", "A", float(k)) for k in range(1, 6)])
    onsets = table("patient_id month", *[(f"P{k}", float(k)) for k in range(1, 6)])

    frame = rows(cohort(people, relapses=onsets))
    survival = one(frame, group="A", quantity="survival", month=12.0)
    mean = one(frame, group="A", quantity="restricted_mean", month=12.0)

    assert (survival["estimate"], survival["note"]) == (0.0, "")
    assert (mean["status"], mean["estimate"]) == ("ok", pytest.approx(3.0))
    assert mean["std_error"] == pytest.approx((2 / 5) ** 0.5)


@pytest.mark.parametrize(("late", "middle", "note"), [(2, 12.0, "few_at_risk"), (9, 15.0, "")])
def test_a_median_beyond_the_drawn_curve_is_not_printed(
    late: int, middle: float, note: str
) -> None:
    """Twenty patients are censored at month 6; survival passes one half among those who remain.

    Of two, the first event halves survival to the end of follow-up, where fewer than five are at
    risk; of nine, the fifth event at month 15 takes it below one half while five are.
    """
    people = patients([(f"C{k}", "A", 6.0) for k in range(20)])
    longer = patients([(f"L{k}", "A", 12.0 + k) for k in range(late)])
    onsets = table("patient_id month", *[(f"L{k}", 11.0 + k) for k in range(late - 1)])
    made = cohort(pd.concat([people, longer], ignore_index=True), relapses=onsets)

    row = one(rows(made), group="A", quantity="median")

    assert (row["estimate"], row["note"]) == (middle, note)


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    assert one(frame, group="B", quantity="median")["note"] == "group_absent"
    for quantity in ("survival", "restricted_mean"):
        row = one(frame, group="B", quantity=quantity, month=12.0)
        assert row["note"] == "group_absent"
    assert one(frame, group="all", quantity="log_rank")["note"] == "group_absent"


def test_relapses_that_were_not_collected_have_no_curve() -> None:
    assert set(rows(bare())["note"]) == {"not_collected"}
    assert tuple(drawn(bare()).columns) == CURVE_COLUMNS


def test_curves_begin_at_month_0_with_the_band_that_holds_there() -> None:
    frame = drawn(full())
    start = select(frame, group="A").iloc[0]

    assert tuple(frame.columns) == CURVE_COLUMNS
    assert set(frame["endpoint"]) == {ENDPOINT}
    assert (start["month"], start["survival"], start["at_risk"]) == (0, 1, 12)
    # With no relapse so far, the lower limit is the n-th root of 0.025.
    assert start["band_low"] == pytest.approx(0.025 ** (1 / 12))
    assert start["band_high"] == 1
    assert set(drawn(full("A"))["group"]) == {"A"}
