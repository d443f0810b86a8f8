"""Size and weight of letters, of which Word keeps those of Arabic and Indic scripts apart."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import CharacterStyle


def set_letters(style: CharacterStyle, points: float, *, bold: bool | None = None) -> None:
    """Set the size of a style for the letters of every script, and their weight if it is given."""
    font, properties = style.font, style.element.get_or_add_rPr()
    font.size = Pt(points)
    if bold is not None:
        font.bold = font.cs_bold = bold or None
    for apart in properties.findall(qn("w:szCs")):
        properties.remove(apart)
    size = properties.find(qn("w:sz"))
    size.addnext(OxmlElement("w:szCs", {qn("w:val"): size.get(qn("w:val"))}))
