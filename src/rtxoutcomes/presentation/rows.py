"""The released rows, found by what they answer: one index for tables, figures and text."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.printable import printable
from rtxoutcomes.results.number import Number, numbers_of
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.study import Study

# Analysis, endpoint, month, channel and activity of a question; None means no month.
Asked = tuple[str, str, float | None, str, str]
# Group, quantity, against, level, model and choice of one of its answers.
Answered = tuple[str, str, str, str, str, str]
WITHOUT_DATA = {"not_collected", "group_absent"}
ANSWERED_BY_GROUPS = (Quantity.BETWEEN_GROUPS, Quantity.LOG_RANK)


class Answers(NamedTuple):
    """The rows of one question: an analysis of an endpoint at one visit, or of one exposure.

    In each tuple of rows the reported one comes first.
    """

    analysis: str
    endpoint: str
    month: float
    channel: str
    activity: str
    rows: tuple[Number, ...]
    by_key: Mapping[Answered, Sequence[Number]]

    def every(self, group: str, quantity: Quantity) -> Sequence[Number]:
        """Every row of a group with this quantity as such, the reported one first."""
        return self.by_key.get((group, quantity, "", "", Model.NONE, Choice.NONE), ())

    def first(
        self,
        group: str,
        quantity: Quantity,
        *,
        against: str = "",
        level: str = "",
        model: Model = Model.NONE,
        choice: Choice = Choice.NONE,
    ) -> Number | None:
        """The reported row, else the first alternative, else None."""
        rows = self.by_key.get((group, quantity, against, level, model, choice))
        return rows[0] if rows else None

    def any_of(self, group: str) -> Number | None:
        """Some row of the group: it holds the number of its patients."""
        return next((row for row in self.rows if row.group == group and not row.against), None)

    @property
    def collected(self) -> bool:
        """Whether anything that the question needs was collected."""
        return _collected(self.rows)

    def has(self, quantity: Quantity) -> bool:
        return any(row.quantity is quantity for row in self.rows)

    def levels(self, quantity: Quantity) -> tuple[str, ...]:
        """The levels at which a quantity is given, in the order of the rows."""
        return tuple(dict.fromkeys(r.level for r in self.rows if r.quantity is quantity))


class Index(NamedTuple):
    """The released rows as they may be printed, in their order, and the questions they answer.

    `all_rows` are those of results.csv, each at its place.
    """

    study: Study
    rows: tuple[Number, ...]
    by_question: Mapping[Asked, Answers]
    all_rows: tuple[Number, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Codes of the diagnoses, in the order of the study."""
        return self.study.codes

    def of(self, analysis: str) -> tuple[Number, ...]:
        """The rows of one analysis."""
        return tuple(row for row in self.rows if row.analysis == analysis)

    def collected(self, analysis: str) -> bool:
        """Whether anything that the analysis needs was collected; so too where it has no rows."""
        return _collected(self.of(analysis))

    def answers(
        self,
        analysis: str,
        endpoint: str,
        month: float = math.nan,
        channel: str = "",
        activity: str = "",
    ) -> Answers:
        """The rows of one question; none where it was not asked."""
        key = (analysis, endpoint, _month(month), channel, activity)
        nothing = Answers(analysis, endpoint, month, channel, activity, (), {})
        return self.by_question.get(key, nothing)

    def questions(self, analysis: str) -> tuple[Answers, ...]:
        """The questions of an analysis, in the order of the rows."""
        return tuple(a for a in self.by_question.values() if a.analysis == analysis)

    def months(self, analysis: str, endpoint: str, quantity: Quantity) -> tuple[float, ...]:
        """The months at which a quantity is given for single groups, in rising order."""
        wanted = (analysis, endpoint, quantity)
        rows = (r for r in self.rows if (r.analysis, r.endpoint, r.quantity) == wanted)
        months = {r.month for r in rows if not (r.against or r.choice or math.isnan(r.month))}
        return tuple(sorted(months))

    def groups_with_rows(self, analysis: str) -> tuple[str, ...]:
        """The diagnoses, and all patients where they have a row of their own."""
        rows = self.of(analysis)
        overall = any(r.group == ALL and r.quantity not in ANSWERED_BY_GROUPS for r in rows)
        groups = self.groups if rows else ()
        return (*groups, ALL) if overall else groups

    @property
    def enrolled(self) -> dict[str, int]:
        """Patients enrolled in each group, and in all."""
        rows = self.answers("flow", "flow").rows
        return {r.group: int(r.estimate) for r in rows if r.quantity is Quantity.ENROLLED}


@lru_cache(maxsize=4)
def index(released: Released) -> Index:
    """The index of what may be printed of released results, made once."""
    all_rows = numbers_of(released.estimates, released.style)
    rows = printable(all_rows, released.study)
    asked: dict[Asked, list[Number]] = {}
    for row in rows:
        key = (row.analysis, row.endpoint, _month(row.month), row.channel, row.activity)
        asked.setdefault(key, []).append(row)
    by_question = {key: _answers(own) for key, own in asked.items()}
    return Index(released.study, tuple(rows), by_question, all_rows)


def _answers(rows: Sequence[Number]) -> Answers:
    by_key: dict[Answered, list[Number]] = {}
    for row in sorted(rows, key=lambda row: row.role != "reported"):
        key = (row.group, row.quantity, row.against, row.level, row.model, row.choice)
        by_key.setdefault(key, []).append(row)
    first = rows[0]
    question = (first.analysis, first.endpoint, first.month, first.channel, first.activity)
    return Answers(*question, tuple(rows), by_key)


def _collected(rows: Sequence[Number]) -> bool:
    notes = {row.note for row in rows}
    return "not_collected" not in notes or not notes <= WITHOUT_DATA


def _month(month: float) -> float | None:
    # NaN differs from itself and cannot be looked up.
    return None if math.isnan(month) else month
