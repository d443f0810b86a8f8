"""The columns of a sheet with a row a patient: its relapses, its adverse events, its scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rtxoutcomes.draft import entries
from rtxoutcomes.draft.columns import Column, Sheet
from rtxoutcomes.draft.days import Days
from rtxoutcomes.draft.entries import Drafted
from rtxoutcomes.draft.model import Choices, Entry
from rtxoutcomes.draft.roles import scores_by_name
from rtxoutcomes.draft.times import one_table_scores
from rtxoutcomes.draft.values import numbers_of
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.vocabulary.words import same_cell, vocabulary

_YES_NO = ("yes", "no")
_MONTH = "relapse_month"


def event_columns(sheet: Sheet, days: Days, choices: Choices) -> Iterator[Drafted]:
    """Relapses and adverse events, and what is asked where relapses have no time."""
    columns = sheet.with_concept("relapse")
    relapses = [made for c in columns if (made := _relapses(c, days, choices.get(c.header, {})))]
    yield from relapses
    if all(made.entry.name != _MONTH for made in relapses):
        stating = [c for c in columns if _states_relapse(c, choices.get(c.header, {}))]
        yield from [_no_month(stating)] if stating else []
    counted = (c for c in sheet.with_concept("adverse_events") if c.kind in ("number", "yes_no"))
    if (column := next(counted, None)) is not None:
        yield entries.count("adverse_events", column)


def _relapses(column: Column, days: Days, choices: Mapping[str, str]) -> Drafted | None:
    """When the first relapse was, how many there were, or whether there was one."""
    unit = column.meaning.unit if column.meaning else ""
    if column.kind == "date":
        return entries.date(_MONTH, column, "months", days)
    if column.kind == "number":
        return entries.months(_MONTH, column) if unit else entries.count("relapse_count", column)
    if column.kind in ("yes_no", "text"):
        return entries.category("relapsed", column, _YES_NO, choices, asks_missing=True)
    return None


def _states_relapse(column: Column, choices: Mapping[str, str]) -> bool:
    """Whether any patient had a relapse, by an answer or by a number."""
    if column.kind == "number":
        return any(value > 0 for value in numbers_of(column))
    words = vocabulary().labels["yes_no"]
    return any(words.get(same_cell(choices.get(t, t))) == "yes" for _, t in column.filled)


def _no_month(stating: Sequence[Column]) -> Drafted:
    """A relapse counts by its month: without one it would be lost."""
    shown = " and ".join(column.shown for column in stating)
    ask = (
        f"{shown} holds relapses, but no column holds when they were. Add a column to the sheet, "
        "such as Relapse date, with the date of each patient's first relapse, and run init again. "
        f"If no dates are known, delete the lines of {_MONTH} and of {shown} in the map: "
        "the report is then without relapses"
    )
    note = "a column with the date of the first relapse"
    return Drafted(Entry(_MONTH, {"months": OPEN}, (), note), (ask,))


def one_table_drafts(sheet: Sheet) -> tuple[list[Drafted], list[str], dict[str, object]]:
    """The scores of a sheet with a row a patient, what is asked, and the study file's block."""
    drafted, asked, block = [], [], dict[str, object]()
    for score, listed in scores_by_name(sheet.columns).items():
        known = vocabulary().known_scores[score]
        found = one_table_scores(score, listed)
        if found.block:
            block[score] = found.block
        for name, column in found.names.items():
            made = entries.score(name, column, known)
            note = "month 0, since the header names none" if name in found.guesses else ""
            guess = replace(made.entry, note=note, is_guess=True) if note else made.entry
            drafted.append(replace(made, entry=guess))
        left = [c.shown for c in listed if c not in found.names.values()]
        if left:
            asked.append(
                f"{', '.join(left)}: in which month was this {score} taken? It is omitted: "
                f"name it in the map, and under one_table.scores.{score} in study.toml"
            )
    return drafted, asked, block
