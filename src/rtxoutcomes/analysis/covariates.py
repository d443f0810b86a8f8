"""Comparisons of groups with the covariates and strata that the study declares.

They are sensitivity analyses of the unadjusted comparison. A model is attempted only where the data
have the patients and events for its coefficients (Peduzzi and others 1995, 1996).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators, reference_first
from rtxoutcomes.analysis.change.quantification import below
from rtxoutcomes.analysis.change.scores import score_pairs
from rtxoutcomes.analysis.descriptive import not_attempted
from rtxoutcomes.analysis.diagnoses import contrasts, present_codes, times
from rtxoutcomes.analysis.left_out import with_left_out
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.relapse.time_contrasts import ANALYSIS, HAZARD
from rtxoutcomes.analysis.scale import from_scale, on_scale, scale_of
from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.results import Choice, Measure, MethodKey, Note, Quantity, Row
from rtxoutcomes.results.floors import enough_for
from rtxoutcomes.study import Score, Study, Variable

WITH = Choice.WITH_COVARIATES
COX = "Firth Cox on {noun} with {covariates}, profile penalised likelihood"
CHANGE = "difference of changes given baseline and {covariates}, HC3, t"


@dataclass(frozen=True, slots=True, repr=False)
class Covariates:
    """The declared covariates of the patients, in the order of the cohort.

    `blocks` has for each variable the number, or an indicator of each of its levels, NaN where the
    value is missing; `stratum` numbers the strata, -1 where one is not known; `words` names both.
    """

    blocks: tuple[Floats, ...]
    stratum: np.ndarray[tuple[int], np.dtype[np.int64]]
    words: str

    @property
    def known(self) -> Bools:
        missing = [np.isnan(block).any(axis=1) for block in self.blocks]
        complete: Bools = ~np.any([self.stratum < 0, *missing], axis=0)
        return complete

    def columns(self, rows: Bools) -> Floats:
        """The columns of a model of these patients: of a category, the levels they have.

        The first of them is that of reference. A covariate that is equal in all keeps its column:
        the model is then refused, since nothing can be adjusted for it.
        """
        empty = np.empty((int(rows.sum()), 0))
        return np.column_stack([empty, *(_coded(block[rows]) for block in self.blocks)])


def hazard_rows(time: str, cohort: Cohort, study: Study) -> list[Row]:
    """Hazard ratios with the covariates, of each pair of groups; none where none is declared."""
    covariates = covariates_of(cohort.patients, study)
    if covariates is None or len(study.codes) < 2:
        return []
    return list(_hazards(Question(ANALYSIS, time), cohort, study, covariates))


def change_difference_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Differences of changes with the covariates; none where none is declared."""
    covariates = covariates_of(cohort.patients, study)
    if covariates is None or len(study.codes) < 2:
        return []
    return list(_changes(cohort, study, score, covariates))


def covariates_of(patients: pd.DataFrame, study: Study) -> Covariates | None:
    """The covariates and strata of the patients; None where the study declares none."""
    variables = [v for v in study.with_role("covariate") if v.name != study.grouping]
    strata = [v for v in study.with_role("stratum") if v.name != study.grouping]
    if not variables and not strata:
        return None
    blocks = tuple(_block(patients, study, v) for v in variables)
    number = np.zeros(len(patients), dtype=np.int64)
    known = np.ones(len(patients), dtype=bool)
    for variable in strata:
        codes = [level.code for level in variable.divides]
        place, _ = pd.factorize(pd.Categorical(levels_of(patients, study, variable.name), codes))
        number, known = number * len(codes) + place, known & (place >= 0)
    named = " and ".join(v.label for v in variables)
    by = ", ".join(v.label for v in strata)
    words = " and ".join(filter(None, [named, f"strata by {by}" if by else ""]))
    return Covariates(blocks, np.where(known, number, -1), words)


def _block(patients: pd.DataFrame, study: Study, variable: Variable) -> Floats:
    """The number itself, or one indicator for each level."""
    if variable.kind == "number":
        return patients[[variable.name]].to_numpy("float64", na_value=float("nan"))
    levels = levels_of(patients, study, variable.name)
    missing = levels.isna().to_numpy(bool)
    has = [
        (levels == level.code).fillna(False).to_numpy(bool).astype(np.float64)
        for level in variable.divides
    ]
    return np.where(missing[:, None], np.nan, np.column_stack(has))


def _coded(block: Floats) -> Floats:
    """The columns that patients have any value in, of several indicators all but the first."""
    if block.shape[1] == 1:
        return block
    present = block[:, block.any(axis=0)]
    return present[:, 1:] if present.shape[1] > 1 else present


def _hazards(
    question: Question, cohort: Cohort, study: Study, covariates: Covariates
) -> Iterator[Row]:
    history = attack_history(cohort, study)
    if history is None:
        return
    known = covariates.known
    part, columns = history[known], covariates.columns(known)
    dropped, events = len(history) - len(part), int(part["event"].sum())
    present = present_codes(part, study.ordered_codes)
    method = COX.format(noun=study.group_noun, covariates=covariates.words)
    coefficients = len(present) - 1 + columns.shape[1]
    key, attempted = MethodKey.COX_WITH_COVARIATES, enough_for(coefficients, len(part), events)
    for later, earlier in contrasts(study.ordered_codes):
        absent = later not in present or earlier not in present
        if absent or not attempted:
            note: Note = "group_absent" if absent else "too_few_for_covariates"
            refused, n = f"{method}; {coefficients} coefficients", len(part)
            measure = Measure.HAZARD_RATIO
            value = not_attempted(measure, key, refused, n, note, dropped=dropped)
        else:
            groups = indicators(part["group"], reference_first(later, earlier, present))
            value = (
                firth_cox(
                    *times(part),
                    np.column_stack([groups, columns]),
                    dropped=dropped,
                    strata=covariates.stratum[known],
                    only=["x1"],
                )
                .coefficients[0]
                .hazard_ratio.by(key, method)
            )
        statistic = Statistic(
            Quantity.HAZARD_RATIO, value, "sensitivity", HAZARD, against=earlier, choice=WITH
        )
        yield question.row(later, statistic)


def _changes(cohort: Cohort, study: Study, score: Score, covariates: Covariates) -> Iterator[Row]:
    """At the last visit and the fixed time; none of a score with values below quantification."""
    for visit in score_pairs(cohort, score):
        if visit.pairs is not None and not below(visit.pairs):
            question = Question(ANALYSIS, score.name, visit.month)
            yield from _change(question, visit.pairs, study, score, covariates)


def _change(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score, covariates: Covariates
) -> Iterator[Row]:
    complete = pairs[["before", "after"]].notna().all(axis=1).to_numpy(bool) & covariates.known
    part, columns = pairs[complete], covariates.columns(complete)
    strata = _indicators_of(covariates.stratum[complete])
    before, after = on_scale(part["before"], score), on_scale(part["after"], score)
    present = present_codes(part, study.ordered_codes)
    scale, dropped = scale_of(score), len(pairs) - len(part)
    method, key = CHANGE.format(covariates=covariates.words), MethodKey.CHANGE_WITH_COVARIATES
    coefficients = len(present) + columns.shape[1] + strata.shape[1]
    for later, earlier in contrasts(study.ordered_codes):
        absent = later not in present or earlier not in present
        if absent or not enough_for(coefficients, len(part)):
            note: Note = "group_absent" if absent else "too_few_for_covariates"
            refused, n = f"{method}; {coefficients} coefficients", len(part)
            value = not_attempted(scale.measure, key, refused, n, note, dropped=dropped)
        else:
            groups = indicators(part["group"], reference_first(later, earlier, present))
            design = np.column_stack([np.ones(len(part)), groups, before, columns, strata])
            fit = linear_hc3(after - before, design, dropped=dropped)
            alone = [study.abbreviation(c) for c in part["group"].to_numpy()[list(fit.left_out)]]
            made = fit.terms[1].value.by(key, with_left_out(method, alone))
            value = from_scale(made, score)
        statistic = Statistic(
            scale.adjusted, value, "sensitivity", scale.unit, against=earlier, choice=WITH
        )
        yield question.row(later, statistic)


def _indicators_of(stratum: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    present = np.unique(stratum)
    return np.asarray(stratum[:, None] == present[None, 1:], dtype=np.float64)
