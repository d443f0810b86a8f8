"""Observations that determine a coefficient alone, and what the others determine.

The leverage of an observation is the part of its own value in its fitted value. At 1, as of a
patient alone in a diagnosis, the model fits it exactly whatever it is: it has no residual, HC3 does
not exist, and the coefficient that it determines has no error. It says nothing on the others, so it
is excluded, and they are what they are in a fit without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.arrays import Bools, Floats

# Leverages this close to 1 are 1 but for rounding.
FULL_LEVERAGE = 1e-10
# From here on one patient decides nearly alone about a coefficient, and HC3 rests on very little.
NEAR_ONE = 0.99
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Determined:
    """The part of a design matrix that no observation determines alone.

    `kept`, shape (rows,): the observations that stay. `basis`, shape (kept, rank), spans their
    design; `back`, shape (terms, rank), turns its coefficients into those of the terms; `null`,
    shape (terms, terms - rank), holds the combinations of terms that the data no longer
    distinguish, by the terms multiplied by `scale`. `leverage`, shape (kept,).
    """

    kept: Bools
    basis: Floats
    back: Floats
    null: Floats
    scale: Floats
    leverage: Floats

    @property
    def left_out(self) -> tuple[int, ...]:
        """The rows excluded."""
        return tuple(np.flatnonzero(~self.kept).tolist())

    @property
    def known(self) -> Bools:
        """Whether a term still has an estimate, shape (terms,)."""
        return np.asarray(np.abs(self.null).max(axis=1, initial=0.0) < _TOLERANCE)

    @property
    def near_one(self) -> bool:
        """Whether an observation that stays determines a coefficient nearly alone."""
        return bool((self.leverage > NEAR_ONE).any())

    def hypotheses(self, columns: Sequence[int]) -> Floats:
        """Combinations of these terms that still have an estimate, shape (combinations, rank).

        Of three groups without the reference, two coefficients have no estimate, but their
        difference has one.
        """
        chosen = list(columns)
        if not self.null.size:
            return self.back[chosen]
        _, size, right = np.linalg.svd(self.null[chosen].T, full_matrices=True)
        free = right[int((size > _TOLERANCE).sum()) :]
        return np.asarray((free * self.scale[chosen]) @ self.back[chosen])


def determined(
    design: Floats, weight: Floats | None = None, *, leave_out: bool = True
) -> Determined:
    """Exclude observations of leverage 1 until none is left.

    Parameters
    ----------
    design
        Shape (rows, terms), of full rank.
    weight
        Shape (rows,), above 0: of a weighted fit; None: all alike.
    leave_out
        False: every observation stays, for errors that leverage does not enter.
    """
    scale = np.sqrt((design**2).mean(axis=0))
    kept, terms = np.ones(len(design), dtype=bool), design.shape[1]
    basis, back, null = design, np.eye(terms), np.zeros((terms, 0))
    while True:
        leverage = leverages(basis, None if weight is None else weight[kept])
        full = leverage > 1 - FULL_LEVERAGE
        if not leave_out or not full.any() or full.all():
            return Determined(kept, basis, back, null, scale, leverage)
        kept[np.flatnonzero(kept)[full]] = False
        scaled = design[kept] / scale
        _, size, right = np.linalg.svd(np.linalg.qr(scaled, mode="r"), full_matrices=True)
        rank = int((size > _TOLERANCE * size.max()).sum())
        span, null = right[:rank].T / size[:rank], right[rank:].T
        basis, back = scaled @ span, span / scale[:, None]


def leverages(design: Floats, weight: Floats | None = None) -> Floats:
    """Diagonal of the hat matrix of a (weighted) fit, shape (rows,); `design` of full rank."""
    scaled = design / np.sqrt((design**2).mean(axis=0))
    if weight is not None:
        scaled = scaled * np.sqrt(weight)[:, None]
    return np.asarray((np.linalg.qr(scaled)[0] ** 2).sum(axis=1))
