"""The fonts that figures and the PDF write with: those of the package, then that of the study."""

from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font, ttfFontProperty

from rtxoutcomes.study import Study
from rtxoutcomes.study.report import Font

FOLDER = Path(__file__).with_name("fonts")
# The first is DejaVu Sans cut to what figures write: a PDF carries its glyphs, and cutting the
# whole font again for each figure would take longer than drawing it. Other letters are found in
# DejaVu Sans, and those of Devanagari in the last, which is a part of Noto Sans Devanagari.
SHIPPED = ("rtxoutcomes Sans", "DejaVu Sans", "rtxoutcomes Devanagari")
for _name in ("rtxoutcomes-sans.ttf", "rtxoutcomes-devanagari.ttf"):
    fontManager.addfont(FOLDER / _name)
_OWN: ContextVar[str] = ContextVar("own", default="")


def families() -> tuple[str, ...]:
    """The names of the fonts, in the order in which letters are looked for."""
    return (*SHIPPED, *filter(None, (_OWN.get(),)))


@cache
def files_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The files of fonts, by their names."""
    return tuple(findfont(FontProperties(family=name)) for name in names)


def write_for(study: Study) -> None:
    """From here on, take letters that no shipped font has from the font of this study."""
    font = study.report.font
    _OWN.set(_registered(font.place, font.sha256) if font is not None and font.place else "")


@cache
def _registered(place: str, sha256: str) -> str:
    """The name of a font by its content: a font of the same family may be installed as well."""
    name = f"rtxoutcomes study {sha256[:16]}"
    fontManager.ttflist.append(replace(ttfFontProperty(get_font(place)), name=name, fname=place))
    return name


def family_of(font: Font) -> str:
    """The name by which a system knows the font of a study; empty where it was not found."""
    return str(get_font(font.place).family_name) if font.place else ""


def lacking(text: str, font: Font | None) -> str:
    """The characters of a text that neither a shipped font nor that of the study has.

    Raises
    ------
    ValueError
        The font of the study is no font.
    """
    files = [*files_of(SHIPPED), *([font.place] if font is not None and font.place else [])]
    known = frozenset().union(*map(_letters, files))
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known))


@cache
def _letters(file: str) -> frozenset[int]:
    try:
        return frozenset(get_font(file).get_charmap())
    except (RuntimeError, OSError):
        must = "must be a TrueType or OpenType font"
    raise ValueError(must)
