"""A verification as one self-contained page: the verdict, its causes, and all that differs."""

from collections.abc import Iterable, Sequence
from html import escape

from rtxoutcomes.publish.differing_numbers import COLUMNS, shown_pair
from rtxoutcomes.publish.moved import Moved
from rtxoutcomes.publish.plain_page import plain_page, plain_table
from rtxoutcomes.publish.printed_places import Places
from rtxoutcomes.publish.verification import UNKNOWN, Verification

_NOWHERE = Places((), (), ())


def verify_page(result: Verification) -> str:
    """The page as HTML text; it asks the network for nothing."""
    title = f"Verification of {result.study}"
    known = [(cause.kind.value, cause.words) for cause in result.causes]
    causes = known or ([("unknown", UNKNOWN)] if result.differs else [])
    files = [(name, why) for name, why in result.files.items()]
    sentences = [(one.file, one.old, one.new) for one in result.sentences]
    parts = [
        _part("Causes", ("What", "Difference"), causes),
        _part("Rows of the data", ("Row",), [(row.sentence(),) for row in result.rows]),
        _part("Numbers", ("Row", "Number", "Report", "This run", "Where"), _numbers(result)),
        _part("Tables", ("Table", "Cells that differ"), _moved(result.tables)),
        _part("Sentences", ("File", "Report", "This run"), sentences),
        _part("Figures", ("Figure", "Values that differ"), _moved(result.figures)),
        _part("Files", ("File", "Why"), files),
        _part("Notes", ("Note",), [(note,) for note in result.notes]),
    ]
    head = [
        f'<p class="mark">{escape(result.mark)}</p>',
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(result.verdict)}</p>",
    ]
    return plain_page(title, [*head, *filter(None, parts)])


def _part(head: str, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A heading and a table; empty without a row."""
    if not rows:
        return ""
    return f"<h2>{head}</h2>\n" + plain_table(names, (tuple(map(escape, row)) for row in rows))


def _numbers(result: Verification) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in result.numbers:
        places = result.places.get(one.key, _NOWHERE)
        where = "; ".join([*places.tables, *places.texts, *places.figures])
        rows.append((one.words, COLUMNS[one.column], *shown_pair(one.old, one.new), where))
    return rows


def _moved(own: Iterable[Moved]) -> list[tuple[str, ...]]:
    return [(one.caption, str(one.cells)) for one in own]
