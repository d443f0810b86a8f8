"""The columns of a sheet with a row a patient: its relapses, its adverse events, its scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rtxoutcomes.draft import entries
from rtxoutcomes.draft.columns import Column, Sheet, is_missing
from rtxoutcomes.draft.days import Days
from rtxoutcomes.draft.entries import Drafted
from rtxoutcomes.draft.model import COLUMN_KEYS, Choices, Entry
from rtxoutcomes.draft.roles import scores_by_name
from rtxoutcomes.draft.times import one_table_scores
from rtxoutcomes.draft.values import numbers_of, rows_text
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.vocabulary.words import tokens, vocabulary

_YES_NO = ("yes", "no")
_MONTH = "relapse_month"


def event_columns(sheet: Sheet, days: Days, choices: Choices) -> Iterator[Drafted]:
    """Relapses and adverse events, and what is asked where relapses have no time."""
    columns = sheet.with_concept("relapse")
    unit = entries.doubtful_unit(sheet.with_concept("follow_up"))
    made_of = ((_relapses(c, days, choices.get(c.header, {}), unit)) for c in columns)
    relapses = [made for made in made_of if made is not None]
    yield from _contradicted(relapses, columns, choices)
    if all(made.entry.name != _MONTH for made in relapses):
        stating = [c for c in columns if _states_relapse(c, choices.get(c.header, {}))]
        yield from [_no_month(stating)] if stating else []
    counted = (c for c in sheet.with_concept("adverse_events") if c.kind in ("number", "yes_no"))
    if (column := next(counted, None)) is not None:
        yield entries.count("adverse_events", column)


def _contradicted(
    relapses: Sequence[Drafted], columns: Sequence[Column], choices: Choices
) -> Iterator[Drafted]:
    """The entries; an answer that is not yes where a time is given is asked about."""
    by_header = {column.header: column for column in columns}
    times = [_raw_column(made, by_header) for made in relapses if made.entry.name == _MONTH]
    for made in relapses:
        column = _raw_column(made, by_header)
        if made.entry.name != "relapsed" or column is None or not times or times[0] is None:
            yield made
            continue
        known = choices.get(column.header, {})
        given = {line for line, text in times[0].filled if not is_missing(text)}
        rows = [
            line
            for line, text in column.filled
            if line in given and entries.yes_or_no(known.get(text, text)) != "yes"
        ]
        asked = made.questions
        if rows:
            asked += (
                f"{column.shown} is no or not known in {rows_text(rows)}, where {times[0].shown} "
                "is filled: which is right?",
            )
        yield replace(made, questions=asked)


def _raw_column(made: Drafted, by_header: Mapping[str, Column]) -> Column | None:
    named = (made.entry.source.get(key) for key in COLUMN_KEYS)
    return next((by_header[str(name)] for name in named if name in by_header), None)


def _relapses(column: Column, days: Days, choices: Mapping[str, str], unit: str) -> Drafted | None:
    """When the first relapse was, how many there were, or whether there was one.

    `unit` is that of follow-up where it is not the one that its header states.
    """
    stated = column.meaning.unit if column.meaning else ""
    if column.kind == "date":
        return entries.date(_MONTH, column, "months", days)
    if column.kind == "number" and stated:
        return _in_doubt(entries.months(_MONTH, column), column, stated, unit)
    if column.kind in ("number", "yes_no") and _is_count(column):
        return entries.count("relapse_count", column)
    if column.kind in ("number", "yes_no", "text"):
        return entries.category("relapsed", column, _YES_NO, choices, asks_missing=True)
    return None


def _is_count(column: Column) -> bool:
    """Whether a column holds how many relapses there were: by a word, or by numbers above one."""
    by_word = not vocabulary().counted.isdisjoint(tokens(column.header))
    return by_word or (column.kind == "number" and not set(numbers_of(column)) <= {0.0, 1.0})


def _in_doubt(made: Drafted, column: Column, stated: str, unit: str) -> Drafted:
    """A time whose header says another unit than follow-up seems to have is asked for."""
    if unit in ("", stated):
        return made
    note = f"in {stated}, as the header states, but follow-up seems to be in {unit}"
    ask = f"{column.shown}: {note}. If this is in {unit} too, correct the header and run init again"
    entry = replace(made.entry, note=note, is_guess=True)
    return replace(made, entry=entry, questions=(*made.questions, ask))


def _states_relapse(column: Column, choices: Mapping[str, str]) -> bool:
    """Whether any patient had a relapse, by an answer or by a number."""
    if column.kind == "number":
        return any(value > 0 for value in numbers_of(column))
    answers = (entries.yes_or_no(choices.get(text, text)) for _, text in column.filled)
    return "yes" in answers


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
