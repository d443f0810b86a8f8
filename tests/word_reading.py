"""Reading back what a Word file says, with its Nones dealt with."""

from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.text.paragraph import Paragraph


def style_of(paragraph: Paragraph) -> str:
    return "" if paragraph.style is None else str(paragraph.style.name)


def is_across(section: Section) -> bool:
    wide = (section.page_width or 0) > (section.page_height or 0)
    assert wide == (section.orientation == WD_ORIENT.LANDSCAPE)
    return wide


def room(section: Section) -> int:
    """Width between the margins."""
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
