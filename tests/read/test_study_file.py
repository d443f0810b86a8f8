"""Study files."""

import os
from pathlib import Path

import pytest

from rtxoutcomes.errors import StudyError, UsageFault
from rtxoutcomes.read.study_file import (
    bundled_cohort_path,
    bundled_studies,
    parse_study,
    read_study,
)

SOUND = """
[study]
id = "trial"
title = "A trial"
drug = "a drug"
[[diagnoses]]
code = "A"
label = "First"
"""


def test_the_bundled_study_is_read_by_its_name() -> None:
    assert "nabiuni2023" in bundled_studies()
    assert read_study("nabiuni2023").codes == ("RRMS", "SPMS", "NMOSD")
    assert (bundled_cohort_path("nabiuni2023") / "patients.csv").is_file()


def test_a_study_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "trial.toml"
    path.write_text("\ufeff" + SOUND, encoding="utf-8")

    assert read_study(path).id == "trial"


def test_every_fault_is_reported_with_the_path_of_its_key() -> None:
    text = SOUND.replace('drug = "a drug"', 'drugg = "a drug"') + (
        '[[scores]]\nname = "x"\ncolumn = "x"\nlabel = "X"\nunit = ""\nminimum = "low"\n'
        "maximum = 1\nstep = -1\nbaseline_months = [-1, 0]\nfollow_up_months = [1, 2]\n"
    )

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")

    problems = {problem.path: problem.must for problem in caught.value.problems}
    assert problems["study.drug"] == "is missing"
    assert problems["study.drugg"] == "is not a key of a study file"
    assert "scores[0].minimum" in problems
    assert "scores[0].step" in problems


def test_joined_faults_of_a_block_are_separated() -> None:
    text = SOUND + SOUND.split("[[diagnoses]]")[1].join(["[[diagnoses]]"] * 2)[13:] * 0
    text += '[multiplicity]\nfamily = ["x.A.t", "y.A.t"]\n'

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")

    assert len(caught.value.problems) == 2
    assert caught.value.problems[0].path == "study file"


@pytest.mark.parametrize(
    ("content", "words"), [(b"[study", "must be TOML"), (b"\xff\xfe", "must be UTF-8")]
)
def test_what_is_no_toml_is_reported(content: bytes, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        parse_study(content, "trial.toml")


def test_an_unknown_name_or_a_folder_is_a_fault_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"a bundled name \(.*nabiuni2023"):
        read_study("nothing")
    with pytest.raises(UsageFault, match="not a folder"):
        read_study(tmp_path)
    with pytest.raises(UsageFault, match="no bundled cohort"):
        bundled_cohort_path("nothing")


def test_a_pipe_or_a_device_is_no_study(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "study.toml")

    for path in (tmp_path / "study.toml", Path("/dev/zero")):
        with pytest.raises(UsageFault, match="must be a regular file; a study is"):
            read_study(path)


def test_a_study_of_a_megabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(SOUND.encode() + b"#" * 2**20)

    with pytest.raises(UsageFault, match=r"must not exceed 1 MiB"):
        read_study(path)


@pytest.mark.parametrize(
    "bad", ["\\u0000", "\\u001b[1m", "\\u202e", "\\ufffe", "\\n", "", "x" * 100_000]
)
def test_a_label_that_no_report_could_print_is_a_fault_of_its_key(bad: str) -> None:
    text = SOUND.replace('label = "First"', f'label = "{bad}"').replace("A trial", bad)

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")

    assert [p.path for p in caught.value.problems] == ["study.title", "diagnoses[0].label"]
    assert str(caught.value).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "label",
    [
        "First 0084575948",
        "Women of 97 years",
        "DE89370400440532013000",
        "file 4471-10",
        "a@b.example",
    ],
)
def test_a_label_that_identifies_somebody_is_refused_and_not_repeated(label: str) -> None:
    text = SOUND.replace('label = "First"', f'label = "{label}"')

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")

    assert [p.path for p in caught.value.problems] == ["diagnoses[0].label"]
    assert label not in str(caught.value)


def test_numbers_of_a_publication_are_nobodys() -> None:
    text = SOUND.replace('drug = "a drug"', 'drug = "a drug"\nreference = "X et al. 0084575948"')

    assert parse_study(text.encode(), "trial.toml").study.reference.endswith("0084575948")
