"""Engagement in the study's channels: who took part, what followed it, and how firm that is."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import fixed, interval
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    count,
    level_text,
    nothing,
    p_cell,
    patients,
    percent_interval,
    row,
    section,
    share,
    state,
    value,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import exposure_label, group_label, outcome_label, plain

STEM = "engagement_"
PER_PARAMETER, PLANNING, SHUFFLED, CLUSTERS = (
    "_per_parameter",
    "_planning_value",
    "_shuffled",
    "_clusters",
)
ASIDE = (PER_PARAMETER, PLANNING, SHUFFLED, CLUSTERS)
COLUMNS = ("Events", "P", "Per parameter", "Could be planned for", "Remark")
NOT_ASSIGNED = (
    "Exposure is what was counted before the landmark, or up to each moment; patients with an "
    "event or without further follow-up by then are left out. The exposure was not assigned: an "
    "association, not an effect of the channel."
)
PLANNED = (
    "Per parameter: events, or patients, to each coefficient of the model. Could be planned for: "
    "approximate planning value, the effect of a doubling that a study of this size could plan "
    "for with a power of 80 %, or its inverse; it says nothing of the effect observed."
)


def engagement(released: Released) -> Table:
    """Association of early engagement with each outcome; a remark says what it cannot tell."""
    title = "Early engagement and later outcomes"
    return _models(released, "engagement", title, role="reported")


def engagement_models(released: Released) -> Table:
    """The same associations under every other choice that was planned."""
    title = "Engagement: other landmarks, lags, covariates and models"
    return _models(released, "engagement_models", title, role="sensitivity")


def _models(released: Released, key: str, title: str, *, role: str) -> Table:
    found = numbers(released, "engagement")
    shown = [n for n in found.rows if n.role == role and n.group == ALL and not _is_aside(n)]
    events, p, per, planned, remark = COLUMNS
    header = (
        *("Exposure", "n (left out)", events, f"Effect ({level_text(shown)})", p),
        *(per, planned, remark),
    )
    rows: list[tuple[Cell, ...]] = []
    methods: list[str] = []
    for endpoint in dict.fromkeys(number.endpoint for number in shown):
        own = [number for number in shown if number.endpoint == endpoint]
        label = outcome_label(released, endpoint.removeprefix(STEM))
        for unit in dict.fromkeys(number.unit for number in own):
            rows.append(section(f"{label}: {unit}" if unit else label, len(header)))
            alike = [number for number in own if number.unit == unit]
            rows.extend(_model(released, found, number) for number in alike)
        methods.append(f"{label}: {'; '.join(dict.fromkeys(n.method for n in own))}.")
    told = (*(methods if role == "reported" else []), NOT_ASSIGNED, PLANNED)
    return assemble(released, key, title, header, rows, notes=told if rows else ())


def _is_aside(number: Number) -> bool:
    return number.term.endswith(ASIDE)


def _model(released: Released, found: Numbers, number: Number) -> tuple[Cell, ...]:
    aside = (found.first(number.endpoint, ALL, number.term + e) for e in (PER_PARAMETER, PLANNING))
    per, planned = aside
    return row(
        exposure_label(released, number.term),
        patients(number),
        count(number) if number.events is not None else EMPTY,
        with_interval(number, 2)._replace(method=""),
        p_cell(number)._replace(method=""),
        value(per, 1)._replace(method="", note=""),
        value(planned, 2)._replace(method="", note=""),
        Cell(plain(number.note)) if number.note else EMPTY,
    )


def negative_controls(released: Released) -> Table:
    """How often each model claims an association where engagement was shuffled: its size here."""
    found = numbers(released, "engagement")
    shown = [number for number in found.rows if number.term.endswith(SHUFFLED)]
    header = ("Model", "Outcome", "P below the level, n/N (%)", f"{level_text(shown)}, %")
    rows = [
        (
            Cell(exposure_label(released, number.term.removesuffix(SHUFFLED))),
            Cell(outcome_label(released, number.endpoint.removeprefix(STEM))),
            share(number)._replace(note=""),
            percent_interval(number)._replace(method="", note=""),
        )
        for number in shown
    ]
    methods = "; ".join(dict.fromkeys(number.method.partition(";")[0] for number in shown))
    notes = (
        f"{methods}. Engagement of a patient is given to another of the same diagnosis and like "
        "follow-up, so that no association is left: a model that claims one much more often than "
        "its level is not to be trusted here.",
    )
    title = "Negative controls: models of engagement on shuffled engagement"
    return assemble(released, "negative_controls", title, header, rows, notes=notes if rows else ())


def participation(released: Released) -> Table:
    """Who took part in what, how much, and how much of it the most active did."""
    found = numbers(released, "participation")
    header = (
        *("Group", "n (left out)", "Took part, n/N (%)", "Never, n/N (%)"),
        *("Total, median (quartiles)", "Per month, median (quartiles)", "By the most active, %"),
    )
    rows = [line for e in found.endpoints for line in _taking_part(released, found, e, len(header))]
    notes = (
        "Totals cover each patient's own time and describe only: they are never an exposure. By "
        "the most active: share of all that was done, done by the most active tenth of patients.",
    )
    title = "Participation in the channels"
    return assemble(released, "participation", title, header, rows, notes=notes if rows else ())


def _taking_part(
    released: Released, found: Numbers, endpoint: str, columns: int
) -> Iterator[tuple[Cell, ...]]:
    yield section(exposure_label(released, endpoint), columns)
    for group in found.with_overall():
        took = found.first(endpoint, group, "took_part")
        if took is None:
            continue
        yield row(
            group_label(released, group),
            patients(took),
            share(took),
            share(found.first(endpoint, group, "never_took_part")),
            _spread(found, endpoint, group, "", 0),
            _spread(found, endpoint, group, "per_month_", 1),
            _most_active(found.first(endpoint, group, "most_active_tenth")),
        )


def _spread(found: Numbers, endpoint: str, group: str, prefix: str, digits: int) -> Cell:
    named = [found.first(endpoint, group, f"{prefix}{t}") for t in ("median", "q1", "q3")]
    shown = [number for number in named if number is not None]
    places = tuple(number.place for number in shown)
    if len(shown) < 3 or any(number.status != "ok" for number in shown):
        return nothing(*places)
    style = shown[0].style

    def write(number: float) -> str:
        return fixed(number, digits, style=style)

    middle, low, high = (number.estimate for number in shown)
    return Cell(f"{write(middle)} ({interval(low, high, write, style=style)})", sources=places)


def _most_active(number: Number | None) -> Cell:
    if number is None:
        return EMPTY
    if number.status != "ok":
        return state(number)
    text = fixed(number.estimate, 0, shift=2, style=number.style)
    return Cell(text, sources=(number.place,))
