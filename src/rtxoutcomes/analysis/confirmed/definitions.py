"""A confirmed change under every declared definition: patients with one, and with PIRA."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.analysis.confirmed.rows import applies
from rtxoutcomes.analysis.descriptive import share
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Statistic, of_group
from rtxoutcomes.arrays import Bools
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.cohort import Search
from rtxoutcomes.derive.confirmed.courses import courses_of
from rtxoutcomes.derive.confirmed.relapses import Association
from rtxoutcomes.results import Choice, Quantity
from rtxoutcomes.study import Confirmed, Study

# One cell of the grid: a group and a statistic of it; the level is the place of the definition.
Cell = tuple[str, Statistic]


def definition_cells(cohort: Cohort, study: Study, block: Confirmed) -> Iterator[Cell]:
    """The proportion with a first change, and of worsenings that with a first one that is PIRA.

    Definitions that differ in `pira` alone have the same events, and one row of them.
    """
    courses = courses_of(cohort, study, block)
    if courses is None:
        return
    own = applies(study, block)
    each = [(g, p) for g, p in groups(courses.patients, study, overall=False) if g in own]
    members = [courses.patients.index.isin(patients.index) for _, patients in each]
    search, found = Search.of(courses, block), np.empty(0, dtype=object)
    for place, (score, chosen) in enumerate(study.sensitivity.definitions(block, courses.score), 1):
        # `pira` changes fastest, that of the study first.
        if chosen.pira == block.pira:
            search = Search.of(replace(courses, score=score), chosen)
            found = np.array([*search.all_found(), None], dtype=object)[:-1]
        known = np.array([one is not None for one in found], dtype=bool)
        for quantity, had in _counted(replace(search, block=chosen), found, block):
            for (group, patients), among in zip(each, members, strict=True):
                n, size = int(known[among].sum()), len(patients)
                value = of_group(share(int(had[among].sum()), n, size - n), patients)
                level, choice = str(place), Choice.DEFINITION
                yield group, Statistic(quantity, value, "sensitivity", level=level, choice=choice)


def _counted(
    search: Search, found: NDArray[np.object_], own: Confirmed
) -> Iterator[tuple[Quantity, Bools]]:
    """Which patients had a first change, and which one that is PIRA."""
    if search.block.pira == own.pira:
        had = [bool(one and one.events) for one in found]
        yield Quantity.PROPORTION, np.array(had, dtype=bool)
    if search.courses.relapses_known and own.kind == "worsening":
        each = zip(search.courses.courses, found, strict=True)
        independent = [
            one is not None
            and len(one.events) > 0
            and search.association(course, one.events[0])[0] == Association.PIRA
            for course, one in each
        ]
        yield Quantity.PIRA_PROPORTION, np.array(independent, dtype=bool)
