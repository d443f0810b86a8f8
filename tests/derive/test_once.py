"""Frames that are derived once a run."""

from dataclasses import replace

import pandas as pd

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.once import once, one_run
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.study import Study

COHORT, STUDY = bundled_cohort(), read_study("nabiuni2023")


class Counted:
    """A derivation that counts how often it was asked."""

    def __init__(self, *, collected: bool = True) -> None:
        self.times = 0
        self.collected = collected
        self.__name__ = "counted"

    def __call__(self, cohort: Cohort, _: Study) -> pd.DataFrame | None:
        self.times += 1
        return pd.DataFrame({"n": [len(cohort.patients)]}) if self.collected else None


def test_within_a_run_it_is_derived_once() -> None:
    counted = Counted()
    ask = once(counted)

    with one_run():
        first, second = ask(COHORT, STUDY), ask(COHORT, STUDY)

    assert counted.times == 1
    assert first is not None
    assert second is not None
    pd.testing.assert_frame_equal(first, second)


def test_what_was_not_collected_is_asked_for_once_too() -> None:
    counted = Counted(collected=False)
    ask = once(counted)

    with one_run():
        assert ask(COHORT, STUDY) is None
        assert ask(COHORT, STUDY) is None

    assert counted.times == 1


def test_another_cohort_and_another_study_have_frames_of_their_own() -> None:
    counted = Counted()
    ask = once(counted)
    fewer = replace(COHORT, patients=COHORT.patients.head(3))

    with one_run():
        of_all, of_few = ask(COHORT, STUDY), ask(fewer, STUDY)
        ask(COHORT, STUDY.model_copy())

    assert counted.times == 3
    assert of_all is not None
    assert of_few is not None
    assert (of_all["n"].item(), of_few["n"].item()) == (len(COHORT.patients), 3)


def test_who_writes_into_a_frame_changes_nobody_elses() -> None:
    ask = once(Counted())

    with one_run():
        mine = ask(COHORT, STUDY)
        assert mine is not None
        mine.loc[0, "n"] = -1
        other = ask(COHORT, STUDY)

    assert other is not None
    assert other["n"].item() == len(COHORT.patients)


def test_nothing_is_kept_between_runs_or_outside_of_them() -> None:
    counted = Counted()
    ask = once(counted)

    for _ in range(2):
        with one_run():
            ask(COHORT, STUDY)
    ask(COHORT, STUDY)
    ask(COHORT, STUDY)

    assert counted.times == 4
