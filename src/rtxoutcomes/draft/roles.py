"""Which raw table holds what: the patients, their visits, relapses, infusions, adverse events."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.draft.columns import Column, Sheet, ids_of
from rtxoutcomes.vocabulary.headers import SCORE
from rtxoutcomes.vocabulary.words import tokens, vocabulary

_PERSON = ("diagnosis", "sex", "age", "birth", "follow_up", "onset", "first_infusion")
# Without an id by name these columns can serve, in this order.
_INSTEAD = ("row_number",)
# Counts of lesions on a scan, as the columns of the cohort are called too.
LESIONS = ("new_t2", "gad")
_NATIONAL = frozenset(("national", "nid", "ملی"))
_FEWEST = 0.9


@dataclass(frozen=True, slots=True)
class Tables:
    """The raw tables by what they hold; `ids` is the id of each, None where there is none.

    `people` is the table of patients. `is_one_table`: it has everything, a row a patient.
    """

    sheets: tuple[Sheet, ...]
    ids: Mapping[tuple[str, str], Column | None]
    people: Sheet | None
    is_one_table: bool

    def id_of(self, sheet: Sheet) -> Column | None:
        return self.ids[sheet.place]

    def repeats(self, sheet: Sheet) -> bool:
        """Whether a patient has several rows in a table."""
        column = self.id_of(sheet)
        return column is not None and len(ids_of(column)) < len(column.filled)


def tables_of(sheets: Sequence[Sheet]) -> Tables:
    """The roles of the tables; those without any column that is known have none."""
    used = tuple(s for s in sheets if any(c.concept not in ("", "identifying") for c in s.columns))
    ids = {sheet.place: _id_column(sheet, used) for sheet in used}
    people = _people(used, ids)
    tables = Tables(used, ids, people, is_one_table=False)
    alone = len(used) == 1 and people is not None and not tables.repeats(people)
    one = alone and people is not None and not _dated_scores(people) and not _is_redcap(people)
    return Tables(used, ids, people, is_one_table=one)


def holds(sheet: Sheet) -> str:
    """The table of the cohort that a raw table with rows of events feeds, or nothing."""
    concepts = {column.concept for column in sheet.columns}
    for table, signs in (
        ("visits", (SCORE,)),
        ("relapses", ("relapse",)),
        ("infusions", ("dose", "infusion")),
        ("adverse_events", ("term", "grade")),
        ("mri", LESIONS),
    ):
        if concepts & set(signs):
            return table
    return _by_name(sheet)


def date_of(sheet: Sheet, concept: str, table: str) -> Column | None:
    """The column with the dates of a table's rows: that of its own concept, else the only date."""
    own = [c for c in sheet.with_concept(concept) if c.kind == "date"]
    general = [c for c in sheet.with_concept("visit", "month") if holds(sheet) == table]
    return next(iter([*own, *general]), None)


def scores_by_name(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Score -> its columns with values, in the order of the file."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.meaning is not None and column.concept == SCORE and column.kind != "date":
            found.setdefault(column.meaning.score, []).append(column)
    return found


def _by_name(sheet: Sheet) -> str:
    words = [word for text in sheet.place for word in tokens(text.rpartition(".")[0] or text)]
    return next((vocabulary().tables[w] for w in words if w in vocabulary().tables), "")


def _id_column(sheet: Sheet, sheets: Sequence[Sheet]) -> Column | None:
    """The column with the ids: by its name, and where several have one, shared by most tables."""
    full = [c for c in sheet.columns if len(c.filled) >= _FEWEST * sheet.rows]
    named = [c for c in full if c.concept == "id"]
    if len(named) > 1:
        shared = Counter({c.letters: _shared(c, sheet, sheets) for c in named})
        return max(named, key=lambda c: (shared[c.letters], len(ids_of(c))))
    instead = [c for c in full if c.concept in _INSTEAD and len(ids_of(c)) == len(c.filled)]
    national = [c for c in full if c.concept == "identifying" and _NATIONAL & set(tokens(c.header))]
    return next(iter([*named, *national, *instead]), None)


def _shared(column: Column, sheet: Sheet, sheets: Sequence[Sheet]) -> int:
    """How many other tables have ids of this column in a column of ids."""
    own = ids_of(column)
    others = [s for s in sheets if s.place != sheet.place]
    return sum(any(own & ids_of(c) for c in other.with_concept("id")) for other in others)


def _people(sheets: Sequence[Sheet], ids: Mapping[tuple[str, str], Column | None]) -> Sheet | None:
    """The table with most columns about persons; of equals the one with a row a patient."""

    def rank(sheet: Sheet) -> tuple[int, int, int]:
        column = ids[sheet.place]
        unique = column is not None and len(ids_of(column)) == len(column.filled)
        concepts = {c.concept for c in sheet.columns}
        return "diagnosis" in concepts, len(concepts & set(_PERSON)), unique

    best = max(sheets, key=rank, default=None)
    return best if best is not None and rank(best)[1] else None


def _dated_scores(sheet: Sheet) -> bool:
    """Whether scores have dates of their own, as in Date1, EDSS1, Date2, EDSS2."""
    dates = [c for c in sheet.columns if c.concept in ("visit", SCORE) and c.kind == "date"]
    return bool(dates) and bool(scores_by_name(sheet.columns))


def _is_redcap(sheet: Sheet) -> bool:
    return any(column.header.startswith("redcap_") for column in sheet.columns)
