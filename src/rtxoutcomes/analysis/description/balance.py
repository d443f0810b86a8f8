"""Standardised differences between diagnoses: each pair, and the largest of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.estimate.balance import (
    largest_difference,
    standardised_difference,
    standardised_share_difference,
)
from rtxoutcomes.results import ALL, Estimate, Quantity, Row
from rtxoutcomes.study import Study


def difference_rows(
    question: Question, values: pd.Series, of: pd.Series, study: Study
) -> list[Row]:
    """Rows on one characteristic; none where the study has one diagnosis only.

    Parameters
    ----------
    question
        The analysis and the characteristic.
    values
        One value per patient, missing ones included: numbers, or words for a category.
    of
        The diagnosis of each patient.
    study
        Its diagnoses, in their order: a difference is the later minus the earlier.
    """
    compare = _means if pd.api.types.is_numeric_dtype(values) else _proportions

    def statistics(later: pd.DataFrame, earlier: pd.DataFrame) -> Iterator[Statistic]:
        difference = compare(later["value"], earlier["value"])
        yield Statistic(Quantity.STANDARDISED_DIFFERENCE, difference, "alternative")

    frame = pd.DataFrame({"value": values, "group": of})
    pairs = question.contrasts(frame, study, statistics)
    if not pairs:
        return []
    known = int(values.notna().sum())
    largest = largest_difference([row.value for row in pairs], known, len(values) - known)
    statistic = Statistic(Quantity.LARGEST_STANDARDISED_DIFFERENCE, largest)
    return [question.row(ALL, statistic), *pairs]


def _means(first: pd.Series, second: pd.Series) -> Estimate:
    a, b = (v.to_numpy("float64", na_value=float("nan")) for v in (first, second))
    return standardised_difference(a, b)


def _proportions(first: pd.Series, second: pd.Series) -> Estimate:
    levels = sorted({*first.dropna().astype(str), *second.dropna().astype(str)})
    counts = [
        v.dropna().astype(str).value_counts().reindex(levels, fill_value=0) for v in (first, second)
    ]
    dropped = int(first.isna().sum() + second.isna().sum())
    a, b = (np.asarray(c, dtype=np.int64) for c in counts)
    return standardised_share_difference(a, b, dropped)
