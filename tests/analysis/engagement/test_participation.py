"""Who took part in what, how much and when."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.engagement.reference import R, cohort_of_r, plan
from analysis.small import bare, full
from cohorts import cohort, patients, table
from rtxoutcomes.analysis.engagement.participation import participation, participation_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame

COLUMNS = "patient_id month end_month channel activity count"


def rows(made: Cohort, group: str = "A") -> Any:
    frame = estimates_frame(participation_rows(made, plan()))
    return frame[frame["group"] == group].set_index("term")


def made(counts: list[int], form: Any = "tables") -> Cohort:
    people = patients([(f"P{k}", "A", 10.0) for k in range(len(counts))])
    told = [(f"P{k}", 2, 3.0, "chat", "message", c) for k, c in enumerate(counts) if c >= 0]
    return cohort(people, form=form, engagement=table(COLUMNS, *told))


def test_participants_and_never_participants_are_counted() -> None:
    told = rows(made([0, 3, 1, 0, 6]))

    assert told.loc["took_part", ["n", "events", "estimate"]].tolist() == [5, 3, 0.6]
    assert told.loc["never_took_part", "events"] == 2


def test_quartiles_are_of_the_total_and_per_month_of_observation() -> None:
    told = rows(made([0, 3, 1, 0, 6]))

    assert told.loc[["q1", "median", "q3"], "estimate"].tolist() == [0, 1, 3]
    assert told.loc["per_month_median", "estimate"] == pytest.approx(0.1)
    assert told.loc["per_month_median", "unit"] == "count per month"


def test_the_most_active_tenth_is_rounded_up() -> None:
    told = rows(made([*[1] * 9, 5, 10]))

    row = told.loc["most_active_tenth"]
    assert row["estimate"] == pytest.approx(15 / 24)
    assert "the 2 most active of 11" in row["method"]


def test_nothing_done_at_all_has_no_concentration() -> None:
    told = rows(made([0, 0])).loc["most_active_tenth"]

    assert (told["status"], told["note"]) == ("not_estimable", "no_events")


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    told = rows(made([1, 2]), "B")

    assert set(told["note"]) == {"group_absent"}
    assert len(told) == len(rows(made([1, 2])))


def test_totals_of_the_one_table_form_are_described_with_unknown_ones_left_out() -> None:
    told = rows(made([4, -1, 2], "one_table"))

    assert told.loc["took_part", ["n", "dropped", "events"]].tolist() == [2, 1, 2]
    # Over the window of three months.
    assert told.loc["per_month_median", "estimate"] == pytest.approx(1.0)


def test_engagement_that_was_not_collected_is_one_row_a_group() -> None:
    told = estimates_frame(participation_rows(bare(), plan()))

    assert told["note"].tolist() == ["not_collected"] * 3
    assert participation(bare(), plan()).empty
    assert participation(made([4], "one_table"), plan()).empty


def test_months_count_who_was_observed_throughout_and_had_begun() -> None:
    told = participation(cohort_of_r(), plan())

    people, monthly = pd.DataFrame(R["patients"]), pd.DataFrame(R["monthly"])
    start = np.ceil(people["engagement_start_month"])
    wide = monthly.pivot_table(index="patient_id", columns="month", values="count", fill_value=0)
    wide = wide.reindex(people["patient_id"], fill_value=0)
    for month in (0, 1, 5, 20):
        seen = ((start <= month) & (people["follow_up_months"] >= month + 1)).to_numpy()
        of_a = seen & (people["diagnosis"] == "A").to_numpy()
        row = told[(told["group"] == "A") & (told["month"] == month)].iloc[0]
        counts = wide.loc[of_a, month]
        assert row["observed"] == of_a.sum()
        assert (row["took_part"], row["count"]) == ((counts > 0).sum(), counts.sum())
        expected = np.quantile(counts, [0.25, 0.5, 0.75])
        assert row[["q1", "median", "q3"]].tolist() == pytest.approx(expected)


def test_groups_are_the_diagnoses_and_all_of_them() -> None:
    told = participation(full(), plan())

    assert list(dict.fromkeys(told["group"])) == ["A", "B", "all"]
    assert told[told["group"] == "all"]["observed"].max() == 16
