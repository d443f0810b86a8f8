"""Test of proportional hazards: the score test of coefficients that drift with time.

Let g(t) be the transformed time of each event, centred. The model with coefficients beta +
theta g(t) has at theta = 0 the score sum of g times the Schoenfeld residuals; its information with
beta is built from the variances of the covariates at risk, times g^0, g^1 and g^2 (Grambsch and
Therneau 1994).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.arguments import count, named_design, option
from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.partial_likelihood import PartialLikelihood, Ties
from rtxoutcomes.estimate.likelihood.ratio_scale import unfitted
from rtxoutcomes.estimate.likelihood.separation import divergence
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.summary import WithSummary, summary_frame
from rtxoutcomes.estimate.survival.event_table import checked_times, event_table, merge_tied_times
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import chi2_p
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Transform = Literal["km", "rank", "identity", "log"]


@dataclass(frozen=True, slots=True, repr=False)
class ProportionalHazards(WithSummary):
    """A test for each term, in order, and one of all of them together."""

    terms: tuple[tuple[str, Estimate], ...]
    together: Estimate

    @property
    def summary(self) -> pd.DataFrame:
        """One row per covariate and one of all together ("GLOBAL"): test, n and events."""
        rows = [*self.terms, ("GLOBAL", self.together)]
        columns = ["statistic", "df", "p_value", "n", "events", "status", "reason"]
        frame = summary_frame((term, test, None) for term, test in rows)
        return frame.assign(df=[test.df for _, test in rows])[columns]


def proportional_hazards_test(
    months: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    ties: Ties = "efron",
    transform: Transform = "km",
    dropped: int = 0,
) -> ProportionalHazards:
    """Score test that no coefficient of the plain Cox model changes with time.

    Parameters
    ----------
    months, event, covariates, terms, entry, strata, ties, dropped
        As in `cox`.
    transform
        The scale of time on which a coefficient may drift: one minus Kaplan-Meier just before
        ("km"), the rank among all times ("rank"), time itself ("identity") or its logarithm
        ("log").

    Returns
    -------
    ProportionalHazards
        Chi-square `statistic` and `df`. Where the model has no estimate there is no test, with the
        note of the model (`no_events`, `monotone_likelihood`, `constant_covariate`, ...).

    Raises
    ------
    ValueError
        As for `cox`, or `transform` is not recognised.

    Notes
    -----
    Grambsch and Therneau 1994.

    Equivalent to
    -------------
    `survival::cox.zph(fit, terms = FALSE)` in R since survival 3.0;
    `lifelines.statistics.proportional_hazard_test` has the older approximation from scaled
    residuals.

    Examples
    --------
    >>> from rtxoutcomes.estimate import proportional_hazards_test
    >>> months, relapse = [3, 5, 7, 7, 9, 12, 12, 14], [1, 0, 1, 1, 0, 1, 0, 1]
    >>> test = proportional_hazards_test(months, relapse, [31, 45, 28, 50, 39, 42, 35, 55], ["age"])
    >>> round(test.together.statistic, 3), round(test.together.p_value, 3)
    (0.29, 0.59)
    """
    option("transform", transform, get_args(Transform))
    covariates, terms = named_design("covariates", covariates, terms)
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties=ties, firth=False)
    method = f"proportional hazards, score test, {transform} time"
    sample = Sample(
        kind=Kind(Measure.TEST, MethodKey.PROPORTIONAL_HAZARDS, method),
        n=problem.model.design.shape[0],
        dropped=count("dropped", dropped),
        events=problem.sets.failed.size,
    )
    beta, note = _maximum(problem)
    if note:
        refused = unfitted(sample, note)
        return ProportionalHazards(tuple((term, refused) for term in terms), refused)
    drift = _drift(*checked_times(months, event, entry), problem.sets.failed, transform)
    score, information = _augmented(problem, beta, drift)
    size = beta.size
    tests = [_test(sample, score, information, [k]) for k in range(size)]
    together = _test(sample, score, information, list(range(size)))
    return ProportionalHazards(tuple(zip(terms, tests, strict=True)), together)


def _maximum(problem: CoxProblem) -> tuple[Floats, Note]:
    """The coefficients of the model, or why it has none."""
    if problem.refused:
        return np.zeros(0), problem.refused
    best = problem.maximum()
    if divergence(problem, best) is not None:
        return best.beta, "monotone_likelihood"
    return best.beta, "" if best.converged else "not_converged"


def _drift(
    months: Floats, event: Bools, entry: Floats | None, failed: Ints, transform: Transform
) -> Floats:
    """Transformed time of each event, centred over the events."""
    merged = merge_tied_times(months)
    times = merged[failed]
    if transform == "km":
        table = event_table(months, event, entry)
        survival, _ = product_limit(table.at_risk, table.events)
        before = np.concatenate(([1.0], survival[:-1]))
        transformed = 1 - before[np.searchsorted(table.months, times)]
    elif transform == "rank":
        transformed = rankdata(merged)[failed]
    else:
        transformed = np.log(times) if transform == "log" else times
    return np.asarray(transformed - transformed.mean())


def _augmented(problem: CoxProblem, beta: Floats, drift: Floats) -> tuple[Floats, Floats]:
    """Score of the drifts, shape (p,), and information of coefficients and drifts, (2p, 2p)."""
    likelihood = cast(PartialLikelihood, problem.model.moments)
    residuals, variances = likelihood.by_event(beta)
    constant, mixed, drifting = (
        np.einsum("l,lab->ab", drift**power, variances) for power in (0, 1, 2)
    )
    return drift @ residuals, np.block([[constant, mixed], [mixed, drifting]])


def _test(sample: Sample, score: Floats, information: Floats, which: list[int]) -> Estimate:
    size = score.size
    keep = [*range(size), *(size + k for k in which)]
    chosen = information[np.ix_(keep, keep)]
    scores = np.concatenate([np.zeros(size), score[which]])
    root = np.sqrt(np.diag(chosen))
    # With all events at one time nothing can drift.
    if (root == 0).any() or np.linalg.cond(chosen / np.outer(root, root)) > 1e12:
        return sample.not_estimable("zero_variance")
    statistic = float(scores @ np.linalg.solve(chosen, scores))
    return sample.result(
        statistic=statistic, df=float(len(which)), p_value=chi2_p(statistic, len(which))
    )
