"""Who took part in what, how much and when."""

import numpy as np
import pandas as pd
import pytest

from analysis.engagement.reference import R, cohort_of_r, plan
from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, table
from rtxoutcomes.analysis.engagement.participation import participation, participation_rows
from rtxoutcomes.cohort import Cohort, CohortForm
from rtxoutcomes.results.collection import PARTICIPATION_COLUMNS
from rtxoutcomes.results.frame import estimates_frame

COLUMNS = "patient_id month end_month channel activity count"


def rows(made: Cohort, group: str = "A") -> pd.DataFrame:
    return select(estimates_frame(participation_rows(made, plan())), group=group)


def made(counts: list[int], form: CohortForm = "tables", follow_up: float = 10.0) -> Cohort:
    """A patient for each count of messages in month 2; without any engagement where negative."""
    people = patients([(f"P{k}", "A", follow_up) for k in range(len(counts))])
    engagement = [(f"P{k}", 2, 3.0, "chat", "message", c) for k, c in enumerate(counts) if c >= 0]
    return cohort(people, form=form, engagement=table(COLUMNS, *engagement))


def test_participants_and_never_participants_are_counted() -> None:
    frame = rows(made([0, 3, 1, 0, 6]))

    took_part = one(frame, quantity="took_part")
    assert took_part[["n", "events", "estimate"]].tolist() == [5, 3, 0.6]
    assert one(frame, quantity="never_took_part")["events"] == 2


def test_quartiles_are_of_the_total_and_per_month_of_observation() -> None:
    frame = rows(made([0, 3, 1, 0, 6]))

    quartiles = ("lower_quartile", "median", "upper_quartile")
    assert [one(frame, quantity=quantity)["estimate"] for quantity in quartiles] == [0, 1, 3]
    monthly = one(frame, quantity="monthly_median")
    assert monthly["estimate"] == pytest.approx(0.1)
    assert monthly["unit"] == "count per month"


def test_a_patient_who_was_not_followed_has_a_count_and_no_count_per_month() -> None:
    people = patients([("P0", "A", 0.0), ("P1", "A", 10.0), ("P2", "A", 10.0)])
    engagement = [(f"P{k}", 2, 3.0, "chat", "message", 5) for k in (1, 2)]

    frame = rows(cohort(people, engagement=table(COLUMNS, *engagement)))

    columns = ["n", "dropped", "estimate"]
    assert one(frame, quantity="median")[columns].tolist() == [3, 0, 5.0]
    assert one(frame, quantity="monthly_median")[columns].tolist() == [2, 1, 0.5]


def test_what_was_never_read_is_unknown_and_a_total_ends_before_it() -> None:
    people = patients([(f"P{k}", "A", 10.0) for k in range(4)])
    months = [(f"P{k}", m, m + 1.0, "chat", "message", 1) for k in range(4) for m in (0, 4, 8)]
    # Read in whole: months 0 to 9, 0 to 5, none, and none of the first.
    spans = [("P0", 0, 10), ("P1", 0, 6), ("P3", 1, 10)]
    log = table("patient_id channel activity first_month last_month", *_exposed(spans))
    made = cohort(people, engagement=table(COLUMNS, *months), engagement_log=log)

    frame = rows(made)
    columns = ["n", "dropped", "estimate"]
    assert one(frame, quantity="median")[columns].tolist() == [2, 2, 2.5]
    assert one(frame, quantity="months_not_read")[["n", "events"]].tolist() == [4, 3]
    # Three in ten months and two in six.
    assert one(frame, quantity="monthly_median")["estimate"] == pytest.approx((0.3 + 2 / 6) / 2)
    monthly = participation(made, plan())
    observed = monthly[monthly["group"] == "A"].set_index("month")["observed"]
    assert observed.to_dict() == dict.fromkeys(range(6), 2) | dict.fromkeys(range(6, 10), 1)


def _exposed(spans: list[tuple[str, int, int]]) -> list[tuple[object, ...]]:
    return [(p, "chat", "message", first, last) for p, first, last in spans]


def test_the_most_active_tenth_is_rounded_up() -> None:
    row = one(rows(made([*[1] * 9, 5, 10])), quantity="contributed_by_most_active")

    assert row["estimate"] == pytest.approx(15 / 24)
    assert "the 2 most active of 11" in row["method"]


def test_a_total_of_nothing_has_no_most_active_contributors() -> None:
    row = one(rows(made([0, 0])), quantity="contributed_by_most_active")

    assert (row["status"], row["note"]) == ("not_estimable", "no_events")


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(made([1, 2]), "B")

    assert set(frame["note"]) == {"group_absent"}
    assert len(frame) == len(rows(made([1, 2])))


def test_totals_of_the_one_table_form_are_described_and_unknown_ones_dropped() -> None:
    frame = rows(made([4, -1, 2], "one_table"))

    assert one(frame, quantity="took_part")[["n", "dropped", "events"]].tolist() == [2, 1, 2]
    # Over the window of three months.
    assert one(frame, quantity="monthly_median")["estimate"] == pytest.approx(1.0)


def test_engagement_that_was_not_collected_is_one_row_per_group() -> None:
    frame = estimates_frame(participation_rows(bare(), plan()))

    assert frame["note"].tolist() == ["not_collected"] * 3
    assert participation(bare(), plan()).empty
    assert participation(made([4], "one_table"), plan()).empty


@pytest.mark.parametrize(
    ("follow_up", "months"), [(12.0, 12), (11.999999, 11), (12.000001, 12), (12 * (1 - 1e-9), 12)]
)
def test_the_last_month_counts_where_follow_up_is_a_number_of_complete_months(
    follow_up: float, months: int
) -> None:
    frame = select(participation(made([3, 1], follow_up=follow_up), plan()), group="A")

    assert frame["month"].tolist() == list(range(months))
    assert set(frame["observed"]) == {2}


def test_a_month_counts_patients_observed_throughout_whose_engagement_had_begun() -> None:
    frame = participation(cohort_of_r(), plan())

    people, monthly = pd.DataFrame(R["patients"]), pd.DataFrame(R["monthly"])
    start = np.ceil(people["engagement_start_month"])
    wide = monthly.pivot_table(index="patient_id", columns="month", values="count", fill_value=0)
    wide = wide.reindex(people["patient_id"], fill_value=0)
    for month in (0, 1, 5, 20):
        seen = ((start <= month) & (people["follow_up_months"] >= month + 1)).to_numpy()
        of_a = seen & (people["diagnosis"] == "A").to_numpy()
        row = one(frame, group="A", month=month)
        counts = wide.loc[of_a, month]
        assert row["observed"] == of_a.sum()
        assert (row["took_part"], row["count"]) == ((counts > 0).sum(), counts.sum())
        expected = np.quantile(counts, [0.25, 0.5, 0.75])
        assert row[["q1", "median", "q3"]].tolist() == pytest.approx(expected)


def test_groups_are_the_diagnoses_and_all_of_them() -> None:
    frame = participation(full(), plan())

    assert tuple(frame.columns) == PARTICIPATION_COLUMNS
    assert set(zip(frame["channel"], frame["activity"], strict=True)) == {("chat", "message")}
    assert list(dict.fromkeys(frame["group"])) == ["A", "B", "all"]
    assert select(frame, group="all")["observed"].max() == 16
