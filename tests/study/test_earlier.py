"""Keys of study files that were in another place before are read where they were."""

from pathlib import Path

import pytest
from pydantic import ValidationError

import rtxoutcomes as rtx
from cohorts import STUDY
from rtxoutcomes.study import Study

IDENTITY: dict[str, object] = {"id": "trial", "title": "A trial", "drug": "a drug"}
FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "study_0.1"


def made(**blocks: object) -> Study:
    return Study.model_validate({**STUDY, "multiplicity": {}, **blocks})


def test_a_file_with_every_early_key_keeps_what_it_declared() -> None:
    study = rtx.read_study(FROZEN / "every_key.toml")
    (outcome,) = study.outcomes

    assert study.study.assessor_blinded is False
    assert (outcome.role, outcome.label, outcome.endpoint) == ("primary", "...", None)
    assert study.report.p_values == "declared"


def test_the_block_of_outcomes_of_earlier_files_is_read() -> None:
    study = made(outcomes={"assessor_blinded": True, "primary": "the change of EDSS"})

    assert study.study.assessor_blinded is True
    assert [(each.role, each.label) for each in study.outcomes] == [
        ("primary", "the change of EDSS")
    ]
    assert made(outcomes={"assessor_blinded": True}).outcomes == ()


def test_the_policy_on_p_values_is_read_in_its_earlier_place() -> None:
    assert made(multiplicity={"p_values": "all"}).report.p_values == "all"
    assert made(report={"p_values": "all"}).report.p_values == "all"
    both = made(multiplicity={"p_values": "all"}, report={"p_values": "all", "tables": []})
    assert (both.report.p_values, both.report.tables) == ("all", ())


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        (
            {"multiplicity": {"p_values": "all"}, "report": {"p_values": "declared"}},
            "multiplicity.p_values: is read as report.p_values now, and both are given",
        ),
        (
            {
                "study": IDENTITY | {"assessor_blinded": True},
                "outcomes": {"assessor_blinded": False},
            },
            "outcomes.assessor_blinded: is read as study.assessor_blinded now, and both are given",
        ),
        ({"outcomes": {"main": "EDSS"}}, r"outcomes: 'main' is not a key of it, and each outcome"),
        ({"multiplicity": {"p_values": "some"}}, "p_values"),
        ({"outcomes": {"primary": 3}}, "outcomes"),
    ],
)
def test_a_key_in_both_places_must_say_the_same(blocks: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        made(**blocks)
