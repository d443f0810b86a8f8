"""The results section of the page: every row with its n, method and definition, and filters."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.definitions import choice_definition, definition, definition_key
from rtxoutcomes.presentation.notes import note_text
from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.rows import Index
from rtxoutcomes.results.endpoints import endpoint_of
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study
from rtxoutcomes.text.draft import draft

ROW = "row-"
FILTERS = {"analysis": "Analysis", "group": "Group", "role": "Role", "status": "Status"}
Write = Callable[[Study, Number], str]


def numbers(released: Released) -> str:
    """Filters, all rows to four significant digits, and what their quantities mean."""
    known = draft(released)
    rows = known.index.all_rows
    head = "".join(f'<th scope="col">{name}</th>' for name in (*COLUMNS, "Reference"))
    body = "".join(_row(released.study, row, known.reference(row)) for row in rows)
    return (
        f"<p>All {len(rows)} rows of results.csv, to four significant digits; the file has "
        "ten. A number in a table leads to its row, and the quantity of a row to its "
        "definition. The reference is what prints the number in a text of your own. "
        f"Differences are the group minus, ratios the group over, the one it is compared with.</p>"
        f"{_filters(released.study, rows)}"
        '<div class="all" tabindex="0" role="region" aria-label="All results">'
        f'<table id="results"><caption>Results</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        f"<h3>What the quantities mean</h3>{_quantities(known.index)}"
        f"<h3>What the choices mean</h3>{_choices(known.index)}"
    )


def _filters(study: Study, rows: Sequence[Number]) -> str:
    """Hidden until the script that makes them work has run."""
    choices = "".join(
        _choice(key, name, dict.fromkeys(_filtered(study, row)[key] for row in rows))
        for key, name in FILTERS.items()
    )
    return (
        f'<form id="filters" class="filters" hidden aria-label="Filters">{choices}'
        '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        '<button type="reset">All rows</button>'
        '<output id="shown" aria-live="polite"></output></form>'
    )


def _filtered(study: Study, row: Number) -> dict[str, str]:
    """What the filters choose rows by."""
    return {
        "analysis": words.endpoint_words(study, endpoint_of(row.analysis).words),
        "group": words.group_label(study, row.group),
        "role": words.words_of(row.role),
        "status": words.words_of(row.status),
    }


def _choice(key: str, name: str, values: Iterable[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return (
        f'<label>{name} <select name="{key}"><option value="">all</option>{options}'
        "</select></label>"
    )


def _row(study: Study, row: Number, reference: str) -> str:
    data = " ".join(f'data-{k}="{escape(text)}"' for k, text in _filtered(study, row).items())
    cells = {name: escape(write(study, row)) for name, write in COLUMNS.items()}
    cells[QUANTITY] = f'<a href="#{_place(row)}">{cells[QUANTITY]}</a>'
    first, *rest = cells.values()
    columns = "".join(f"<td>{cell}</td>" for cell in rest)
    columns += f'<td class="reference">{escape(reference)}</td>'
    return f'<tr id="{ROW}{row.place}" {data}><th scope="row">{first}</th>{columns}</tr>\n'


def _place(row: Number) -> str:
    """The place of a definition on the page."""
    return "means-" + "-".join(definition_key(row.analysis, row.quantity))


def _quantities(known: Index) -> str:
    """The definition of each quantity, once."""
    rows = {_place(row): row for row in reversed(known.all_rows)}
    study = known.study
    parts = [
        f'<dt id="{place}">'
        f"{escape(words.endpoint_words(study, endpoint_of(row.analysis).words))}: "
        f"{escape(words.words_of(row.quantity))}</dt>"
        f"<dd>{escape(definition(study, row.analysis, row.quantity))}</dd>"
        for place, row in reversed(rows.items())
    ]
    return f"<dl>{''.join(parts)}</dl>"


def _choices(known: Index) -> str:
    used = dict.fromkeys(row.choice for row in known.all_rows if row.choice)
    parts = [
        f"<dt>{escape(words.words_of(words.CHOICES[choice].format('...')))}</dt>"
        f"<dd>{escape(choice_definition(known.study, choice))}</dd>"
        for choice in used
    ]
    return f"<dl>{''.join(parts)}</dl>" if parts else "<p>There are no alternative choices.</p>"


def _against(study: Study, row: Number) -> str:
    """The other group of a contrast; of a transition the quantity names the band."""
    is_contrast = row.against and row.quantity is not Quantity.TRANSITION
    return study.abbreviation(row.against) if is_contrast else ""


def _group(study: Study, row: Number) -> str:
    return words.group_label(study, ALL) if row.group == ALL else study.abbreviation(row.group)


def _four(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.4g}"


QUANTITY = "Quantity"
# Heading -> what is printed of a row.
COLUMNS: Mapping[str, Write] = {
    "Outcome": lambda study, row: words.outcome_label(study, row.endpoint),
    "Group": _group,
    "Compared with": _against,
    "Exposure": lambda s, row: (
        words.exposure_label(s, row.channel, row.activity) if row.channel else ""
    ),
    QUANTITY: words.quantity_label,
    "Month": lambda _, row: "" if math.isnan(row.month) else month_text(row.month),
    "Model": lambda study, row: words.model_label(study, row) if row.model else "",
    "Role": lambda _, row: words.words_of(row.role),
    "Unit": lambda _, row: row.unit,
    "n": lambda _, row: str(row.n),
    "Excluded": lambda _, row: str(row.dropped),
    "Events": lambda _, row: "" if row.events is None else str(row.events),
    "Estimate": lambda _, row: _four(row.estimate),
    "Lower limit": lambda _, row: _four(row.conf_low),
    "Upper limit": lambda _, row: _four(row.conf_high),
    "Statistic": lambda _, row: _four(row.statistic),
    "P": lambda _, row: _four(row.p_value),
    "P, adjusted": lambda _, row: _four(row.p_adjusted),
    "Method": lambda _, row: row.method,
    "Status": lambda _, row: words.words_of(row.status),
    "Note": lambda _, row: note_text(row),
}
