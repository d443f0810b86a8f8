"""The logistic likelihood in uncorrelated columns, with and without Firth's penalty."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.estimate.arguments import flags, matrix
from rtxoutcomes.estimate.likelihood.penalised import Fit, Moments, PenalisedModel, maximise
from rtxoutcomes.estimate.variation import constant_columns
from rtxoutcomes.results.estimate import Note

_CONDITION = 1e10


@dataclass(frozen=True, slots=True)
class LogisticData:
    """Outcome, shape (patients,), design matrix, shape (patients, columns), and its scale.

    `units`, shape (columns,), are the root mean squares of the columns.
    """

    outcome: Bools
    design: Floats
    units: Floats

    @property
    def events(self) -> int:
        return int(self.outcome.sum())

    @property
    def varying(self) -> int:
        """Number of columns that are not constant."""
        return int((~constant_columns(self.design)).sum())

    def refusal(self) -> Note:
        """Why no model can be fitted, or empty."""
        n, size = self.design.shape
        if not self.outcome.any():
            return "no_events"
        if self.outcome.all():
            return "all_events"
        if n < size + 2:
            return "rank_deficient"
        if (self.units == 0).any() or constant_columns(self.design).sum() > 1:
            return "constant_covariate"
        condition = np.linalg.cond(self.design / self.units)
        return "rank_deficient" if condition > _CONDITION else ""

    def maximum(self, column: int, *, firth: bool) -> tuple["Basis", Fit]:
        """The basis whose last column carries the coefficient of `column`, and the search in it."""
        size = self.design.shape[1]
        columns = basis(self.outcome, self.design / self.units, column, firth=firth)
        return columns, maximise(columns.model, np.zeros(size), np.ones(size, dtype=bool))


@dataclass(frozen=True, slots=True)
class Basis:
    """The model in uncorrelated columns, of which only the last carries one coefficient.

    That coefficient is the last one here divided by `unit`; `log_volume` added to half the log
    determinant of the information undoes the change of columns.
    """

    model: PenalisedModel
    unit: float
    log_volume: float


@dataclass(frozen=True, slots=True)
class LogisticLikelihood:
    """Outcome, shape (patients,), and design, shape (patients, columns)."""

    outcome: Bools
    design: Floats

    def __call__(self, beta: Floats) -> Moments:
        design = self.design
        linear = design @ beta
        risk, complement = expit(linear), expit(-linear)
        weight = risk * complement
        weighted = weight[:, None] * design
        patients, size = design.shape
        pairs = (design[:, :, None] * design[:, None, :]).reshape(patients, size**2)
        return Moments(
            terms=-np.logaddexp(0.0, np.where(self.outcome, -linear, linear)),
            score=np.where(self.outcome, complement, -risk) @ design,
            information=design.T @ weighted,
            third=(((complement - risk)[:, None] * weighted).T @ pairs).reshape(size, size, size),
        )


def logistic_data(outcome: ArrayLike, design: ArrayLike, terms: Sequence[object]) -> LogisticData:
    """The data of a model, checked; ValueError for invalid arguments."""
    events = flags("outcome", outcome)
    design = matrix("design", design, events.size, terms)
    units = np.sqrt((design**2).mean(axis=0)) if design.size else np.ones(len(terms))
    return LogisticData(events, design, units)


def basis(outcome: Bools, design: Floats, last: int, *, firth: bool = True) -> Basis:
    """Orthogonal columns: a covariate far from 0, like a year, then costs no digits and no time.

    In X = QR with a column moved to the end, its coefficient b is the last of Rb divided by the
    last diagonal entry of R.
    """
    order = [k for k in range(design.shape[1]) if k != last] + [last]
    columns, triangle = np.linalg.qr(design[:, order])
    root = math.sqrt(outcome.size)
    corner = float(triangle[-1, -1])
    rows = columns * root
    rows[:, -1] *= math.copysign(1.0, corner)
    model = PenalisedModel(LogisticLikelihood(outcome, rows), rows, firth=firth)
    volume = math.fsum(np.log(np.abs(np.diag(triangle)) / root).tolist())
    return Basis(model, abs(corner) / root, volume)
