"""A coefficient on its log scale and as a ratio: two estimates of one inference."""

import math
from dataclasses import dataclass

from rtxoutcomes.estimate.likelihood.profile import Inference
from rtxoutcomes.results import NAN, Estimate, Note, Status

# exp of more is beyond what a double holds.
_LARGEST = 700.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """What all coefficients of one model share: its method, its rows and what was left out."""

    method: str
    n: int
    events: int
    dropped: int
    conf_level: float


def log_and_ratio(model: Fitted, told: Inference) -> tuple[Estimate, Estimate]:
    """The coefficient, and its exponential with the same test and the limits exponentiated.

    The standard error stays on the log scale in both. Where the estimate or a limit does not
    exist, both are `bound_only` with the note `monotone_likelihood`; where there is no test
    either, `not_estimable`, `not_converged`.
    """
    if math.isnan(told.p_value):
        nothing = without(model, "not_converged")
        return nothing, nothing
    ends = (told.estimate, told.conf_low, told.conf_high)
    numbers = [(value, _exp(value)) for value in ends]
    log_scale, ratio_scale = zip(*numbers, strict=True)
    return _estimate(model, told, log_scale), _estimate(model, told, ratio_scale)


def without(model: Fitted, note: Note) -> Estimate:
    """No number, and why: questions the data cannot be asked are `not_attempted`."""
    unasked = note in ("no_events", "all_events", "rank_deficient")
    status: Status = "not_attempted" if unasked else "not_estimable"
    return Estimate(
        method=model.method,
        n=model.n,
        dropped=model.dropped,
        events=model.events,
        conf_level=model.conf_level,
        status=status,
        note=note,
    )


def _estimate(model: Fitted, told: Inference, ends: tuple[float, ...]) -> Estimate:
    estimate, low, high = ends
    whole = not any(math.isnan(value) for value in ends)
    return Estimate(
        method=model.method,
        n=model.n,
        dropped=model.dropped,
        events=model.events,
        estimate=estimate,
        std_error=told.std_error,
        conf_low=low,
        conf_high=high,
        conf_level=model.conf_level,
        statistic=told.statistic,
        df=told.df,
        p_value=told.p_value,
        status="ok" if whole else "bound_only",
        note="" if whole else "monotone_likelihood",
    )


def _exp(value: float) -> float:
    return NAN if math.isnan(value) or value > _LARGEST else math.exp(value)
