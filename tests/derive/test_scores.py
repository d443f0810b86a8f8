"""Which visit is baseline and which is follow-up."""

import math

import pandas as pd
import pytest

from cohorts import cohort, patients, study, table, visits
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.scores import (
    fixed_time_pairs,
    last_visit_pairs,
    lowest_after_baseline,
    pairs_after,
    visits_from_baseline,
)

PEOPLE = [("P1", "A", 40.0), ("P2", "B", 40.0)]
EDSS = study().score("edss")


def pair(*rows: tuple[str, float, float], fixed: bool = False) -> tuple[float, float]:
    made = cohort(patients(PEOPLE), visits=visits(*rows))
    frame = (fixed_time_pairs if fixed else last_visit_pairs)(made, EDSS)
    assert frame is not None
    first = frame.set_index("patient_id").loc["P1"]
    return float(first["before"]), float(first["after"])


def test_baseline_is_the_last_value_at_or_before_month_zero() -> None:
    rows = (("P1", -2.0, 4.0), ("P1", 0.0, 3.0), ("P1", 0.4, 2.0), ("P1", 12.0, 1.0))

    assert pair(*rows) == (3.0, 1.0)


def test_without_a_value_before_treatment_the_first_after_it_is_baseline() -> None:
    assert pair(("P1", 0.4, 2.0), ("P1", 0.45, 6.0), ("P1", 12.0, 1.0)) == (2.0, 1.0)


def test_a_missing_value_at_month_zero_gives_way_to_an_earlier_one() -> None:
    assert pair(("P1", -1.0, 4.0), ("P1", 0.0, math.nan), ("P1", 12.0, 1.0)) == (4.0, 1.0)


@pytest.mark.parametrize("month", [-3.1, 0.6])
def test_a_visit_outside_the_baseline_window_is_no_baseline(month: float) -> None:
    before, after = pair(("P1", month, 2.0), ("P1", 12.0, 1.0))

    assert math.isnan(before)
    assert after == 1.0


def test_follow_up_is_the_last_value_in_the_window() -> None:
    rows = (("P1", 0.0, 3.0), ("P1", 6.0, 2.0), ("P1", 30.0, 1.5), ("P1", 36.0, math.nan))

    assert pair(*rows) == (3.0, 1.5)


@pytest.mark.parametrize("other", ["value", "month_onset", "distance"])
def test_another_score_s_column_may_have_any_name(other: str) -> None:
    rows = visits(("P1", 0.0, 3.0), ("P1", 12.0, 2.0)).assign(**{other: [9.0, 9.0]})
    made = cohort(patients(PEOPLE), visits=rows)

    for pairs in (last_visit_pairs(made, EDSS), fixed_time_pairs(made, EDSS)):
        assert pairs is not None
        assert (pairs["before"].iloc[0], pairs["after"].iloc[0]) == (3.0, 2.0)


def test_a_visit_before_the_follow_up_window_is_no_follow_up() -> None:
    before, after = pair(("P1", 0.0, 3.0), ("P1", 5.9, 2.0))

    assert before == 3.0
    assert math.isnan(after)


def test_the_baseline_visit_is_not_its_own_follow_up() -> None:
    # The window of the fixed time may begin before that of the baseline ends.
    early = {**EDSS.model_dump(), "fixed_time_months": (0.2, 15.0)}
    made = cohort(patients(PEOPLE), visits=visits(("P1", 0.4, 3.0)))

    frame = fixed_time_pairs(made, study(scores=[early]).score("edss"))

    assert frame is not None
    assert (frame["before"].iloc[0], math.isnan(frame["after"].iloc[0])) == (3.0, True)


def test_the_fixed_time_is_the_visit_nearest_to_the_middle_the_earlier_if_equal() -> None:
    rows = (("P1", 0.0, 3.0), ("P1", 10.5, 2.0), ("P1", 13.5, 1.0), ("P1", 9.0, 5.0))

    assert pair(*rows, fixed=True) == (3.0, 2.0)


def test_a_study_without_a_fixed_time_has_no_such_pairs() -> None:
    made = cohort(patients(PEOPLE), visits=visits(("P1", 0.0, 8.0), column="igg_g_per_l"))

    assert fixed_time_pairs(made, study().score("igg")) is None


def test_a_score_that_no_visit_holds_was_not_collected() -> None:
    made = cohort(patients(PEOPLE), visits=visits(("P1", 0.0, 8.0), column="igg_g_per_l"))

    assert last_visit_pairs(made, EDSS) is None
    assert last_visit_pairs(cohort(patients(PEOPLE)), EDSS) is None
    assert lowest_after_baseline(cohort(patients(PEOPLE)), EDSS) is None
    assert pairs_after(cohort(patients(PEOPLE)), EDSS, pd.Series(dtype=float)) is None


def test_every_patient_keeps_a_row() -> None:
    made = cohort(patients(PEOPLE), visits=visits(("P1", 0.0, 3.0), ("P1", 12.0, 2.0)))

    frame = last_visit_pairs(made, EDSS)

    assert frame is not None
    assert frame["patient_id"].tolist() == ["P1", "P2"]
    assert frame["before"].isna().tolist() == [False, True]


def test_visits_soon_after_an_attack_do_not_count_where_the_study_says_so() -> None:
    block = study().model_dump()["scores"][0] | {"exclude_days_after_relapse": 30}
    score = study(scores=[block]).score("edss")
    rows = visits(("P1", 0.0, 3.0), ("P1", 12.0, 2.0), ("P1", 20.5, 6.0), ("P1", 21.0, 2.5))
    onset = table("patient_id month", ("P1", 20.1))

    frame = last_visit_pairs(cohort(patients(PEOPLE), visits=rows, relapses=onset), score)
    without = last_visit_pairs(cohort(patients(PEOPLE), visits=rows), score)

    assert frame is not None
    assert without is not None
    assert frame.loc[0, "after"] == 2.0
    assert without.loc[0, "after"] == 2.5


@pytest.mark.parametrize(("days", "counts"), [(-1, True), (0, False), (29, False), (30, True)])
def test_a_visit_counts_from_the_thirtieth_day_on(days: int, counts: bool) -> None:
    block = study().model_dump()["scores"][0] | {"exclude_days_after_relapse": 30}
    score = study(scores=[block]).score("edss")
    onset = 600 / DAYS_PER_MONTH
    month = round((600 + days) / DAYS_PER_MONTH, 2)
    rows = visits(("P1", 0.0, 3.0), ("P1", 12.0, 2.0), ("P1", month, 6.0))
    made = cohort(patients(PEOPLE), visits=rows, relapses=table("patient_id month", ("P1", onset)))

    frame = last_visit_pairs(made, score)

    assert frame is not None
    assert frame.loc[0, "after"] == (6.0 if counts else 2.0)


def test_the_one_table_form_pairs_its_two_columns() -> None:
    rows = table(
        "patient_id month edss phase",
        ("P1", math.nan, 3.0, "baseline"),
        ("P1", math.nan, 2.0, "follow_up"),
        ("P2", math.nan, 4.0, "baseline"),
    )
    made = cohort(patients(PEOPLE), form="one_table", visits=rows)

    frame = last_visit_pairs(made, EDSS)
    later = pairs_after(made, EDSS, pd.Series({"P1": 3.0, "P2": 3.0}))
    lowest = lowest_after_baseline(made, EDSS)

    assert frame is not None
    assert later is not None
    assert lowest is not None
    assert frame[["before", "after"]].values.tolist()[0] == [3.0, 2.0]
    assert later[["before", "after"]].values.tolist()[0] == [3.0, 2.0]
    assert lowest["lowest"].isna().tolist() == [False, True]
    assert fixed_time_pairs(made, EDSS) is None


def test_after_a_landmark_the_last_value_before_it_is_the_start() -> None:
    rows = visits(("P1", 0.0, 3.0), ("P1", 2.0, 4.0), ("P1", 5.0, 5.0), ("P1", 18.0, 6.0))
    made = cohort(patients(PEOPLE), visits=rows)

    frame = pairs_after(made, EDSS, pd.Series({"P1": 3.0, "P2": 3.0}))

    assert frame is not None
    assert frame[["before", "before_month", "after"]].values.tolist()[0] == [4.0, 2.0, 6.0]


def test_the_lowest_value_after_baseline_leaves_baseline_out() -> None:
    rows = visits(("P1", 0.0, 1.0), ("P1", 7.0, 3.0), ("P1", 12.0, 2.0))

    frame = lowest_after_baseline(cohort(patients(PEOPLE), visits=rows), EDSS)

    assert frame is not None
    assert frame.loc[0, "lowest"] == 2.0


def test_visits_from_baseline_are_those_of_the_baseline_and_after() -> None:
    rows = [("P1", -2.0, 4.0), ("P1", 0.0, 3.0), ("P1", 3.0, 2.5), ("P1", 12.0, math.nan)]
    made = cohort(patients(PEOPLE), visits=visits(*rows, ("P1", 30.0, 2.0), ("P2", 5.0, 1.0)))

    frame = visits_from_baseline(made, EDSS)

    assert frame is not None
    assert frame[["patient_id", "month", "value"]].to_numpy().tolist() == [
        ["P1", 0.0, 3.0],
        ["P1", 3.0, 2.5],
        ["P1", 30.0, 2.0],
    ]
    assert set(frame["group"]) == {"A"}


def test_visits_without_months_or_not_collected_have_no_pace() -> None:
    made = cohort(patients(PEOPLE), form="one_table", visits=visits(("P1", 0.0, 3.0)))
    assert made.visits is not None
    made.visits["phase"] = "baseline"

    assert visits_from_baseline(made, EDSS) is None
    assert visits_from_baseline(cohort(patients(PEOPLE)), EDSS) is None
