"""Engagement permuted between patients: whose history each patient has in each permutation.

Histories stay whole. Patients exchange them within a diagnosis and a band of follow-up, so that no
association is left. Where patients took part in groups, whose members influence each other, whole
groups exchange their histories if enough of them have the same composition.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from rtxoutcomes.analysis.engagement.people import People
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.study import Engagement

# With fewer exchanges of whole groups no permutation could reject at 5%.
FEWEST_EXCHANGES = 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """Blocks of patients who may exchange their histories.

    `kind`, shape (patients,): blocks of one kind exchange with one another. `block` and `stratum`,
    shape (patients,): the block of a patient, and who within blocks of one kind correspond to each
    other. Blocks are groups (`by_group`), or single patients.
    """

    kind: Ints
    block: Ints
    stratum: Ints
    by_group: bool
    described: str

    @property
    def exchangeable(self) -> int:
        """Patients with somebody to exchange histories with."""
        _, which, size = _distinct(np.column_stack([self.kind, self.stratum]))
        return int((size[which] > 1).sum())

    def draw(self, number: int, rng: Generator) -> Ints:
        """Whose history each patient has; shape (patients, permutations)."""
        place = np.lexsort((self.stratum, self.block, self.kind))
        source = np.empty((self.kind.size, number), dtype=np.int64)
        source[place] = np.argsort(self._keys(number, rng), axis=1, kind="stable").T
        return source

    def _keys(self, number: int, rng: Generator) -> Floats:
        """Numbers whose order is that of the places which the patients' histories take."""
        own = rng.random((number, self.kind.size))
        if not self.by_group:
            return np.asarray(self.kind + own)
        _, first, inside = np.unique(self.block, return_index=True, return_inverse=True)
        drawn = self.kind[first] + rng.random((number, first.size))
        rank = np.argsort(np.argsort(drawn, axis=1), axis=1)[:, inside.ravel()]
        return np.asarray(rank * (self.stratum.max() + 1.0) + self.stratum + own)


def exchange_of(people: People, known: Bools | Ints, plan: Engagement) -> Exchange:
    """Whole groups where they can be exchanged, otherwise single patients.

    `known`, shape (patients,), counts the landmarks up to which a history is known: patients
    exchange histories that are known up to the same ones, and those without keep to each other.
    """
    whole = None if people.group is None else _of_groups(people, known)
    return whole or _of_patients(people, known, plan.shuffle_band_months)


def _of_patients(people: People, known: Bools | Ints, months: float) -> Exchange:
    band = np.floor(people.follow_up / months).astype(np.int64)
    _, kind, _ = _distinct(np.column_stack([people.diagnosis, band, known]))
    alone, same = np.arange(people.n), np.zeros(people.n, dtype=np.int64)
    described = f"histories exchanged within {people.noun} and {months:g} months of follow-up"
    return Exchange(kind, alone, same, by_group=False, described=described)


def _of_groups(people: People, known: Bools | Ints) -> Exchange | None:
    """Groups with equal numbers of patients of each diagnosis; None where too few correspond.

    A patient outside every group is a group of one.
    """
    group = np.zeros(0, np.int64) if people.group is None else people.group
    block = np.where(group >= 0, group, group.max(initial=-1) + 1 + np.arange(group.size))
    _, stratum, _ = _distinct(np.column_stack([people.diagnosis, known]))
    blocks, inside, _ = _distinct(block[:, None])
    composition = np.zeros((len(blocks), int(stratum.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(composition, (inside, stratum), 1)
    _, kind, _ = _distinct(composition)
    of_groups = kind[np.unique(inside[group >= 0])]
    exchanges = sum(math.lgamma(size + 1) for size in np.bincount(of_groups).tolist())
    if exchanges < math.log(FEWEST_EXCHANGES):
        return None
    described = "histories of whole groups exchanged between groups of the same composition"
    return Exchange(kind[inside], inside, stratum, by_group=True, described=described)


def _distinct(rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Distinct rows, which of them each row is, and how often each occurs."""
    distinct, which, size = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    return distinct, which.ravel(), size
