"""The list of findings by rule, the most serious first, and limited in length.

Equal findings of a column share a line, and what may be written instead is listed once. Values
that may identify somebody are masked in the findings themselves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

PLACES_A_RULE = 20
LINES = 200
ROWS_A_LINE = 5
# Fewer equal findings keep their lines, with the patient.
_MANY = 3
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
    @property
    def choices(self) -> str: ...
    @property
    def line(self) -> int | None: ...
    @property
    def address(self) -> str: ...
    def subject(self) -> str: ...
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

    def equal(self) -> list[tuple[F, ...]]:
        """The findings that differ in nothing but row and patient, together if they are many."""
        same: dict[tuple[str, ...], list[F]] = {}
        for finding in self.findings:
            where = finding.subject() if finding.value and finding.line is not None else ""
            key = (where or finding.place(), finding.must, finding.remedy, finding.value)
            same.setdefault(key, []).append(finding)
        return [
            part
            for each in same.values()
            for part in ([tuple(each)] if len(each) >= _MANY else [(f,) for f in each])
        ]

    def choices(self) -> list[str]:
        """The lists of names or values that there are, each once."""
        return list(dict.fromkeys(f.choices for f in self.findings if f.choices))


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
    lines = [f"{head} ({_counted(len(group.findings), 'place')})"]
    choices = group.choices()
    if group.alike:
        # One list of choices belongs to the advice; several are printed below.
        listed = choices if len(choices) == 1 else []
        choices = [] if listed else choices
        advice = "; ".join(part for part in (first.remedy, *listed) if part)
        lines[0] += f": {first.must}{_painted(f' ({advice})' if advice else '', _DIM, colour)}"
    equal = group.equal()
    for findings in equal[:PLACES_A_RULE]:
        got = f"got {findings[0].value}" if findings[0].value else ""
        if group.alike:
            lines.append(f"  {places(findings)}{': ' if got else ''}{got}")
        else:
            sentence = ", ".join(part for part in (findings[0].must, got) if part)
            remedy = _painted(_remedy(findings[0]), _DIM, colour)
            lines.append(f"  {places(findings)}: {sentence}{remedy}")
    rest = sum(map(len, equal[PLACES_A_RULE:]))
    if rest:
        lines.append(f"  and {_counted(rest, 'more place')}")
    return [*lines, *(_painted(f"  {text}", _DIM, colour) for text in choices)]


def places(findings: Sequence[Finding]) -> str:
    """The place of one finding, or column and first rows of several that are equal."""
    first = findings[0]
    if len(findings) == 1:
        return first.place()
    rows = [_row(finding) for finding in findings[:ROWS_A_LINE]]
    more = len(findings) - len(rows)
    rest = f" and {more:,} more" if more else ""
    kind = "" if first.address else "lines "
    return f"{first.subject()}, {len(findings):,} cells ({kind}{', '.join(rows)}{rest})"


def _row(finding: Finding) -> str:
    """`C7` of `sheet visits, cell C7`; the line where there is one."""
    if finding.address:
        return finding.address.rpartition(", ")[2].removeprefix("cell ")
    return str(finding.line)


def _remedy(finding: Finding) -> str:
    return f" ({finding.remedy})" if finding.remedy else ""


def _painted(text: str, paint: str, colour: bool) -> str:
    return f"{paint}{text}{_PLAIN}" if colour and text else text
