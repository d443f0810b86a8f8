"""Rows of the released results, found by what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL


@dataclass(frozen=True, slots=True)
class Number:
    """One row of the results frame, typed; NaN or None where that kind of result has no number."""

    endpoint: str
    group: str
    term: str
    role: str
    unit: str
    n: int
    dropped: int
    events: int | None
    person_years: float
    estimate: float
    conf_low: float
    conf_high: float
    conf_ends: str
    conf_level: float
    p_value: float
    p_adjusted: float
    method: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rows of one analysis, and the words for its groups, in the order of the study."""

    rows: tuple[Number, ...]
    groups: tuple[str, ...]

    @property
    def endpoints(self) -> tuple[str, ...]:
        return _distinct([row.endpoint for row in self.rows])

    @property
    def has_overall(self) -> bool:
        """Whether all patients together have a row beside the diagnoses."""
        return any(r.group == ALL and not _compares_groups(r) for r in self.rows)

    def terms(self, endpoint: str) -> tuple[str, ...]:
        return _distinct([row.term for row in self.rows if row.endpoint == endpoint])

    def months(self, endpoint: str, stem: str) -> tuple[str, ...]:
        """The times, as text, that terms of the form `stem_12_months` are given at."""
        head, tail = f"{stem}_", "_months"
        terms = [t for t in self.terms(endpoint) if t.startswith(head) and t.endswith(tail)]
        times = [term.removeprefix(head).removesuffix(tail) for term in terms]
        return tuple(sorted(times, key=float))

    def all_of(self, endpoint: str, group: str, term: str) -> tuple[Number, ...]:
        """Every row that answers this, the reported one first."""
        rows = [r for r in self.rows if (r.endpoint, r.group, r.term) == (endpoint, group, term)]
        return tuple(sorted(rows, key=lambda row: row.role != "reported"))

    def first(self, endpoint: str, group: str, term: str) -> Number | None:
        """The reported row, else the first one beside it, else None."""
        rows = self.all_of(endpoint, group, term)
        return rows[0] if rows else None

    def any_of(self, endpoint: str, group: str) -> Number | None:
        """Some row of the group: it tells whether the group has patients at all."""
        rows = [r for r in self.rows if (r.endpoint, r.group) == (endpoint, group)]
        return rows[0] if rows else None

    def with_overall(self) -> tuple[str, ...]:
        return (*self.groups, ALL) if self.has_overall else self.groups


def numbers(released: Released, analysis: str) -> Numbers:
    """The rows of an analysis.

    Groups are those of the whole frame, so that none goes missing; an analysis without a row has
    no groups.
    """
    frame = released.estimates
    own = frame[frame["analysis"] == analysis]
    named = frame["group"] if len(own) else own["group"]
    groups = _distinct([str(group) for group in named if group != ALL])
    return Numbers(tuple(_number(row) for _, row in own.iterrows()), groups)


def _number(row: pd.Series) -> Number:
    return Number(
        endpoint=str(row["endpoint"]),
        group=str(row["group"]),
        term=str(row["term"]),
        role=str(row["role"]),
        unit=str(row["unit"]),
        n=int(row["n"]),
        dropped=int(row["dropped"]),
        events=None if row["events"] is pd.NA else int(row["events"]),
        person_years=float(row["person_years"]),
        estimate=float(row["estimate"]),
        conf_low=float(row["conf_low"]),
        conf_high=float(row["conf_high"]),
        conf_ends=str(row["conf_ends"]),
        conf_level=float(row["conf_level"]),
        p_value=float(row["p_value"]),
        p_adjusted=float(row["p_adjusted"]),
        method=str(row["method"]),
        status=str(row["status"]),
        note=str(row["note"]),
    )


def _compares_groups(row: Number) -> bool:
    return row.term in ("between_groups", "log_rank")


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
