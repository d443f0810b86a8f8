"""Relapse by diagnosis."""

import math

import pandas as pd
import pytest
from scipy.stats import binomtest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows, rate_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort) -> pd.DataFrame:
    frame = estimates_frame([*proportion_rows(made, study()), *rate_rows(made, study())])
    return select(frame, role="reported")


def test_patients_with_a_relapse_are_counted_once() -> None:
    frame = estimates_frame(proportion_rows(full(), study()))
    reported = one(frame, group="A", quantity="proportion", role="reported")
    wilson = one(frame, group="A", quantity="proportion", method_key="wilson")

    limits = binomtest(5, 12).proportion_ci(method="wilson")
    assert (reported["events"], reported["n"]) == (5, 12)
    # Follow-up differs: the interval stands with the risk.
    assert math.isnan(reported["conf_low"])
    assert wilson["role"] == "alternative"
    assert wilson["conf_low"] == pytest.approx(limits.low)


def test_where_all_were_followed_equally_long_and_no_risk_is_printed_wilson_is_reported() -> None:
    people = patients([(f"P{k}", "A", 6.0) for k in range(8)])
    made = cohort(people, relapses=table("patient_id month", ("P2", 3.0)))

    row = one(rows(made), group="A", quantity="proportion")

    assert row["method_key"] == "wilson"
    # Watched for a year, the same patients have a risk, and it has the interval.
    longer = cohort(people.assign(follow_up_months=12.0), relapses=made.relapses)
    assert one(rows(longer), group="A", quantity="risk", month=12.0)["note"] == ""
    assert math.isnan(one(rows(longer), group="A", quantity="proportion")["conf_low"])


def test_all_relapses_count_in_the_rate_over_all_person_years() -> None:
    row = one(rows(full()), group="A", quantity="rate")

    assert row["events"] == 6
    assert row["person_years"] == pytest.approx(sum(10 + k for k in range(12)) / 12)
    assert row["estimate"] == pytest.approx(row["events"] / row["person_years"])


def test_a_follow_up_that_ends_just_before_the_horizon_counts_as_reaching_it() -> None:
    longer = [(f"P{k}", "A", 24.0) for k in range(2, 7)]
    people = patients([("P1", "A", 11.9), *longer])
    made = cohort(people, relapses=table("patient_id month", ("P2", 11.95)))

    row = one(rows(made), group="A", quantity="risk", month=12.0)

    # Without the tolerance one of six would be censored before the only event, at risk 1/5.
    assert row["estimate"] == pytest.approx(1 / 6)
    assert row["note"] == "horizon_tolerance"


def test_all_patients_together_have_a_row_and_the_exact_test() -> None:
    frame = select(rows(full()), group="all")

    assert one(frame, quantity="proportion")["events"] == 6
    assert 0 < one(frame, quantity="between_groups")["p_value"] <= 1


def test_of_two_diagnoses_the_doubled_tail_is_reported_without_a_ratio() -> None:
    frame = estimates_frame(proportion_rows(full(), study()))

    doubled = one(frame, quantity="between_groups", role="reported")

    # 5 of 12 against 1 of 4: counting the 8008 ways to choose six of sixteen, the tails hold
    # 4092 and 7084 of them, so that twice the smaller exceeds 1.
    assert (doubled["p_value"], doubled["method_key"]) == (1, "fisher_doubled")
    # The ratio has a direction, and stands with the pair.
    assert math.isnan(doubled["estimate"])
    other = one(frame, quantity="between_groups", role="alternative")
    assert other["method_key"] == "freeman_halton"


def test_a_diagnosis_without_patients_does_not_count_among_the_two() -> None:
    three = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])

    def tests(codes: str) -> int:
        frame = estimates_frame(proportion_rows(full(codes), three))
        return len(select(frame, quantity="between_groups", role="alternative"))

    assert [tests("AB"), tests("A")] == [1, 0]


def test_a_diagnosis_without_patients_keeps_its_row() -> None:
    frame = rows(full("A"))

    for quantity in ("proportion", "risk", "rate"):
        assert one(frame, group="B", quantity=quantity)["note"] == "group_absent"
    assert one(frame, group="all", quantity="between_groups")["note"] == "group_absent"


def test_relapses_that_were_not_collected_are_never_zero() -> None:
    frame = rows(bare())

    assert set(frame["status"]) == {"not_attempted"}
    assert set(frame["note"]) == {"not_collected"}
    assert frame["estimate"].isna().all()
