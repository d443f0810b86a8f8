"""The text of a drafted map: each key with its reason, and each question next to its key."""

from collections.abc import Iterator, Mapping

from rtxoutcomes.draft.model import Block, Draft, Entry, Start
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.read.clinic import Place
from rtxoutcomes.study.template import key_text, value_text

_HEAD = """\
# A map for rtxoutcomes deidentify, drafted from the files. Check each line against your files: the
# comment says where it comes from, "guess" that the files do not state it. Write an answer in place
# of every "?". Keys: docs/deidentify.md.
"""


def map_text(draft: Draft, places: Mapping[Place, Mapping[str, str]]) -> str:
    """The map as TOML. `places` gives the keys `file` and `sheet` of each raw table."""
    parts = [_HEAD, "".join(_settings(draft))]
    if draft.start is not None:
        parts.append("".join(_start(draft.start, places[draft.start.place])))
    parts += ["".join(_block(block, places[block.place])) for block in draft.blocks]
    return "\n".join(parts)


def _settings(draft: Draft) -> Iterator[str]:
    calendar, order = draft.reading
    yield _line("calendar", calendar, draft.reading_note if order != OPEN else "")
    yield _line("order", order, draft.reading_note if order == OPEN else "")
    if draft.missing:
        yield _line("missing", list(draft.missing), "words in columns of dates")
    if draft.decimal_comma:
        yield _line("decimal_comma", True, "numbers such as 3,5")


def _start(start: Start, place: Mapping[str, str]) -> Iterator[str]:
    yield "[first_infusion]\n"
    yield from (_line(key, name, "") for key, name in place.items())
    yield _line("id", start.id, "")
    yield _line("date", start.date, start.note)
    yield from (_line(key, value, "this column only") for key, value in start.reading.items())


def _block(block: Block, place: Mapping[str, str]) -> Iterator[str]:
    yield f'[[tables]]\ntable = "{block.table}"\n'
    yield from (_line(key, name, "") for key, name in place.items())
    yield _line("id", block.id, "which column?" if block.id == OPEN else "becomes the pseudonym")
    if block.skip_rows:
        yield _line("skip_rows", list(block.skip_rows), "titles, units and totals: no patients")
    if block.one_per_patient:
        yield _line("one_per_patient", True, "several rows say the same of a patient")
    yield from (f"# dropped: {words}\n" for words in block.dropped)
    yield "[tables.columns]\n"
    short = [entry for entry in block.entries if not entry.recodes]
    yield from (_line(e.name, _source(e), _note(e)) for e in short)
    for entry in block.entries:
        if entry.recodes:
            yield from _recoded(entry)


def _recoded(entry: Entry) -> Iterator[str]:
    yield f"[tables.columns.{key_text(entry.name)}]\n"
    for number, (key, value) in enumerate(entry.source.items()):
        yield _line(key, value, "" if number else _note(entry))
    yield f"[tables.columns.{key_text(entry.name)}.recode]\n"
    yield from (_line(r.label, r.value, r.note) for r in entry.recodes)


def _source(entry: Entry) -> object:
    """`"EDSS"` for a column that is copied, else the keys in braces."""
    return entry.source["column"] if list(entry.source) == ["column"] else dict(entry.source)


def _note(entry: Entry) -> str:
    return f"guess: {entry.note}" if entry.is_guess else entry.note


def _line(key: str, value: object, comment: str) -> str:
    text = f"{key_text(key)} = {value_text(value)}"
    return f"{text}  # {comment}\n" if comment else f"{text}\n"
