"""The appendix: every number of an analysis that its main tables do not show."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rtxoutcomes.disclose import Released
from rtxoutcomes.rounding import fixed
from rtxoutcomes.tables.attacks import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    level_text,
    p_cell,
    patients,
    section,
    with_interval,
)
from rtxoutcomes.tables.exposure import (
    STEM,
    engagement,
    engagement_models,
    negative_controls,
    participation,
)
from rtxoutcomes.tables.harms import safety
from rtxoutcomes.tables.kinds import estimate_cell
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import baseline_characteristics, flow
from rtxoutcomes.tables.scores import score_categories, score_change
from rtxoutcomes.tables.select import Number, numbers
from rtxoutcomes.tables.transitions import transitions
from rtxoutcomes.tables.words import exposure_label, group_label, outcome_label, quantity_label

MAIN: Mapping[str, tuple[Callable[[Released], Table], ...]] = MappingProxyType(
    {
        "flow": (flow,),
        "baseline": (baseline_characteristics,),
        "relapse": (relapse_outcomes,),
        "change": (score_change, score_categories),
        "time_to_relapse": (time_to_relapse,),
        "engagement": (engagement, engagement_models, negative_controls),
        "participation": (participation,),
        "safety": (safety,),
        "transition": (transitions,),
    }
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "baseline": "Baseline: differences between pairs of diagnoses",
        "relapse": "Relapse: other intervals, contrasts and sensitivity analyses",
        "change": "Change of scores: other tests, effect sizes and sensitivity analyses",
        "time_to_relapse": "Time to relapse: other bands, contrasts and tests",
        "engagement": "Engagement: sizes of models and groups",
        "safety": "Adverse events: other intervals and limits",
        "contrast": "Between diagnoses, unadjusted and descriptive",
        "follow_up": "Follow-up: range and completeness",
        "competing": "Ends that compete with relapse",
        "before_after": "Attacks before and on treatment (regression to the mean is not excluded)",
        "recurrent": "Repeated attacks",
        "missing": "Missing data: what could have become of them",
        "sensitivity": "Grid of declared choices",
        "trajectory": "Course of scores by month",
    }
)
KEY = "further_"
PER_YEAR, PER_HUNDRED = "per person-year", "per 100 person-years"


def analyses(released: Released) -> tuple[str, ...]:
    """The analyses of these results, in their order."""
    return tuple(dict.fromkeys(str(name) for name in released.estimates["analysis"]))


def further(released: Released, analysis: str, made: Mapping[str, Table] | None = None) -> Table:
    """Everything of one analysis that stands in none of its main tables, each with its method.

    `made` are tables by their keys, where they are at hand.
    """
    shown = {
        place
        for make in MAIN.get(analysis, ())
        for line in ((made or {}).get(make.__name__) or make(released)).sources
        for cell in line
        for place in cell
    }
    found = numbers(released, analysis)
    left = [number for number in found.rows if number.place not in shown]
    tested = any(not math.isnan(number.statistic) for number in left)
    header = (
        *("Quantity", "Group", "n (left out)", f"Estimate ({level_text(left)})"),
        *(("Statistic (df)",) if tested else ()),
        *("P", "Method"),
    )
    rows: list[tuple[Cell, ...]] = []
    for endpoint in dict.fromkeys(number.endpoint for number in left):
        rows.append(section(_heading(released, endpoint), len(header)))
        own = [number for number in left if number.endpoint == endpoint]
        terms = list(dict.fromkeys(number.term for number in own))
        # One quantity of all groups together, whatever the order in which they were computed.
        own.sort(key=lambda number: terms.index(number.term))
        rows.extend(_row(released, number, tested) for number in own)
    title = TITLES.get(analysis, analysis.replace("_", " ").capitalize())
    return assemble(released, f"{KEY}{analysis}", title, header, rows)


def _heading(released: Released, endpoint: str) -> str:
    engaged = "Engagement: " if endpoint.startswith(STEM) else ""
    return f"{engaged}{outcome_label(released, endpoint.removeprefix(STEM))}"


def _row(released: Released, number: Number, tested: bool) -> tuple[Cell, ...]:
    exposure = number.endpoint.startswith(STEM)
    label = exposure_label(released, number.term) if exposure else quantity_label(number.term)
    # As the table of safety gives them.
    hundred = number.analysis == "safety" and number.unit == PER_YEAR
    unit = f", {PER_HUNDRED if hundred else number.unit}" if number.unit else ""
    shown = with_interval(number, 1, shift=2) if hundred else estimate_cell(number)
    return (
        Cell(f"{label}{unit}"),
        Cell(group_label(released, number.group)),
        patients(number),
        shown._replace(method=""),
        *([_statistic(number)] if tested else []),
        p_cell(number)._replace(method=""),
        Cell(number.method),
    )


def _statistic(number: Number) -> Cell:
    if math.isnan(number.statistic):
        return EMPTY
    text = fixed(number.statistic, 2, style=number.style)
    if not math.isnan(number.df):
        whole = 0 if number.df.is_integer() else 1
        text = f"{text} ({fixed(number.df, whole, style=number.style)})"
    return Cell(text, sources=(number.place,))
