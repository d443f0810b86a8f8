"""The id of a report, and the files that carry it."""

import io
import zipfile

import pytest
from matplotlib.figure import Figure

from released import bundled
from rtxoutcomes.figures.style import render
from rtxoutcomes.publish.report_id import report_id
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.adverse_events import safety
from rtxoutcomes.text.model import Text
from rtxoutcomes.text.plate import Book
from rtxoutcomes.text.word import manuscript_docx

STUDY = read_study("nabiuni2023")
INPUTS = {"patients.csv": "1" * 64}
OWN = report_id(INPUTS, STUDY)


def test_it_changes_with_an_input_and_with_the_study() -> None:
    other = STUDY.model_copy(update={"relapse": {"merge_days": 31}})

    assert report_id(dict(INPUTS), STUDY) == OWN
    assert OWN.startswith("rtxoutcomes-report:") and len(OWN) == 35
    assert len({OWN, report_id({"patients.csv": "2" * 64}, STUDY), report_id(INPUTS, other)}) == 3


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_figure_carries_it_and_one_of_a_notebook_none(form: str) -> None:
    def drawn(identifier: str) -> bytes:
        figure = Figure(figsize=(1, 1))
        return render(figure, (form,), identifier)[form]  # type: ignore[index,arg-type]

    assert OWN.encode() in drawn(OWN)
    assert b"rtxoutcomes-report" not in drawn("")
    assert drawn(OWN) == drawn(OWN)


def test_a_word_file_carries_it() -> None:
    table = safety(bundled())
    book = Book(Text((), "", ""), (), (), table, "A title", "Synthetic data", (), identifier=OWN)

    archive = zipfile.ZipFile(io.BytesIO(manuscript_docx(book, DEFAULT.fonts)))

    assert f"<dc:identifier>{OWN}</dc:identifier>" in archive.read("docProps/core.xml").decode()
