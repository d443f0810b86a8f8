"""A fitted Cox model: its coefficients, as estimates and as a data frame."""

from dataclasses import dataclass

import pandas as pd

from rtxoutcomes.estimate.summary import WithSummary, summary_frame
from rtxoutcomes.results.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One covariate: its log hazard ratio and its hazard ratio, per unit, with one test.

    The standard error of both is that of the log hazard ratio.
    """

    term: str
    log_hazard: Estimate
    hazard_ratio: Estimate


@dataclass(frozen=True, slots=True, repr=False)
class CoxFit(WithSummary):
    """A fitted model. `n` counts rows; `strata_without_events` contribute nothing.

    `log_likelihood` is the unpenalised partial log-likelihood at the estimate; NaN where nothing
    was fitted. `parameters` counts all terms of the model.
    """

    n: int
    events: int
    strata_without_events: int
    log_likelihood: float
    coefficients: tuple[Coefficient, ...]
    converged: bool
    parameters: int

    @property
    def events_per_parameter(self) -> float:
        return self.events / self.parameters

    @property
    def summary(self) -> pd.DataFrame:
        """One row per covariate: log hazard ratio, hazard ratio, test, n and events."""
        return summary_frame(
            ((c.term, c.log_hazard, c.hazard_ratio) for c in self.coefficients), "hazard_ratio"
        )
