"""Columns of visits: the last one and that at the fixed time, under headings of their own."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rtxoutcomes.presentation.printed import month_text
from rtxoutcomes.presentation.rows import Answers, Index
from rtxoutcomes.tables import groups

LAST, FIXED = "At the last visit", "At the fixed time"
# Whether a visit is that at the fixed time -> the questions on a score there.
ByVisit = Mapping[bool, Answers]


def by_score(asked: Iterable[Answers]) -> dict[str, dict[bool, Answers]]:
    """The questions of each score by their visit."""
    found: dict[str, dict[bool, Answers]] = {}
    for answers in asked:
        found.setdefault(answers.endpoint, {})[not math.isnan(answers.month)] = answers
    return found


def headings(asked: Sequence[Answers], mark: str = ".") -> dict[bool, str]:
    """The heading of each visit: the month, where it is the same for every score."""
    months = {answers.month for answers in asked if not math.isnan(answers.month)}
    at = f"At {month_text(months.copy().pop(), mark)} months" if len(months) == 1 else FIXED
    kinds = {not math.isnan(answers.month) for answers in asked}
    return {fixed: at if fixed else LAST for fixed in sorted(kinds)}


def group_columns(
    results: Index, asked: Sequence[Answers], shown: Sequence[str], mark: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[bool, str], ...]]:
    """The header, the headings above it, and the visit and group of each column."""
    above = headings(asked, mark)
    places = tuple((fixed, group) for fixed in above for group in shown)
    header = tuple(groups.heading(results, group) for _, group in places)
    spanners = tuple(above[fixed] for fixed, _ in places) if len(above) > 1 else ()
    return header, ("", *spanners) if spanners else (), places


def answers_at(
    visits: ByVisit, places: Iterable[tuple[bool, str]]
) -> Iterator[tuple[Answers | None, str]]:
    """What was asked at the visit of each column, and its group."""
    return ((visits.get(fixed), group) for fixed, group in places)
