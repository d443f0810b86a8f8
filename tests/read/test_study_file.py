"""Study files."""

import doctest
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from rtxoutcomes.errors import StudyError, UsageFault
from rtxoutcomes.read import study_file
from rtxoutcomes.read.study_file import (
    bundled_cohort_path,
    bundled_studies,
    own_study_hash,
    parse_study,
    read_study,
    study_of,
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


def test_the_font_of_a_study_is_found_next_to_its_file(tmp_path: Path) -> None:
    path, font = tmp_path / "trial.toml", tmp_path / "own.ttf"
    path.write_text(f'{SOUND}[report]\nfont = "own.ttf"\n', encoding="utf-8")
    with pytest.raises(
        StudyError, match=r"report\.font: own\.ttf: must be a file that can be read"
    ):
        read_study(path)
    font.write_bytes(b"letters")

    found = read_study(path).report.font

    assert found is not None
    assert found.sha256 == hashlib.sha256(b"letters").hexdigest()
    assert found.place == str(font.resolve())
    assert str(tmp_path) not in read_study(path).model_dump_json()
    assert "font" not in read_study("nabiuni2023").model_dump_json()


def test_a_font_is_a_path_in_quotes() -> None:
    for wrong in ('""', "3", '{ path = "a.ttf" }'):
        text = f"{SOUND}[report]\nfont = {wrong}\n"
        with pytest.raises(StudyError, match=r"report\.font: must be the path of a font file"):
            parse_study(text.encode(), "trial.toml")


def test_every_fault_is_reported_with_the_path_of_its_key() -> None:
    text = SOUND.replace('drug = "a drug"', 'drugg = "a drug"') + (
        '[[scores]]\nname = "x"\ncolumn = "x"\nlabel = "X"\nunit = ""\nminimum = "low"\n'
        "maximum = 1\nstep = -1\nbaseline_months = [-1, 0]\nfollow_up_months = [1, 2]\n"
    )

    with pytest.raises(StudyError) as caught:
        parse_study(text.encode(), "trial.toml")

    problems = {problem.path: problem.must for problem in caught.value.problems}
    assert problems["study.drug"].startswith("is missing; for example drug = ")
    assert problems["study.drugg"] == "is not a key of a study file; did you mean drug?"
    assert "scores.x.minimum" in problems
    assert "scores.x.step" in problems


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

    assert [p.path for p in caught.value.problems] == ["study.title", "diagnoses.A.label"]
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

    assert [p.path for p in caught.value.problems] == ["diagnoses.A.label"]
    assert label not in str(caught.value)


def test_numbers_of_a_publication_are_nobodys() -> None:
    text = SOUND.replace('drug = "a drug"', 'drug = "a drug"\nreference = "X et al. 0084575948"')

    assert parse_study(text.encode(), "trial.toml").study.reference.endswith("0084575948")


def test_a_folder_or_a_file_finds_its_study(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(SOUND, encoding="utf-8")
    table = tmp_path / "clinic.csv"
    table.write_text("", encoding="utf-8")
    other = SOUND.replace('"trial"', '"other"')
    (tmp_path / "clinic.study.toml").write_text(other, encoding="utf-8")

    assert study_of(tmp_path).id == "trial"
    assert study_of(str(table)).id == "other"


def test_the_bundled_study_is_that_of_the_bundled_cohort_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = bundled_cohort_path("nabiuni2023")
    copied = shutil.copytree(bundled, tmp_path / "cohort")
    monkeypatch.chdir(bundled)

    assert study_of(bundled).id == "nabiuni2023"
    assert study_of(".").id == "nabiuni2023"
    with pytest.raises(UsageFault, match="has no study file"):
        study_of(copied)


def test_a_cohort_without_a_study_is_told_how_to_get_one(tmp_path: Path) -> None:
    table = tmp_path / "clinic.csv"
    table.write_text("", encoding="utf-8")
    (tmp_path / "09125550143").mkdir()

    remedy = r"`rtxoutcomes template DIR` writes one.*--study: a file, or nabiuni2023"
    with pytest.raises(UsageFault, match=rf"study\.toml in that folder; {remedy}"):
        study_of(tmp_path)
    with pytest.raises(UsageFault, match=rf"NAME\.study\.toml next to that file; {remedy}"):
        study_of(table)
    with pytest.raises(UsageFault, match="No such file"):
        study_of(tmp_path / "nothing")
    with pytest.raises(UsageFault) as caught:
        study_of(tmp_path / "09125550143")
    assert "0912" not in str(caught.value)


def test_a_study_file_that_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    folder, link, pipe = (tmp_path / name for name in ("folder", "link", "pipe"))
    for place in (folder, link, pipe):
        place.mkdir()
    (folder / "study.toml").mkdir()
    (link / "study.toml").symlink_to(tmp_path / "nothing")
    os.mkfifo(pipe / "study.toml")

    for place in (folder, pipe):
        with pytest.raises(UsageFault, match=r"study\.toml: must be a regular file"):
            study_of(place)
    with pytest.raises(UsageFault, match=r"study\.toml: must"):
        study_of(link)


def test_faults_of_the_study_of_a_cohort_are_faults_of_a_study_file(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(SOUND.replace("drug", "drugg"), encoding="utf-8")

    with pytest.raises(StudyError, match=r"study\.toml: 2 faults"):
        study_of(tmp_path)


def test_the_hash_of_the_own_study_file_is_known_if_it_is_the_study_that_is_used(
    tmp_path: Path,
) -> None:
    path = tmp_path / "study.toml"
    path.write_text(SOUND, encoding="utf-8")
    digest = hashlib.sha256(SOUND.encode()).hexdigest()

    assert own_study_hash(tmp_path, study_of(tmp_path)) == {"study.toml": digest}
    assert own_study_hash(tmp_path, read_study("nabiuni2023")) == {}
    path.write_text("[study", encoding="utf-8")
    assert own_study_hash(tmp_path, read_study("nabiuni2023")) == {}
    assert own_study_hash(bundled_cohort_path("nabiuni2023"), read_study("nabiuni2023")) == {}


def test_the_example_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert doctest.testmod(study_file) == (0, 3)
