"""What a report is rerun from."""

import json
from pathlib import Path

import pytest

from analysis.small import full
from released import PLAN
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.owned.record import sha256
from rtxoutcomes.publish.recorded import recorded_tables
from rtxoutcomes.publish.rerun import Given, Rerunnable, rerunnable
from rtxoutcomes.read.content import MAX_BYTES
from rtxoutcomes.read.study_file import bundled_cohort_path, read_study, study_text
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.study import Study

OUTPUTS = ("results.csv", "curves.csv", "manuscript.md", "tables/safety.md", "report.html")


def folder(
    tmp_path: Path,
    inputs: dict[str, str],
    outputs: tuple[str, ...] = OUTPUTS,
    study: Study = PLAN,
    **more: object,
) -> Path:
    content = {"inputs": inputs, "outputs": dict.fromkeys(outputs, ""), "tables": {}} | more
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "study.toml").write_bytes(study_text(study))
    (tmp_path / "manuscript.template.md").write_text("n", encoding="utf-8")
    return tmp_path


def read(place: Path, cohort: Given | None = None, study: str | None = None) -> Rerunnable:
    return rerunnable(place, full() if cohort is None else cohort, study, None, MAX_BYTES)


def hashed(style: str) -> str:
    return sha256(read_style(style).model_dump_json().encode())


def test_a_report_is_rerun_in_its_style_with_its_text_and_formats(tmp_path: Path) -> None:
    outputs = (*OUTPUTS, "manuscript.template.md", "figures/edss_change.pdf")
    inputs = {"style/jama": hashed("jama"), "text/mine.md": "1"}

    own = read(folder(tmp_path, inputs, outputs))

    assert own.form.style == read_style("jama")
    assert own.form.text is not None
    assert own.form.text.name == "manuscript.template.md"
    assert own.form.every_format
    assert (own.notes, own.omitted, own.study) == ((), (), PLAN)


@pytest.mark.parametrize("name", ["jama", "of_my_own"])
def test_in_a_style_of_others_numbers_alone_are_compared(name: str, tmp_path: Path) -> None:
    own = read(folder(tmp_path, {f"style/{name}": "0"}))

    assert own.notes == (f"the style {name} is not that of this version: numbers are compared",)
    assert own.omitted == ("manuscript.md", "tables/safety.md", "report.html")


def test_a_text_in_word_is_not_in_the_report(tmp_path: Path) -> None:
    own = read(folder(tmp_path, {"text/mine.docx": "0"}))

    assert own.notes == ("the text mine.docx is not in the report: files with it are not compared",)
    assert {"manuscript.docx", "manuscript.md", "report.html"} <= set(own.omitted)


def of_the_bundled(tmp_path: Path, study: Study, exclusions: object = ()) -> Path:
    tables = recorded_tables(bundled_cohort())
    return folder(tmp_path, {}, study=study, tables=tables, exclusions=exclusions)


def test_without_a_cohort_the_bundled_one_is_taken_if_it_is_that_of_the_report(
    tmp_path: Path,
) -> None:
    plan = read_study("nabiuni2023")
    relapse = plan.relapse.model_copy(update={"merge_days": 20})
    other = plan.model_copy(update={"relapse": relapse})
    place = of_the_bundled(tmp_path, other, exclusions=[{"reason": "x", "patients": 1}])

    own = rerunnable(place, None, None, None, MAX_BYTES)

    assert own.cohort.origin == "synthetic"
    assert own.notes == (
        "the report excluded patients in memory: pass the same cohort to verify_report",
        "the study differs from the bundled one in relapse.merge_days",
    )


def test_a_cohort_by_its_path_has_its_own_study_else_that_which_is_named(tmp_path: Path) -> None:
    plan = read_study("nabiuni2023")
    place = of_the_bundled(tmp_path, plan.model_copy(update={"claims": ()}))
    path = bundled_cohort_path("nabiuni2023")

    assert read(place, path).study == plan
    assert read(place, path, "nabiuni2023").study == plan


def test_a_cohort_without_a_study_file_has_that_of_the_report(tmp_path: Path) -> None:
    plan = read_study("nabiuni2023").model_copy(update={"claims": ()})
    place, path = tmp_path / "report", tmp_path / "cohort"
    place.mkdir()
    path.mkdir()
    for file in bundled_cohort_path("nabiuni2023").iterdir():
        (path / file.name).write_bytes(file.read_bytes())

    assert read(of_the_bundled(place, plan), path).study == plan
    own = rerunnable(place, path, None, path, MAX_BYTES)
    assert own.before is not None
