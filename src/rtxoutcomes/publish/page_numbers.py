"""The results section of the page: every row with its n, method and definition, and filters."""

import math
from collections.abc import Sequence
from html import escape

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.publish.definitions import definition, of_rows
from rtxoutcomes.tables.words import NOTES

ROW = "row-"
SHOWN = (
    "endpoint",
    "group",
    "term",
    "role",
    "unit",
    "n",
    "dropped",
    "events",
    "estimate",
    "conf_low",
    "conf_high",
    "statistic",
    "p_value",
    "p_adjusted",
    "method",
    "status",
    "note",
)
FILTERS = {"analysis": "Analysis", "group": "Group", "role": "Role", "status": "Status"}
NUMBERS = frozenset({"estimate", "conf_low", "conf_high", "statistic", "p_value", "p_adjusted"})
TERM = SHOWN.index("term")


def numbers(released: Released) -> str:
    """Filters, all rows to four significant digits, and what their terms and notes mean."""
    rows = released.estimates
    head = "".join(f'<th scope="col">{name}</th>' for name in SHOWN)
    kept = rows[["analysis", *SHOWN]].itertuples(index=False)
    body = "".join(_row(k, list(row)) for k, row in enumerate(kept))
    return (
        f"<p>All {len(rows)} rows of results.csv, to four significant digits; the file holds "
        "twelve. A number in a table leads to its row, and the term of a row to what it "
        f"means.</p>{_filters(rows)}"
        '<div class="all" tabindex="0" role="region" aria-label="All results">'
        f'<table id="results"><caption>Results</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        f"<h3>What the terms mean</h3>{_meanings(rows)}"
        f"<h3>What the notes mean</h3>{_notes(rows)}"
    )


def _filters(rows: pd.DataFrame) -> str:
    """Hidden until the script that makes them work has run."""
    choices = "".join(
        _choice(key, words, list(dict.fromkeys(rows[key]))) for key, words in FILTERS.items()
    )
    return (
        f'<form id="filters" class="filters" hidden aria-label="Filters">{choices}'
        '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        '<button type="reset">All rows</button>'
        '<output id="shown" aria-live="polite"></output></form>'
    )


def _choice(key: str, words: str, values: Sequence[object]) -> str:
    options = "".join(f"<option>{escape(str(value))}</option>" for value in values)
    return (
        f'<label>{words} <select name="{key}"><option value="">all</option>{options}'
        "</select></label>"
    )


def _row(place: int, values: list[object]) -> str:
    analysis, *cells = values
    told = dict(zip(SHOWN, map(str, cells), strict=True)) | {"analysis": str(analysis)}
    data = " ".join(f'data-{key}="{escape(told[key])}"' for key in FILTERS)
    shown = [_text(name, cell) for name, cell in zip(SHOWN, cells, strict=True)]
    means = definition(told["analysis"], told["term"])
    if means is not None:
        shown[TERM] = f'<a href="#{means.key}">{shown[TERM]}</a>'
    first, *rest = shown
    columns = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr id="{ROW}{place}" {data}><th scope="row">{first}</th>{columns}</tr>\n'


def _text(name: str, value: object) -> str:
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if name in NUMBERS and isinstance(value, float):
        return f"{value:.4g}"
    return escape(str(value))


def _meanings(rows: pd.DataFrame) -> str:
    used = of_rows(zip(rows["analysis"], rows["term"], strict=True))
    parts = []
    for means, analysis in used.items():
        terms = [
            term
            for term in dict.fromkeys(rows["term"])
            if means.term.fullmatch(term) and definition(analysis, term) == means
        ]
        few = ", ".join(terms[:3]) + (", ..." if len(terms) > 3 else "")
        words = escape(f"{analysis}: {few}")
        parts.append(f'<dt id="{means.key}">{words}</dt><dd>{escape(means.words)}</dd>')
    return f"<dl>{''.join(parts)}</dl>"


def _notes(rows: pd.DataFrame) -> str:
    used = [note for note in dict.fromkeys(rows["note"]) if note]
    parts = [f"<dt>{escape(n)}</dt><dd>{escape(NOTES.get(n, n))}</dd>" for n in used]
    return f"<dl>{''.join(parts)}</dl>" if parts else "<p>No row carries a note.</p>"
