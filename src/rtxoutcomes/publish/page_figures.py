"""Figures as parts of the page: drawings in its own markup, in its own colours, light or dark."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from rtxoutcomes.figures.look import darker
from rtxoutcomes.figures.style import FAINT, INK, PALETTE, SOFT
from rtxoutcomes.figures.typefaces import SHIPPED
from rtxoutcomes.figures.values import GID
from rtxoutcomes.presentation.printed import result_text
from rtxoutcomes.publish.page_text import text
from rtxoutcomes.results.number import Number
from rtxoutcomes.text.plate import Plate

MILLIMETRES_TO_PIXELS = 96 / 25.4
# Drawn for print in letters of 7 points, which a screen shows a quarter larger.
ENLARGED = 1.25
# The names of groups, darker than their curves on paper, are as light as these on a dark page.
_NAMES = {darker(colour): f"var(--name-{k}, {darker(colour)})" for k, colour in enumerate(PALETTE)}
_OF_PAGE = {INK: "var(--ink)", SOFT: "var(--soft)", FAINT: "var(--faint)", "#ffffff": "none"}
_COLOURS = _OF_PAGE | _NAMES
_COLOUR = re.compile("|".join(_COLOURS))
_UNSEEN = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", re.DOTALL)
_LETTER = re.compile(r'<path id="([A-Za-z]\w*-[0-9a-f]+)" (d="[^"]*" transform="[^"]*"/>)')
# A letter further along its line.
_PLACED = re.compile(r' transform="translate\((\S+) 0\)"/>')
_ID, _USED = re.compile(r' id="([^"]+)"'), re.compile(r'(?:url\(|href=")#([^")]+)')
# What belongs to a group: `group-0-curve` and so on, by the order of the study's groups.
_GROUP = re.compile(r"group-\d+")
# The marker of a row, a group within another.
_MARKER = re.compile(rf'<g id="{GID}(\d+)">(.*?</g>)\s*</g>', re.DOTALL)
_LINK = re.compile(r'<a data-rows="(\d+)">')
_PLACES = re.compile(r'(?:\bd|\bx|\by)="[^"]*"|translate\([^)]*\)')
_DECIMALS = re.compile(r"-?\d+\.\d{3,}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as markup, and the letters it draws: id -> the outline, shared by all figures."""

    markup: str
    letters: dict[str, str]


def drawing(svg: bytes, prefix: str, values: Mapping[int, str] = MappingProxyType({})) -> Drawing:
    """An SVG of matplotlib as markup within a page.

    The marker of a row becomes a link to it; `values` are its words, by the place of the row.

    Ids of its own get the `prefix`; those of a group of patients become classes; others go.
    Places keep two decimals of a point, 0.004 mm.
    """
    markup = svg.decode()
    markup = _UNSEEN.sub("", markup[markup.index("<svg") :])
    markup = _MARKER.sub(lambda found: _linked(found, values), markup)
    markup = _PLACED.sub(r' x="\1"/>', markup.replace(SHIPPED[0].replace(" ", ""), "t"))
    letters = dict(_LETTER.findall(markup))
    markup = re.sub(r"<defs>\s*</defs>", "", _LETTER.sub("", markup))
    markup = _PLACES.sub(lambda found: _DECIMALS.sub(_two_decimals, found[0]), markup)
    markup = _COLOUR.sub(lambda found: _COLOURS[found[0]], markup).replace("xlink:href", "href")
    used = {name for name in _USED.findall(markup) if name not in letters}
    markup = _ID.sub(lambda found: _named(found[1], used, prefix), markup)
    markup = _USED.sub(
        lambda found: found[0] if found[1] in letters else found[0].replace("#", f"#{prefix}-"),
        markup,
    )
    # Last, since the page's own ids have no prefix.
    markup = _LINK.sub(rf'<a href="#{GID}\1" data-rows="\1">', markup)
    return Drawing(re.sub(r"\s+", " ", markup).replace("> <", "><"), letters)


def value_words(row: Number) -> str:
    """What the marker of a row says: its estimate with the interval, patients and events."""
    events = "" if row.events is None else f", {row.events} event{'s' * (row.events != 1)}"
    return f"{result_text(row)}; n = {row.n}{events}"


def _linked(marker: re.Match[str], values: Mapping[int, str]) -> str:
    place, drawn = marker.groups()
    words = values.get(int(place))
    if words is None:
        return f"<g>{drawn}</g>"
    title = f"<title>{escape(words)}</title>"
    return f'<a data-rows="{place}">{title}{drawn}</a>'


def _two_decimals(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _named(name: str, used: set[str], prefix: str) -> str:
    group = _GROUP.match(name)
    kept = f' id="{prefix}-{name}"' if name in used else ""
    return kept + (f' class="{group[0]}"' if group else "")


def letters(drawings: Sequence[Drawing]) -> str:
    """The outlines of all letters that the figures draw, once."""
    every = {name: path for each in drawings for name, path in each.letters.items()}
    paths = "".join(f'<path id="{name}" {path}' for name, path in sorted(every.items()))
    return f'<svg class="letters" aria-hidden="true"><defs>{paths}</defs></svg>'


def figure(plate: Plate, drawn: Drawing, below: str = "") -> str:
    """A figure with its caption, and what is between the two."""
    width, height = _size(plate)
    # What is within a picture is not read; a group of links is.
    role = "group" if "<a " in drawn.markup else "img"
    label = escape(plate.drawn.alt)
    head = f'<svg role="{role}" aria-label="{label}" width="{width}" height="{height}"'
    box = re.search(r'viewBox="[^"]*"', drawn.markup)
    inner = drawn.markup[drawn.markup.index(">") + 1 :]
    own = f"{head} {box[0] if box else ''}>{inner}"
    return (
        f'<figure id="figure-{escape(plate.drawn.key)}">'
        f'<div class="drawing" tabindex="0" role="group" aria-label="{plate.label}">{own}</div>'
        f"{below}{_caption(plate)}</figure>"
    )


def _caption(plate: Plate) -> str:
    return f"<figcaption>{plate.label}. {text(plate.drawn.caption)}</figcaption>"


def _size(plate: Plate) -> tuple[int, int]:
    """Width and height in pixels."""
    drawn = plate.drawn
    width = round(drawn.width_mm * MILLIMETRES_TO_PIXELS * ENLARGED)
    # Sums of lengths differ in their last bit between Python versions, and a half may lie there.
    slope = round(float(drawn.figure.get_figheight() / drawn.figure.get_figwidth()), 6)
    return width, round(width * slope)
