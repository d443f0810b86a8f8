"""Definitions of confirmed changes in a study file."""

from typing import Any

import pytest
from pydantic import ValidationError

from cohorts import study
from rtxoutcomes.study import Confirmed

BLOCK: dict[str, Any] = {"name": "worsening", "label": "Worsening", "score": "edss"}


def test_the_defaults_are_those_of_the_field() -> None:
    block = Confirmed(**BLOCK)

    assert (block.confirm_days, block.exclude_days_after_relapse) == (84, 30)
    assert (block.reference, block.improvement_step, block.pira) == (
        "fixed",
        "reversible",
        "mueller2023",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"score": "walk"}, "confirmed.worsening.score: 'walk' is not a score of this study"),
        ({"score": "igg"}, "confirmed.worsening.score: igg has no `worsening`"),
        ({"diagnoses": ["C"]}, "confirmed.worsening.diagnoses: 'C' is not a diagnosis"),
        ({"diagnoses": ["A", "A"]}, "confirmed.worsening.diagnoses: 'A' is repeated"),
        ({"name": "edss"}, "confirmed.edss: is the name of another endpoint or column"),
        ({"name": "relapse"}, "confirmed.relapse: is the name of another endpoint or column"),
        ({"confirm_days": 84.5}, "confirm_days"),
        ({"pira": "other"}, "pira"),
        ({"neda_months": [12, 12]}, "confirmed.worsening.neda_months: '12' is repeated"),
        ({"neda_months": [0]}, "neda_months"),
        (
            {"neda_months": [12], "kind": "improvement"},
            "confirmed.worsening.neda_months: needs a worsening",
        ),
    ],
)
def test_what_cannot_be(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        study(confirmed=[BLOCK | change])

    assert words in str(caught.value)


def test_names_differ() -> None:
    with pytest.raises(ValidationError, match="confirmed: 'worsening' is repeated"):
        study(confirmed=[BLOCK, BLOCK])


def test_a_definition_by_its_name() -> None:
    assert study(confirmed=[BLOCK]).definition("worsening").label == "Worsening"
    with pytest.raises(KeyError, match="no confirmed change 'x'; the study has worsening"):
        study(confirmed=[BLOCK]).definition("x")


def test_a_study_without_the_block_is_dumped_as_before() -> None:
    assert "confirmed" not in study().model_dump()
