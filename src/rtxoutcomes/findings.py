"""The list of findings by rule, the most serious first, and limited in length.

Values that may identify somebody are masked in the findings themselves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

PLACES_A_RULE = 20
LINES = 200
_SCREEN = 24
_BOLD, _RED, _YELLOW, _DIM, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"
# What identifies a person comes first, then what prevents a table from being read.
_WORST_FIRST = (
    *("phi", "file", "declaration", "sheet", "table", "header", "column", "id", "relapse"),
    *("time", "row", "engagement", "score", "value", "number", "cell", "text"),
)


class Finding(Protocol):
    """The fields of a finding that a list prints."""

    @property
    def table(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def must(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    def place(self) -> str: ...


F = TypeVar("F", bound=Finding)


@dataclass(frozen=True, slots=True)
class Group(Generic[F]):
    """The findings of one rule, in the order of tables and lines."""

    rule: str
    findings: tuple[F, ...]

    @property
    def alike(self) -> bool:
        """Whether wording and remedy are the same at every place."""
        return len({(f.must, f.remedy) for f in self.findings}) == 1


def grouped(findings: Iterable[F]) -> "list[Group[F]]":
    """Findings by rule, the most serious first; of equally serious ones, that with more places."""
    rules: dict[str, list[F]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    return sorted((Group(rule, tuple(places)) for rule, places in rules.items()), key=_severity)


def _severity(group: "Group[F]") -> tuple[int, int, str]:
    kind = group.rule.partition(".")[0]
    place = _WORST_FIRST.index(kind) if kind in _WORST_FIRST else len(_WORST_FIRST)
    return place, -len(group.findings), group.rule


def tally(findings: Sequence[Finding]) -> str:
    """The number of findings and of rules, and the findings in each table."""
    rules = len({finding.rule for finding in findings})
    tables = Counter(finding.table for finding in findings)
    where = ", ".join(f"{table} {count}" for table, count in tables.items())
    return f"{_counted(len(findings), 'finding')} of {_counted(rules, 'rule')}: {where or 'none'}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def listing(findings: Sequence[Finding], *, colour: bool = False) -> str:
    """The list as text: a tally, then each rule with at most 20 places; at most 200 lines."""
    lines = [_painted(tally(findings), _BOLD, colour)]
    listed = 0
    for group in grouped(findings):
        block = _block(group, colour)
        if len(lines) + len(block) >= LINES - 2:
            break
        lines += block
        listed += len(group.findings)
    if listed < len(findings):
        more = _counted(len(findings) - listed, "more finding")
        lines.append(f"and {more} of further rules; `rtxoutcomes validate --out` lists every one")
    if len(lines) > _SCREEN:
        # By then the first line has scrolled out of sight.
        lines.append(_painted(tally(findings), _BOLD, colour))
    return "\n".join(lines)


def _block(group: "Group[F]", colour: bool) -> list[str]:
    first = group.findings[0]
    head = _painted(group.rule, _RED if group.rule.startswith("phi.") else _YELLOW, colour)
    count = _counted(len(group.findings), "place")
    lines = [f"{head} ({count})"]
    if group.alike:
        lines[0] += f": {first.must}{_painted(_remedy(first), _DIM, colour)}"
    for finding in group.findings[:PLACES_A_RULE]:
        got = f"got {finding.value}" if finding.value else ""
        if group.alike:
            lines.append(f"  {finding.place()}{': ' if got else ''}{got}")
        else:
            sentence = ", ".join(part for part in (finding.must, got) if part)
            remedy = _painted(_remedy(finding), _DIM, colour)
            lines.append(f"  {finding.place()}: {sentence}{remedy}")
    if len(group.findings) > PLACES_A_RULE:
        lines.append(f"  and {len(group.findings) - PLACES_A_RULE} more places")
    return lines


def _remedy(finding: Finding) -> str:
    return f" ({finding.remedy})" if finding.remedy else ""


def _painted(text: str, paint: str, colour: bool) -> str:
    return f"{paint}{text}{_PLAIN}" if colour and text else text
