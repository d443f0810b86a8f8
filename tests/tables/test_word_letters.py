"""Letters of every script have the size and weight of their style."""

import pytest
from docx import Document
from docx.oxml.ns import qn

from rtxoutcomes.tables.word_letters import set_letters


@pytest.mark.parametrize(("bold", "expected"), [(None, None), (True, True), (False, None)])
def test_the_size_is_set_once_for_each_kind_of_script(
    bold: bool | None, expected: bool | None
) -> None:
    style = Document().styles["Normal"]
    for points in (11.0, 8.5):
        set_letters(style, points, bold=bold)

    found = style.element.rPr
    sizes = [(own.tag, own.get(qn("w:val"))) for own in found if own.tag.endswith(("sz", "szCs"))]
    assert sizes == [(qn("w:sz"), "17"), (qn("w:szCs"), "17")]
    assert (style.font.bold, style.font.cs_bold) == (expected, expected)
