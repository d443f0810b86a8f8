"""The logistic likelihood in uncorrelated columns, with and without Firth's penalty."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from rtxoutcomes.estimate.likelihood.penalised import Model, Moments
from rtxoutcomes.results import Note

Floats = NDArray[np.float64]
_CONDITION = 1e10


@dataclass(frozen=True, slots=True)
class Basis:
    """The model in uncorrelated columns, of which the last alone carries one coefficient.

    That coefficient is the last one here divided by `unit`; `log_volume` added to half the log
    determinant of the information undoes the change of columns.
    """

    model: Model
    unit: float
    log_volume: float


def basis(happened: NDArray[np.bool_], design: Floats, last: int, *, firth: bool = True) -> Basis:
    """Orthogonal columns, so that a covariate far from 0, like a year, costs no digits and no time.

    In X = QR with a column put last, its coefficient b is the last of Rb divided by R's corner.
    """
    order = [k for k in range(design.shape[1]) if k != last] + [last]
    columns, triangle = np.linalg.qr(design[:, order])
    root = math.sqrt(happened.size)
    corner = float(triangle[-1, -1])
    rows = columns * root
    rows[:, -1] *= math.copysign(1.0, corner)
    model = Model(LogisticLikelihood(happened, rows), rows, firth=firth)
    volume = math.fsum(np.log(np.abs(np.diag(triangle)) / root).tolist())
    return Basis(model, abs(corner) / root, volume)


@dataclass(frozen=True, slots=True)
class LogisticLikelihood:
    """What happened, shape (patients,), and the design, shape (patients, columns)."""

    happened: NDArray[np.bool_]
    design: Floats

    def __call__(self, beta: Floats) -> Moments:
        design = self.design
        linear = design @ beta
        risk, rest = expit(linear), expit(-linear)
        weight = risk * rest
        weighted = weight[:, None] * design
        patients, size = design.shape
        pairs = (design[:, :, None] * design[:, None, :]).reshape(patients, size**2)
        return Moments(
            terms=-np.logaddexp(0.0, np.where(self.happened, -linear, linear)),
            score=np.where(self.happened, rest, -risk) @ design,
            information=design.T @ weighted,
            third=(((rest - risk)[:, None] * weighted).T @ pairs).reshape(size, size, size),
        )


def refusal(happened: NDArray[np.bool_], design: Floats, units: Floats) -> Note:
    """Why there is nothing to fit, or nothing; `units` are the sizes of the columns."""
    n, size = design.shape
    if not happened.any():
        return "no_events"
    if happened.all():
        return "all_events"
    if n < size + 2:
        return "rank_deficient"
    if (units == 0).any() or (np.ptp(design, axis=0) == 0).sum() > 1:
        return "constant_covariate"
    return "rank_deficient" if np.linalg.cond(design / units) > _CONDITION else ""
