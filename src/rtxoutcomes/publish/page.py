"""report.html: one self-contained page that opens from disk and asks the network for nothing."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.publish.page_numbers import ROW, numbers
from rtxoutcomes.publish.writing import Written
from rtxoutcomes.results.row import ALL
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import STYLE as TABLE_STYLE
from rtxoutcomes.tables.write import to_html
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.text.plate import Plate
from rtxoutcomes.wording import in_running_text

# Tables of more rows than a printed page across may be split between pages, with their header.
LONG = 26
MILLIMETRES_TO_PIXELS = 96 / 25.4
SECTIONS: Mapping[str, str] = {
    "tables": "Tables",
    "figures": "Figures",
    "methods": "Methods",
    "limitations": "Limitations",
    "checklist": "Checklist",
    "numbers": "Every number",
}


@cache
def _file(name: str) -> str:
    """A file of this folder."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def page(
    released: Released, tables: Sequence[Table], plates: Sequence[Plate], written: Written
) -> str:
    """The page as HTML text. `plates` hold an SVG each; `written` has its words and checklist."""
    title = escape(released.study.study.title)
    mark = f'<p class="mark" role="note">{escape(released.mark)}</p>'
    script = _file("page.js")
    content = {
        "tables": "".join(map(_table, tables)),
        "figures": "".join(map(_figure, plates)),
        "methods": _text([*written.methods, *written.references]),
        "limitations": _text(written.limitations),
        "checklist": _table(written.checklist),
        "numbers": numbers(released),
    }
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">',
        '<link rel="icon" href="data:,">',
        f"<title>{title}</title>\n<style>{_file('page.css')}{TABLE_STYLE}</style>",
        "</head>\n<body>",
        '<a class="skip" href="#main">Skip to the tables</a>',
        f"<header><h1>{title}</h1>{mark}{_paragraphs(introduction(released)[1:])}</header>",
        _contents(tables, plates),
        '<main id="main">',
        *(_section(key, name, content[key]) for key, name in SECTIONS.items()),
        "</main>",
        '<p id="said" class="skip" aria-live="polite"></p>',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def introduction(released: Released) -> list[str]:
    """What was studied, in whom, and where the data come from."""
    study = released.study
    enrolled = index(released).enrolled
    groups = ", ".join(
        f"{in_running_text(study.label(k))} {n}" for k, n in enrolled.items() if k != ALL
    )
    design = f"{study.study.design} study of {study.study.drug}".strip()
    total = enrolled.get(ALL, 0)
    sentence = f"A {design}: {total} patients ({groups})." if groups else f"A {design}."
    reference = study.study.reference
    source = [f"Published study: {reference}."] if reference else []
    return [f"{released.mark}.", sentence, *source]


def _policy(script: str) -> str:
    """The browser itself refuses whatever is not in the page."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    own = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return f"{own}; script-src 'sha256-{digest}'"


def _contents(tables: Sequence[Table], plates: Sequence[Plate]) -> str:
    links = "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name in SECTIONS.items())
    listed = [f'<li><a href="#table-{escape(t.key)}">{escape(t.caption)}</a></li>' for t in tables]
    listed += [
        f'<li><a href="#figure-{escape(plate.drawn.key)}">{plate.label}. '
        f"{escape(_short(plate.drawn.caption))}</a></li>"
        for plate in plates
    ]
    return (
        f'<nav aria-label="Contents"><ul>{links}</ul>'
        f"<details><summary>All tables and figures</summary><ul>{''.join(listed)}</ul></details>"
        "</nav>"
    )


def _short(caption: str) -> str:
    """The first sentence, up to where it begins to explain."""
    return caption.split(". ", maxsplit=1)[0].split(":", maxsplit=1)[0].removesuffix(".")


def _section(key: str, title: str, content: str) -> str:
    head = f'<h2 id="{key}-title">{title}</h2>'
    return f'<section id="{key}" aria-labelledby="{key}-title">\n{head}\n{content}\n</section>'


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _text(paragraphs: Sequence[Paragraph]) -> str:
    """Paragraphs and lists, each number leading to the row behind it."""
    parts = []
    for is_items, own in groupby(paragraphs, lambda paragraph: paragraph.kind == "item"):
        tag = "li" if is_items else "p"
        words = "".join(f"<{tag}>{''.join(map(_piece, p.pieces))}</{tag}>" for p in own)
        parts.append(f"<ul>{words}</ul>" if is_items else words)
    return "".join(parts)


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.sources:
        text = f'<a href="#{ROW}{piece.sources[0]}">{text}</a>'
    tag = {"bold": "strong", "italic": "em", "superscript": "sup", "": ""}[piece.emphasis]
    return f"<{tag}>{text}</{tag}>" if tag else text


def _table(table: Table) -> str:
    html = to_html(table, f"#{ROW}")
    if len(table.rows) > LONG:
        html = html.replace('class="rtx-table"', 'class="rtx-table long"', 1)
    return (
        f'<div class="wide" id="table-{escape(table.key)}" tabindex="0" role="region" '
        f'aria-label="{escape(table.title)}">{html}</div>'
    )


def _figure(plate: Plate) -> str:
    drawn, source = plate.drawn, base64.b64encode(plate.files["svg"]).decode()
    width = round(drawn.width_mm * MILLIMETRES_TO_PIXELS * 1.25)
    # Sums of lengths differ in their last bit between Python versions, and a half may lie there.
    slope = round(float(drawn.figure.get_figheight() / drawn.figure.get_figwidth()), 6)
    height = round(width * slope)
    return (
        f'<figure id="figure-{escape(drawn.key)}">'
        f'<img width="{width}" height="{height}" alt="{escape(drawn.alt)}" '
        f'src="data:image/svg+xml;base64,{source}">'
        f"<figcaption>{plate.label}. {escape(drawn.caption)}</figcaption></figure>"
    )
