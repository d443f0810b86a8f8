"""report.html: one self-contained page that opens from disk and asks the network for nothing."""

import base64
import math
from collections.abc import Sequence
from html import escape

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.publish.wording import introduction, methods
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.write import STYLE as TABLE_STYLE
from rtxoutcomes.tables.write import to_html

STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --mark: #fff4d6; --page: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--page);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, header, nav { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 2rem 0 0.5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; border-bottom: 1px solid var(--line); }
header .mark { background: var(--mark); border-left: 4px solid #b7791f; padding: 0.5rem 0.75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; }
a { color: #0b5cad; }
.wide { overflow-x: auto; }
.wide table { margin: 1rem 0; min-width: 60%; }
.all table { border-collapse: collapse; }
figure { margin: 1.5rem 0; }
figure img { max-width: 100%; height: auto; display: block; }
figcaption { font-size: 0.9rem; color: var(--soft); margin-top: 0.5rem; max-width: 46rem; }
details > summary { cursor: pointer; padding: 0.4rem 0; }
.all td, .all th { font-size: 0.75rem; white-space: nowrap; text-align: left;
  padding: 0.1rem 0.9rem 0.1rem 0; }
:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
@media print {
  nav, details { display: none; }
  body { font-size: 10pt; }
  h2 { break-after: avoid; }
  table, figure { break-inside: avoid; }
  .wide { overflow: visible; }
}
"""
SHOWN = (
    "endpoint",
    "group",
    "term",
    "role",
    "n",
    "dropped",
    "events",
    "estimate",
    "conf_low",
    "conf_high",
    "p_value",
    "method",
    "status",
    "note",
)
MILLIMETRES_TO_PIXELS = 96 / 25.4


def page(
    released: Released, tables: Sequence[Table], figures: Sequence[tuple[Drawn, bytes]]
) -> str:
    """The page as HTML text. `figures` come with their SVG."""
    title = escape(released.about.get("title", "Outcomes report"))
    mark = f'<p class="mark" role="note">{escape(released.mark)}</p>'
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="icon" href="data:,">',
        f"<title>{title}</title>\n<style>{STYLE}{TABLE_STYLE}</style>\n</head>\n<body>",
        f"<header><h1>{title}</h1>{mark}{_paragraphs(introduction(released)[1:])}</header>",
        _contents(),
        "<main>",
        _section("tables", "Tables", "".join(_table(t) for t in tables)),
        _section("figures", "Figures", "".join(_figure(d, svg) for d, svg in figures)),
        _section("methods", "Methods", _paragraphs(methods(released))),
        _section("numbers", "Every number", _numbers(released.estimates)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _contents() -> str:
    places = {
        "tables": "Tables",
        "figures": "Figures",
        "methods": "Methods",
        "numbers": "Every number",
    }
    links = "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name in places.items())
    return f'<nav aria-label="Contents"><ul>{links}</ul></nav>'


def _section(key: str, title: str, content: str) -> str:
    head = f'<h2 id="{key}-title">{title}</h2>'
    return f'<section id="{key}" aria-labelledby="{key}-title">\n{head}\n{content}\n</section>'


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _table(table: Table) -> str:
    return (
        f'<div class="wide" id="table-{escape(table.key)}" tabindex="0" role="region" '
        f'aria-label="{escape(table.title)}">{to_html(table)}</div>'
    )


def _figure(drawn: Drawn, svg: bytes) -> str:
    source = base64.b64encode(svg).decode()
    width = round(drawn.width_mm * MILLIMETRES_TO_PIXELS * 1.25)
    return (
        f'<figure id="figure-{escape(drawn.key)}">'
        f'<img width="{width}" alt="{escape(drawn.alt)}" '
        f'src="data:image/svg+xml;base64,{source}">'
        f"<figcaption>{escape(drawn.caption)}</figcaption></figure>"
    )


def _numbers(rows: pd.DataFrame) -> str:
    """The results frame, to four significant digits; the files beside the page hold twelve."""
    head = "".join(f'<th scope="col">{name}</th>' for name in SHOWN)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>"
        for row in rows[list(SHOWN)].itertuples(index=False)
    )
    count = len(rows)
    return (
        f"<details><summary>{count} rows, as in results.csv</summary>"
        f'<div class="wide all" tabindex="0" role="region" aria-label="Every number">'
        f"<table><caption>Results, to four significant digits</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _cell(value: object) -> str:
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.4g}" if isinstance(value, float) else escape(str(value))
