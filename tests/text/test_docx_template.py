import io
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document
from docx.document import Document as Doc

from released import bundled
from rtxoutcomes.errors import TextError, UsageFault
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.docx_template import fill_docx, opened, plain_text, word_bytes
from rtxoutcomes.text.plate import Book
from rtxoutcomes.text.strobe import checklist
from text.filled import FIGURES, own, plates, setting_of
from word_reading import style_of

OWN = own("bundled")
TABLES, MARK = all_tables(bundled()), bundled().mark
FOOTNOTES = (
    b'<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    b'wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>n = {{ edss.RRMS.'
    b"mean_change.n }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def authors(*paragraphs: Sequence[str] | str) -> Doc:
    """A file with a paragraph for each text; a sequence is the runs Word split it into."""
    document = Document()
    for paragraph in paragraphs:
        made = document.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            made.add_run(run)
    return document


def saved(document: Doc) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def filled(document: Doc) -> Doc:
    return fill_docx(opened(saved(document), "mine.docx"), "mine.docx", OWN).document


def finished(document: Doc) -> Doc:
    done = fill_docx(opened(saved(document), "mine.docx"), "mine.docx", OWN)
    listed = checklist(bundled(), OWN.known, TABLES, FIGURES, done.text)
    book = Book(done.text, TABLES, plates((85.0, "Dots.", "Dots")), listed, "A study", MARK)
    return Document(io.BytesIO(word_bytes(done, book, DEFAULT.fonts)))


def test_references_are_found_though_word_split_them() -> None:
    document = authors(("Change {", "{ edss.NMO", "SD.mean_change }", "} (", "{{study.drug}}", ")"))
    document.paragraphs[0].runs[0].italic = True

    done = filled(document)

    assert done.paragraphs[0].text == "Change −0.57 (low-dose rituximab)"
    assert done.paragraphs[0].runs[0].italic


def test_they_are_found_in_tables_headers_and_notes() -> None:
    document = authors("Body")
    document.add_table(1, 1).cell(0, 0).text = "{{ edss.NMOSD.mean_change }}"
    document.sections[0].header.paragraphs[0].text = "{{ study.mark }}"

    done = filled(document)

    assert done.tables[0].cell(0, 0).text == "−0.57"
    assert done.sections[0].header.paragraphs[0].text == "Synthetic data"


def test_they_are_found_in_footnotes() -> None:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(authors("x")))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                kind = (
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                )
                entry = (
                    b'<Override PartName="/word/footnotes.xml" ContentType="'
                    + kind
                    + b'"/></Types>'
                )
                data = data.replace(b"</Types>", entry)
            if name == "word/_rels/document.xml.rels":
                kind = (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                )
                entry = b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/>'
                data = data.replace(b"</Relationships>", entry + b"</Relationships>")
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", FOOTNOTES)

    done = fill_docx(opened(content.getvalue(), "mine.docx"), "mine.docx", OWN)

    with zipfile.ZipFile(io.BytesIO(saved(done.document))) as file:
        assert b"n = 42" in file.read("word/footnotes.xml")


def test_the_text_knows_headings_items_and_the_rows_behind_numbers() -> None:
    document = Document()
    document.add_heading("Title", 0)
    document.add_heading("Results", 1)
    document.add_paragraph("n = {{ edss.NMOSD.mean_change.n }}", style="List Bullet")

    done = fill_docx(document, "mine.docx", OWN).text

    shaped = [(p.kind, p.level, p.text) for p in done.paragraphs if p.text]
    assert shaped == [("title", 1, "Title"), ("heading", 1, "Results"), ("item", 0, "n = 14")]
    (number,) = [p for q in done.paragraphs for p in q.pieces if p.sources]
    assert bundled().estimates.iloc[number.sources[0]]["endpoint"] == "edss"
    assert done.markdown.startswith("Title\n\nResults")


def test_a_block_takes_the_look_of_the_paragraph_that_asks_for_it() -> None:
    document = authors("{{ block.limitations }}", "{{ block.further_methods }}")
    document.paragraphs[1].runs[0].font.name = "Courier New"

    done = filled(document)

    bulleted = [p.text for p in done.paragraphs if style_of(p) == "List Bullet"]
    assert any(text.startswith("Follow-up differed") for text in bulleted)
    methods = next(p for p in done.paragraphs if p.text.startswith("Relapse. "))
    assert {run.font.name for run in methods.runs} == {"Courier New"}
    assert "{{" not in plain_text(done)


def test_items_have_a_bullet_where_the_file_has_no_style_for_them() -> None:
    document = authors("{{ block.limitations }}")
    element = document.styles["List Bullet"].element
    element.getparent().remove(element)

    assert filled(document).paragraphs[0].text.startswith("\N{BULLET} Synthetic data: no")


def test_tables_are_set_where_they_are_asked_for_and_the_rest_at_the_end() -> None:
    done = finished(authors("Before", "{{ block.tables }}", "After"))

    body = [element.tag.rpartition("}")[2] for element in done.element.body]
    texts = [p.text for p in done.paragraphs]
    assert len(done.tables) == len([t for t in TABLES if not t.number.startswith("S")])
    assert texts.index("Before") < texts.index("After")
    assert body.index("tbl") < [e.text for e in done.paragraphs].index("After") + body.count("tbl")
    assert len(done.inline_shapes) == 1
    assert done.paragraphs[0].text == MARK


@pytest.mark.parametrize("name", ["supplement", "appendix"])
def test_the_supplement_is_set_in_the_file_where_it_is_asked_for(name: str) -> None:
    done = finished(authors(f"{{{{ block.{name} }}}}", "{{ block.checklist }}"))

    assert len(done.tables) == len(TABLES) + 1


def test_a_score_may_be_called_block() -> None:
    document = authors("{{ block.RRMS.mean_change }}")

    with pytest.raises(TextError, match=r"block\.RRMS\.mean_change }} is not known"):
        filled(document)


def test_a_file_that_says_where_its_data_come_from_is_not_told_again() -> None:
    done = finished(authors("{{ study.mark }}", "More"))

    assert [p.text for p in done.paragraphs].count(MARK) == 1


def test_a_file_without_the_style_of_captions_gets_one() -> None:
    document = authors("Text")
    element = document.styles["Caption"].element
    element.getparent().remove(element)

    assert any(style_of(p) == "Caption" for p in finished(document).paragraphs)


def test_every_fault_is_reported_with_its_paragraph_and_nothing_is_filled() -> None:
    document = authors(
        "{{ edss.NMOSD.mean_chang }}",
        "fine",
        "{{ open",
        "in {{ block.methods }} line",
        "{{ block.method }}",
    )

    with pytest.raises(TextError) as caught:
        filled(document)

    assert [(f.place, f.must.split(";")[0]) for f in caught.value.faults] == [
        ("paragraph 1", "is not known"),
        ("paragraph 3", "is not closed in its paragraph"),
        ("paragraph 4", "is a block, and must be alone in its paragraph"),
        ("paragraph 5", "is no block"),
    ]


def test_citations_are_numbered_as_the_file_names_them() -> None:
    document = authors("{{ cite.fay2013 }} {{ cite.wilson1927 }}", "{{ block.references }}")

    done = fill_docx(document, "m.docx", setting_of(bundled(), plain_text(document)))

    texts = [p.text for p in done.document.paragraphs]
    assert texts[0] == "[1] [2]"
    assert texts[1].startswith("[1] Fay MP")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(UsageFault, match=r"mine\.docx: cannot be opened as a Word file"):
        opened(content, "mine.docx")
