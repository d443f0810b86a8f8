"""How far the diagnoses lie apart in a characteristic: each pair, and the largest of them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.question import Question
from rtxoutcomes.estimate.balance import (
    largest_difference,
    standardised_difference,
    standardised_share_difference,
)
from rtxoutcomes.results import ALL, Estimate, Row
from rtxoutcomes.study import Study

DIFFERENCE = "smd"
Compare = Callable[[pd.Series, pd.Series], Estimate]


def difference_rows(
    question: Question, values: pd.Series, of: pd.Series, study: Study
) -> list[Row]:
    """Rows on one characteristic; none where the study has one diagnosis only.

    Parameters
    ----------
    question
        Whose rows they are.
    values
        A value a patient, missing ones included: numbers, or words for a category.
    of
        The diagnosis of each.
    study
        Its diagnoses, in their order: of a pair the earlier one comes first.
    """
    numeric = pd.api.types.is_numeric_dtype(values)
    compare = _means if numeric else _shares
    by_code = {code: values[of == code] for code in study.codes}
    pairs = {
        f"{DIFFERENCE}:{a} minus {b}": _compared(by_code[a], by_code[b], compare)
        for a, b in combinations(study.codes, 2)
    }
    if not pairs:
        return []
    known = int(values.notna().sum())
    largest = largest_difference(list(pairs.values()), known, len(values) - known)
    beside = (question.row(ALL, term, value, "beside") for term, value in pairs.items())
    return [question.row(ALL, DIFFERENCE, largest), *beside]


def _compared(first: pd.Series, second: pd.Series, compare: Compare) -> Estimate:
    value = compare(first, second)
    if first.empty or second.empty:
        return replace(value, note="group_absent")
    return value


def _means(first: pd.Series, second: pd.Series) -> Estimate:
    a, b = (v.to_numpy("float64", na_value=float("nan")) for v in (first, second))
    return standardised_difference(a, b)


def _shares(first: pd.Series, second: pd.Series) -> Estimate:
    levels = sorted({*first.dropna().astype(str), *second.dropna().astype(str)})
    counts = [
        v.dropna().astype(str).value_counts().reindex(levels, fill_value=0) for v in (first, second)
    ]
    dropped = int(first.isna().sum() + second.isna().sum())
    a, b = (np.asarray(c, dtype=np.int64) for c in counts)
    return standardised_share_difference(a, b, dropped)
