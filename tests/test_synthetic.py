"""Made-up cohorts."""

from typing import Any

import pandas as pd
import pytest

from cohorts import STUDY, study
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study
from rtxoutcomes.synthetic import files, synthesise

BUNDLED = read_study("nabiuni2023")


def small(**changes: Any) -> Study:
    """A study of one diagnosis and five patients with every part of the block in use."""
    block = {
        "seed": 3,
        "declared_on": "2026-01-01",
        "follow_up_months": {"7": 2, "30": 3},
        "age_years": {"40": 5},
        "disease_duration_years": [5.0, 1.0],
        "prior_treatment": {"other": 5},
        "end_reason": {"ongoing": 5},
        "missing_between": 0.5,
        "groups": [
            {
                "diagnosis": "A",
                "patients": 5,
                "women": 5,
                "attacks": {"1": 1, "3": 1},
                "relapses_prior_year": {"1": 5},
                "scores": {
                    "edss": {"baseline_counts": {"2.0": 5}, "change_counts": {"-0.5": 5}},
                },
            }
        ],
        "infusions": {"dose_mg": 500, "days": [0, 14], "every_months": 6},
        "activities": [
            {"channel": "chat", "activity": "message", "per_month": 5, "never": 0},
        ],
        "adverse_events": [
            {"diagnosis": "A", "month": 0, "term": "rash", "grade": 1},
            {"diagnosis": "B", "month": 0, "term": "rash", "grade": 1},
        ],
    }
    return study(synthesis=block | changes)


def test_the_same_seed_gives_the_same_cohort_and_another_seed_another() -> None:
    one = files(synthesise(BUNDLED), BUNDLED)

    assert files(synthesise(BUNDLED), BUNDLED) == one
    assert files(synthesise(BUNDLED, seed=9), BUNDLED) != one


def test_a_cohort_says_that_it_is_made_up() -> None:
    told = files(synthesise(BUNDLED), BUNDLED)

    assert 'origin = "synthetic"' in told["cohort.toml"]
    assert synthesise(BUNDLED)["patients"]["patient_id"].str.startswith("SYN-").all()


def test_another_number_of_patients_keeps_the_proportions() -> None:
    patients = synthesise(BUNDLED, patients=198)["patients"]

    assert patients["diagnosis"].value_counts().to_dict() == {"RRMS": 84, "SPMS": 86, "NMOSD": 28}


def test_a_number_that_does_not_divide_is_shared_by_the_largest_remainder() -> None:
    patients = synthesise(BUNDLED, patients=10)["patients"]

    # 10 times 42, 43 and 14 over 99: 4.24, 4.34, 1.41; the last has the largest remainder.
    assert patients["diagnosis"].value_counts().to_dict() == {"RRMS": 4, "SPMS": 4, "NMOSD": 2}


def test_engagement_is_drawn_without_a_look_at_any_outcome() -> None:
    changed = BUNDLED.model_dump()
    changed["synthesis"]["groups"][0]["attacks"] = {"1": 42}
    changed["synthesis"]["groups"][0]["scores"]["igg"]["log_ratio"] = (0.5, 0.1)

    other = synthesise(Study.model_validate(changed))
    own = synthesise(BUNDLED)

    assert len(other["relapses"]) > len(own["relapses"])
    pd.testing.assert_frame_equal(other["engagement"], own["engagement"])


def test_attacks_lie_within_follow_up_and_apart() -> None:
    frames = synthesise(BUNDLED)
    ends = frames["patients"].set_index("patient_id")["follow_up_months"]
    onsets = frames["relapses"]

    gaps = onsets.groupby("patient_id")["month"].diff().dropna()

    assert (onsets["month"] < onsets["patient_id"].map(ends)).all()
    assert (onsets["month"] > 0).all()
    assert (gaps > 30 / 30.4375).all()


def test_crowded_attacks_still_find_a_place() -> None:
    crowded = small(
        follow_up_months={"7": 5},
        groups=[
            {
                "diagnosis": "A",
                "patients": 5,
                "women": 0,
                "attacks": {"4": 5},
                "relapses_prior_year": {"0": 5},
            }
        ],
    )

    frames = synthesise(crowded)

    assert (frames["relapses"].groupby("patient_id")["month"].diff().dropna() >= 1.9).all()
    assert frames["visits"]["edss"].isna().all()


def test_visits_start_and_end_with_the_stated_values_and_may_lack_some_between() -> None:
    visits = synthesise(small())["visits"]

    first = visits.groupby("patient_id")["edss"].first()
    last = visits.groupby("patient_id")["edss"].last()

    assert first.tolist() == [2.0] * 5
    assert last.tolist() == [1.5] * 5
    assert visits["edss"].isna().any()


def test_doses_come_in_courses_until_the_end() -> None:
    doses = synthesise(small())["infusions"]
    of_one = doses.groupby("patient_id")["month"].apply(list)

    assert [0.0, 0.46, 6.0, 6.46] in of_one.tolist()
    assert (doses["dose_mg"] == 500).all()


def test_an_event_of_a_diagnosis_without_patients_is_left_out() -> None:
    assert len(synthesise(small())["adverse_events"]) == 1


def test_a_study_without_the_block_cannot_be_drawn() -> None:
    with pytest.raises(UsageFault, match=r"no \[synthesis\] block"):
        synthesise(study())
    assert 'declared_on = ""' in files({}, Study.model_validate(STUDY))["cohort.toml"]
