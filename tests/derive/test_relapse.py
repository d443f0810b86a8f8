"""Which attacks count, and when the first occurred."""

from typing import Any

import pandas as pd
import pytest

from cohorts import cohort, patients, study, table
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.relapse import (
    after_washout,
    attack_history,
    confirmed_history,
    separate_onsets,
)

PEOPLE = [("P1", "A", 24.0), ("P2", "A", 18.0), ("P3", "B", 12.0)]
THIRTY_DAYS = 30 / 30.4375


def history(*onsets: tuple[str, float]) -> Any:
    made = cohort(patients(PEOPLE), relapses=table("patient_id month", *onsets))
    frame = attack_history(made, study())
    assert frame is not None
    return frame.set_index("patient_id")


def test_who_has_no_attack_is_censored_at_the_end_of_follow_up() -> None:
    rows = history(("P1", 5.0))

    assert rows.loc["P1", ["event", "months", "attacks"]].tolist() == [True, 5.0, 1]
    assert rows.loc["P2", ["event", "months", "attacks"]].tolist() == [False, 18.0, 0]


def test_an_empty_table_means_that_nobody_relapsed() -> None:
    rows = history()

    assert rows["attacks"].sum() == 0
    assert not rows["event"].any()


def test_an_absent_table_means_that_relapses_were_not_collected() -> None:
    assert attack_history(cohort(patients(PEOPLE)), study()) is None


@pytest.mark.parametrize("decimals", [2, 3, 4, 6, 15])
@pytest.mark.parametrize(("days", "attacks"), [(29, 1), (30, 2), (31, 2)])
def test_onsets_are_apart_by_whole_days_however_months_are_rounded(
    days: int, attacks: int, decimals: int
) -> None:
    for start in range(1, 400, 57):
        months = [round(day / DAYS_PER_MONTH, decimals) for day in (start, start + days)]
        rows = history(("P1", months[0]), ("P1", months[1]))
        assert rows.loc["P1", "attacks"] == attacks, months


@pytest.mark.parametrize(
    ("gap", "attacks"), [(THIRTY_DAYS - 0.02, 1), (THIRTY_DAYS, 2), (THIRTY_DAYS + 1e-3, 2)]
)
def test_onsets_less_than_thirty_days_apart_are_one_attack(gap: float, attacks: int) -> None:
    rows = history(("P1", 4.0), ("P1", 4.0 + gap))

    assert rows.loc["P1", "attacks"] == attacks
    assert rows.loc["P1", "merged"] == 2 - attacks


def test_a_chain_of_close_onsets_is_one_attack_dated_at_its_first() -> None:
    rows = history(("P1", 6.6), ("P1", 5.8), ("P1", 5.0))

    assert rows.loc["P1", ["attacks", "merged", "months"]].tolist() == [1, 2, 5.0]


def test_the_distance_of_two_attacks_is_the_study_s() -> None:
    made = cohort(patients(PEOPLE), relapses=table("patient_id month", ("P1", 4.0), ("P1", 4.6)))

    rows = attack_history(made, study(relapse={"merge_days": 10}))

    assert rows is not None
    assert rows["attacks"].tolist() == [2, 0, 0]


def test_one_table_counts_are_taken_as_stated_and_unknown_ones_count_once() -> None:
    people = patients(PEOPLE, relapse_count=pd.array([3, None, 0], dtype="Int64"))
    onsets = table("patient_id month", ("P1", 2.0), ("P2", 4.0))

    rows = attack_history(cohort(people, form="one_table", relapses=onsets), study())

    assert rows is not None
    assert rows["attacks"].tolist() == [3, 1, 0]
    assert rows["count_known"].tolist() == [True, False, True]
    assert rows["months"].tolist() == [2.0, 4.0, 12.0]


def confirmed(*onsets: tuple[object, ...], form: Any = "tables") -> Any:
    relapses = table("patient_id month confirmed_by_examination", *onsets)
    relapses["confirmed_by_examination"] = relapses["confirmed_by_examination"].astype("boolean")
    made = cohort(patients(PEOPLE), relapses=relapses, form=form)
    frame = confirmed_history(made, study())
    return None if frame is None else frame.set_index("patient_id")


def test_the_first_confirmed_attack_is_the_event() -> None:
    rows = confirmed(("P1", 5.0, False), ("P1", 9.0, True), ("P2", 4.0, False))

    assert rows.loc["P1", ["event", "months"]].tolist() == [True, 9.0]
    assert rows.loc["P2", ["event", "months"]].tolist() == [False, 18.0]


def test_an_attack_confirmed_at_any_of_its_onsets_is_dated_at_its_first() -> None:
    rows = confirmed(("P1", 5.0, None), ("P1", 5.5, True))

    assert rows.loc["P1", ["event", "months"]].tolist() == [True, 5.0]


def test_an_attack_without_a_word_on_it_is_not_confirmed() -> None:
    assert not confirmed(("P1", 5.0, None), ("P2", 5.0, False)).loc["P1", "event"]


def test_confirmation_that_was_never_recorded_is_no_history() -> None:
    assert confirmed(("P1", 5.0, None)) is None
    assert confirmed_history(cohort(patients(PEOPLE)), study()) is None
    without = cohort(patients(PEOPLE), relapses=table("patient_id month", ("P1", 5.0)))
    assert confirmed_history(without, study()) is None


def test_onsets_that_count_are_those_of_separate_attacks() -> None:
    made = cohort(
        patients(PEOPLE),
        relapses=table("patient_id month", ("P2", 7.0), ("P1", 5.5), ("P1", 5.0), ("P1", 9.0)),
    )

    rows = separate_onsets(made, study())

    assert rows is not None
    assert rows.values.tolist() == [["P1", 5.0], ["P1", 9.0], ["P2", 7.0]]


def test_the_one_table_form_knows_no_later_onset() -> None:
    people = patients(PEOPLE, relapse_count=pd.array([1, 0, 0], dtype="Int64"))
    made = cohort(people, form="one_table", relapses=table("patient_id month", ("P1", 5.0)))

    assert separate_onsets(made, study()) is None
    assert after_washout(made, study(), 30) is None
    assert separate_onsets(cohort(patients(PEOPLE)), study()) is None


def test_attacks_and_time_within_the_washout_do_not_count() -> None:
    early, at_end = THIRTY_DAYS * 0.9, THIRTY_DAYS
    made = cohort(
        patients([*PEOPLE, ("P4", "B", 0.5)]),
        relapses=table("patient_id month", ("P1", early), ("P1", 9.0), ("P2", at_end)),
    )

    rows: Any = after_washout(made, study(), 30)

    rows = rows.set_index("patient_id")
    assert rows["attacks"].to_dict() == {"P1": 1, "P2": 1, "P3": 0}
    assert rows["event"].to_dict() == {"P1": True, "P2": True, "P3": False}
    assert rows.loc["P3", "follow_up_months"] == pytest.approx(12 - THIRTY_DAYS)


def test_an_onset_soon_after_one_within_the_washout_still_belongs_to_it() -> None:
    made = cohort(patients(PEOPLE), relapses=table("patient_id month", ("P1", 0.5), ("P1", 1.2)))

    rows: Any = after_washout(made, study(), 30)

    assert rows["attacks"].sum() == 0
