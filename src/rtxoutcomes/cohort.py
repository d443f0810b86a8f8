"""A cohort: the validated tables of a treated group of patients in one form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.exclusion import meets, reason_fault
from rtxoutcomes.fingerprint import fingerprint
from rtxoutcomes.glance import glance_html

Origin = Literal["synthetic", "public", "patient"]
# The words that every output of a cohort carries.
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "synthetic": "Synthetic data",
        "public": "Public data",
        "patient": "Internal, not checked for release",
    }
)
CohortForm = Literal["tables", "one_table"]
TABLES = ("patients", "visits", "relapses", "infusions", "engagement", "adverse_events", "mri")
ONE_TABLE = "one_table"
# The log of what was read of the channels; `ingest` writes it with the table of engagement.
LOG = "engagement.log"
# The file that declares where the data come from.
DECLARATION = "cohort.toml"
# The stem of the file, and the name of the sheet, that explains the columns of an empty table; it
# may stay with the filled tables.
DICTIONARY = "data_dictionary"


@dataclass(frozen=True, slots=True, repr=False)
class RawTable:
    """A table as it was read: every cell as the text in the file, nothing coerced.

    `frame` has the headers and strings of the file; a missing cell is the empty string. `lines`
    holds the first line of each row in the file. `file` is its name, `sha256` its hash.

    Rows of a file that is not text are `counted` by cells of a sheet (`sheet` is its name in
    messages, `letters` the letters of each column) or by records, from 1. Rows of a DataFrame have
    their `labels`. `dates` holds, for each column, the rows of the frame whose cell the file types
    as a calendar date.
    """

    name: str
    file: str
    frame: pd.DataFrame
    lines: Sequence[int]
    sha256: str
    counted: Literal["lines", "cells", "records", "rows"] = "lines"
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    labels: Sequence[str] = ()
    dates: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def __repr__(self) -> str:
        # A traceback may print it: never a cell, nor an unchecked header.
        return f"<RawTable: {self.name}, {len(self.frame)} rows>"


@dataclass(frozen=True, slots=True, repr=False)
class RawCohort:
    """What was read from a folder or file, before any rule is applied.

    `tables` maps table name (`one_table` for form 2) to its text. `declaration` is `cohort.toml`
    as read, empty if there is none. `sources` maps file name to SHA-256, in reading order.
    """

    form: CohortForm
    tables: Mapping[str, RawTable]
    declaration: Mapping[str, object]
    sources: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<RawCohort: {self.form}, {list(self.tables)}>"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Tidy tables that passed every rule. Only `validate.cohort` makes one.

    Columns have the names of the data model; absent optional columns are added and empty. A table
    that is None was not collected; in one without rows, nothing occurred. Times are months since
    the first infusion.

    Attributes
    ----------
    patients
        One row a patient, with the variables that the study declares. `group` is the code of the
        group by which the study gives results. Beyond the data model, form 2 alone has
        `relapse_count` (Int64, missing where the number of attacks is unknown) and
        `adverse_event_count` (Int64, missing where it is unknown).
    visits
        `patient_id`, `month`, `phase`, a column a score. `phase` is empty in form 1; in form 2 it
        is `baseline` or `follow_up` and `month` is missing.
    relapses
        `patient_id`, `month`, ... (form 2: the first onset only).
    engagement
        `patient_id`, `month`, `end_month`, `channel`, `activity`, `count`: what happened in
        [month, end_month). `end_month` is missing where form 2 gives no window. In form 2 the
        count of a patient without a row for an activity is unknown.
    adverse_events
        Rows of form 2 have no month, term or grade.
    mri
        `patient_id`, `month`, `new_t2`, `gad`: lesions that a scan showed, missing where they were
        not counted.
    engagement_log
        The calendar months of each channel and activity that were read for a patient, counted from
        that of the first infusion. None: engagement was not read from exports, and a month without
        a row had no activity.
    allowed_numbers
        Columns of text in which ten-digit numbers were stated not to be national codes, with the
        reasons.
    excluded
        The rows of `patients` that `exclude` or `subset` took out, each with its `reason`; None
        where all are in.
    fingerprints
        Checksums of the tables, and of origin, form and sources, as they were validated. A report
        is refused where they differ, since its manifest vouches for the files in `sources`. They
        notice an accident, not somebody who makes new ones.
    """

    patients: pd.DataFrame
    visits: pd.DataFrame | None
    relapses: pd.DataFrame | None
    infusions: pd.DataFrame | None
    engagement: pd.DataFrame | None
    adverse_events: pd.DataFrame | None
    form: CohortForm
    origin: Origin
    declared_by: str
    declared_on: str
    sources: Mapping[str, str]
    fingerprints: Mapping[str, str]
    allowed_numbers: Mapping[str, str] = field(default_factory=dict)
    mri: pd.DataFrame | None = None
    engagement_log: pd.DataFrame | None = None
    excluded: pd.DataFrame | None = None

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._sentence())}</p>\n{glance_html(self.summary())}"

    def __repr__(self) -> str:
        return f"<{self._sentence()}>"

    def _sentence(self) -> str:
        out = 0 if self.excluded is None else len(self.excluded)
        excluded = f", {out:,} excluded" if out else ""
        return f"Cohort: {len(self.patients):,} patients{excluded}, origin {self.origin}"

    def summary(self) -> pd.DataFrame:
        """Rows in each table; never a row of a patient."""
        frames = [getattr(self, name) for name in TABLES]
        rows = ["not collected" if frame is None else len(frame) for frame in frames]
        return pd.DataFrame({"table": TABLES, "rows": rows})

    def exclude(self, ids: str | Iterable[object], *, reason: str) -> "Cohort":
        """The cohort without some patients; flow, manifest and text give the reason.

        Parameters
        ----------
        ids
            Their `patient_id`.
        reason
            Why, as the report prints it after "excluded": "baseline EDSS above 6.5".

        Returns
        -------
        Cohort
            A new one; this one is unchanged.

        Raises
        ------
        UsageFault
            An id is of no patient of the cohort, nobody would be left, or the reason is empty or
            may identify somebody.

        Examples
        --------
        >>> import rtxoutcomes as rtx
        >>> cohort = rtx.bundled_cohort()
        >>> cohort.exclude(["SYN-0001", "SYN-0002"], reason="withdrew consent")
        <Cohort: 97 patients, 2 excluded, origin synthetic>
        """
        named = [ids] if isinstance(ids, str) else [str(one) for one in ids]
        known = set(self.patients["patient_id"])
        if strangers := sorted(set(named) - known):
            listed = ", ".join(strangers[:5])
            raise UsageFault(
                f"{len(strangers)} of {len(set(named))} ids are of no patient of this "
                f"cohort: {listed}"
            )
        return self._keeping(~self.patients["patient_id"].isin(named).to_numpy(bool), reason)

    def subset(self, condition: "str | pd.Series | Iterable[bool]", *, reason: str) -> "Cohort":
        """The cohort of the patients for whom a condition holds; the others are excluded.

        Parameters
        ----------
        condition
            An expression over the columns of `patients`, as `pandas.DataFrame.query` takes it, or
            True and False, one a patient. A Series has the labels of `patients`, in their order, or
            `patient_id` as labels. A missing value does not meet a condition.
        reason
            Why the others are excluded, as the report prints it: "age 40 years or less".

        Returns
        -------
        Cohort
            A new one; this one is unchanged.

        Raises
        ------
        UsageFault
            The condition cannot be evaluated, is not one value a patient, has other labels, or
            holds for nobody; or the reason is empty or may identify somebody.

        Examples
        --------
        >>> import rtxoutcomes as rtx
        >>> cohort = rtx.bundled_cohort()
        >>> cohort.subset("diagnosis == 'RRMS'", reason="another diagnosis")
        <Cohort: 42 patients, 57 excluded, origin synthetic>
        """
        return self._keeping(meets(self.patients, condition), reason)

    def _keeping(self, kept: NDArray[np.bool_], reason: str) -> "Cohort":
        """The patients marked, with their rows in every table."""
        if fault := reason_fault(reason):
            raise UsageFault(fault)
        if not kept.any():
            raise UsageFault("no patient would be left")
        patients = self.patients[kept].reset_index(drop=True)
        ids = set(patients["patient_id"])

        def rows(table: pd.DataFrame | None) -> pd.DataFrame | None:
            if table is None:
                return None
            return table[table["patient_id"].isin(ids)].reset_index(drop=True)

        gone = self.patients[~kept].assign(reason=reason)
        before = [] if self.excluded is None else [self.excluded]
        excluded = pd.concat([*before, gone], ignore_index=True) if len(gone) else self.excluded
        names = (*TABLES[1:], "engagement_log")
        tables: dict[str, Any] = {name: rows(getattr(self, name)) for name in names}
        remaining = replace(
            self,
            patients=patients,
            **tables,
            excluded=excluded,
        )
        return fingerprinted(remaining)

    @property
    def exclusions(self) -> dict[str, int]:
        """How many patients were excluded, by reason."""
        if self.excluded is None:
            return {}
        return {str(k): int(n) for k, n in self.excluded["reason"].value_counts(sort=False).items()}

    def edited(self) -> tuple[str, ...]:
        """Names of the tables that differ from those that were validated.

        `declaration` covers origin, form and sources.

        Examples
        --------
        >>> import rtxoutcomes as rtx
        >>> cohort = rtx.bundled_cohort()
        >>> cohort.patients.loc[0, "age_years"] += 1
        >>> cohort.edited()
        ('patients',)
        """
        now = _fingerprints(self)
        return tuple(name for name in now if self.fingerprints.get(name) != now[name])


def fingerprinted(cohort: Cohort) -> Cohort:
    """The cohort with the checksums of what it holds; for a cohort that was just validated."""
    return replace(cohort, fingerprints=_fingerprints(cohort))


def _fingerprints(cohort: Cohort) -> dict[str, str]:
    declared = (cohort.origin, cohort.form, cohort.declared_by, cohort.declared_on)
    more = () if cohort.excluded is None else ("excluded",)
    names = (*TABLES, "engagement_log", *more)
    prints = {name: fingerprint(getattr(cohort, name)) for name in names}
    return {**prints, "declaration": repr((*declared, list(cohort.sources.items())))}


def origin_cell(origin: str) -> str:
    """What the last column of a CSV file says: the origin, and for patients' data the mark."""
    return f"patient: {MARKS['patient'].lower()}" if origin == "patient" else origin
