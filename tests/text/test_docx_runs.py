from docx import Document
from docx.text.paragraph import Paragraph

from rtxoutcomes.text.docx_runs import Change, change, joined, texts


def split(*parts: str) -> Paragraph:
    paragraph = Document().add_paragraph()
    for place, part in enumerate(parts):
        paragraph.add_run(part).bold = place % 2 == 0
    return paragraph


def test_a_paragraph_reads_as_if_it_were_not_split() -> None:
    assert joined(split("a {", "{ x", " }} b")._p) == "a {{ x }} b"


def test_the_first_run_gives_the_value_its_look() -> None:
    paragraph = split("a {", "{ x", " }} b {{ y }}")

    change(paragraph._p, [Change(2, 9, "1 < 2"), Change(12, 19, "Y")])

    assert [run.text for run in paragraph.runs] == ["a 1 < 2", "", " b Y"]
    assert paragraph.runs[0].bold


def test_nothing_changes_where_nothing_is_to_change() -> None:
    paragraph = split("a", "", "b")

    change(paragraph._p, [])

    assert paragraph.text == "ab"


def test_a_text_box_within_a_paragraph_is_not_its_text() -> None:
    outer, inner = split("outer"), split("inner")
    outer.runs[0]._r.append(inner._p)

    assert joined(outer._p) == "outer"
    assert [t.text for t in texts(inner._p)] == ["inner"]


def test_a_reference_may_go_through_several_runs() -> None:
    paragraph = split("a {", "{ x ", "", "y }} b {{ z }}{{", " w }}", "")

    change(paragraph._p, [Change(2, 11, "X"), Change(14, 21, "Z"), Change(21, 28, "W")])

    assert [run.text for run in paragraph.runs] == ["a X", "", "", " b ZW", "", ""]
