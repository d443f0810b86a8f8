"""Paragraphs and tables as parts of the page, each number with the rows behind it."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import to_html
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.wording import RIGHT_TO_LEFT

ROW = "row-"
TAGS: Mapping[str, str] = {"bold": "strong", "italic": "em", "superscript": "sup"}
# Tables of more rows than a printed page may be split between pages, with their header.
LONG = 26
# From the first letter of a script that runs from right to left to the last one before others.
_RUN = re.compile(f"[{RIGHT_TO_LEFT}](?:[^A-Za-z0-9<>&({RIGHT_TO_LEFT}]*[{RIGHT_TO_LEFT}])*")
_ONE_ROW = re.compile(rf'(href="#{ROW}(\d+)") data-rows="\2"')


def isolated(html: str) -> str:
    """Text or markup without such letters in its attributes, every right-to-left run in `bdi`.

    Otherwise a label that runs from right to left carries the number next to it along, and
    `8/42 (19%)` is read as `(19%) 8/42`.
    """
    return _RUN.sub(r"<bdi>\g<0></bdi>", html)


def text(words: str) -> str:
    """Plain words as markup."""
    return isolated(escape(words))


def paragraphs(own: Sequence[Paragraph], places: Mapping[str, str]) -> str:
    """Headings, paragraphs and lists.

    `places` maps references of tables and figures (`table.safety`) to their id on the page.
    """
    parts = []
    for is_items, group in groupby(own, lambda paragraph: paragraph.kind == "item"):
        words = "".join(_block(paragraph, places) for paragraph in group)
        parts.append(f"<ul>{words}</ul>" if is_items else words)
    return "".join(parts)


def _block(paragraph: Paragraph, places: Mapping[str, str]) -> str:
    tag = {"item": "li", "heading": f"h{max(paragraph.level, 3)}"}.get(paragraph.kind, "p")
    return f"<{tag}>{pieces(paragraph.pieces, places)}</{tag}>"


def pieces(own: Sequence[Piece], places: Mapping[str, str]) -> str:
    """Stretches of text: a number leads to its rows, a callout to its table or figure."""
    return "".join(_piece(piece, places) for piece in own)


def _piece(piece: Piece, places: Mapping[str, str]) -> str:
    words = text(piece.text)
    if piece.sources:
        words = f"<a{_rows(piece.sources)}>{words}</a>"
    elif piece.reference in places:
        words = f'<a href="#{escape(places[piece.reference])}">{words}</a>'
    tag = TAGS.get(piece.emphasis, "")
    return f"<{tag}>{words}</{tag}>" if tag else words


def _rows(sources: Sequence[int]) -> str:
    more = f' data-rows="{" ".join(map(str, sources))}"' if len(sources) > 1 else ""
    return f' href="#{ROW}{sources[0]}"{more}'


def table(own: Table) -> str:
    """A table that scrolls within itself; a wide page never scrolls sideways."""
    html = isolated(_ONE_ROW.sub(r"\1", to_html(own, f"#{ROW}")))
    if len(own.rows) > LONG:
        html = html.replace('class="rtx-table"', 'class="rtx-table long"', 1)
    return (
        f'<div class="wide" id="table-{escape(own.key)}" tabindex="0" role="region" '
        f'aria-label="{escape(own.caption)}">{html}</div>'
    )
