"""Arguments and options that several commands share."""

import inspect
import shutil
from pathlib import Path

import pytest
from typer import BadParameter

from rtxoutcomes.cli.options import DEFAULT_STUDY, allowed_numbers, cohort_study, place
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import bundled_cohort_path, bundled_studies

ASTHMA = Path(__file__).parents[1] / "studies" / "asthma.toml"


def test_the_default_study_is_that_of_the_library() -> None:
    assert DEFAULT_STUDY in bundled_studies()
    assert inspect.signature(bundled_cohort).parameters["name"].default == DEFAULT_STUDY


def test_allowed_numbers_are_columns_with_their_reasons() -> None:
    assert allowed_numbers(None) == {}
    assert allowed_numbers(["a.b= because = it is so "]) == {"a.b": "because = it is so"}
    for word in ("a.b", "a.b="):
        with pytest.raises(UsageFault, match=r"TABLE\.COLUMN=REASON"):
            allowed_numbers([word])


def test_a_cohort_has_its_own_study_and_no_other(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="has no study file"):
        cohort_study(str(tmp_path), None)

    shutil.copy(ASTHMA, tmp_path / "study.toml")

    assert cohort_study(str(tmp_path), None).id == "asthma"
    assert cohort_study(str(bundled_cohort_path(DEFAULT_STUDY)), None).id == DEFAULT_STUDY


def test_a_study_that_is_named_wins_and_one_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cohort_study(str(tmp_path), DEFAULT_STUDY).id == DEFAULT_STUDY
    own = shutil.copy(ASTHMA, tmp_path / "study.toml")
    assert cohort_study(str(tmp_path), str(own)).id == "asthma"
    assert capsys.readouterr().err == ""

    assert cohort_study(str(tmp_path), DEFAULT_STUDY).id == DEFAULT_STUDY

    line = "rtxoutcomes: note: --study nabiuni2023 is used, not the cohort's own file\n"
    assert capsys.readouterr() == ("", line)


def test_a_place_is_as_its_user_means_it() -> None:
    assert place("~/out") == str(Path.home() / "out")
    assert (place("out"), place(None)) == ("out", None)
    for empty in ("", " "):
        with pytest.raises(BadParameter, match="the path is empty"):
            place(empty)
