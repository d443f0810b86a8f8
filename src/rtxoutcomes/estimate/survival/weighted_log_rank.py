"""A log-rank test that weighs early events more: Peto and Peto's, with weights of survival."""

import math

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import of_one_length, wholes
from rtxoutcomes.estimate.survival.event_table import checked_times, event_table, merge_tied_times
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import chi2_sf
from rtxoutcomes.results import Estimate, Note

Floats = NDArray[np.float64]
METHOD = "Peto-Peto, chi-square"
_CONDITION = 1e-9


def peto_peto(
    months: NDArray[np.float64], event: NDArray[np.bool_], group: NDArray[np.int64]
) -> Estimate:
    """Log-rank test weighted by the survival of all patients just before each event.

    Arguments, statuses and errors as in `log_rank`. For comparison with other software; which test
    is reported is fixed before the data are seen.

    Notes
    -----
    `survival::survdiff(Surv(months, event) ~ group, rho = 1)` in R. lifelines' weights "peto" are
    others.
    """
    months, event, _ = checked_times(months, event)
    group = wholes("group", group)
    of_one_length(months=months, group=group)
    months = merge_tied_times(months)
    label = np.unique(group, return_inverse=True)[1]
    refused = _refusal(months, event, label)
    if refused:
        return _without(months, event, refused)
    observed, expected, covariance = _weighted(months, event, label)
    # A group that was gone before the first event says nothing.
    told = expected > 0
    deviation = (observed - expected)[told]
    covariance = covariance[np.ix_(told, told)]
    rank = int(np.linalg.matrix_rank(covariance, tol=_CONDITION, hermitian=True))
    if rank == 0:
        return _without(months, event, "zero_variance")
    inverse = np.linalg.pinv(covariance, rcond=_CONDITION, hermitian=True)
    statistic = float(deviation @ inverse @ deviation)
    return Estimate(
        method=METHOD,
        n=months.size,
        events=int(event.sum()),
        statistic=statistic,
        df=float(rank),
        p_value=max(chi2_sf(statistic, rank), math.ulp(0.0)),
    )


def _weighted(
    months: Floats, event: NDArray[np.bool_], label: NDArray[np.intp]
) -> tuple[Floats, Floats, Floats]:
    """Weighted observed and expected events of each group, and the covariance of the former."""
    table = event_table(months, event)
    happened = table.events > 0
    survival, _ = product_limit(table.at_risk, table.events)
    weight = np.append(1.0, survival)[:-1][happened]
    d, y = (values[happened].astype(float) for values in (table.events, table.at_risk))
    times = table.months[happened]
    belongs = (label == np.arange(label.max() + 1)[:, None]).astype(float)
    failed = belongs[:, event] @ (months[event, None] == times)
    share = belongs @ (months[:, None] >= times) / y
    spread = weight**2 * d * (y - d) / np.maximum(y - 1, 1)
    covariance = np.diag(share @ spread) - np.einsum("gt,ht,t->gh", share, share, spread)
    return failed @ weight, share @ (d * weight), covariance


def _refusal(months: Floats, event: NDArray[np.bool_], label: NDArray[np.intp]) -> Note:
    if months.size == 0:
        return "n_zero"
    if label.max() == 0:
        return "group_absent"
    return "" if event.any() else "no_events"


def _without(months: Floats, event: NDArray[np.bool_], note: Note) -> Estimate:
    return Estimate(
        method=METHOD, n=months.size, events=int(event.sum()), status="not_attempted", note=note
    )
