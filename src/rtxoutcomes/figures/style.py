"""How figures look, and how they become the same bytes everywhere."""

import io
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure, SubFigure
from PIL import Image
from PIL.PngImagePlugin import putchunk

from rtxoutcomes.figures.typefaces import SHIPPED, families

Form = Literal["svg", "png", "pdf"]
Dash = str | tuple[float, tuple[float, ...]]
ONE_COLUMN_MM = 85.0
TWO_COLUMNS_MM = 180.0
MM_PER_INCH = 25.4
PRINT_DPI = 300
NOTEBOOK_DPI = 110
NOTEBOOK_COLOURS = 256
# Levels above cost twice the time and save a tenth of the size of a drawing.
PNG_LEVEL = 3
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
INK = "#1b1f24"
SOFT = "#6e7781"
FAINT = "#c3c9d0"
# Colours mean groups and nothing else. Each goes with a dash and a marker of its own, since not
# every reader can distinguish colours, and print may have none. They are those of seaborn's palette
# for colour-blind readers, each at most so light that it is legible on white, the first darker than
# the second in grey.
_LIGHTEST = {0: 0.29, 3: 0.42, 2: 0.42, 4: 0.42, 5: 0.42, 7: 0.42}
_COLOUR_BLIND = sns.color_palette("colorblind")
PALETTE = tuple(
    to_hex(sns.set_hls_values(colour, l=min(lightest, (max(colour) + min(colour)) / 2)))
    for colour, lightest in ((_COLOUR_BLIND[k], most) for k, most in _LIGHTEST.items())
)
DASHES: Sequence[Dash] = (
    "-",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (3, 3)),
    (0, (8, 1.5, 1.2, 1.5, 1.2, 1.5)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")
_HOUSE_STYLE: dict[Any, Any] = {
    "font.size": 7,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "pdf.compression": 0,
    "pdf.fonttype": 42,
    "savefig.dpi": PRINT_DPI,
    "svg.fonttype": "path",
    "svg.hashsalt": "rtxoutcomes",
    # A label may hold dollar signs, which are no formula.
    "text.parse_math": False,
    "text.color": INK,
    # At 300 dots per inch letters need no help to meet the dots, and are placed as in the vector.
    "text.hinting": "no_hinting",
}
_NOT_STYLE = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "webagg.port"}
_HASHED = re.compile(rb'(?<=["#])(?:[a-zA-Z]|C\w+_)[0-9a-f]{10}(?=[")])')
_HOUSE: ContextVar[bool] = ContextVar("house", default=False)
_METADATA: dict[Form, dict[str, Any]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
_IDENTIFIER: dict[Form, str] = {"svg": "Identifier", "pdf": "Keywords"}


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults with the house style on top, whatever the user's style file says.

    Within itself it has nothing to do: setting all of them takes as long as drawing a panel.
    """
    if _HOUSE.get():
        yield
        return
    defaults = {k: v for k, v in mpl.rcParamsDefault.items() if k not in _NOT_STYLE}
    entered = _HOUSE.set(True)
    try:
        with mpl.rc_context(defaults | _HOUSE_STYLE | {"font.family": list(families())}):
            yield
    finally:
        _HOUSE.reset(entered)


class NotebookFigure(Figure):
    """A figure that a notebook shows by itself, without pyplot and without a magic command.

    The picture has a palette of colours, which makes a saved notebook three times smaller.
    """

    def _repr_png_(self) -> bytes:
        drawn, shown = io.BytesIO(), io.BytesIO()
        with house_style():
            FigureCanvasAgg(self)
            self.savefig(drawn, format="png", dpi=NOTEBOOK_DPI)
        with Image.open(drawn) as image:
            palette = image.convert("RGB").quantize(NOTEBOOK_COLOURS, dither=Image.Dither.NONE)
            palette.save(shown, "PNG", dpi=(NOTEBOOK_DPI, NOTEBOOK_DPI), optimize=True)
        return shown.getvalue()


def canvas(width_mm: float, height_mm: float) -> Figure:
    """An empty figure of that printed size, without any global state of pyplot."""
    return NotebookFigure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))


def panel(
    figure: Figure | SubFigure, left_mm: float, bottom_mm: float, width_mm: float, height_mm: float
) -> Axes:
    """Axes at a place given in millimetres from the lower left corner of the figure."""
    width, height = page_mm(figure)
    place = (left_mm / width, bottom_mm / height, width_mm / width, height_mm / height)
    return figure.add_axes(place)


def page_mm(figure: Figure | SubFigure) -> tuple[float, float]:
    """Width and height of a figure in millimetres."""
    dots_a_mm = figure.dpi / MM_PER_INCH
    return float(figure.bbox.width / dots_a_mm), float(figure.bbox.height / dots_a_mm)


def render(figure: Figure, forms: Sequence[Form], identifier: str = "") -> dict[Form, bytes]:
    """The figure as files: no date, no version, fixed ids; 300 dots per inch where it has dots.

    `identifier` is in their metadata: the id of the report that they belong to.
    """
    with house_style():
        # Any other format finds its own canvas; the one for PDF loads a font library.
        FigureCanvasAgg(figure)
        _name_fonts(figure)
        return {
            form: _png(figure, identifier) if form == "png" else _vector(figure, form, identifier)
            for form in forms
        }


def _name_fonts(figure: Figure) -> None:
    """Texts whose letters the first font has name no other: looking for each font takes time."""
    for text in (*figure.texts, *(text for axes in figure.axes for text in axes.texts)):
        if text.get_text().isascii() and text.get_fontfamily() == list(families()):
            text.set_fontfamily(SHIPPED[0])


def _vector(figure: Figure, form: Form, identifier: str) -> bytes:
    buffer, known_by = io.BytesIO(), {_IDENTIFIER[form]: identifier} if identifier else {}
    figure.savefig(buffer, format=form, metadata=_METADATA[form] | known_by)
    return _renumbered(buffer.getvalue()) if form == "svg" else buffer.getvalue()


def _renumbered(svg: bytes) -> bytes:
    """Ids by their order: matplotlib hashes places, whose last bit differs between processors."""
    names: dict[bytes, bytes] = {}

    def number(match: re.Match[bytes]) -> bytes:
        return names.setdefault(match[0], b"i%d" % len(names))

    return _HASHED.sub(number, svg)


def _png(figure: Figure, identifier: str) -> bytes:
    """Without the channel of transparency, which a figure on white does not need.

    A library tries five filters on every row of a picture, which takes twice as long as drawing
    it and saves nothing where most is white. Rows declared as indices of a palette are not
    filtered, so three indices are the three colours of a dot.
    """
    (width, height), colours = _dots(figure)
    rows = Image.frombuffer("P", (3 * width, height), colours, "raw", "P", 0, 1)
    dots_a_metre = round(PRINT_DPI / MM_PER_INCH * 1000)
    buffer = io.BytesIO(PNG_SIGNATURE)
    buffer.seek(0, io.SEEK_END)
    putchunk(buffer, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    putchunk(buffer, b"pHYs", struct.pack(">IIB", dots_a_metre, dots_a_metre, 1))
    if identifier:
        putchunk(buffer, b"tEXt", b"Identifier\0" + identifier.encode("latin-1"))
    putchunk(buffer, b"IDAT", rows.tobytes("zip", "P", False, PNG_LEVEL, -1, b""))
    putchunk(buffer, b"IEND", b"")
    return buffer.getvalue()


def _dots(figure: Figure) -> tuple[tuple[int, int], bytes]:
    """Width and height of the drawing in dots, and its red, green and blue, row by row."""
    usual, canvas_ = figure.dpi, FigureCanvasAgg(figure)
    figure.set_dpi(PRINT_DPI)
    try:
        canvas_.draw()  # type: ignore[no-untyped-call]
        size = canvas_.get_width_height()
        dots = canvas_.buffer_rgba()  # type: ignore[no-untyped-call]
        image = Image.frombuffer("RGBA", size, dots, "raw", "RGBA", 0, 1)
        return size, image.tobytes("raw", "RGB")
    finally:
        figure.set_dpi(usual)
        # A canvas keeps its dots, ten megabytes, for as long as the figure lives.
        FigureCanvasAgg(figure)
