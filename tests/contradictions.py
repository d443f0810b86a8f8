"""Intervals and P values that contradict each other, in a results frame."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.quantity import Quantity

QUESTION = (
    *("analysis", "endpoint", "grouping", "group", "against", "channel", "activity", "month"),
    *("model", "choice"),
)
DIFFERENCES = (
    *(Measure.DIFFERENCE, Measure.PROPORTION_DIFFERENCE, Measure.DURATION_DIFFERENCE),
    *(Measure.STANDARDISED_DIFFERENCE, Measure.CORRELATION),
)
# P values of permutations: their standard error is that of a proportion of this many.
DRAWN = {"relative_effect": 10_000}
LEVEL_SLACK = 1e-12


Record = dict[str, Any]


def null_of(row: Record) -> float:
    """The value of no difference."""
    if row["quantity"] in (Quantity.SIGN_TEST, Quantity.RELATIVE_EFFECT):
        return 0.5
    return 0.0 if row["measure"] in DIFFERENCES else 1.0


def excludes(row: Record) -> bool:
    """Whether the value of no difference lies outside the interval."""
    null, (opening, closing) = null_of(row), row["conf_ends"]
    low = -math.inf if math.isnan(row["conf_low"]) else row["conf_low"]
    high = math.inf if math.isnan(row["conf_high"]) else row["conf_high"]
    below = null < low or (null == low and opening == "(")
    return bool(below or null > high or (null == high and closing == ")"))


def contradictions(frame: pd.DataFrame) -> list[str]:
    """Rows whose interval excludes no difference where P does not reach the level, or reverse."""
    rows: list[Record] = frame.to_dict("records")  # type: ignore[assignment]
    return [*_crossed(rows), *_unequal(rows)]


def _crossed(rows: Sequence[Record]) -> Iterator[str]:
    """Rows that hold an interval and the P value of another test."""
    for row in rows:
        both = _has_limits(row) and not math.isnan(row["p_value"])
        if both and row["p_pair"] != row["method_key"]:
            yield f"{_name(row)}: {row['p_pair']!r} is not its test"


def _unequal(rows: Sequence[Record]) -> Iterator[str]:
    p_of = {(_question(row), row["method_key"]): row["p_value"] for row in rows}
    for row in (row for row in rows if row["p_pair"]):
        own = row["p_pair"] == row["method_key"]
        p_value = row["p_value"] if own else p_of.get((_question(row), row["p_pair"]), math.nan)
        if math.isnan(p_value) or _is_drawn_near(row, p_value):
            continue
        if excludes(row) != (p_value <= 1 - row["conf_level"] + LEVEL_SLACK):
            yield f"{_name(row)}: {row['conf_low']:g} to {row['conf_high']:g}, P = {p_value:g}"


def _has_limits(row: Record) -> bool:
    return not (math.isnan(row["conf_low"]) and math.isnan(row["conf_high"]))


def _question(row: Record) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in QUESTION)


def _name(row: Record) -> str:
    return f"{row['endpoint']}.{row['group']}.{row['term']}"


def _is_drawn_near(row: Record, p_value: float) -> bool:
    """A P value from draws, within three standard errors of the level."""
    draws = DRAWN.get(row["p_pair"])
    if draws is None:
        return False
    alpha = 1 - row["conf_level"]
    return bool(abs(p_value - alpha) <= 3 * math.sqrt(alpha * (1 - alpha) / draws))
