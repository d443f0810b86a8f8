"""The supplement: every number of an endpoint that its other tables do not show."""

import math
from collections.abc import Mapping, Sequence

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import WITHOUT_DATA, index
from rtxoutcomes.results.endpoints import KEYS, endpoint_of
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.row import ALL
from rtxoutcomes.rounding import fixed
from rtxoutcomes.study import Study
from rtxoutcomes.tables import deaths
from rtxoutcomes.tables.adverse_events import SAFETY, per_hundred_years
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT, FURTHER
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    p_cell,
    patients,
    section,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.ranges import SENSITIVITY, with_unit

GROUP_OR_CONTRAST = "Group, or contrast of the first with the second"
# Analyses of an outcome that patients who died may not have had.
WITHOUT_THE_DEAD = (
    *("relapse", "recurrent", "change", "trajectory", "time_to_relapse", "contrast"),
    *("engagement", "sensitivity"),
)
# Where nobody lacks a value, no value of the missing ones can shift the result.
EMPTY_ROWS = {*WITHOUT_DATA, "none_missing"}
PER_YEAR, PER_HUNDRED = "per person-year", "per 100 person-years"


def analyses(released: Released) -> tuple[str, ...]:
    """The analyses of these results, in the order of the registry.

    Raises
    ------
    KeyError
        The registry has no endpoint for an analysis: its rows would be shown nowhere.
    """
    present = {endpoint_of(row.analysis).key for row in index(released).rows}
    return tuple(key for key in KEYS if key in present)


@takes_results
def further(released: Released, analysis: str, made: Mapping[str, Table] | None = None) -> Table:
    """Every row of an analysis that none of its other tables shows, each with its method.

    What was not collected has no row, nor has a group without patients; the grid of declared
    choices is in results.csv, and its ranges in a table of their own.

    `made` are tables by their keys, where they are at hand.
    """
    own = BY_ENDPOINT[endpoint_of(analysis).key]
    shown = {
        place
        for make in (*own.main, *own.supplement)
        for line in ((made or {}).get(make.__name__) or make(released)).sources
        for cell in line
        for place in cell
    }
    rows_of = index(released).of(analysis)
    absent = {group for group, n in index(released).enrolled.items() if n == 0}
    # All patients of a study of one group are that group.
    repeated = _of_the_group(rows_of) if len(released.study.codes) == 1 else set()
    rest = [
        r
        for r in rows_of
        if r.place not in shown | repeated and r.note not in EMPTY_ROWS and r.group not in absent
    ]
    if analysis == SENSITIVITY:
        rest = []
    # A column that would be mostly empty is a part of each method instead.
    tested = 2 * sum(not math.isnan(number.statistic) for number in rest) >= len(rest)
    header = (
        "Quantity",
        GROUP_OR_CONTRAST if any(number.against for number in rest) else "Group",
        *("n (missing)", f"Estimate ({level_text(rest)})"),
        *(("Statistic (df)",) if tested else ()),
        *("P", "Method"),
    )
    rows: list[tuple[Cell, ...]] = []
    for heading, quantities in _blocks(released.study, rest).items():
        rows.append(section(heading, len(header)))
        for label, numbers in quantities.items():
            rows.extend(_row(released.study, label, number, tested) for number in numbers)
    title = words.endpoint_words(released.study, endpoint_of(analysis).further)
    notes = _deaths(released, rest)
    return assemble(released, f"{FURTHER}{analysis}", title, header, rows, notes=notes)


def _of_the_group(rows: Sequence[Number]) -> set[int]:
    """The places of rows of all patients that the only group has too."""
    of_group = {_question(row) for row in rows if row.group != ALL}
    return {row.place for row in rows if row.group == ALL and _question(row) in of_group}


def _question(row: Number) -> tuple[object, ...]:
    """What a row answers, in whatever group."""
    asked = (row.endpoint, str(row.month), row.channel, row.activity, row.quantity, row.against)
    return (*asked, row.level, row.model, row.choice, row.method)


def _deaths(released: Released, rest: list[Number]) -> tuple[str, ...]:
    """Deaths before the outcomes of these rows: changes of scores, and events."""
    scores = {score.name for score in released.study.scores}
    of = {row.endpoint in scores for row in rest if row.analysis in WITHOUT_THE_DEAD}
    values = deaths.without_value(index(released)) if True in of else ()
    events = deaths.without_event(index(released)) if False in of else ()
    return (*values, *events)


def _blocks(study: Study, rows: list[Number]) -> dict[str, dict[str, list[Number]]]:
    """Rows by the heading of their outcome, then by the label of their quantity.

    A quantity of all groups is kept together, in whatever order the rows were computed.
    """
    blocks: dict[str, dict[str, list[Number]]] = {}
    for number in rows:
        quantities = blocks.setdefault(_heading(study, number), {})
        quantities.setdefault(_label(study, number), []).append(number)
    return blocks


def _heading(study: Study, number: Number) -> str:
    """The outcome, and its visit where the month of the row is that of a visit."""
    if number.model:
        return f"Engagement: {words.outcome_label(study, number.endpoint)}"
    month = math.nan if number.quantity in words.AT_MONTH else number.month
    return words.outcome_label(study, number.endpoint, month)


def _label(study: Study, number: Number) -> str:
    """`Skype session: Landmark, month 3: Engagement groups`."""
    channel, activity = number.channel, number.activity
    exposure = words.exposure_label(study, channel, activity) if channel else ""
    # The range over all landmarks is that of no single model.
    model = words.model_label(study, number) if number.model and not number.choice else ""
    return ": ".join(filter(None, (exposure, model, words.quantity_label(study, number))))


def _row(study: Study, label: str, number: Number, tested: bool) -> tuple[Cell, ...]:
    # As the table of safety gives them.
    hundred = number.analysis == SAFETY and number.unit == PER_YEAR
    shown = per_hundred_years(number) if hundred else with_interval(number, sign=True)
    statistic = _statistic(number)
    method = Cell(number.method)
    if not tested and statistic != EMPTY:
        with_test = f"{method.text}; test statistic (df) {statistic.text}"
        method = statistic._replace(text=with_test)
    return (
        Cell(with_unit(label, PER_HUNDRED if hundred else number.unit)),
        Cell(words.group_or_contrast(study, number)),
        patients(number),
        shown._replace(method=""),
        *([statistic] if tested else []),
        _p(number),
        method,
    )


def _p(number: Number) -> Cell:
    """The P value; a reason why there is none is with the estimate, where there is one."""
    is_test = number.measure in (Measure.TEST, Measure.P_VALUE)
    given = is_test or not math.isnan(number.p_value)
    return p_cell(number)._replace(method="") if given else EMPTY


def _statistic(number: Number) -> Cell:
    if math.isnan(number.statistic):
        return EMPTY
    text = fixed(number.statistic, 2, style=number.style)
    if not math.isnan(number.df):
        decimals = 0 if number.df.is_integer() else 1
        text = f"{text} ({fixed(number.df, decimals, style=number.style)})"
    return Cell(text, sources=(number.place,))
