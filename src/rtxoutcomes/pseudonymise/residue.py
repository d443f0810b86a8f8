"""Identifying words that remain in texts: ids and names within text that is kept."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.identity import fold, names_somebody
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.raw import Raw
from rtxoutcomes.pseudonymise.rows import Made
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.validate.schema import Fields
from rtxoutcomes.validate.unknown_columns import MOST_WORDS

_WORD = re.compile(r"\w+")
_SHORTEST = 3
_FEWEST_CELLS = 5
_NEARLY_ALL = 0.9
# Columns of remarks: their words are about the illness, however few.
_REMARKS = re.compile(
    r"note|comment|remark|\u062a\u0648\u0636\u06cc\u062d|\u06cc\u0627\u062f\u062f\u0627\u0634\u062a"
)
_LEFT = Rule(
    "phi.residue",
    "must not repeat the id, or a word of a dropped column, of the same patient",
    "recode the text in the map, or delete the word",
)


def residue(raw: Raw, made: Made, fields: Fields, names: Mapping[str, str]) -> list[Violation]:
    """Text cells of the output that contain a word of the patient's id or identity.

    Such words come from ids and from dropped columns that are identifying by name or whose cells
    are nearly all different; columns of free text are not searched for names.
    """
    by_id = _identifying_words(raw)
    words = {names[name]: known for name, known in by_id.items() if name in names}
    kinds = ("text", "label")
    texts = {t: [f.name for f in listed if f.kind in kinds] for t, listed in fields.items()}
    value = "[text, {} characters]".format
    return [
        raw.finding(row.place, row.line, column, _LEFT, value(len(row.cells[name])))
        for table, rows in made.rows.items()
        for row in rows
        for name in texts[table]
        if (column := _copied_from(raw, row.block, name)) and name in row.cells
        if _words(row.cells[name]) & words.get(row.cells["patient_id"], set())
    ]


def _copied_from(raw: Raw, block: int, name: str) -> str:
    source = raw.plan.tables[block].columns.get(name)
    return "" if source is None else source.column


def _identifying_words(raw: Raw) -> dict[str, set[str]]:
    """The words that identify each patient, keyed by `same_id`."""
    words: dict[str, set[str]] = defaultdict(set)
    for place, column in _id_columns(raw):
        identifying = _identifying_columns(raw, place)
        for row in raw.rows(place, (column, *identifying)):
            name = same_id(row.cells[column])
            for text in row.cells.values():
                words[name] |= _words(text)
    return words


def _id_columns(raw: Raw) -> Iterator[tuple[Place, str]]:
    start = raw.plan.first_infusion
    pairs = [(block.place, block.id) for block in raw.plan.tables]
    yield from dict.fromkeys([*pairs, *([] if start is None else [(start.place, start.id)])])


def _identifying_columns(raw: Raw, place: Place) -> list[str]:
    """The dropped columns of a raw table that may identify a patient."""
    frame = raw.tables[place].frame
    declared = raw.plan.declared(*place)
    dropped = [str(column) for column in frame.columns if column not in declared]
    return [c for c in dropped if _identifies(c, [str(cell).strip() for cell in frame[c]])]


def _identifies(header: str, cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or sum(len(_WORD.findall(c)) for c in filled) / len(filled) > MOST_WORDS:
        return False
    if _REMARKS.search(fold(header).casefold()):
        return False
    different = len(set(filled)) / len(filled)
    return names_somebody(header) or (len(filled) >= _FEWEST_CELLS and different >= _NEARLY_ALL)


def _words(text: str) -> set[str]:
    words = _WORD.findall(fold(text).casefold())
    return {word for word in words if len(word) >= _SHORTEST}
