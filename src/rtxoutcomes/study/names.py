"""Names that are repeated, unknown, or that a reader or a file system could not distinguish."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from rtxoutcomes.wording import nearest_first, same_words

# Devices of Windows: no file can have these names, whatever its suffix.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(10)))
)
T = TypeVar("T")


def lookup(kind: str, known: Mapping[str, T], name: str) -> T:
    """What has that name; raises KeyError, which lists the names, the most like it first."""
    if name not in known:
        names = ", ".join(nearest_first(str(name), known)) or "none"
        raise KeyError(f"no {kind} {name!r}; the study has {names}")
    return known[name]


def confusable(where: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Things with the same label or abbreviation, apart from capitals and forms of letters."""
    folded = {name: {same_words(t) for t in texts if t} for name, texts in words.items()}
    return [
        f"{where}: {one} and {other} must differ in label and abbreviation"
        for one, other in combinations(words, 2)
        if folded[one] & folded[other]
    ]


def unusable_file_names(names: Mapping[str, Iterable[str]]) -> list[str]:
    """Names that are part of a file name and are those of devices on Windows."""
    return [
        f"{where}: {name!r} is reserved on Windows, where no file can have it"
        for where, listed in names.items()
        for name in listed
        if name.casefold() in _DEVICES
    ]


def unknown(where: str, kind: str, names: Iterable[str], known: Collection[str]) -> list[str]:
    """Names that nothing of that kind in the study has, each with the known ones, nearest first."""
    return [
        f"{where}: {name!r} is not {kind} of this study, which has "
        f"{', '.join(nearest_first(name, known)) or 'none'}"
        for name in names
        if name not in known
    ]


def repeated(where: str, values: Sequence[str]) -> list[str]:
    """Names that occur more than once."""
    twice = sorted({v for v in values if values.count(v) > 1})
    return [f"{where}: {value!r} is repeated" for value in twice]
