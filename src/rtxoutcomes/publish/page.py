"""report.html: one self-contained page that opens from disk and asks the network for nothing."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.curves import KEY as CURVES
from rtxoutcomes.figures.values import GID
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.publish.page_claims import SECTION as PUBLISHED
from rtxoutcomes.publish.page_claims import comparisons, published_line, published_table
from rtxoutcomes.publish.page_curves import readout
from rtxoutcomes.publish.page_figures import Drawing, drawing, figure, letters, value_words
from rtxoutcomes.publish.page_numbers import numbers
from rtxoutcomes.publish.page_summary import follow_up, tiles
from rtxoutcomes.publish.page_text import paragraphs, table, text
from rtxoutcomes.publish.page_tiles import filled, tiles_html
from rtxoutcomes.publish.writing import Written
from rtxoutcomes.tables.manuscript import is_supplementary
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import STYLE as TABLE_STYLE
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.model import Paragraph
from rtxoutcomes.text.plate import Plate
from rtxoutcomes.text.references import references

SECTIONS: Mapping[str, str] = {
    "summary": "Summary",
    "results": "Results",
    "methods": "Methods",
    "limitations": "Limitations",
    "supplement": "Supplement",
    "checklist": "Checklist",
    PUBLISHED: "Published figures",
    "numbers": "Every number",
}
# Sections that are closed until a reader opens them.
CLOSED = ("checklist", "numbers")
IN_SUMMARY = f"figure.{CURVES}"
NOT_PRINTED = '<p class="printed">What is closed on the page is not printed.</p>'
PANEL = (
    '<div id="panel" role="dialog" aria-labelledby="panel-title" tabindex="-1" hidden>'
    '<h2 id="panel-title">Behind this number</h2><button type="button">Close</button>'
    "<div></div></div>"
)


@cache
def _file(name: str) -> str:
    """A file of this folder."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def page(
    released: Released, tables: Sequence[Table], plates: Sequence[Plate], written: Written
) -> str:
    """The page as HTML text. `plates` hold an SVG each; `written` has its words and checklist."""
    title = text(released.study.study.title)
    script = _file("page.js")
    drawings = {
        plate.drawn.key: drawing(plate.files["svg"], f"f{place}", _values(released, plate))
        for place, plate in enumerate(plates)
    }
    shown = _shown(released, tables, plates, drawings)
    content = _content(released, written, shown, [*_supplementary(tables, plates)])
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(released.study.study.title)}</title>",
        f"<style>{TABLE_STYLE}{_file('page.css')}</style>",
        "</head>\n<body>",
        '<a class="skip" href="#main">Skip to the results</a>',
        f"<header><h1>{title}</h1>{_mark(released)}</header>",
        _contents(content),
        '<main id="main">',
        *(_section(key, own) for key, own in content.items()),
        "</main>",
        letters([*drawings.values()]),
        PANEL,
        '<p id="said" class="skip" aria-live="polite"></p>',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _policy(script: str) -> str:
    """The browser itself refuses whatever is not in the page."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    own = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return f"{own}; script-src 'sha256-{digest}'"


def _mark(released: Released) -> str:
    return f'<p class="mark" role="note">{text(released.mark)}</p>'


def _values(released: Released, plate: Plate) -> dict[int, str]:
    """The words of each row that has a marker in a figure, by its place."""
    gids = (
        str(line.get_gid() or "") for axes in plate.drawn.figure.axes for line in axes.get_lines()
    )
    places = [int(gid.removeprefix(GID)) for gid in gids if gid.startswith(GID)]
    rows = {row.place: row for row in index(released).rows} if places else {}
    return {place: value_words(rows[place]) for place in places}


def _shown(
    released: Released,
    tables: Sequence[Table],
    plates: Sequence[Plate],
    drawings: Mapping[str, Drawing],
) -> dict[str, str]:
    """What callouts name, as markup: `table.safety` and `figure.participant_flow`."""
    return {f"table.{own.key}": table(own) for own in tables} | {
        f"figure.{plate.drawn.key}": figure(
            plate, drawings[plate.drawn.key], readout(released, plate.drawn)
        )
        for plate in plates
    }


def _supplementary(tables: Sequence[Table], plates: Sequence[Plate]) -> Iterator[tuple[str, str]]:
    """The reference and the heading of each table and figure of the supplement."""
    for own in tables:
        if is_supplementary(own):
            yield f"table.{own.key}", own.caption
    for plate in plates:
        if plate.is_supplementary:
            yield f"figure.{plate.drawn.key}", f"{plate.label}. {_short(plate.drawn.caption)}"


def _short(caption: str) -> str:
    """The first sentence, up to where it begins to explain."""
    return caption.split(". ", maxsplit=1)[0].split(":", maxsplit=1)[0].removesuffix(".")


def _content(
    released: Released,
    written: Written,
    shown: Mapping[str, str],
    supplementary: Sequence[tuple[str, str]],
) -> dict[str, str]:
    """The content of each section that has any, in their order."""
    places = {reference: reference.replace(".", "-", 1) for reference in shown}
    apart = {reference for reference, _ in supplementary}
    further = _closed("Further methods", paragraphs(written.further_methods, places))
    claims = comparisons(released)
    line = published_line(released, claims)
    content = {
        "summary": _summary(released, written, line, shown.get(IN_SUMMARY, "")),
        "results": _results(
            written.results,
            {k: v for k, v in shown.items() if k not in apart | {IN_SUMMARY}},
            places,
        ),
        "methods": _methods(released, written, places),
        "limitations": paragraphs(written.limitations, places),
        "supplement": (further if written.further_methods else "")
        + "".join(_closed(heading, shown[reference]) for reference, heading in supplementary),
        "checklist": table(written.checklist),
        PUBLISHED: published_table(released, claims),
        "numbers": numbers(released),
    }
    return {key: own for key, own in content.items() if own}


def _summary(released: Released, written: Written, claims: str, curves: str) -> str:
    """What was studied, how much of what was published is reproduced, the main results, curves."""
    known = draft(released)
    words = references(released, known.named)
    about = [p for p in written.design if p.kind == "paragraph"][:1]
    followed = follow_up(known)
    also = f" <p>{filled(followed, words)}</p>" if followed else ""
    return (
        f'<div class="about">{paragraphs(about, {})}{also}</div>{claims}'
        f'<div class="first">{tiles_html(tiles(known), words)}{curves}</div>'
    )


def _methods(released: Released, written: Written, places: Mapping[str, str]) -> str:
    """The methods with the papers they cite, and where the study was published."""
    source = released.study.study.reference
    published = f"<p>Published study: {text(source)}.</p>" if source else ""
    body = paragraphs([*written.design, *written.methods], places)
    return f"{body}{published}<h3>References</h3>{paragraphs(written.references, {})}"


def _results(own: Sequence[Paragraph], shown: Mapping[str, str], places: Mapping[str, str]) -> str:
    """The text, each table and figure after the section that first cites it, the others last."""
    left, parts = dict(shown), []
    for section in _by_heading(own):
        cited = (piece.reference for p in section for piece in p.pieces)
        after = [left.pop(reference) for reference in cited if reference in left]
        parts += [paragraphs(section, places), *after]
    return "".join([*parts, *left.values()])


def _by_heading(own: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    section: list[Paragraph] = []
    for paragraph in own:
        if paragraph.kind == "heading" and section:
            yield section
            section = []
        section.append(paragraph)
    yield section


def _closed(heading: str, content: str) -> str:
    return f"<details><summary>{text(heading)}</summary>{content}</details>"


def _contents(content: Iterable[str]) -> str:
    links = "".join(f'<li><a href="#{key}">{SECTIONS[key]}</a></li>' for key in content)
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _section(key: str, content: str) -> str:
    head = f'<h2 id="{key}-title">{SECTIONS[key]}</h2>'
    if key in CLOSED:
        content = _closed(f"Show {SECTIONS[key].lower()}", content)
    content += NOT_PRINTED if "<details>" in content else ""
    return f'<section id="{key}" aria-labelledby="{key}-title">\n{head}\n{content}\n</section>'
