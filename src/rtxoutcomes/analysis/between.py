"""Differences of a score's change between diagnoses, adjusted for its baseline."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import not_attempted
from rtxoutcomes.analysis.diagnoses import contrasts, present_codes
from rtxoutcomes.analysis.left_out import in_words, with_left_out
from rtxoutcomes.analysis.scale import from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.balance import standardised_difference
from rtxoutcomes.estimate.likelihood.linear import joint_test, linear_hc3
from rtxoutcomes.results import Estimate, Measure, MethodKey
from rtxoutcomes.study import Score, Study

JOINT = "change given baseline: joint test of {noun}, HC3, F"
ADJUSTED = "difference of changes given baseline, HC3, t"


def between_diagnoses(pairs: pd.DataFrame, study: Study, score: Score) -> Estimate:
    """Joint test of diagnosis in: change ~ diagnosis + baseline, HC3, F reference.

    P values within groups, such as 0.004 in one and 0.06 in another, do not compare the groups;
    this test does. Scores with a log scale are analysed as logarithms. Diagnoses without a
    complete pair are not in the model; one of a single patient is not compared, and named.
    """
    complete, change, before = _complete(pairs, score)
    dropped, key = len(pairs) - len(complete), MethodKey.ADJUSTED_CHANGE_TEST
    present = present_codes(complete, study.codes)
    if len(present) < 2:
        n, joint = len(complete), JOINT.format(noun=study.group_noun)
        return not_attempted(Measure.TEST, key, joint, n, "group_absent", dropped=dropped)
    dummies = indicators(complete["group"], present)
    design = adjusted_design(dummies, before)
    test = joint_test(change, design, list(range(1, len(present))), dropped=dropped)
    left_out = linear_hc3(change, design, coefficient_names(dummies)).left_out
    method = test.method
    if left_out and test.status == "ok":
        compared, of = (in_words(number) for number in (int(test.df) + 1, len(present)))
        method = f"{method}; compares {compared} of {of} {study.group_nouns}"
    method = with_left_out(method, _groups(complete, left_out, study))
    return replace(test, method_key=key, method=method)


def adjusted_differences(
    pairs: pd.DataFrame, study: Study, score: Score
) -> Iterator[tuple[str, str, Estimate]]:
    """Change of each diagnosis minus that of each earlier one, given baseline: HC3, t reference.

    Yields the later group, the earlier group and the difference; on the log scale a ratio of
    ratios. A pair of which one diagnosis has no complete pair of values keeps its row. The note
    `baselines_apart` marks groups whose mean baselines lie more than one standard deviation apart.
    """
    complete, change, before = _complete(pairs, score)
    dropped, key = len(pairs) - len(complete), MethodKey.ADJUSTED_CHANGE
    present = present_codes(complete, study.codes)
    measure, n = scale_of(score).measure, len(complete)
    absent = not_attempted(measure, key, ADJUSTED, n, "group_absent", dropped=dropped)
    for later, earlier in contrasts(study.ordered_codes):
        if later not in present or earlier not in present:
            yield later, earlier, absent
            continue
        dummies = indicators(complete["group"], reference_first(later, earlier, present))
        design = adjusted_design(dummies, before)
        fit = linear_hc3(change, design, coefficient_names(dummies), dropped=dropped)
        method = with_left_out(ADJUSTED, _groups(complete, fit.left_out, study))
        value = fit.terms[1].value.by(key, method)
        apart = _baselines_apart(complete["group"], before, later, earlier)
        yield later, earlier, from_scale(with_baselines_note(value, apart=apart), score)


def _baselines_apart(diagnosis: pd.Series, before: Floats, later: str, earlier: str) -> bool:
    """Whether the mean baselines of two groups lie more than one standard deviation apart.

    A separated pair, constant in each group, is further apart than any number of them.
    """
    values = [before[(diagnosis == code).to_numpy()] for code in (later, earlier)]
    difference = standardised_difference(*values)
    return difference.note == "separation" or abs(difference.estimate) > 1


def with_baselines_note(value: Estimate, *, apart: bool) -> Estimate:
    """An adjusted difference, marked where the groups lie apart at baseline.

    There it is an extrapolation, and answers another question than the unadjusted difference
    (Lord 1967). A reason why there is no result, or why it is uncertain, is kept.
    """
    return replace(value, note="baselines_apart") if apart and not value.note else value


def _groups(complete: pd.DataFrame, rows: tuple[int, ...], study: Study) -> list[str]:
    """The diagnoses of the patients in these rows."""
    return [study.abbreviation(code) for code in complete["group"].to_numpy()[list(rows)]]


def _complete(pairs: pd.DataFrame, score: Score) -> tuple[pd.DataFrame, Floats, Floats]:
    """The complete pairs, their changes and their baselines on the scale of the analysis."""
    complete = pairs.dropna(subset=["before", "after"])
    before, after = on_scale(complete["before"], score), on_scale(complete["after"], score)
    return complete, after - before, before


def adjusted_design(dummies: Floats, before: Floats) -> Floats:
    """The design matrix of: change ~ diagnosis + baseline."""
    return np.column_stack([np.ones(len(dummies)), dummies, before])


def reference_first(later: str, earlier: str, present: list[str]) -> list[str]:
    """The groups of a model: the reference, the compared group, the others.

    The earlier diagnosis is the reference; the standard error of each contrast needs its fit.
    """
    return [earlier, later, *(code for code in present if code not in (later, earlier))]


def with_reference(reference: str, present: list[str]) -> list[str]:
    """The groups of a model of which this one is the reference, the others in their order."""
    return [reference, *(code for code in present if code != reference)]


def coefficient_names(dummies: Floats) -> list[str]:
    """Names of the coefficients of: change ~ diagnosis + baseline."""
    return ["(Intercept)", *(f"group {k}" for k in range(dummies.shape[1])), "baseline"]


def indicators(diagnosis: pd.Series, present: list[str]) -> Floats:
    """A column for each diagnosis but the first, 1 where the patient has it."""
    values = diagnosis.to_numpy()
    return np.column_stack([np.ones((len(values), 0)), *[values == code for code in present[1:]]])
