"""Who wrote a line: the roster decides where a name holds a colon."""

from collections.abc import Iterable
from dataclasses import dataclass

from rtxoutcomes.ingest.characters import name_key

_END = ": "
# No phone saves a longer name. What stands before a colon further on is no author.
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a roster, plain. `with_colon` are those that hold ": ", the longest first."""

    keys: frozenset[str]
    with_colon: tuple[str, ...]


def names_of(keys: Iterable[str]) -> Names:
    """The names of a roster as the reader wants them."""
    told = frozenset(keys)
    colon = sorted((key for key in told if _END in key), key=lambda key: (-len(key), key))
    return Names(told, tuple(colon))


def split_author(rest: str, names: Names) -> tuple[str | None, str]:
    """Author, as written, and text of what stands behind date and time; None: nobody wrote it."""
    for key in names.with_colon:
        parts = rest.split(_END, key.count(_END) + 1)
        author = _END.join(parts[: key.count(_END) + 1])
        if author.endswith(":") and len(parts) == key.count(_END) + 1:
            author = author[:-1]
            parts.append("")
        if len(parts) == key.count(_END) + 2 and name_key(author) == key:
            return author, parts[-1]
    author, end, body = rest.partition(_END)
    # An empty message may have lost its last space to an editor or a transfer.
    if not end and rest.endswith(":"):
        author, end, body = rest[:-1], _END, ""
    named = end and author.strip() and len(author) <= LONGEST_NAME
    return (author, body) if named else (None, rest)
