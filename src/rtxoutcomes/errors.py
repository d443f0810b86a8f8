"""Errors of the package; each message names the place of the fault and its remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from rtxoutcomes.findings import listing


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place in a table that breaks one rule.

    `line` is the line of the file, the header being line 1; None for a whole table or column.
    `value` is safe to show: what may identify somebody was masked when the violation was made.
    `rule` is a stable dotted name, `must` the wording of the rule without its subject, `remedy`
    what the person who typed the table can do. `address` replaces the line in files without lines,
    as in `sheet visits, cell C7`. `letters` are those of the column as a spreadsheet names it;
    `choices` lists the names or values that there are, where one of them was expected.
    """

    table: str
    column: str
    line: int | None
    patient: str
    rule: str
    must: str
    value: str
    remedy: str
    address: str = ""
    letters: str = ""
    choices: str = ""

    @classmethod
    def of(
        cls,
        table: str,
        rule: str,
        must: str,
        remedy: str,
        *,
        column: str = "",
        line: int | None = None,
        patient: str = "",
        value: str = "",
        address: str = "",
        choices: str = "",
    ) -> Self:
        """A violation by its rule; without a line it concerns the whole table or column."""
        words = (rule, must, value, remedy, address)
        return cls(table, column, line, patient, *words, choices=choices)

    def subject(self) -> str:
        """Table and column, with the letters of the column where the address does not hold them."""
        where = f"{self.table}.{self.column}" if self.column else self.table
        if not self.letters or self.address:
            return where
        numbered = self.column.startswith("column ")
        return f"{where} ({self.letters})" if numbered else f"{where} (column {self.letters})"

    def place(self) -> str:
        line = f" line {self.line}" if self.line is not None else ""
        line = f", {self.address}" if self.address else line
        patient = f", patient {self.patient}" if self.patient else ""
        return f"{self.subject()}{line}{patient}"

    def sentence(self) -> str:
        got = f", got {self.value}" if self.value else ""
        advice = "; ".join(part for part in (self.remedy, self.choices) if part)
        remedy = f" ({advice})" if advice else ""
        return f"{self.place()}: {self.must}{got}{remedy} [{self.rule}]"


class Rule(NamedTuple):
    """A rule in words: its dotted name, what must hold (without a subject), and the remedy.

    `{follow_up_months}` is replaced by the header of that column in the study's files.
    """

    name: str
    must: str
    remedy: str

    def with_headers(self, headers: Mapping[str, str]) -> "Rule":
        """The rule with these headers in its wording."""
        return Rule(self.name, self.must.format(**headers), self.remedy.format(**headers))


def place_in(sheet: str, line: int | None, column: str | None) -> str:
    """`sheet visits, cell C7`; without sheets, `record 7`; empty for a whole file.

    `column`: the letters of a column of the sheet.
    """
    if not sheet:
        return "" if line is None else f"record {line}"
    if line is None:
        return f"sheet {sheet}" if column is None else f"sheet {sheet}, column {column}"
    return f"sheet {sheet}, row {line}" if column is None else f"sheet {sheet}, cell {column}{line}"


class RtxError(Exception):
    """An error that a user can understand and correct; `exit_code` is that of the command line."""

    exit_code = 1


class UsageFault(RtxError):
    """The call itself is wrong: an unknown study name, a missing path."""

    exit_code = 2


class LookupFault(UsageFault, LookupError):
    """No result matches, or several do; the message lists the nearest."""


class DisclosureError(RtxError):
    """Something was withheld by the disclosure policy."""

    exit_code = 3


class TableError(RtxError):
    """The tables of a cohort break rules; `violations` holds every one of them.

    The message groups them by rule, the worst first, and stops at 20 places a rule and 200 lines.
    """

    exit_code = 4

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations: tuple[Violation, ...] = tuple(violations)
        super().__init__(listing(self.violations))


class NotACohort(RtxError):
    """Tables of a clinic where a cohort is expected; the message says what they need."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class StudyProblem:
    """One fault of a study file: the dotted path of the key, and the fault."""

    path: str
    must: str


class StudyError(RtxError):
    """A study file is invalid; `problems` holds every fault with its path."""

    exit_code = 4
    kind = "study file"

    def __init__(self, source: str, problems: Sequence[StudyProblem]) -> None:
        self.source = source
        self.problems: tuple[StudyProblem, ...] = tuple(problems)
        count = len(self.problems)
        head = f"{source}: {count} fault{'s' if count != 1 else ''} in the {self.kind}"
        super().__init__("\n  ".join([head, *(f"{p.path}: {p.must}" for p in self.problems)]))


class StyleError(StudyError):
    """A style file is invalid; `problems` holds every fault with its path."""

    kind = "style file"


@dataclass(frozen=True, slots=True)
class TextFault:
    """An unresolved reference of a text: its place, the reason, and the nearest known reference.

    `place` is `line 12` of a Markdown file, `paragraph 12` of a Word file.
    """

    file: str
    place: str
    reference: str
    must: str
    nearest: str

    def sentence(self) -> str:
        near = f" (nearest: {self.nearest})" if self.nearest else ""
        return f"{self.file} {self.place}: {{{{ {self.reference} }}}} {self.must}{near}"


class TextError(RtxError):
    """A text refers to results that do not exist; `faults` holds every reference."""

    exit_code = 4

    def __init__(self, faults: Sequence["TextFault"]) -> None:
        self.faults: tuple[TextFault, ...] = tuple(faults)
        count = len(self.faults)
        head = f"{count} reference{'s' if count != 1 else ''} that cannot be filled"
        super().__init__("\n  ".join([head, *(f.sentence() for f in self.faults)]))


@dataclass(frozen=True, slots=True)
class IngestProblem:
    """One fault of an export or of a table used with it: file, line and rule.

    The line itself is never shown: every line of an export is a person's name or words.
    """

    file: str
    line: int | None
    must: str
    remedy: str = ""

    def sentence(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line is not None else self.file
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{where}: {self.must}{remedy}"


class IngestError(RtxError):
    """An export, or a table used with it, is invalid; `problems` never name a person."""

    exit_code = 4

    def __init__(self, problems: Sequence[IngestProblem]) -> None:
        self.problems: tuple[IngestProblem, ...] = tuple(problems)
        head = "refused, nothing was written"
        super().__init__("\n  ".join([head, *(p.sentence() for p in self.problems)]))


class ImmortalTimeError(RtxError):
    """An exposure counted up to the outcome, or over the whole follow-up, was requested.

    The message explains the refusal and names valid exposures.
    """

    exit_code = 4

    def __init__(self, exposure: str) -> None:
        self.exposure = exposure
        super().__init__(
            f"exposure {exposure!r} is refused: counted up to the relapse, it is smaller after an "
            "early relapse, so that engagement appears protective (immortal time bias); counted "
            "over all of follow-up, it includes activity caused by the relapse. In simulated "
            "cohorts of 99 patients without any effect, such models reported one in up to nine of "
            'ten. Ask for a dated exposure: "landmark" (activity before a fixed month, outcomes '
            'after it), or "cumulative" or "recent" (activity up to each time less a lag); a table '
            "with a row a patient needs a column engagement_window_months that ends at the landmark"
        )


class MapError(StudyError):
    """A map of a clinic's tables is invalid; `problems` holds every fault with its path."""

    kind = "map"


class ClaimsError(StudyError):
    """A file of claims is invalid; `problems` holds every fault with its path."""

    kind = "claims file"


class OutputsDiffer(RtxError):
    """The report folder differs from the expected output.

    `names` lists the files; `details` has the numbers and versions that differ, where there are.
    """

    exit_code = 5

    def __init__(
        self, message: str, names: Sequence[str], details: Mapping[str, object] | None = None
    ) -> None:
        self.names: tuple[str, ...] = tuple(names)
        self.details: Mapping[str, object] = details or {}
        super().__init__(message)


class EnvironmentFault(RtxError):
    """Disk, permission, another run in the same folder, or a missing optional library."""

    exit_code = 6
