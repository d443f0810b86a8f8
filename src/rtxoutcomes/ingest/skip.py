"""Records to skip, by the line or number with which a refusal names them."""

import re
from collections.abc import Collection, Mapping, Sequence

from rtxoutcomes.errors import IngestProblem, UsageFault
from rtxoutcomes.ingest.log import LineKind, Log
from rtxoutcomes.ingest.refusal import refuse_all

Skips = Mapping[int, frozenset[int]]
NO_SKIPS: Skips = {}
_WORD = re.compile(r"(?:([1-9][0-9]{0,8}):)?([1-9][0-9]{0,8})")


def parse_skips(words: Sequence[str], groups: int, kind: str = "file") -> Skips:
    """The numbers to skip by export (or conversation), from words such as `17` and `2:17`.

    `groups` is how many there are; with more than one, each word names its own. `kind` is what they
    are called.

    Raises
    ------
    UsageFault
        A word has another form, or no group with several, or one that does not exist.
    """
    skips: dict[int, frozenset[int]] = {}
    for word in words:
        match = _WORD.fullmatch(word.strip())
        if match is None or (match[1] is None and groups > 1):
            form = f"{kind} and number of a record, as 2:17" if groups > 1 else "a line, as 17"
            raise UsageFault(f"--skip is {form}")
        group = int(match[1] or 1)
        if group > groups:
            raise UsageFault(f"--skip names {kind} {group}, and {groups} were given")
        skips[group] = skips.get(group, frozenset()) | {int(match[2])}
    return skips


def refuse_unskipped(log: Log, skip: Collection[int]) -> None:
    """Refuse numbers at which no record begins: a slip of the pen must not pass unnoticed.

    Raises
    ------
    IngestError
        By number.
    """
    pairs = zip(log.kind, log.line, strict=True)
    skipped = {line for kind, line in pairs if kind == LineKind.SKIPPED}
    must = f"is no {log.unit} at which a record begins, so that it cannot be skipped"
    missing = sorted(set(skip) - skipped)
    if log.unit == "line":
        refuse_all([IngestProblem(log.file, n, must) for n in missing])
    refuse_all([IngestProblem(f"{log.file}, {log.unit} {n}", None, must) for n in missing])
