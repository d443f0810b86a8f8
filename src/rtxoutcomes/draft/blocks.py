"""The blocks of a map, one for each raw table that feeds a table of the cohort."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.draft import entries
from rtxoutcomes.draft.columns import IS_REDCAP, Column, Sheet
from rtxoutcomes.draft.days import Days
from rtxoutcomes.draft.entries import Drafted
from rtxoutcomes.draft.model import COLUMN_KEYS, Block, Choices, Entry, Question
from rtxoutcomes.draft.one_table import event_columns, one_table_drafts
from rtxoutcomes.draft.roles import Tables, date_of, holds, scores_by_name
from rtxoutcomes.draft.scans import scan_columns
from rtxoutcomes.draft.times import VisitColumns, visit_columns
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.vocabulary.headers import FIELD
from rtxoutcomes.vocabulary.words import vocabulary

_YES_NO = ("yes", "no")
_SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class Context:
    """What every block needs: the roles of the tables, the dates, the codes of diagnoses.

    `choices` are the labels of codes by header, from a data dictionary.
    """

    tables: Tables
    days: Days
    codes: tuple[str, ...]
    choices: Choices

    def choices_of(self, column: Column) -> Mapping[str, str]:
        return self.choices.get(column.header, {})


@dataclass(frozen=True, slots=True)
class Drafts:
    """Blocks of the map, what is asked, and whether numbers have decimal commas.

    `scores` are the names of the scores in use, `one_table` the study file's block of their columns
    in the form with a row a patient.
    """

    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]
    decimal_comma: bool
    scores: tuple[str, ...]
    one_table: Mapping[str, object]


def blocks_of(context: Context) -> Drafts:
    """Every block that the raw tables allow."""
    people = context.tables.people
    if people is None:
        return Drafts((), (), False, (), {})
    table = "one_table" if context.tables.is_one_table else "patients"
    core = list(_core(context, people))
    one_table: dict[str, object] = {}
    made = []
    if context.tables.is_one_table:
        scores, asked, one_table = one_table_drafts(people)
        core += [*event_columns(people, context.days, context.choices), *scores]
    else:
        asked = []
        made += [block for sheet in context.tables.sheets for block in _of_sheet(context, sheet)]
        if not any(d.entry.name == "follow_up_months" for d in core):
            core.append(_last_date())
    blocks = [
        (name, sheet, _once(listed)) for name, sheet, listed in [(table, people, core), *made]
    ]
    used = {c for _, _, listed in blocks for d in listed for c in _raw(d.entry)}
    questions = [
        Question(f"map.toml, {name}.{drafted.entry.name}", text)
        for name, _, listed in blocks
        for drafted in listed
        for text in drafted.questions
    ]
    first = {sheet.place: k for k, (_, sheet, _) in reversed(list(enumerate(blocks)))}
    return Drafts(
        tuple(
            _block(context, name, sheet, listed, used if first[sheet.place] == k else None)
            for k, (name, sheet, listed) in enumerate(blocks)
        ),
        (*(Question("map.toml, one_table", text) for text in asked), *questions),
        any(d.decimal_comma for _, _, listed in blocks for d in listed),
        tuple(name for name in vocabulary().known_scores if name in _scores_in(context)),
        one_table,
    )


def _once(listed: Sequence[Drafted]) -> list[Drafted]:
    """The first raw column for each column of the cohort; the others are listed as dropped."""
    names = [drafted.entry.name for drafted in listed]
    return [drafted for k, drafted in enumerate(listed) if drafted.entry.name not in names[:k]]


def _scores_in(context: Context) -> set[str]:
    return {n for sheet in context.tables.sheets for n in scores_by_name(sheet.columns)}


def _raw(entry: Entry) -> Iterator[str]:
    for key in COLUMN_KEYS:
        if key in entry.source:
            yield str(entry.source[key])


def _block(
    context: Context, table: str, sheet: Sheet, listed: Sequence[Drafted], used: set[str] | None
) -> Block:
    """One block; the first of a raw table says what is dropped: all but the `used` columns."""
    column = context.tables.id_of(sheet)
    skipped = tuple(row for row, _ in sheet.skipped)
    repeats = table == "patients" and context.tables.repeats(sheet)
    name = OPEN if column is None else column.header
    dropped = () if used is None else tuple(_dropped(sheet, {*used, name}))
    entries_ = tuple(drafted.entry for drafted in listed)
    return Block(table, sheet.place, name, entries_, skipped, repeats, dropped)


def _dropped(sheet: Sheet, used: set[str]) -> Iterator[str]:
    for column in sheet.columns:
        own = column.concept == "first_infusion" or IS_REDCAP.fullmatch(column.header)
        if column.header not in used and not own:
            why = "may identify somebody" if column.concept == "identifying" else ""
            why = why or ("" if column.is_shown else "its name is not shown")
            shown = f"{column.shown} ({column.letters})" if column.is_shown else column.shown
            yield f"{shown}, {why}" if why else shown


def _first(sheet: Sheet, concept: str, *kinds: str) -> Column | None:
    found = sheet.with_concept(concept)
    return next((c for c in found if not kinds or c.kind in kinds), None)


def _core(context: Context, sheet: Sheet) -> Iterator[Drafted]:
    """The columns of patients."""
    column = _first(sheet, "diagnosis")
    if column is not None:
        yield entries.diagnosis(column, context.codes, context.choices_of(column))
    else:
        ask = "no column with the diagnosis was found; which one, or which diagnosis has everybody?"
        yield Drafted(Entry("diagnosis", {"value": OPEN}, (), ask), (ask,))
    if (column := _first(sheet, "sex")) is not None:
        yield entries.category("sex", column, _SEXES, context.choices_of(column))
    born, aged = _first(sheet, "birth", "date"), _first(sheet, "age", "number")
    if born is not None and aged is None:
        yield entries.date("age_years", born, "born", context.days)
    elif aged is not None:
        yield entries.age(aged)
    if (column := _first(sheet, "onset", "date")) is not None:
        yield entries.date("disease_duration_years", column, "years_before", context.days)
    elif (column := _first(sheet, "duration", "number")) is not None:
        yield entries.amount("disease_duration_years", column, "years")
    if (column := _first(sheet, "relapse_prior")) is not None:
        yield entries.count("relapses_prior_year", column)
    if (column := _first(sheet, "follow_up", "date")) is not None:
        yield entries.date("follow_up_months", column, "months", context.days)
    elif (column := _first(sheet, "follow_up", "number")) is not None:
        yield entries.months("follow_up_months", column)
    elif context.tables.is_one_table:
        yield _no_follow_up()
    yield from _annotated(sheet, "patients")


def _annotated(sheet: Sheet, table: str) -> Iterator[Drafted]:
    """Columns that a data dictionary names as columns of this table."""
    for column in sheet.with_concept(FIELD):
        named, _, name = (column.meaning.score if column.meaning else "").partition(".")
        if named == table:
            yield entries.plain(name, column, "as annotated")


def _no_follow_up() -> Drafted:
    ask = (
        "no column with the end of follow-up was found; which one? A date needs "
        '{ months = "its name" }, months need { column = "its name" }'
    )
    return Drafted(Entry("follow_up_months", {"column": OPEN}, (), ask), (ask,))


def _last_date() -> Drafted:
    note = "no column with the end of follow-up was found: the last date of the patient"
    return Drafted(Entry("follow_up_months", {"last_date": True}, (), note, is_guess=True))


Made = tuple[str, Sheet, Sequence[Drafted]]


def _of_sheet(context: Context, sheet: Sheet) -> Iterator[Made]:
    """The blocks of a table with a row a visit, a relapse, a dose or an event."""
    kind = holds(sheet)
    if scores_by_name(sheet.columns):
        for visit in visit_columns(sheet):
            yield "visits", sheet, list(_visit(visit, sheet, context))
    elif kind == "visits" and (day := date_of(sheet, "visit", "visits")) is not None:
        # Scores that are not known by name belong into this block.
        yield "visits", sheet, list(_visit(VisitColumns(day, None, ()), sheet, context))
    relapse = date_of(sheet, "relapse", "relapses")
    if relapse is not None and (kind != "visits" or relapse.concept == "relapse"):
        yield "relapses", sheet, list(_relapse(sheet, relapse, context))
    dose, given = _first(sheet, "dose", "number"), date_of(sheet, "infusion", "infusions")
    if dose is not None and given is not None:
        month = entries.date("month", given, "months", context.days)
        amount = entries.amount("dose_mg", dose, "mg")
        yield "infusions", sheet, [month, amount, *_annotated(sheet, "infusions")]
    term, day = _first(sheet, "term"), date_of(sheet, "event_date", "adverse_events")
    if term is not None and day is not None:
        yield "adverse_events", sheet, list(_event(sheet, term, day, context))
    if scan := scan_columns(sheet, context.days):
        yield "mri", sheet, [*scan, *_annotated(sheet, "mri")]


def _visit(visit: VisitColumns, sheet: Sheet, context: Context) -> Iterator[Drafted]:
    known = vocabulary().known_scores
    counted = _first(sheet, "month", "number") or _first(sheet, "visit", "number")
    if visit.date is not None:
        yield entries.date("month", visit.date, "months", context.days)
    elif visit.month is not None:
        source = {"value": f"{visit.month:g}"}
        yield Drafted(Entry("month", source, (), "the month in the header", is_guess=True))
    elif counted is not None:
        yield entries.months("month", counted)
    else:
        ask = "when was this visit? Its date, or the month as value"
        yield Drafted(Entry("month", {"value": OPEN}, (), ask), (ask,))
    for column in visit.scores:
        if column.meaning is not None:
            score = known[column.meaning.score]
            yield entries.score(str(score.study["column"]), column, score)
    yield from _annotated(sheet, "visits")


def _relapse(sheet: Sheet, day: Column, context: Context) -> Iterator[Drafted]:
    yield entries.date("month", day, "months", context.days)
    if (column := _first(sheet, "confirmed")) is not None:
        choices = context.choices_of(column)
        yield entries.category("confirmed_by_examination", column, _YES_NO, choices)
    yield from _annotated(sheet, "relapses")


def _event(sheet: Sheet, term: Column, day: Column, context: Context) -> Iterator[Drafted]:
    yield Drafted(Entry("event_id", {"number": True}, (), "1, 2, ... for each patient"))
    yield entries.date("month", day, "months", context.days)
    yield entries.plain("term", term)
    if (column := _first(sheet, "grade", "number", "yes_no")) is not None:
        yield entries.count("grade", column)
    yield from _annotated(sheet, "adverse_events")
