"""manuscript.pdf, set by typst: tagged, without LaTeX, network or system fonts."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib as mpl
import typst

from rtxoutcomes.figures.typefaces import FOLDER


def manuscript_pdf(source: str, font: str = "") -> bytes:
    """The document as PDF: the same bytes for the same source, wherever it is set.

    `font` is the path of a font for letters that the others lack.

    It claims PDF/UA-1, the standard for those who read by ear: typst refuses what falls short of
    it, such as a figure without words. The other fonts come with typst, matplotlib and the package.
    """
    folders = [Path(mpl.get_data_path()) / "fonts" / "ttf", FOLDER]
    # Typst takes folders only, and that of a font may hold others.
    with TemporaryDirectory() as own:
        if font:
            shutil.copyfile(font, Path(own) / Path(font).name)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[*folders, Path(own)])
        made = typst.compile(
            source.encode(), font_paths=fonts, format="pdf", pdf_standards="ua-1", timestamp=0
        )
    return bytes(made)
