import csv
import io
import re

import pytest
from docx import Document

from publish.books import book_of
from released import bundled, small
from rtxoutcomes.errors import TextError, UsageFault
from rtxoutcomes.publish.writing import Written, text_files, word_file, written
from rtxoutcomes.read.text_file import TextFile
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.manuscript import all_tables, is_supplementary

TABLES = all_tables(bundled())
TEMPLATE = "# Mine\n\nChange {{ edss.NMOSD.mean_change }}, 500 mg.\n"


def result(source: TextFile | None = None) -> Written:
    return written(bundled(), TABLES, {"participant_flow": "1"}, source)


def word(*paragraphs: str) -> TextFile:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return TextFile("mine.docx", file.getvalue())


def test_without_a_text_the_skeleton_is_filled_and_given_to_write_on_in() -> None:
    files = text_files(result(), bundled())

    assert set(files) == {
        *("manuscript.md", "manuscript.template.md", "supplement.md", "trace.csv"),
    }
    assert b"{{ edss.NMOSD.mean_change.ci }}" in files["manuscript.template.md"]
    assert "mean change −0.57; 95% CI −0.93 to −0.22; P = 0.004" in files["manuscript.md"].decode()


def test_the_template_that_is_given_is_one() -> None:
    template = text_files(result(), bundled())["manuscript.template.md"]

    again = result(TextFile("mine.md", template))

    assert again.text.markdown == result().text.markdown
    assert again.trace == result().trace


def test_the_authors_own_markdown_is_filled() -> None:
    own = result(TextFile("mine.md", TEMPLATE.encode()))

    assert own.text.markdown == "# Mine\n\nChange −0.57, 500 mg.\n"
    assert [n.numeral for n in own.trace if n.kind == "unexplained"] == ["500"]
    grids = Document(io.BytesIO(word_file(own, book_of(own), DEFAULT.fonts))).tables
    assert len(grids) == len([table for table in TABLES if not is_supplementary(table)])


def test_the_authors_own_word_file_is_filled() -> None:
    own = result(word("{{ study.mark }}", "Change {{ edss.NMOSD.mean_change }}"))

    lines = [
        p.text for p in Document(io.BytesIO(word_file(own, book_of(own), DEFAULT.fonts))).paragraphs
    ]
    assert lines[1] == "Change −0.57"
    assert set(text_files(own, bundled())) == {"manuscript.md", "supplement.md", "trace.csv"}


@pytest.mark.parametrize("source", [None, TextFile("mine.md", TEMPLATE.encode())])
def test_the_methods_of_the_results_are_those_of_manuscript_and_supplement(
    source: TextFile | None,
) -> None:
    made, skeleton = result(source), result()

    every = (*made.methods, *made.further_methods)
    methods = [p.text.split(" [")[0] for p in every]
    assert methods == [
        p.text.split(" [")[0]
        for text, heading in (
            (skeleton.text, "Statistical analysis"),
            (made.supplement, "Supplementary methods"),
        )
        for p in text.section(heading)
        if p.kind == "paragraph"
    ]
    # Their papers are numbered together, so that one list serves both.
    cited = {
        int(number)
        for p in every
        for group in re.findall(r"\[([\d,]+)\]", p.text)
        for number in group.split(",")
    }
    assert cited <= set(range(1, len(made.references) + 1))


@pytest.mark.parametrize("source", [None, TextFile("mine.md", TEMPLATE.encode())])
def test_design_and_results_are_those_of_the_skeleton_without_its_prompts(
    source: TextFile | None,
) -> None:
    made, skeleton = result(source), result().text

    assert made.results == skeleton.section("Results")
    headings = [p.text for p in made.design if p.kind == "heading"]
    assert headings == ["Design and participants", "Treatment", "Outcomes"]
    assert not [p.text for p in made.design if p.text.startswith("[Authors")]


def test_the_trace_is_a_file_with_its_origin() -> None:
    lines = list(csv.DictReader(io.StringIO(text_files(result(), bundled())["trace.csv"].decode())))

    assert {line["origin"] for line in lines} == {"synthetic"}
    assert {line["kind"] for line in lines} == {
        *("row", "structure", "study", "authors", "unused"),
    }


@pytest.mark.parametrize(
    "source", [TextFile("m.md", b"{{ nope }}"), word("{{ nope }}")], ids=["markdown", "word"]
)
def test_a_reference_to_nothing_stops_the_report(source: TextFile) -> None:
    with pytest.raises(TextError, match="is not known"):
        result(source)


def test_a_broken_word_file_is_a_fault_of_the_call() -> None:
    with pytest.raises(UsageFault, match="cannot be opened"):
        result(TextFile("mine.docx", b"no"))


def test_another_cohort_has_another_checklist() -> None:
    other = written(small(), all_tables(small()), {})

    assert other.checklist.rows != result().checklist.rows
    assert other.checklist.origin == small().origin
