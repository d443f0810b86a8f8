"""Every number of the page: each row with all that makes it readable, reported ones first."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.definitions import choice_definition, definition, definition_key
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.plan import WORDS
from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.rows import Index
from rtxoutcomes.publish.page_text import ROW, text
from rtxoutcomes.results.endpoints import endpoint_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study
from rtxoutcomes.text.draft import draft

MEANS = "means-"
# What the filters choose rows by, and the column in which it is.
FILTERS = {"outcome": "Outcome", "group": "Group", "role": "Role"}
ROLES = ("reported", "alternative", "sensitivity")
Write = Callable[[Study, Number], str]


def numbers(released: Released) -> str:
    """Filters, all rows to four significant digits, and what their quantities mean."""
    known = draft(released)
    study, rows = released.study, sorted(known.index.all_rows, key=lambda r: ROLES.index(r.role))
    places = {key: place for place, key in enumerate(_definitions(known.index))}
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    more: dict[str, int] = {}
    body = "".join(
        _row(study, row, places[_definition(row)], _places(_more(study, row), more), reference)
        for row, reference in ((row, known.reference(row)) for row in rows)
    )
    listed = escape(json.dumps([*more], ensure_ascii=False))
    return (
        f"<p>All {len(rows)} results, reported ones first, to four significant digits; "
        "results.csv, of a report without --brief, has ten, and every column. Select a quantity to "
        "see the whole row with its method, its definition, and the reference that prints it in a "
        "text of your own. "
        "Differences are the group minus, ratios the group over, the one it is compared with.</p>"
        f"{_filters(study, rows)}"
        '<div class="all" tabindex="0" role="region" aria-label="All results">'
        f'<table id="every" data-more="{listed}"><caption>Results</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"<h3>What the quantities mean</h3>{_quantities(known.index)}"
        f"<h3>What the choices mean</h3>{_choices(known.index)}"
    )


def _filters(study: Study, rows: Sequence[Number]) -> str:
    """Hidden until the script that makes them work has run."""
    choices = "".join(
        _choice(key, name, dict.fromkeys(COLUMNS[name](study, row) for row in rows))
        for key, name in FILTERS.items()
    )
    return (
        f'<form id="filters" class="filters" hidden aria-label="Filters">{choices}'
        '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        '<button type="reset">All rows</button>'
        '<output id="shown" aria-live="polite"></output></form>'
    )


def _choice(key: str, name: str, values: Iterable[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return (
        f'<label>{name} <select name="{key}"><option value="">all</option>{options}'
        "</select></label>"
    )


def _row(study: Study, row: Number, means: int, more: str, reference: str) -> str:
    """A row; `more` are the places of what its columns do not show, in the list of the table."""
    own = {name: text(write(study, row)) for name, write in COLUMNS.items()}
    own[QUANTITY] = f'<a href="#{MEANS}{means}">{own[QUANTITY]}</a>'
    first, *rest = own.values()
    columns = "".join(f"<td>{cell}</td>" for cell in rest)
    data = f'data-more="{more}" data-reference="{escape(reference)}"'
    return f'<tr id="{ROW}{row.place}" {data}><th scope="row">{first}</th>{columns}</tr>\n'


def _more(study: Study, row: Number) -> list[str]:
    """What the columns do not show, each with its name."""
    values = {name: write(study, row) for name, write in MORE.items()}
    return [f"{name}: {value}" for name, value in values.items() if value]


def _places(lines: Sequence[str], listed: dict[str, int]) -> str:
    """The places of lines in a list, to which new ones are added: most are those of many rows."""
    return " ".join(str(listed.setdefault(line, len(listed))) for line in lines)


def _definition(row: Number) -> tuple[str, str]:
    return definition_key(row.analysis, row.quantity)


def _definitions(known: Index) -> dict[tuple[str, str], Number]:
    """Each definition with the first row that needs it, in the order of results.csv."""
    rows: dict[tuple[str, str], Number] = {}
    for row in known.all_rows:
        rows.setdefault(_definition(row), row)
    return rows


def _quantities(known: Index) -> str:
    """The definition of each quantity, once."""
    study = known.study
    parts = [
        f'<dt id="{MEANS}{place}">{text(_analysis(study, row))}: '
        f"{text(words.words_of(row.quantity))}</dt>"
        f"<dd>{text(definition(study, row.analysis, row.quantity))}</dd>"
        for place, row in enumerate(_definitions(known).values())
    ]
    return f"<dl>{''.join(parts)}</dl>"


def _choices(known: Index) -> str:
    used = dict.fromkeys(row.choice for row in known.all_rows if row.choice)
    parts = [
        f"<dt>{text(words.words_of(words.CHOICES[choice].format('...')))}</dt>"
        f"<dd>{text(choice_definition(known.study, choice))}</dd>"
        for choice in used
    ]
    return f"<dl>{''.join(parts)}</dl>" if parts else "<p>There are no alternative choices.</p>"


def _analysis(study: Study, row: Number) -> str:
    return words.endpoint_words(study, endpoint_of(row.analysis).words)


def _group(study: Study, row: Number) -> str:
    # Of a transition the quantity names the other band.
    if row.against and row.quantity is not Quantity.TRANSITION:
        return words.contrast_label(study, row)
    return words.group_label(study, row.group)


def _four(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4g}"


def _interval(row: Number) -> str:
    limits = (_four(row.conf_low), _four(row.conf_high))
    if not any(limits):
        return ""
    return " to ".join(limit or "no limit" for limit in limits)


QUANTITY = "Quantity"
# Heading -> what is printed of a row.
COLUMNS: Mapping[str, Write] = {
    "Outcome": lambda study, row: words.outcome_label(study, row.endpoint),
    "Group": _group,
    QUANTITY: words.quantity_label,
    "Estimate": lambda _, row: _four(row.estimate),
    "Interval": lambda _, row: _interval(row),
    "n": lambda _, row: str(row.n),
    "Events": lambda _, row: "" if row.events is None else str(row.events),
    "P": lambda _, row: _four(row.p_value),
    "Role": lambda _, row: words.words_of(row.role),
}
# What the panel of a row adds.
MORE: Mapping[str, Write] = {
    "Analysis": _analysis,
    "Exposure": lambda s, row: (
        words.exposure_label(s, row.channel, row.activity) if row.channel else ""
    ),
    "Month": lambda _, row: "" if math.isnan(row.month) else month_text(row.month),
    "Model": lambda study, row: words.model_label(study, row) if row.model else "",
    "Unit": lambda _, row: row.unit,
    "Method": lambda _, row: row.method,
    "Excluded": lambda _, row: str(row.dropped),
    "Statistic": lambda _, row: _four(row.statistic),
    "P, adjusted": lambda _, row: _four(row.p_adjusted),
    "Planned": lambda _, row: WORDS[row.planned],
    "Status": lambda _, row: "" if row.status == "ok" else words.words_of(row.status),
    "Note": lambda _, row: note_text(row),
}
