"""The form of a study file: old files stay readable, and a newer one is refused in one finding."""

from pathlib import Path

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.errors import StudyError
from rtxoutcomes.read.study_file import parse_study
from rtxoutcomes.study import Study
from rtxoutcomes.study.schema_version import NEWEST
from rtxoutcomes.study.template import study_template

# Study files as they were written for the first form, never edited since: the first of all, one
# with another drug and event, and one with every key that there was when forms got a number.
FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "study_0.1"
OLD = sorted(FROZEN.glob("*.toml"))
BUNDLED = rtx.read_study("nabiuni2023")


def parsed(text: str) -> Study:
    return parse_study(text.encode(), "study.toml")


def with_version(version: str) -> str:
    text = (FROZEN / "first.toml").read_text(encoding="utf-8")
    return f"schema_version = {version}\n{text}"


@pytest.mark.parametrize(
    ("name", "groups", "scores", "channels", "event"),
    [
        ("first", ("RRMS", "SPMS", "NMOSD"), ["edss", "igg"], ["skype", "whatsapp"], "Relapse"),
        ("asthma", ("ALLERGIC", "EOS"), ["act"], ["app"], "Exacerbation"),
        ("every_key", ("RRMS", "SPMS"), ["edss"], ["whatsapp"], "Relapse"),
    ],
)
def test_a_study_file_of_the_first_form_is_read(
    name: str, groups: tuple[str, ...], scores: list[str], channels: list[str], event: str
) -> None:
    study = rtx.read_study(FROZEN / f"{name}.toml")

    assert study.codes == groups
    assert [score.name for score in study.scores] == scores
    assert [channel.name for channel in study.channels] == channels
    assert study.relapse.label == event
    assert study.schema_version is None


def test_every_frozen_file_is_tried() -> None:
    assert [path.stem for path in OLD] == ["asthma", "every_key", "first"]


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_the_key_is_in_no_dump_of_a_file_without_it(path: Path) -> None:
    # Manifests hold the hash of the dump.
    assert "schema_version" not in rtx.read_study(path).model_dump_json()


def test_a_file_may_name_its_form() -> None:
    study = parsed(with_version('"0.1"'))

    assert study.schema_version == "0.1"
    assert study.scores == rtx.read_study(FROZEN / "first.toml").scores


@pytest.mark.parametrize("version", ["0.2", "0.10", "1.0"])
def test_a_newer_form_is_one_finding_whatever_else_the_file_holds(version: str) -> None:
    text = f'schema_version = "{version}"\n[cohort]\nname = "of the future"\n'

    with pytest.raises(StudyError) as caught:
        parsed(text)

    (problem,) = caught.value.problems
    assert f'schema_version "{version}" is newer than "0.1"' in problem.must
    assert "install a newer one" in problem.must


@pytest.mark.parametrize("version", ['"0.0"', '"first"', '""', "0.1", "1"])
def test_what_is_no_form_is_a_fault_of_that_key(version: str) -> None:
    with pytest.raises(StudyError) as caught:
        parsed(with_version(version))

    assert [problem.path for problem in caught.value.problems] == ["schema_version"]


def test_the_template_names_the_form() -> None:
    assert f'\nschema_version = "{NEWEST}"' in study_template(BUNDLED)
    assert parsed(study_template(BUNDLED)).schema_version == NEWEST
