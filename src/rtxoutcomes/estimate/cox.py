"""Cox models for few events: Firth's penalty, profile likelihood, strata, delayed entry.

One engine serves the penalised and the plain model. lifelines stops its Newton steps early (five
digits), has no Firth penalty, and needs another class for start-stop data; it is compared in tests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.stats import chi2, norm

from rtxoutcomes.estimate.partial_likelihood import (
    Moments,
    RiskWeights,
    Ties,
    moments,
    risk_weights,
)
from rtxoutcomes.estimate.penalised import Fit, Model, gain, maximise, profile_limit
from rtxoutcomes.results import NAN, Estimate, Note, Status

Floats = NDArray[np.float64]
FIRTH = "Firth Cox, Efron ties, profile penalised likelihood"
PLAIN = "Cox, {} ties, Wald"
RUNAWAY = "Cox, monotone likelihood: likelihood ratio, one-sided profile limit"
_EIGHTY_PERCENT = 2.80


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One covariate: its log hazard ratio and its hazard ratio, per unit, with one test."""

    term: str
    log_hazard: Estimate
    hazard_ratio: Estimate


@dataclass(frozen=True, slots=True)
class CoxFit:
    """A fitted model. `n` counts rows; `strata_without_events` contribute nothing."""

    n: int
    events: int
    strata_without_events: int
    log_likelihood: float
    coefficients: tuple[Coefficient, ...]
    converged: bool

    @property
    def events_per_parameter(self) -> float:
        return self.events / max(1, len(self.coefficients))


@dataclass(frozen=True, slots=True)
class _Data:
    """Standardised covariates with what undoes the scaling, and the risk sets."""

    model: Model
    weights: RiskWeights
    scaled: Floats
    scale: Floats
    terms: tuple[str, ...]
    n: int
    events: int
    dropped: int


def firth_cox(
    months: Floats,
    event: NDArray[np.bool_],
    covariates: Floats,
    terms: Sequence[str],
    *,
    entry: Floats | None = None,
    strata: NDArray[np.int64] | None = None,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> CoxFit:
    """Cox regression with Firth's penalty, for few events and separated groups.

    Parameters
    ----------
    months, event
        Shape (rows,): end of each row's time at risk, and whether it ended with the event.
    covariates
        Shape (rows, terms), without missing values.
    terms
        Names of the covariates.
    entry
        Start of each row's time at risk, by default 0: at risk where entry < t <= months.
    strata
        Whole numbers; each stratum has its own baseline hazard.
    dropped
        Patients left out, carried into the result.

    Returns
    -------
    CoxFit
        `statistic` and `p_value` are those of the penalised likelihood-ratio test (chi-square, 1
        df), limits those of the profile penalised likelihood; a limit that does not exist is
        missing (`bound_only`, `monotone_likelihood`). `std_error` is the inverse of the
        unpenalised information at the estimate. No event: `not_attempted`, `no_events`; fewer
        than terms + 2 rows or terms that cannot be told apart: `rank_deficient`; a covariate
        that is constant in every stratum with an event: `constant_covariate`.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, or an entry is not before its end.

    Notes
    -----
    Firth 1993; Heinze and Schemper 2001 (`coxphf` in R).
    """
    data, refused = _prepare(
        _Raw(months, event, covariates, entry, strata), terms, "efron", dropped
    )
    if refused:
        return _without(data, FIRTH, refused)
    size = len(data.terms)
    best = maximise(data.model, np.zeros(size), np.ones(size, dtype=bool), firth=True)
    if not best.converged:
        return _without(data, FIRTH, "not_converged")
    told = tuple(_profiled(data, best, k, conf_level) for k in range(size))
    return _fit(data, best, told)


def cox(
    months: Floats,
    event: NDArray[np.bool_],
    covariates: Floats,
    terms: Sequence[str],
    *,
    entry: Floats | None = None,
    strata: NDArray[np.int64] | None = None,
    ties: Ties = "efron",
    dropped: int = 0,
    conf_level: float = 0.95,
) -> CoxFit:
    """Plain Cox regression with Wald intervals; arguments and errors as in `firth_cox`.

    A monotone likelihood is detected: then only the likelihood-ratio test and the one profile
    limit that exists are given (`bound_only`, `monotone_likelihood`). `survival::coxph` in R.
    """
    data, refused = _prepare(_Raw(months, event, covariates, entry, strata), terms, ties, dropped)
    method = PLAIN.format(ties.capitalize())
    if refused:
        return _without(data, method, refused)
    size = len(data.terms)
    best = maximise(data.model, np.zeros(size), np.ones(size, dtype=bool), firth=False)
    if not best.converged or float(np.abs(best.beta).max()) > 8:
        direction = _monotone_direction(data)
        if direction is not None:
            told = _monotone(data, direction, method, conf_level)
            return CoxFit(
                data.n, data.events, data.weights.strata_without_events, NAN, told, converged=False
            )
    if not best.converged:
        return _without(data, method, "not_converged")
    told = tuple(_wald(data, best, k, method, conf_level) for k in range(size))
    return _fit(data, best, told)


def planning_hazard_ratio(events: int, sd: float = 1.0) -> float:
    """Hazard ratio per unit for which so many events would give about 80 % power.

    `sd` is the standard deviation of the exposure. exp(2.80 / (sd sqrt(events))), the usual
    approximation; a planning value, not the power of what was observed.

    Raises
    ------
    ValueError
        No event, or no spread.
    """
    if events < 1 or not sd > 0:
        raise ValueError("a planning value needs an event and an exposure that varies")
    return math.exp(_EIGHTY_PERCENT / (sd * math.sqrt(events)))


@dataclass(frozen=True, slots=True)
class _Raw:
    months: Floats
    event: NDArray[np.bool_]
    covariates: Floats
    entry: Floats | None
    strata: NDArray[np.int64] | None


def _prepare(raw: _Raw, terms: Sequence[str], ties: Ties, dropped: int) -> tuple[_Data, Note]:
    entry = np.zeros(raw.months.size) if raw.entry is None else raw.entry
    strata = np.zeros(raw.months.size, dtype=np.int64) if raw.strata is None else raw.strata
    _check(raw, entry, strata, terms)
    event = raw.event.astype(bool)
    # A zero entry means "from the start", whatever negative times there may be.
    begin = np.where(entry == 0, -1.0, entry) if raw.entry is None else entry
    weights = risk_weights(begin, raw.months, event, strata, ties)
    centred = raw.covariates - raw.covariates.mean(axis=0) if raw.months.size else raw.covariates
    spread = np.sqrt((centred**2).mean(axis=0)) if raw.months.size else np.ones(len(terms))
    scale = np.where(spread > 0, spread, 1.0)
    scaled = centred / scale

    def model(beta: Floats) -> Moments:
        return moments(weights, scaled, beta)

    data = _Data(
        model, weights, scaled, scale, tuple(terms), raw.months.size, int(event.sum()), dropped
    )
    return data, _refusal(data)


def _check(raw: _Raw, entry: Floats, strata: NDArray[np.int64], terms: Sequence[str]) -> None:
    rows = raw.months.size
    if raw.covariates.shape != (rows, len(terms)):
        raise ValueError(f"covariates {raw.covariates.shape} must be rows x terms")
    if not raw.months.shape == raw.event.shape == entry.shape == strata.shape:
        raise ValueError("months, event, entry and strata must be of one shape")
    if not (np.isfinite(raw.covariates).all() and np.isfinite(raw.months).all()):
        raise ValueError("months and covariates must be finite")
    if raw.entry is not None and not (entry < raw.months).all():
        raise ValueError("each entry must be before the end of its row")


def _refusal(data: _Data) -> Note:
    if data.events == 0:
        return "no_events"
    size = len(data.terms)
    if data.n < size + 2:
        return "rank_deficient"
    spread = data.model(np.zeros(size)).information
    if (np.diag(spread) <= 1e-12 * data.events).any():
        return "constant_covariate"
    return "rank_deficient" if np.linalg.cond(spread) > 1e12 else ""


def _without(data: _Data, method: str, note: Note) -> CoxFit:
    """A fit that gives no number: each term with the reason."""
    unasked = note in ("no_events", "rank_deficient")
    status: Status = "not_attempted" if unasked else "not_estimable"
    value = Estimate(
        method=method,
        n=data.n,
        dropped=data.dropped,
        events=data.events,
        status=status,
        note=note,
    )
    told = tuple(Coefficient(term, value, value) for term in data.terms)
    silent = data.weights.strata_without_events
    return CoxFit(data.n, data.events, silent, NAN, told, converged=False)


def _fit(data: _Data, best: Fit, told: tuple[Coefficient, ...]) -> CoxFit:
    return CoxFit(
        n=data.n,
        events=data.events,
        strata_without_events=data.weights.strata_without_events,
        log_likelihood=math.fsum(best.terms.tolist()),
        coefficients=told,
        converged=True,
    )


def _profiled(data: _Data, best: Fit, which: int, conf_level: float) -> Coefficient:
    drop = float(chi2.isf(1 - conf_level, 1)) / 2
    free = np.ones(len(data.terms), dtype=bool)
    free[which] = False
    null = best.beta.copy()
    null[which] = 0.0
    ratio = max(0.0, 2 * gain(best, maximise(data.model, null, free, firth=True), firth=True))
    low, high = (
        profile_limit(data.model, best, which, drop, firth=True, up=up) for up in (False, True)
    )
    error = math.sqrt(float(np.linalg.inv(best.information)[which, which]))
    one_sided = math.isnan(low) or math.isnan(high)
    numbers = (float(best.beta[which]), error, low, high)
    beta, spread, below, above = (value / float(data.scale[which]) for value in numbers)
    told = _Numbers(FIRTH, beta, spread, below, above, ratio, 1.0, _chi_square_p(ratio))
    return _coefficient(data, which, told, conf_level, "monotone_likelihood" if one_sided else "")


def _wald(data: _Data, best: Fit, which: int, method: str, conf_level: float) -> Coefficient:
    error = math.sqrt(float(np.linalg.inv(best.information)[which, which]))
    beta = float(best.beta[which])
    half = float(norm.isf((1 - conf_level) / 2)) * error
    z = beta / error
    numbers = (beta, error, beta - half, beta + half)
    p_value = max(2 * float(norm.sf(abs(z))), math.ulp(0.0))
    log_hazard, spread, low, high = (value / float(data.scale[which]) for value in numbers)
    told = _Numbers(method, log_hazard, spread, low, high, z, NAN, p_value)
    return _coefficient(data, which, told, conf_level)


@dataclass(frozen=True, slots=True)
class _Numbers:
    method: str
    beta: float
    error: float
    low: float
    high: float
    statistic: float
    df: float
    p_value: float


def _coefficient(
    data: _Data, which: int, told: _Numbers, conf_level: float, note: Note = ""
) -> Coefficient:
    def value(estimate: float, low: float, high: float) -> Estimate:
        return Estimate(
            method=told.method,
            n=data.n,
            dropped=data.dropped,
            events=data.events,
            estimate=estimate,
            std_error=told.error,
            conf_low=low,
            conf_high=high,
            conf_level=conf_level,
            statistic=told.statistic,
            df=told.df,
            p_value=told.p_value,
            status="bound_only" if note else "ok",
            note=note,
        )

    log_hazard = value(told.beta, told.low, told.high)
    ratio = value(_exp(told.beta), _exp(told.low), _exp(told.high))
    return Coefficient(data.terms[which], log_hazard, ratio)


def _exp(value: float) -> float:
    return NAN if math.isnan(value) or value > 700 else math.exp(value)


def _chi_square_p(statistic: float) -> float:
    return max(float(chi2.sf(statistic, 1)), math.ulp(0.0))


def _monotone_direction(data: _Data) -> Floats | None:
    """A direction in which every event's covariates are at least those of all at risk with it.

    Along it the likelihood rises for ever (a linear programme, after Konis 2007).
    """
    rows = [
        data.scaled[failed] - data.scaled[weights > 0]
        for failed, weights in zip(data.weights.failed, data.weights.weights, strict=True)
    ]
    ahead = np.unique(np.concatenate(rows), axis=0)
    told = linprog(-ahead.sum(axis=0), A_ub=-ahead, b_ub=np.zeros(len(ahead)), bounds=(-1, 1))
    if told.status != 0 or -float(told.fun or 0.0) < 1e-9:
        return None
    return np.asarray(told.x)


def _monotone(
    data: _Data, direction: Floats, method: str, conf_level: float
) -> tuple[Coefficient, ...]:
    """The likelihood-ratio test and one-sided profile limit of each term that runs away."""
    size = len(data.terms)
    far = maximise(data.model, direction * 0.0, np.ones(size, dtype=bool), firth=False)
    told = []
    for which in range(size):
        if abs(float(direction[which])) < 1e-9:
            told.append(_without(data, method, "monotone_likelihood").coefficients[which])
            continue
        told.append(_runaway(data, far, which, direction[which] > 0, conf_level))
    return tuple(told)


def _runaway(data: _Data, far: Fit, which: int, up: bool, conf_level: float) -> Coefficient:
    free = np.ones(len(data.terms), dtype=bool)
    free[which] = False
    null = far.beta.copy()
    null[which] = 0.0
    ratio = 2 * gain(far, maximise(data.model, null, free, firth=False), firth=False)
    drop = float(chi2.isf(1 - conf_level, 1)) / 2
    limit = profile_limit(data.model, far, which, drop, firth=False, up=not up)
    limit /= float(data.scale[which])
    low, high = (limit, NAN) if up else (NAN, limit)
    numbers = _Numbers(RUNAWAY, NAN, NAN, low, high, ratio, 1.0, _chi_square_p(ratio))
    return _coefficient(data, which, numbers, conf_level, "monotone_likelihood")
