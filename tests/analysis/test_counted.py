"""From a cohort to its count tables, and to the frames that estimates rest on."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.small import full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.counted import count, counted_pairs, people, relapse_history
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.count_tables import FIXED, LAST
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.errors import UsageFault

PLAN = study()


def test_a_cohort_is_counted() -> None:
    counts = count(full(), PLAN)

    assert counts.groups.to_numpy().tolist() == [["A", 12], ["B", 4]]
    relapses, times = counts.relapses, counts.times
    assert relapses is not None
    assert times is not None
    assert relapses["patients"].sum() == 16
    assert times["relapsed"].sum() == 6
    assert times["censored"].sum() == 10
    assert counts.pairs.groupby(["score", "visit"])["patients"].sum().tolist() == [16, 16, 16]
    assert not {"patient_id", "id"} & {c for t in counts.tables.values() for c in t.columns}


def test_a_group_without_patients_is_counted_as_none() -> None:
    assert count(full("A"), PLAN).groups["patients"].tolist() == [12, 0]


def test_what_was_not_collected_has_no_table() -> None:
    counts = count(cohort(patients([("P1", "A", 12.0)])), PLAN)

    assert list(counts.tables) == ["groups", "pairs"]
    assert counts.pairs.empty
    assert relapse_history(counts, PLAN) is None
    assert counted_pairs(counts, PLAN, PLAN.score("edss"), LAST) is None


def test_times_that_are_whole_numbers_of_nothing_are_refused() -> None:
    made = cohort(patients([("P1", "A", 10 / 3)]), relapses=table("patient_id month"))

    with pytest.raises(UsageFault, match="whole days, or months with at most six decimals"):
        count(made, PLAN)


def test_they_are_analysed_as_they_are() -> None:
    made = cohort(patients([("P1", "A", 10 / 3)]), relapses=table("patient_id month"))
    history = relapse_history(made, PLAN)

    assert history is not None
    assert history["months"].tolist() == [10 / 3]


def test_the_margins_of_a_history_are_those_of_its_patients() -> None:
    history, original = relapse_history(full(), PLAN), attack_history(full(), PLAN)

    assert history is not None
    assert original is not None
    for columns in (["group", "attacks", "follow_up_months"], ["group", "months", "event"]):
        both = [f[columns].sort_values(columns).to_numpy().tolist() for f in (history, original)]
        assert both[0] == both[1]
    assert (history["months"] <= history["follow_up_months"]).all()


def test_nothing_depends_on_the_order_of_the_patients() -> None:
    made = full()
    turned: Cohort = replace(made, patients=made.patients.iloc[::-1].reset_index(drop=True))
    edss = PLAN.score("edss")

    for one, other in (
        (relapse_history(made, PLAN), relapse_history(turned, PLAN)),
        (counted_pairs(made, PLAN, edss, FIXED), counted_pairs(turned, PLAN, edss, FIXED)),
    ):
        assert one is not None
        assert other is not None
        pd.testing.assert_frame_equal(one, other)


def test_people_are_those_of_the_groups() -> None:
    assert people(count(full(), PLAN))["group"].value_counts().to_dict() == {"A": 12, "B": 4}
    assert len(people(full())) == 16
