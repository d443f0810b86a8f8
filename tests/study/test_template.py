"""A study file to fill in."""

from pathlib import Path

import pytest

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.read.study_file import parse_study
from rtxoutcomes.study import Study
from rtxoutcomes.study.template import study_template

FULL = parse_study(Path(__file__).with_name("full.toml").read_bytes(), "full")


def read_back(study: Study) -> Study:
    return parse_study(study_template(study).encode(), "template")


@pytest.mark.parametrize("study", [BUNDLED, ASTHMA, FULL], ids=lambda study: study.id)
def test_it_reads_back_with_the_plan_of_the_study(study: Study) -> None:
    result = read_back(study)

    missing = study.missing.model_copy(update={"excluded": {}})
    kept = {
        "schema_version": "0.1",
        "study": result.study,
        "claims": (),
        "synthesis": None,
        "missing": missing,
    }
    assert result == study.model_copy(update=kept)
    assert result.study.design == study.study.design
    assert result.study.id_pattern == study.study.id_pattern
    assert result.study.reference_group == study.study.reference_group


@pytest.mark.parametrize("study", [BUNDLED, FULL], ids=lambda study: study.id)
def test_nothing_that_only_that_study_may_say_is_copied(study: Study) -> None:
    result = study_template(study)

    words = ("nabiuni2023", study.study.title, study.study.reference, "rituximab", "claims")
    assert not [word for word in words if word in result and word != "..."]
    assert 'title = "[Title of the study]"' in result
    assert 'drug = "[Drug and dose]"' in result
    assert "reference =" not in result.partition("[[diagnoses]]")[0]
    assert "excluded" not in result


def test_each_key_is_explained_once() -> None:
    lines = [line for line in study_template(BUNDLED).splitlines() if "  # " in line]

    assert len(lines) > 15
    assert len({line.split("  # ")[1] for line in lines}) == len(lines)


def test_any_text_survives() -> None:
    words = 'a "quoted" \\ line, # no comment, \u06a9\u0648\u0686\u06a9 and \U0001f9e0'
    channel = BUNDLED.channels[0].model_copy(
        update={"purpose": words, "activity_labels": {"session": words}}
    )
    study = BUNDLED.model_copy(update={"channels": (channel, *BUNDLED.channels[1:])})

    result = read_back(study)

    assert result.channels[0].purpose == words
    assert result.channels[0].activity_labels == {"session": words}
