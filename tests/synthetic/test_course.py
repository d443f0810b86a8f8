"""Attacks, doses and adverse events of synthetic patients."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.study import Synthesis
from rtxoutcomes.study.synthesis import Dosing
from rtxoutcomes.synthetic.course import adverse_events_table, infusions_table, relapses_table
from rtxoutcomes.synthetic.people import patients_table
from synthetic.blocks import block, group

CROWDED = block(follow_up_months={"7": 5}, groups=[group(attacks={"4": 5})])


def made(stated: Synthesis, n: int | None = None) -> pd.DataFrame:
    return patients_table(stated, n, np.random.default_rng(1))


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=50)
def test_attacks_lie_within_follow_up_and_apart_even_where_they_barely_fit(seed: int) -> None:
    patients = made(CROWDED)

    onsets = relapses_table(CROWDED, patients, np.random.default_rng(seed))
    gaps = onsets.groupby("patient_id")["month"].diff().dropna()

    assert len(onsets) == 20
    assert onsets["month"].between(1.0, 7.0).all()
    # 30 days are 0.986 months; two months are asked for, less the tenth that is cut.
    assert (gaps > 1.89).all()


def test_as_many_patients_as_stated_have_each_number_of_attacks() -> None:
    onsets = relapses_table(block(), made(block()), np.random.default_rng(2))

    assert sorted(onsets["patient_id"].value_counts()) == [1, 3]


def test_attacks_are_spread_over_follow_up() -> None:
    stated = block(follow_up_months={"11": 5}, groups=[group(attacks={"1": 5})])

    onsets = relapses_table(stated, made(stated), np.random.default_rng(3))

    # Five attacks in the ten months from 1 to 11: one in each two of them.
    assert [int((month - 1) // 2) for month in sorted(onsets["month"])] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("share", "words"), [(0.0, {"no"}), (1.0, {"yes"})])
def test_the_share_of_confirmed_attacks_is_the_stated_one(share: float, words: set[str]) -> None:
    stated = block(attacks_confirmed=share)

    onsets = relapses_table(stated, made(stated), np.random.default_rng(4))

    assert set(onsets["confirmed_by_examination"]) == words
    assert set(onsets["detected_via"]) <= {"clinic", "chat"}


def test_no_attack_is_no_row() -> None:
    stated = block(groups=[group(attacks={})])

    assert relapses_table(stated, made(stated), np.random.default_rng(5)).empty


def test_doses_come_in_courses_until_the_end() -> None:
    patients = pd.DataFrame({"patient_id": ["a", "b", "c"], "follow_up_months": [12.0, 12.3, 12.5]})

    doses = infusions_table(Dosing(dose_mg=500, days=(0, 14), every_months=6), patients)
    months = doses.groupby("patient_id")["month"].apply(list)

    # 14 days are 0.46 months.
    assert months["a"] == [0.0, 0.46, 6.0, 6.46]
    assert months["b"] == [0.0, 0.46, 6.0, 6.46, 12.0]
    assert months["c"] == [0.0, 0.46, 6.0, 6.46, 12.0, 12.46]
    assert (doses["dose_mg"] == 500).all()


RASH = {"diagnosis": "A", "month": 0, "term": "rash", "grade": 1}
FEVER = {"diagnosis": "A", "month": 3, "term": "fever", "grade": 2, "serious": True}


def test_each_event_happens_to_another_patient() -> None:
    stated = block(adverse_events=[RASH, FEVER])

    events = adverse_events_table(stated, made(stated), np.random.default_rng(6))

    assert events["term"].tolist() == ["rash", "fever"]
    assert events["serious"].tolist() == ["no", "yes"]
    assert events["event_id"].tolist() == ["1", "2"]
    assert events["patient_id"].nunique() == 2


def test_twice_the_patients_have_twice_the_events() -> None:
    stated = block(adverse_events=[RASH, FEVER])

    events = adverse_events_table(stated, made(stated, 10), np.random.default_rng(6))

    assert events["term"].tolist() == ["rash", "fever"] * 2
    assert events["patient_id"].nunique() == 4


def test_an_event_that_finds_no_patient_is_excluded() -> None:
    rare = group(diagnosis="B", patients=1, women=0, prior_treatment={"x": 1}, attacks={})
    rare |= {"relapses_prior_year": {"0": 1}, "scores": {}}
    stated = block(
        groups=[group(), rare],
        follow_up_months={"12": 6},
        age_years={"40": 6},
        end_reason={"lost": 6},
        adverse_events=[RASH | {"diagnosis": "B"}, FEVER],
    )

    # Three patients out of six: half of two events, and no patient of the rare diagnosis.
    events = adverse_events_table(stated, made(stated, 3), np.random.default_rng(6))

    assert events.empty
