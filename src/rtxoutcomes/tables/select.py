"""Rows of the released results, found by what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL, COLUMNS
from rtxoutcomes.style import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One row of the results frame, typed; NaN or None where that kind of result has no number.

    `place` is its position in `Released.estimates`, counted from 0; `style` how it is printed.
    """

    place: int
    style: Style
    analysis: str
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
    std_error: float
    conf_low: float
    conf_high: float
    conf_ends: str
    conf_level: float
    statistic: float
    df: float
    p_value: float
    p_adjusted: float
    method: str
    status: str
    note: str

    @property
    def name(self) -> str:
        """What a text calls it: `edss.NMOSD.mean_change`."""
        return f"{self.endpoint}.{self.group}.{self.term}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rows of one analysis, and the words for its groups, in the order of the study.

    `answers` are the rows of one endpoint, group and term, the reported one first; `named` the
    terms of each endpoint, in their order.
    """

    rows: tuple[Number, ...]
    groups: tuple[str, ...]
    answers: Mapping[tuple[str, str, str], tuple[Number, ...]]
    named: Mapping[str, tuple[str, ...]]

    @property
    def endpoints(self) -> tuple[str, ...]:
        return tuple(self.named)

    @property
    def has_overall(self) -> bool:
        """Whether all patients together have a row beside the diagnoses."""
        return any(r.group == ALL and not _compares_groups(r) for r in self.rows)

    def terms(self, endpoint: str) -> tuple[str, ...]:
        return self.named.get(endpoint, ())

    def months(self, endpoint: str, stem: str) -> tuple[str, ...]:
        """The times, as text, that terms of the form `stem_12_months` are given at."""
        head, tail = f"{stem}_", "_months"
        terms = [t for t in self.terms(endpoint) if t.startswith(head) and t.endswith(tail)]
        times = [term.removeprefix(head).removesuffix(tail) for term in terms]
        # `risk_difference_12_months` is another quantity than a risk.
        return tuple(sorted(filter(_is_time, times), key=float))

    def all_of(self, endpoint: str, group: str, term: str) -> tuple[Number, ...]:
        """Every row that answers this, the reported one first."""
        return self.answers.get((endpoint, group, term), ())

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
    own = frame["analysis"].to_numpy() == analysis
    rows = rows_at(released, own.nonzero()[0].tolist())
    groups = _distinct([str(group) for group in frame["group"] if group != ALL])
    answers: dict[tuple[str, str, str], list[Number]] = {}
    named: dict[str, dict[str, None]] = {}
    for row in sorted(rows, key=lambda row: row.role != "reported"):
        answers.setdefault((row.endpoint, row.group, row.term), []).append(row)
    for row in rows:
        named.setdefault(row.endpoint, {})[row.term] = None
    return Numbers(
        rows,
        groups if rows else (),
        {key: tuple(found) for key, found in answers.items()},
        {endpoint: tuple(terms) for endpoint, terms in named.items()},
    )


def rows_at(released: Released, places: Sequence[int]) -> tuple[Number, ...]:
    """The rows at these positions of the released frame."""
    own = released.estimates.iloc[list(places)]
    columns = [[None if v is pd.NA else v for v in own[name].tolist()] for name in COLUMNS]
    return tuple(
        Number(place=place, style=released.style, **dict(zip(COLUMNS, row, strict=True)))
        for place, row in zip(places, zip(*columns, strict=True), strict=True)
    )


def _is_time(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _compares_groups(row: Number) -> bool:
    return row.term in ("between_groups", "log_rank")


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
