"""What estimates rest on, from a cohort or from its count tables: the same frames of either."""

from collections.abc import Callable

import pandas as pd

from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.count_tables import COLUMNS, FIXED, LAST, PAIRS, Counts, study_hash
from rtxoutcomes.counts import AS_RECORDED, DAY, TimeUnit, time_unit
from rtxoutcomes.derive.once import once
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import fixed_time_pairs, last_visit_pairs
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import (
    group_counts,
    history_of,
    pair_table,
    pairs_of,
    people_of,
    relapse_table,
    time_table,
)

# Either has what the estimates need.
Source = Cohort | Counts
PAIRS_OF: dict[str, Callable[[Cohort, Score], pd.DataFrame | None]] = {
    LAST: last_visit_pairs,
    FIXED: fixed_time_pairs,
}


def count(cohort: Cohort, study: Study | str) -> Counts:
    """Count tables of a cohort: what `analyse_counts` needs, without a row of a patient.

    Parameters
    ----------
    cohort
        What is counted.
    study
        Its groups, scores and windows: a study, or the name of a bundled one.

    Returns
    -------
    Counts
        Small counts may still identify somebody: see `Counts.mark`.

    Raises
    ------
    TypeError, KeyError, UsageFault
        As for `analyse`.
    UsageFault
        Times are neither whole days nor months with at most six decimals.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> counts = rtx.count(rtx.bundled_cohort(), "nabiuni2023")
    >>> print(counts.relapses.head(3).to_string(index=False))
    group  relapses  number_known  follow_up  patients
     RRMS         0          True        120         2
     RRMS         0          True        130         3
     RRMS         0          True        140         3
    >>> counts.unit.name
    '0.1 month'
    """
    cohort, study = asked(cohort, study, None)
    history, codes = attack_history(cohort, study), study.codes
    unit = _unit(history)
    if unit is AS_RECORDED:
        raise UsageFault(
            "times must be whole days, or months with at most six decimals, to be counted: round "
            "them, or let `rtxoutcomes deidentify` make months of dates"
        )
    relapses, times = (None, None) if history is None else _tables(history, unit, codes)
    return Counts(
        groups=group_counts(cohort.patients, codes),
        relapses=None if relapses is None else relapses.astype({"follow_up": "int64"}),
        times=None if times is None else times.astype({"time": "int64"}),
        pairs=_pair_tables(cohort, study),
        unit=unit,
        study=study.id,
        study_sha256=study_hash(study),
        grouping=study.grouping,
        origin=cohort.origin,
        form=cohort.form,
    )


def people(source: Source) -> pd.DataFrame:
    """A row a patient with the `group`."""
    return people_of(source.groups) if isinstance(source, Counts) else source.patients


def relapse_history(source: Source, study: Study) -> pd.DataFrame | None:
    """A row a patient: what estimates of relapses rest on, of a cohort by way of its counts.

    Columns as of `history_of`; None where relapses were not collected. The order is that of the
    counts, so that no result depends on the order of the patients.
    """
    if not isinstance(source, Counts):
        return _counted_history(source, study)
    if source.relapses is None or source.times is None:
        return None
    return history_of(source.relapses, source.times, source.unit, study.codes)


def counted_pairs(source: Source, study: Study, score: Score, visit: str) -> pd.DataFrame | None:
    """A row a patient: the values of a score at baseline and at a visit; None: not collected.

    Of a cohort by way of its counts: `group, before, after`.
    """
    if not isinstance(source, Counts):
        table = _pair_table(source, study, score, visit)
    else:
        own = (source.pairs["score"] == score.name) & (source.pairs["visit"] == visit)
        table = source.pairs[own] if own.any() else None
    return None if table is None else pairs_of(table, study.codes)


@once
def _counted_history(cohort: Cohort, study: Study) -> pd.DataFrame | None:
    history = attack_history(cohort, study)
    if history is None:
        return None
    unit = _unit(history)
    return history_of(*_tables(history, unit, study.codes), unit, study.codes)


def _unit(history: pd.DataFrame | None) -> TimeUnit:
    """The unit of the times of the cohort."""
    if history is None:
        return DAY
    columns = history[["follow_up_months", "months"]].to_numpy("float64")
    return time_unit(columns.ravel())


def _tables(
    history: pd.DataFrame, unit: TimeUnit, codes: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    return relapse_table(history, unit, codes), time_table(history, unit, codes)


def _pair_table(cohort: Cohort, study: Study, score: Score, visit: str) -> pd.DataFrame | None:
    pairs = PAIRS_OF[visit](cohort, score)
    return None if pairs is None else pair_table(pairs, study.codes)


def _pair_tables(cohort: Cohort, study: Study) -> pd.DataFrame:
    """The pairs of every score at every visit, one table after another."""
    parts = [
        table.assign(score=score.name, visit=visit)
        for score in study.scores
        for visit in PAIRS_OF
        if (table := _pair_table(cohort, study, score, visit)) is not None
    ]
    empty = pd.DataFrame(columns=list(COLUMNS[PAIRS]))
    return pd.concat(parts, ignore_index=True)[list(empty)] if parts else empty
