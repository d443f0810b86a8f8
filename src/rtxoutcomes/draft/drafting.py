"""From raw tables to a draft of the study and of the map."""

from collections.abc import Mapping, Sequence

from rtxoutcomes.draft.blocks import Context, Drafts, blocks_of
from rtxoutcomes.draft.columns import Column, Sheet, is_missing
from rtxoutcomes.draft.days import Days, days_of
from rtxoutcomes.draft.model import Block, Choices, Draft, Question, Start
from rtxoutcomes.draft.roles import Tables, date_of, tables_of
from rtxoutcomes.draft.study_facts import codes_of, study_document
from rtxoutcomes.draft.totals import wrong_totals
from rtxoutcomes.pseudonymise.plan import OPEN

_DATED = ("months", "born", "years_before")
_NO_CHOICES: Choices = {}


def draft_of(sheets: Sequence[Sheet], choices: Choices = _NO_CHOICES) -> Draft:
    """The draft; `choices` are the labels of codes by header, from a data dictionary."""
    tables = tables_of(sheets)
    days = days_of([c for s in tables.sheets for c in s.columns if _is_used_date(c)])
    codes = codes_of(tables, choices)
    made = blocks_of(Context(tables, days, codes.codes, choices))
    start, asked = _start(tables, days, made)
    study, notes, about = study_document(tables, made, codes)
    questions = [
        *about,
        *_unused_tables(sheets, tables, made, start),
        *(q for sheet in sheets for q in _doubts(sheet)),
        *([Question("map.toml, order", days.question)] if days.question else []),
        *asked,
        *_without_id(made.blocks),
        *_without_scores(made.blocks),
        *(q for sheet in sheets for q in wrong_totals(sheet)),
        *made.questions,
    ]
    return Draft(
        study=study,
        study_notes=notes,
        blocks=made.blocks,
        start=start,
        reading=days.reading,
        reading_note=days.note,
        missing=_missing_dates(tables),
        decimal_comma=made.decimal_comma,
        questions=tuple(questions),
    )


def _is_used_date(column: Column) -> bool:
    return column.kind == "date" and column.concept not in ("", "identifying")


def _missing_dates(tables: Tables) -> tuple[str, ...]:
    """Words for missing among the dates that are read."""
    dated = [c for s in tables.sheets for c in s.columns if _is_used_date(c)]
    return tuple(sorted({text for c in dated for _, text in c.filled if is_missing(text)}))


def _unused_tables(
    sheets: Sequence[Sheet], tables: Tables, made: Drafts, start: Start | None
) -> list[Question]:
    if tables.people is None:
        ask = (
            "no column of patients was recognised. Does the first row hold the names of the "
            "columns? Otherwise write the map by hand: docs/deidentify.md"
        )
        return [Question("map.toml", ask)]
    used = {block.place for block in made.blocks} | ({start.place} if start else set())
    ask = (
        "is not used, since neither its name nor its columns say what it holds. If it is needed, "
        "write a block [[tables]] for it into the map: docs/deidentify.md"
    )
    return [Question(s.label, f"this table {ask}") for s in sheets if s.place not in used]


def _doubts(sheet: Sheet) -> list[Question]:
    """Columns whose header holds a word that may be somebody's name."""
    return [
        Question(
            "map.toml",
            f"{sheet.naming(column.shown)}: seems to hold {column.doubt.replace('_', ' ')}, but "
            "its name has words that are not known; it is omitted and not shown. Rename it, or "
            "write it into the map",
        )
        for column in sheet.columns
        if column.doubt
    ]


def _without_id(blocks: Sequence[Block]) -> list[Question]:
    ask = "which column holds the number of the patient?"
    tables = [block.table for block in blocks if block.id == OPEN]
    return [Question(f"map.toml, {table}.id", ask) for table in dict.fromkeys(tables)]


def _without_scores(blocks: Sequence[Block]) -> list[Question]:
    """Tables of visits whose scores have names that are not known."""
    ask = (
        "no score is known by its name. Write a line for each under [tables.columns], as in "
        'act_points = "ACT", and its block [[scores]] into study.toml: docs/start/another-drug.md'
    )
    bare = [b for b in blocks if b.table == "visits" and [e.name for e in b.entries] == ["month"]]
    return [Question("map.toml, visits", ask)] if bare else []


def _start(tables: Tables, days: Days, made: Drafts) -> tuple[Start | None, list[Question]]:
    """The column with the first infusion, if a date is read at all."""
    for sheet in tables.sheets:
        for column in sheet.with_concept("first_infusion"):
            if column.kind == "date":
                return _start_of(tables, sheet, column, days, "header"), []
    for sheet in tables.sheets:
        given = date_of(sheet, "infusion", "infusions")
        if given is not None:
            note = "the earliest date of each patient"
            return _start_of(tables, sheet, given, days, note), []
    if not any(key in e.source for b in made.blocks for e in b.entries for key in _DATED):
        return None, []
    people = tables.people
    if people is None:
        return None, []
    ask = "no column with the date of the first infusion was found; which one?"
    known = tables.id_of(people)
    name = OPEN if known is None else known.header
    return Start(people.place, name, OPEN, ask), [Question("map.toml, first_infusion.date", ask)]


def _start_of(tables: Tables, sheet: Sheet, column: Column, days: Days, note: str) -> Start:
    known = tables.id_of(sheet)
    keys: Mapping[str, str] = days.keys(column)
    return Start(sheet.place, OPEN if known is None else known.header, column.header, note, keys)
