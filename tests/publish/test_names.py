"""The names of a report are known before it is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.small import full
from clinic import ASTHMA
from released import PLAN
from remembered import reports_made_once
from rtxoutcomes.publish.build import render_report
from rtxoutcomes.publish.form import Form
from rtxoutcomes.publish.names import possible_names
from rtxoutcomes.read.study_file import bundled_studies, read_study
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.study import Study

REPORTS = Path(__file__).resolve().parents[2] / "reports"


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    with reports_made_once():
        yield


@pytest.mark.parametrize(
    "form", [Form(), Form(every_format=True), Form(text=TextFile("mine.md", b"text"))]
)
def test_every_file_of_a_report_has_a_name_that_was_possible(form: Form) -> None:
    assert set(render_report(full(), PLAN, form=form).files) <= form.names(PLAN)


def test_every_file_of_the_published_report_has_one() -> None:
    names = Form().names(read_study(bundled_studies()[0]))
    files = (p for p in REPORTS.rglob("*") if p.is_file() and ".rtx" not in p.parts)

    assert {p.relative_to(REPORTS).as_posix() for p in files} <= names


@pytest.mark.parametrize(
    "study", [PLAN, ASTHMA, read_study("nabiuni2023")], ids=["plan", "asthma", "own"]
)
def test_a_pdf_is_a_name_of_those_who_ask_for_one(study: Study) -> None:
    without = possible_names(study, ("png",), ("csv",))
    with_pdf = possible_names(study, ("png",), ("csv",), pdf=True)

    assert with_pdf - without == {"manuscript.pdf"}
    assert not [name for name in without if name.endswith((".svg", ".tex.md"))]
