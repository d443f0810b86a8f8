"""Scores in several columns of one sheet: the month, the date or the phase of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.draft.columns import Column, Sheet
from rtxoutcomes.draft.roles import scores_by_name
from rtxoutcomes.vocabulary.headers import SCORE


@dataclass(frozen=True, slots=True)
class OneTableScores:
    """The columns of one score in the form with a row a patient.

    `names` maps names of the cohort to raw columns; `block` is the study file's entry. `guesses`
    are names whose month is only likely, `unplaced` columns without any time.
    """

    names: Mapping[str, Column]
    block: Mapping[str, object]
    guesses: frozenset[str]
    unplaced: tuple[Column, ...]


def one_table_scores(score: str, columns: Sequence[Column]) -> OneTableScores:
    """Months where each column has one, else a baseline and a follow-up."""
    known = {c.letters: _month(c, _bare_months(columns)) for c in columns}
    placed = [c for c in columns if known[c.letters] is not None]
    months = {_name(score, float(known[c.letters] or 0)): c for c in placed}
    if len(placed) == len(columns) and len(months) == len(columns) > 1:
        block = {n: known[c.letters] for n, c in months.items()}
        guesses = frozenset(n for n, c in months.items() if not _states_month(c))
        return OneTableScores(months, {"visits": block}, guesses, ())
    before = [c for c in columns if _is_baseline(c)]
    after = [c for c in columns if c.meaning and c.meaning.phase == "follow_up"]
    if len(before) == len(after) == 1:
        names = {f"{score}_baseline": before[0], f"{score}_follow_up": after[0]}
        block_of_phases = dict(zip(("baseline", "follow_up"), names, strict=True))
        rest = tuple(c for c in columns if c not in (before[0], after[0]))
        return OneTableScores(names, block_of_phases, frozenset(), rest)
    if len(months) > 1 and len(months) == len(placed):
        block = {n: known[c.letters] for n, c in months.items()}
        rest = tuple(c for c in columns if c not in placed)
        return OneTableScores(months, {"visits": block}, frozenset(), rest)
    return OneTableScores({}, {}, frozenset(), tuple(columns))


@dataclass(frozen=True, slots=True)
class VisitColumns:
    """One visit in columns of its own: its date or its month, and its scores."""

    date: Column | None
    month: float | None
    scores: tuple[Column, ...]


def visit_columns(sheet: Sheet) -> list[VisitColumns]:
    """The visits in the columns of a sheet, one for each number, month or phase in the headers."""
    dates = [c for c in sheet.columns if c.concept in ("visit", SCORE) and c.kind == "date"]
    scores = [c for found in scores_by_name(sheet.columns).values() for c in found]
    bare = _bare_months(scores)
    if len({_time(c) for c in scores}) == 1:
        return [VisitColumns(dates[0] if dates else None, _month(scores[0], bare), tuple(scores))]
    visits = []
    for time in dict.fromkeys(_time(c) for c in scores):
        own = [d for d in dates if _time(d) == time]
        listed = tuple(c for c in scores if _time(c) == time)
        visits.append(VisitColumns(own[0] if own else None, _month(listed[0], bare), listed))
    return visits


def _time(column: Column) -> tuple[float | None, int | None, str]:
    meaning = column.meaning
    if meaning is None:
        return None, None, ""
    numbered = meaning.month is not None or meaning.index is not None
    return meaning.month, meaning.index, "" if numbered else meaning.phase


def _bare_months(columns: Sequence[Column]) -> bool:
    """Whether bare numbers in the headers are months, as in EDSS 0, EDSS 6: not 1, 2, 3."""
    numbers = sorted(
        {c.meaning.index for c in columns if c.meaning and c.meaning.index is not None}
    )
    return len(numbers) > 1 and numbers != list(range(1, len(numbers) + 1))


def _month(column: Column, bare: bool) -> float | None:
    meaning = column.meaning
    if meaning is None:
        return None
    if meaning.month is None and meaning.index is not None and bare:
        return float(meaning.index)
    return 0.0 if meaning.month is None and meaning.phase == "baseline" else meaning.month


def _states_month(column: Column) -> bool:
    return column.meaning is not None and column.meaning.month is not None


def _is_baseline(column: Column) -> bool:
    meaning = column.meaning
    return meaning is not None and (meaning.phase == "baseline" or meaning.month == 0)


def _name(score: str, month: float) -> str:
    return f"{score}_{month:g}".replace(".", "_").replace("-", "m")
