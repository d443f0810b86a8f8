"""A cohort: the tables of a treated group of patients, sound and in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Origin = Literal["synthetic", "public", "patient"]
Form = Literal["tables", "one_table"]
TABLES = ("patients", "visits", "relapses", "infusions", "engagement", "adverse_events")


@dataclass(frozen=True, slots=True, repr=False)
class RawTable:
    """A table as it was read: every cell the text that stood in the file, nothing coerced.

    `frame` has the file's own headers and strings; a missing cell is the empty string. `lines`
    holds the line of the file that each row begins on. `file` is its name, `sha256` its hash.

    Files that are no text are `counted` in cells of a sheet (`sheet` is what messages may call it,
    `letters` the letters of each column) or in records, from 1. `dates` holds, for each column,
    the rows of the frame whose cell such a file itself types as a calendar date.
    """

    name: str
    file: str
    frame: pd.DataFrame
    lines: Sequence[int]
    sha256: str
    counted: Literal["lines", "cells", "records"] = "lines"
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def __repr__(self) -> str:
        # A traceback may print it: never a cell, nor a header that nobody checked.
        return f"<RawTable: {self.name}, {len(self.frame)} rows>"


@dataclass(frozen=True, slots=True, repr=False)
class RawCohort:
    """What was read from a folder or file, before any rule was applied.

    `tables` maps table name (`one_table` for form 2) to its text. `declaration` is `cohort.toml`
    as read, empty where there is none. `sources` maps file name to SHA-256, in reading order.
    """

    form: Form
    tables: Mapping[str, RawTable]
    declaration: Mapping[str, object]
    sources: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<RawCohort: {self.form}, {list(self.tables)}>"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Tidy tables that passed every rule. Only `validate.cohort` makes one.

    Columns carry the names of data-model; absent optional columns are there and empty. A table
    that is None was not collected; one without rows says that none occurred. Times are months
    since the first infusion.

    patients: one row a patient. Beyond the data model, form 2 alone has `relapse_count` (Int64,
        missing where a relapser's number of attacks is unknown) and `adverse_event_count` (Int64,
        missing where nothing was said of a patient).
    visits: `patient_id`, `month`, `phase`, a column a score. `phase` is empty in form 1; in
        form 2 it is `baseline` or `follow_up` and `month` is missing.
    relapses: `patient_id`, `month`, ... (form 2: the first onset only).
    engagement: `patient_id`, `month`, `end_month`, `channel`, `activity`, `count`: what happened
        in [month, end_month). `end_month` is missing where form 2 gives no window. In form 2 a
        patient without a row for an activity is one of whom it is not known.
    adverse_events: form 2 gives rows without month, term and grade.
    """

    patients: pd.DataFrame
    visits: pd.DataFrame | None
    relapses: pd.DataFrame | None
    infusions: pd.DataFrame | None
    engagement: pd.DataFrame | None
    adverse_events: pd.DataFrame | None
    form: Form
    origin: Origin
    declared_by: str
    declared_on: str
    sources: Mapping[str, str]

    def _repr_html_(self) -> str:
        return str(self.summary().to_html(index=False))

    def __repr__(self) -> str:
        return f"<Cohort: {len(self.patients)} patients, origin {self.origin}>"

    def summary(self) -> pd.DataFrame:
        """Rows in each table; never a row of a patient."""
        frames = {name: getattr(self, name) for name in TABLES}
        return pd.DataFrame(
            [
                {"table": name, "rows": "not collected" if frame is None else len(frame)}
                for name, frame in frames.items()
            ]
        )
