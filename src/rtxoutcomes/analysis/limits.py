"""Means of a group: intervals that end with the scale, and too few patients for one."""

import math
from collections.abc import Iterable
from dataclasses import replace

from rtxoutcomes.results import Estimate, Quantity, Row
from rtxoutcomes.results.floors import FEWEST_PATIENTS
from rtxoutcomes.study import Score, Study

MEANS = (
    Quantity.MEAN_CHANGE,
    Quantity.GEOMETRIC_MEAN_RATIO,
    Quantity.CHANGE_PER_YEAR,
    Quantity.MEAN,
    Quantity.HODGES_LEHMANN,
    Quantity.STANDARDISED_MEAN_CHANGE,
    Quantity.RELATIVE_EFFECT,
)


def limited(rows: Iterable[Row], study: Study) -> list[Row]:
    """The rows with the means of scores of single groups as they may be printed.

    A t interval that goes beyond the scale ends at its end (`limited_by_scale`). What fewer than
    five patients contribute to is marked `few_patients`.
    """
    scores = {score.name: score for score in study.scores}
    return [_limited(row, scores[row.endpoint]) if _is_mean(row, scores) else row for row in rows]


def _is_mean(row: Row, scores: Iterable[str]) -> bool:
    return (
        not math.isnan(row.value.estimate)
        and row.quantity in MEANS
        and not row.against
        and row.endpoint in scores
    )


def _limited(row: Row, score: Score) -> Row:
    value = _within(row.value, *_ends(row.quantity, score))
    if value.n < FEWEST_PATIENTS:
        value = replace(value, note="few_patients")
    return row if value is row.value else replace(row, value=value)


def _ends(quantity: Quantity, score: Score) -> tuple[float, float]:
    """The least and the greatest value that the quantity can have."""
    if quantity is Quantity.MEAN:
        return score.minimum, score.maximum
    if quantity is Quantity.MEAN_CHANGE:
        return score.minimum - score.maximum, score.maximum - score.minimum
    return -math.inf, math.inf


def _within(value: Estimate, least: float, greatest: float) -> Estimate:
    low, high = max(value.conf_low, least), min(value.conf_high, greatest)
    if (low, high) == (value.conf_low, value.conf_high):
        return value
    return replace(value, conf_low=low, conf_high=high, note=value.note or "limited_by_scale")
