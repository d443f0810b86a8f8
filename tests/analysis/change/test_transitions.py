"""Transitions between bands of a score."""

import pandas as pd

from analysis.selection import select
from analysis.small import full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame

MONTHS = (0.0, 12.0)


def transitions(made: Cohort, score: str = "edss", group: str = "A") -> pd.DataFrame:
    frame = estimates_frame(transition_rows(made, study(), study().score(score)))
    return select(frame, analysis="transition", endpoint=score, group=group)


def counts(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Patients by band at baseline and band at the last visit."""
    last = select(frame, month=None)
    bands = zip(last["level"], last["against"], strict=True)
    return dict(zip(bands, last["estimate"], strict=True))


def pairs(*values: tuple[float, float]) -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(values))])
    seen = [
        (f"P{k}", m, v) for k, pair in enumerate(values) for m, v in zip(MONTHS, pair, strict=True)
    ]
    return cohort(people, visits=visits(*seen))


def test_each_patient_moves_once_from_band_to_band() -> None:
    moved = counts(transitions(pairs((0, 1), (0, 0), (1, 5), (5, 5.5), (5.5, 5), (10, 6))))

    assert len(moved) == 9
    assert {bands: number for bands, number in moved.items() if number > 0} == {
        ("0", "0"): 1,
        ("0", "1-5"): 1,
        ("1-5", "1-5"): 1,
        ("1-5", "5.5-10"): 1,
        ("5.5-10", "1-5"): 1,
        ("5.5-10", "5.5-10"): 1,
    }


def test_counts_of_transitions_are_those_of_the_pairs() -> None:
    frame = transitions(full())

    for month in (None, 12.0):
        visit = select(frame, month=month)
        assert visit["estimate"].sum() == visit["n"].iloc[0] == 12


def test_without_steps_the_clinical_limits_make_the_bands() -> None:
    moved = counts(transitions(full(), "igg"))

    assert list(moved) == [("<7", "<7"), ("<7", ">=7"), (">=7", "<7"), (">=7", ">=7")]
    assert moved[">=7", ">=7"] == 12


def test_a_score_with_neither_has_no_such_table() -> None:
    block = study().model_dump()["scores"][0] | {"worsening": {}}
    plain = study(scores=[block])

    assert transition_rows(full(), plain, plain.score("edss")) == []


def test_a_diagnosis_without_pairs_keeps_its_rows() -> None:
    assert set(transitions(full("A"), group="B")["note"]) == {"group_absent"}


def test_patients_without_a_pair_are_counted_as_dropped() -> None:
    people = patients([("P1", "A", 12.0), ("P2", "A", 12.0)])
    made = cohort(people, visits=visits(("P1", 0.0, 3.0), ("P2", 0.0, 3.0)))

    frame = transitions(made)

    assert set(frame["note"]) == {"n_zero"}
    assert set(frame["dropped"]) == {2}
