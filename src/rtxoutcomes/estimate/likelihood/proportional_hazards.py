"""Do hazards stay proportional? The score test of coefficients that drift with time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from rtxoutcomes.estimate.arguments import count, option
from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.monotone import SUSPICIOUS, monotone_direction
from rtxoutcomes.estimate.likelihood.partial_likelihood import PartialLikelihood, Ties
from rtxoutcomes.estimate.likelihood.penalised import maximise
from rtxoutcomes.estimate.likelihood.ratio_scale import Fitted, without
from rtxoutcomes.estimate.survival.event_table import event_table, merge_tied_times
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import chi2_sf
from rtxoutcomes.results import Estimate, Note

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Transform = Literal["km", "rank", "identity", "log"]
_METHOD = "proportional hazards, score test, {} time"
_TINY = np.nextafter(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class ProportionalHazards:
    """A test for each term, in order, and one of all of them together."""

    terms: tuple[tuple[str, Estimate], ...]
    together: Estimate


def proportional_hazards_test(
    months: Floats,
    event: NDArray[np.bool_],
    covariates: Floats,
    terms: Sequence[str],
    *,
    entry: Floats | None = None,
    strata: Ints | None = None,
    ties: Ties = "efron",
    transform: Transform = "km",
    dropped: int = 0,
) -> ProportionalHazards:
    """Score test that no coefficient of the plain Cox model changes with time.

    Arguments and errors as in `cox`; `transform` is the scale of time on which a coefficient may
    drift: one minus Kaplan-Meier just before ("km"), the rank among all times, time itself or its
    logarithm.

    Returns
    -------
    ProportionalHazards
        Chi-square `statistic` and `df`. Where the model itself has no estimate there is no test,
        with the note of the model (`no_events`, `monotone_likelihood`, `constant_covariate`, ...).

    Notes
    -----
    Grambsch and Therneau 1994, as the score test that `survival::cox.zph(terms = FALSE)` does in R
    since survival 3.0; lifelines does the older approximation from scaled residuals.
    """
    option("transform", transform, get_args(Transform))
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties=ties, firth=False)
    told = Fitted(
        method=_METHOD.format(transform),
        n=problem.model.design.shape[0],
        events=problem.sets.failed.size,
        dropped=count("dropped", dropped),
        conf_level=0.95,
    )
    size = problem.units.size
    beta, refused = _maximum(problem)
    if refused:
        nothing = without(told, refused)
        return ProportionalHazards(tuple((term, nothing) for term in terms), nothing)
    drift = _drift(np.asarray(months, float), event, entry, problem.sets.failed, transform)
    score, information = _augmented(problem, beta, drift)
    tests = [_test(told, score, information, [k]) for k in range(size)]
    together = _test(told, score, information, list(range(size)))
    return ProportionalHazards(tuple(zip(terms, tests, strict=True)), together)


def _maximum(problem: CoxProblem) -> tuple[Floats, Note]:
    size = problem.units.size
    nowhere = np.zeros(size)
    if problem.refused:
        return nowhere, problem.refused
    best = maximise(problem.model, nowhere, np.ones(size, dtype=bool))
    far = not best.converged or problem.model.reach(best.beta) > SUSPICIOUS
    if far and monotone_direction(problem) is not None:
        return nowhere, "monotone_likelihood"
    return best.beta, "" if best.converged else "not_converged"


def _drift(
    months: Floats,
    event: NDArray[np.bool_],
    entry: Floats | None,
    failed: Ints,
    transform: Transform,
) -> Floats:
    """Transformed time of each event, centred over the events."""
    merged = merge_tied_times(months)
    times = merged[failed]
    if transform == "km":
        table = event_table(months, event, entry)
        survival, _ = product_limit(table.at_risk, table.events)
        before = np.concatenate(([1.0], survival[:-1]))
        told = 1 - before[np.searchsorted(table.months, times)]
    elif transform == "rank":
        told = rankdata(merged)[failed]
    else:
        told = np.log(times) if transform == "log" else times
    return np.asarray(told - told.mean())


def _augmented(problem: CoxProblem, beta: Floats, drift: Floats) -> tuple[Floats, Floats]:
    """Score of the drifts, shape (p,), and information of coefficients and drifts, (2p, 2p)."""
    likelihood = cast(PartialLikelihood, problem.model.moments)
    residuals, variances = likelihood.by_event(beta)
    constant, mixed, drifting = (
        np.einsum("l,lab->ab", drift**power, variances) for power in (0, 1, 2)
    )
    return drift @ residuals, np.block([[constant, mixed], [mixed, drifting]])


def _test(told: Fitted, score: Floats, information: Floats, which: list[int]) -> Estimate:
    size = score.size
    keep = [*range(size), *(size + k for k in which)]
    chosen = information[np.ix_(keep, keep)]
    free = np.concatenate([np.zeros(size), score[which]])
    root = np.sqrt(np.diag(chosen))
    # With the events at one time nothing can drift.
    if (root == 0).any() or np.linalg.cond(chosen / np.outer(root, root)) > 1e12:
        return without(told, "zero_variance")
    statistic = float(free @ np.linalg.solve(chosen, free))
    return Estimate(
        method=told.method,
        n=told.n,
        dropped=told.dropped,
        events=told.events,
        statistic=statistic,
        df=float(len(which)),
        p_value=max(chi2_sf(statistic, len(which)), _TINY),
    )
