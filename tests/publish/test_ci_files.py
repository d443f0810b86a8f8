"""Examples for continuous integration."""

import re
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.publish.ci_files import CI_NAMES, write_ci

PLACES = {"github": ".github/workflows/rtxoutcomes.yml", "pre-commit": ".pre-commit-config.yaml"}


@pytest.mark.parametrize("name", CI_NAMES)
def test_an_example_comes_with_what_git_must_know(name: str, tmp_path: Path) -> None:
    written = write_ci(tmp_path, name)

    assert set(written) == {PLACES[name], ".gitattributes", ".gitignore"}
    text = (tmp_path / PLACES[name]).read_text(encoding="utf-8")
    assert rtx.__version__ in text and "{version}" not in text
    assert "rtxoutcomes report cohort --out reports --check" in text
    assert "cohort/** -text" in (tmp_path / ".gitattributes").read_text(encoding="utf-8")
    assert "environment.json" in (tmp_path / ".gitignore").read_text(encoding="utf-8")


def test_the_study_file_around_the_cohort_counts_as_its_tables_do(tmp_path: Path) -> None:
    write_ci(tmp_path, "pre-commit")

    hooks = (tmp_path / PLACES["pre-commit"]).read_text(encoding="utf-8")
    patterns = re.findall(r"files: (.+)", hooks)
    assert len(patterns) == 2
    assert all(re.search(own, "study.toml") for own in patterns)
    assert all(re.search(own, "cohort/visits.csv") for own in patterns)
    assert not any(re.search(own, "docs/study.toml") for own in patterns)
    assert "/study.toml -text" in (tmp_path / ".gitattributes").read_text(encoding="utf-8")


def test_files_that_are_there_are_left_and_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")

    assert ".gitignore" not in write_ci(tmp_path, "github")
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine"
    with pytest.raises(rtx.UsageFault, match="there are github, pre-commit"):
        write_ci(tmp_path, "jenkins")
