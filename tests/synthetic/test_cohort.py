"""Synthetic cohorts."""

import pandas as pd
import pytest

from cohorts import study
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study
from rtxoutcomes.synthetic import files, synthesise
from synthetic.blocks import BLOCK, group, small

BUNDLED = read_study("nabiuni2023")
OTHERS = ["patients", "visits", "relapses", "infusions", "adverse_events"]


def redrawn(**changes: object) -> Study:
    """The bundled study with keys of its block replaced."""
    dump = BUNDLED.model_dump()
    return Study.model_validate(dump | {"synthesis": dump["synthesis"] | changes})


def test_the_same_seed_gives_the_same_cohort_and_another_seed_another() -> None:
    one = files(synthesise(small()), small())

    assert files(synthesise(small()), small()) == one
    assert files(synthesise(small(), seed=9), small()) != one
    assert files(synthesise(small(), seed=9), small()) == files(
        synthesise(small(), seed=9), small()
    )


def test_a_given_seed_redraws_engagement_too() -> None:
    one = synthesise(small(), seed=BLOCK["seed"])

    assert not one["engagement"].equals(synthesise(small())["engagement"])
    pd.testing.assert_frame_equal(one["visits"], synthesise(small())["visits"])


def test_another_engagement_seed_changes_engagement_and_no_other_table() -> None:
    one, other = synthesise(BUNDLED), synthesise(redrawn(engagement_seed=1))

    assert not one["engagement"].equals(other["engagement"])
    for name in OTHERS:
        pd.testing.assert_frame_equal(one[name], other[name])


def test_other_outcomes_change_no_engagement() -> None:
    groups = [g.model_dump() for g in BUNDLED.synthesis.groups]  # type: ignore[union-attr]
    groups[0]["attacks"] = {"1": 42}
    groups[1]["scores"]["edss"]["change_counts"] = {"0.0": 43}
    groups[2]["scores"]["igg"]["log_ratio"] = (0.5, 0.1)

    one, other = synthesise(BUNDLED), synthesise(redrawn(groups=groups))

    assert len(other["relapses"]) > len(one["relapses"])
    assert not other["visits"].equals(one["visits"])
    pd.testing.assert_frame_equal(one["engagement"], other["engagement"])


def test_engagement_does_not_know_the_diagnosis() -> None:
    groups = [g.model_dump() for g in BUNDLED.synthesis.groups]  # type: ignore[union-attr]

    other = synthesise(redrawn(groups=[groups[2], groups[0], groups[1]]))

    assert other["patients"]["diagnosis"].iloc[0] == "NMOSD"
    pd.testing.assert_frame_equal(other["engagement"], synthesise(BUNDLED)["engagement"])


def test_another_number_of_patients_keeps_the_proportions() -> None:
    patients = synthesise(BUNDLED, patients=198)["patients"]

    assert patients["diagnosis"].value_counts().to_dict() == {"RRMS": 84, "SPMS": 86, "NMOSD": 28}


@pytest.mark.parametrize("patients", [1, 3, 40])
def test_every_table_of_a_small_cohort_holds_its_patients_only(patients: int) -> None:
    frames = synthesise(BUNDLED, patients=patients)
    ids = set(frames["patients"]["patient_id"])

    assert len(ids) == patients
    for frame in frames.values():
        assert set(frame["patient_id"]) <= ids


def test_a_cohort_says_in_its_files_that_it_is_synthetic_and_since_when() -> None:
    contents = files(synthesise(small()), small())["cohort.toml"]

    assert contents == (
        'origin = "synthetic"\ndeclared_by = "rtxoutcomes synthesise"\ndeclared_on = "2026-01-01"\n'
    )


def test_a_table_without_rows_still_has_its_header() -> None:
    quiet = small(activities=[], adverse_events=[], groups=[group(attacks={})])

    contents = files(synthesise(quiet), quiet)

    assert contents["engagement.csv"] == "patient_id,month,channel,activity,count\n"
    assert contents["relapses.csv"] == "patient_id,month,confirmed_by_examination,detected_via\n"
    assert contents["adverse_events.csv"].startswith("patient_id,event_id,month,term,grade")


def test_a_study_without_the_block_cannot_be_drawn() -> None:
    with pytest.raises(UsageFault, match=r"'trial' has no \[synthesis\] block"):
        synthesise(study())
    with pytest.raises(UsageFault, match=r"'trial' has no \[synthesis\] block"):
        files({}, study())


@pytest.mark.parametrize("patients", [0, -1])
def test_a_cohort_has_a_patient(patients: int) -> None:
    with pytest.raises(UsageFault, match="patients must be at least 1"):
        synthesise(small(), patients=patients)


def test_a_seed_is_not_negative() -> None:
    with pytest.raises(UsageFault, match="seed must not be below 0, got -1"):
        synthesise(small(), seed=-1)
