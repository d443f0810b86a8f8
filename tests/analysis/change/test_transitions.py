"""From band to band of a score."""

from typing import Any

from analysis.small import full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame

MONTHS = (0.0, 12.0)


def moves(made: Cohort, score: str = "edss") -> Any:
    frame = estimates_frame(change_rows(made, study(), study().score(score)))
    return frame[frame["analysis"] == "transition"].set_index(["endpoint", "group", "term"])


def pairs(*values: tuple[float, float]) -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(values))])
    seen = [
        (f"P{k}", m, v) for k, pair in enumerate(values) for m, v in zip(MONTHS, pair, strict=True)
    ]
    return cohort(people, visits=visits(*seen))


def test_each_patient_moves_once_from_band_to_band() -> None:
    frame = moves(pairs((0, 1), (0, 0), (1, 5), (5, 5.5), (5.5, 5), (10, 6)))
    told = frame.loc[("edss", "A")]["estimate"].to_dict()

    assert told["0 to 0"] == 1
    assert told["0 to 1-5"] == 1
    assert told["1-5 to 1-5"] == 1
    assert told["1-5 to 5.5-10"] == 1
    assert told["5.5-10 to 1-5"] == 1
    assert told["5.5-10 to 5.5-10"] == 1
    assert sum(told.values()) == 6
    assert len(told) == 9


def test_counts_of_transitions_are_those_of_the_pairs() -> None:
    frame = moves(full())

    for endpoint in ("edss", "edss_fixed_time"):
        own = frame.loc[(endpoint, "A")]
        assert own["estimate"].sum() == own["n"].iloc[0] == 12


def test_without_steps_the_clinical_limits_make_the_bands() -> None:
    frame = moves(full(), "igg")

    told = frame.loc[("igg", "A")]["estimate"].to_dict()
    assert list(told) == ["<7 to <7", "<7 to >=7", ">=7 to <7", ">=7 to >=7"]
    assert told[">=7 to >=7"] == 12


def test_a_score_with_neither_has_no_such_table() -> None:
    block = study().model_dump()["scores"][0] | {"worsening": {}}
    plain = study(scores=[block])

    frame = estimates_frame(change_rows(full(), plain, plain.score("edss")))

    assert not (frame["analysis"] == "transition").any()


def test_a_diagnosis_without_pairs_keeps_its_rows() -> None:
    own = moves(full("A")).loc[("edss", "B")]

    assert set(own["note"]) == {"group_absent"}


def test_patients_without_a_pair_are_counted_beside() -> None:
    people = patients([("P1", "A", 12.0), ("P2", "A", 12.0)])
    made = cohort(people, visits=visits(("P1", 0.0, 3.0), ("P2", 0.0, 3.0)))

    own = moves(made).loc[("edss", "A")]

    assert set(own["note"]) == {"n_zero"}
    assert set(own["dropped"]) == {2}
