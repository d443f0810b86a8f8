"""manuscript.pdf, set by typst: tagged, without LaTeX, network or system fonts."""

from pathlib import Path

import matplotlib as mpl
import typst


def manuscript_pdf(source: str) -> bytes:
    """The document as PDF: the same bytes for the same source, wherever it is set.

    It claims PDF/UA-1, the standard for those who read by ear: typst refuses what falls short of
    it, such as a figure without words. Fonts are those that come with typst and matplotlib.
    """
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    made = typst.compile(
        source.encode(), font_paths=fonts, format="pdf", pdf_standards="ua-1", timestamp=0
    )
    return bytes(made)
