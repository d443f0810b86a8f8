"""Count tables that were read, as `Counts`: every rule, with all faults at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import pandas as pd

from rtxoutcomes.cohort import CohortForm, Origin, RawTable
from rtxoutcomes.count_tables import (
    FORM,
    GROUPS,
    HEADER,
    PAIRS,
    RELAPSES,
    TIMES,
    Counts,
    refuse_other,
    study_hash,
)
from rtxoutcomes.counts import TIME_UNITS
from rtxoutcomes.errors import TableError, Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.count_cells import cell_faults, column_faults, typed

AGAIN = "count the cohort again"
UNITS = {unit.name: unit for unit in TIME_UNITS}
ONE_OF = {
    "form": (FORM,),
    "origin": get_args(Origin),
    "cohort_form": get_args(CohortForm),
    "time_unit": tuple(UNITS),
}
KEYS = {
    GROUPS: ["group"],
    RELAPSES: ["group", "relapses", "number_known", "follow_up"],
    TIMES: ["group", "time"],
    PAIRS: ["score", "visit", "group", "before", "after"],
}


def validate_counts(
    header: Mapping[str, object],
    tables: Mapping[str, RawTable],
    study: Study,
    faults: Sequence[Violation],
) -> Counts:
    """The counts of tables that keep every rule.

    Raises
    ------
    TableError
        Every fault at once: table, column, line, rule and remedy.
    UsageFault
        They were counted by another study.
    """
    found = [*faults, *_header_faults(header), *_missing(tables, faults)]
    for table in tables.values():
        of_columns = list(column_faults(table))
        found += of_columns or cell_faults(table, study)
    if found:
        raise TableError(found)
    refuse_other(header.get("study_sha256"), study)
    frames = {name: typed(table) for name, table in tables.items()}
    if wrong := [*_repeated(frames, tables), *_totals(frames, tables, study.codes)]:
        raise TableError(wrong)
    return _counts(header, frames, study)


def _counts(header: Mapping[str, object], frames: dict[str, pd.DataFrame], study: Study) -> Counts:
    origins = {name: name for name in get_args(Origin)}
    return Counts(
        groups=frames[GROUPS],
        relapses=frames.get(RELAPSES),
        times=frames.get(TIMES),
        pairs=frames[PAIRS],
        unit=UNITS[str(header["time_unit"])],
        study=study.id,
        study_sha256=study_hash(study),
        grouping=study.grouping,
        origin=origins[str(header["origin"])],
        form=str(header["cohort_form"]),
    )


def _header_faults(header: Mapping[str, object]) -> Iterator[Violation]:
    for key, known in ONE_OF.items():
        if header.get(key) not in known:
            must = f"must be a TOML file in which {key} is one of {', '.join(known)}"
            yield Violation.of(HEADER, "count.header", must, AGAIN, column=key)


def _missing(tables: Mapping[str, RawTable], faults: Sequence[Violation]) -> Iterator[Violation]:
    """Tables that must be there; of relapses both tables or none."""
    unread = {fault.table for fault in faults}
    needed = [GROUPS, PAIRS]
    needed += [RELAPSES, TIMES] if {RELAPSES, TIMES} & {*tables, *unread} else []
    for name in needed:
        if name not in tables and name not in unread:
            must = f"the folder must hold {name}.csv"
            yield Violation.of(name, "table.missing", must, AGAIN)


def _repeated(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, RawTable]
) -> Iterator[Violation]:
    for name, frame in frames.items():
        for k in frame.index[frame.duplicated(KEYS[name])]:
            must, remedy = "must not be counted twice", "add the two counts in one row"
            line = tables[name].lines[k]
            yield Violation.of(name, "row.repeated", must, remedy, line=line)


def _totals(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, RawTable], codes: tuple[str, ...]
) -> Iterator[Violation]:
    """Totals of a group that differ between tables."""
    sizes = _sums(frames[GROUPS], "patients", codes)
    for name, column, totals, expected, of in _compared(frames, sizes, codes):
        for code in codes:
            if totals[code] != expected[code]:
                must = f"must add up to {expected[code]} in {code}, {of}"
                own = frames[name]["group"] == code
                line = tables[name].lines[int(own.argmax())] if own.any() else None
                yield Violation.of(
                    name,
                    "count.total",
                    must,
                    AGAIN,
                    column=column,
                    line=line,
                    value=str(totals[code]),
                )


Compared = tuple[str, str, pd.Series, pd.Series, str]


def _compared(
    frames: Mapping[str, pd.DataFrame], sizes: pd.Series, codes: tuple[str, ...]
) -> Iterator[Compared]:
    """Table, column, its totals, what they must be, and why."""
    size = "the patients of the group"
    for (score, visit), part in frames[PAIRS].groupby(["score", "visit"], sort=False):
        at = f"{size} ({score}, {visit})"
        yield PAIRS, "patients", _sums(part, "patients", codes), sizes, at
    if RELAPSES not in frames:
        return
    relapses, times = frames[RELAPSES], frames[TIMES]
    yield RELAPSES, "patients", _sums(relapses, "patients", codes), sizes, size
    with_event = relapses[relapses["relapses"] > 0]
    relapsed, censored = (_sums(times, name, codes) for name in ("relapsed", "censored"))
    expected = _sums(with_event, "patients", codes)
    yield TIMES, "relapsed", relapsed, expected, "the patients with a relapse in relapses"
    yield TIMES, "censored", censored, sizes - expected, "the patients without one in relapses"
    without = relapses[relapses["relapses"] == 0]
    ends = _sums(without.assign(t=without["follow_up"] * without["patients"]), "t", codes)
    until = _sums(times.assign(t=times["time"] * times["censored"]), "t", codes)
    yield TIMES, "time", until, ends, "the follow-up of those without a relapse in relapses"


def _sums(frame: pd.DataFrame, column: str, codes: tuple[str, ...]) -> pd.Series:
    return frame.groupby("group")[column].sum().reindex(list(codes), fill_value=0)
