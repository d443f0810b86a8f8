"""What must not come through in words: ids and names that stand in a text that is kept."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rtxoutcomes.errors import Violation
from rtxoutcomes.identity import fold, names_somebody
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.raw import Place, Raw
from rtxoutcomes.pseudonymise.rows import Made
from rtxoutcomes.validate.schema import Fields

_WORD = re.compile(r"\w+")
_SHORTEST = 3
_MOST_WORDS = 3.0
_FEWEST_CELLS = 5
_NEARLY_ALL = 0.9
# Their words are about the illness, however short they are.
_REMARKS = re.compile(
    r"note|comment|remark|\u062a\u0648\u0636\u06cc\u062d|\u06cc\u0627\u062f\u062f\u0627\u0634\u062a"
)
_LEFT = (
    "phi.residue",
    "must not repeat the id, or a word of a dropped column, of the same patient",
    "recode the text in the map, or delete the word",
)


def residue(raw: Raw, made: Made, fields: Fields, names: Mapping[str, str]) -> list[Violation]:
    """Cells of text in the output with a word of the patient's id or of who the patient is.

    Such words come from ids and from dropped columns whose name stands for what identifies
    somebody or whose cells are nearly all different; free text is no list of names.
    """
    people = _words_of_people(raw)
    words = {names[name]: found for name, found in people.items() if name in names}
    texts = {t: [f.name for f in told if f.kind in ("text", "label")] for t, told in fields.items()}
    return [
        raw.finding(
            row.place, row.line, column, _LEFT, f"[text, {len(row.cells[name])} characters]"
        )
        for table, rows in made.rows.items()
        for row in rows
        for name in texts[table]
        if (column := _copied_from(raw, row.block, name)) and name in row.cells
        if _words(row.cells[name]) & words.get(row.cells["patient_id"], set())
    ]


def _copied_from(raw: Raw, block: int, name: str) -> str:
    source = raw.plan.tables[block].columns.get(name)
    return "" if source is None else source.column


def _words_of_people(raw: Raw) -> dict[str, set[str]]:
    """The words that stand for each patient, by id as `same_id` gives it."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, column in _id_columns(raw):
        telling = _telling(raw, place)
        for row in raw.rows(*place, (column, *telling)):
            name = same_id(row.cells[column])
            for text in row.cells.values():
                found[name] |= _words(text)
    return found


def _id_columns(raw: Raw) -> Iterator[tuple[Place, str]]:
    start = raw.plan.first_infusion
    pairs = [((b.file, b.sheet), b.id) for b in raw.plan.tables]
    yield from dict.fromkeys([*pairs, ((start.file, start.sheet), start.id)])


def _telling(raw: Raw, place: Place) -> list[str]:
    """The dropped columns of a raw table that tell who a patient is."""
    frame = raw.tables[place].frame
    declared = raw.plan.declared(*place)
    dropped = [str(column) for column in frame.columns if column not in declared]
    return [c for c in dropped if _tells(c, [str(cell).strip() for cell in frame[c]])]


def _tells(header: str, cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or sum(len(_WORD.findall(c)) for c in filled) / len(filled) > _MOST_WORDS:
        return False
    if _REMARKS.search(fold(header).casefold()):
        return False
    different = len(set(filled)) / len(filled)
    return names_somebody(header) or (len(filled) >= _FEWEST_CELLS and different >= _NEARLY_ALL)


def _words(text: str) -> set[str]:
    told = _WORD.findall(fold(text).casefold())
    return {word for word in told if len(word) >= _SHORTEST}
