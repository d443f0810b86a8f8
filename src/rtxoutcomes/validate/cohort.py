"""The one door to a Cohort: raw text and a study in, a sound cohort or every finding out."""

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import get_args

import numpy as np
import pandas as pd

from rtxoutcomes.cohort import TABLES, Cohort, Origin, RawCohort
from rtxoutcomes.errors import TableError, Violation
from rtxoutcomes.identity import value_mark
from rtxoutcomes.identity.marks import DATE, NAME
from rtxoutcomes.study import Study
from rtxoutcomes.validate.addresses import addressed
from rtxoutcomes.validate.columns import Checked, check_columns
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.one_table import check_one_table
from rtxoutcomes.validate.one_table_frames import frames_of
from rtxoutcomes.validate.rows import check_rows
from rtxoutcomes.validate.schema import ONE_TABLE

SYNTHETIC_PREFIX = "SYN-"
DECLARATION = "cohort.toml"
# After it, nothing of a table can be read.
CUT_SHORT = "table.quotes"
_KEYS = ("origin", "declared_by", "declared_on")


def validate_cohort(raw: RawCohort, study: Study, already: Sequence[Violation] = ()) -> Cohort:
    """Check every rule, and make the cohort if none is broken.

    Parameters
    ----------
    raw
        The tables as text.
    study
        What they are to be checked against.
    already
        Findings of the reading; they are told together with those of the rules.

    Raises
    ------
    TableError
        Every finding, in the order of tables and lines.
    StudyError
        The study's own names of columns cannot be used.
    """
    checked = _checked(raw, study)
    found = [*already, *(v for table in checked.values() for v in table.violations)]
    if raw.form == "one_table":
        found += [v for table in checked.values() for v in check_one_table(table)]
    else:
        found += check_rows(checked, study, _lost_patients(already))
    broken = {v.table for v in already}
    found += _no_rows({name: table for name, table in checked.items() if name not in broken})
    found += _declaration_faults(raw, checked, told=DECLARATION in broken)
    if found:
        raise TableError(addressed(sorted(found, key=_place), raw.tables))
    frames = frames_of(checked[ONE_TABLE], study) if raw.form == "one_table" else _frames(checked)
    return _cohort(raw, frames)


def _checked(raw: RawCohort, study: Study) -> dict[str, Checked]:
    fields = named_fields(study)
    tokens = study.reading.missing_tokens
    return {name: check_columns(table, fields[name], tokens) for name, table in raw.tables.items()}


def _lost_patients(already: Sequence[Violation]) -> float:
    """How many patients' rows could not be read, so that their ids are unknown."""
    rules = [v.rule for v in already if v.table == "patients" and v.line is not None]
    return math.inf if CUT_SHORT in rules else float(len(rules))


def _place(violation: Violation) -> tuple[int, int, str, str]:
    names = [DECLARATION, *TABLES, ONE_TABLE]
    table = names.index(violation.table) if violation.table in names else len(names)
    return (table, violation.line or 0, violation.column, violation.rule)


def _no_rows(checked: Mapping[str, Checked]) -> list[Violation]:
    return [
        Violation(
            table=name,
            column="",
            line=None,
            patient="",
            rule="table.no_patients",
            must="must hold at least one patient",
            value="",
            remedy="add a row for each patient",
        )
        for name, table in checked.items()
        if name in ("patients", ONE_TABLE) and len(table.frame) == 0 and not table.violations
    ]


def _declaration_faults(
    raw: RawCohort, checked: Mapping[str, Checked], *, told: bool
) -> list[Violation]:
    """Faults of cohort.toml; `told` says that it could not be read, which is a finding already."""
    declared = raw.declaration
    found = [_unknown_key(str(key)) for key in declared if key not in _KEYS]
    identified = _identified_by(declared.get("declared_by", ""))
    found += [identified] if identified is not None else []
    origin = declared.get("origin", "patient")
    origins = get_args(Origin)
    if origin not in origins:
        must = f"must be one of {', '.join(origins)}"
        return [*found, _declared("origin", "declaration.origin", must, "correct it")]
    # Without a readable origin, ids would be judged against one that nobody declared.
    unsaid = "origin" not in declared and (told or bool(found))
    return found if unsaid else [*found, *_prefix_faults(str(origin), checked)]


def _prefix_faults(origin: str, checked: Mapping[str, Checked]) -> list[Violation]:
    """Made-up patients have ids that say so, and only they."""
    table = checked.get("patients", checked.get(ONE_TABLE))
    if table is None:
        return []
    ids = table.frame["patient_id"].dropna()
    texts = ids.to_numpy(dtype=object).tolist()
    made_up = np.array([str(text).startswith(SYNTHETIC_PREFIX) for text in texts], dtype=bool)
    wrong = ids[~made_up] if origin == "synthetic" else ids[made_up]
    if wrong.empty:
        return []
    must = (
        f"ids of made-up patients must start with {SYNTHETIC_PREFIX}"
        if origin == "synthetic"
        else f"only ids of made-up patients may start with {SYNTHETIC_PREFIX}"
    )
    remedy = "correct the origin in cohort.toml, or the ids"
    row = wrong.sort_values().index[0]
    return [
        Violation(
            table=table.name,
            column=table.headers["patient_id"],
            line=table.lines[int(row)],
            patient=str(wrong[row]),
            rule="declaration.prefix",
            must=must,
            value=f"{len(wrong)} that do not" if origin == "synthetic" else f"{len(wrong)} that do",
            remedy=remedy,
        )
    ]


def _unknown_key(key: str) -> Violation:
    """Only a slip of a known key is repeated."""
    near = get_close_matches(key.lower(), _KEYS, n=1, cutoff=0.75)
    meant = f"did you mean {near[0]}? " if near else ""
    remedy = f"{meant}keys are {', '.join(_KEYS)}"
    return _declared(key if near else "a key", "declaration.unknown", "is not a key of it", remedy)


def _identified_by(declared_by: object) -> Violation | None:
    """Who declares may be named; a number or an address of theirs would stand in every report."""
    mark = value_mark(str(declared_by))
    if mark is None or mark in (NAME, DATE):
        return None
    must = f"must hold no {mark.kind}"
    return _declared("declared_by", mark.rule, must, "name the clinic or the person only")


def _declared(key: str, rule: str, must: str, remedy: str) -> Violation:
    return Violation(
        table=DECLARATION,
        column=key,
        line=None,
        patient="",
        rule=rule,
        must=must,
        value="",
        remedy=remedy,
    )


def _frames(checked: Mapping[str, Checked]) -> dict[str, pd.DataFrame | None]:
    frames: dict[str, pd.DataFrame | None] = {
        name: checked[name].frame.reset_index(drop=True) if name in checked else None
        for name in TABLES
    }
    visits, engagement = frames["visits"], frames["engagement"]
    if visits is not None:
        known = [c for c in visits if c in checked["visits"].collected]
        frames["visits"] = visits[known].assign(phase="")
    if engagement is not None:
        month = engagement["month"].astype("int64")
        count = engagement["count"].astype("int64")
        frames["engagement"] = engagement.assign(month=month, end_month=month + 1.0, count=count)
    return frames


def _cohort(raw: RawCohort, frames: Mapping[str, pd.DataFrame | None]) -> Cohort:
    patients = frames["patients"]
    if patients is None:
        raise TableError([])
    told = raw.declaration
    origins: dict[object, Origin] = {origin: origin for origin in get_args(Origin)}
    return Cohort(
        patients=patients,
        visits=frames["visits"],
        relapses=frames["relapses"],
        infusions=frames["infusions"],
        engagement=frames["engagement"],
        adverse_events=frames["adverse_events"],
        form=raw.form,
        origin=origins[told.get("origin", "patient")],
        declared_by=str(told.get("declared_by", "")),
        declared_on=str(told.get("declared_on", "")),
        sources=dict(raw.sources),
    )
