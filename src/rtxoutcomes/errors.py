"""What can go wrong, said so that the person who can mend it knows where and how."""

from collections.abc import Sequence
from dataclasses import dataclass

from rtxoutcomes.findings import listing


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place in a table that breaks one rule.

    `line` is the line of the file as an editor counts it, the header being line 1; None where the
    whole table or column is meant. `value` is already safe to show: whoever makes a violation
    masks what may identify somebody. `rule` is a stable dotted word, `must` the rule as a
    sentence without its subject, `remedy` what the person who typed the table can do. `address`
    is the place in the words of a file that has no lines, as `sheet visits, cell C7`.
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

    def place(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        line = f" line {self.line}" if self.line is not None else ""
        line = f", {self.address}" if self.address else line
        patient = f", patient {self.patient}" if self.patient else ""
        return f"{where}{line}{patient}"

    def sentence(self) -> str:
        got = f", got {self.value}" if self.value else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{self.place()}: {self.must}{got}{remedy} [{self.rule}]"


def place_in(sheet: str, line: int | None, column: str | None) -> str:
    """`sheet visits, cell C7`; in a file that has no sheets, `record 7`; empty for the whole of it.

    `column` is the letters of a column of the sheet.
    """
    if not sheet:
        return "" if line is None else f"record {line}"
    if line is None:
        return f"sheet {sheet}" if column is None else f"sheet {sheet}, column {column}"
    return f"sheet {sheet}, row {line}" if column is None else f"sheet {sheet}, cell {column}{line}"


class RtxError(Exception):
    """Something a user can understand and mend; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageFault(RtxError):
    """The call itself is wrong: an unknown study name, a missing path."""

    exit_code = 2


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


@dataclass(frozen=True, slots=True)
class StudyProblem:
    """One fault of a study file: the dotted path of the key, and what is wrong there."""

    path: str
    must: str


class StudyError(RtxError):
    """A study file cannot be used; `problems` holds every fault with its path."""

    exit_code = 4
    kind = "study file"

    def __init__(self, source: str, problems: Sequence[StudyProblem]) -> None:
        self.source = source
        self.problems: tuple[StudyProblem, ...] = tuple(problems)
        count = len(self.problems)
        head = f"{source}: {count} fault{'s' if count != 1 else ''} in the {self.kind}"
        super().__init__("\n  ".join([head, *(f"{p.path}: {p.must}" for p in self.problems)]))


class StyleError(StudyError):
    """A style file cannot be used; `problems` holds every fault with its path."""

    kind = "style file"


@dataclass(frozen=True, slots=True)
class TextFault:
    """A reference of a text that stands for nothing: where, which, why, and the nearest known.

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
    """An author's text refers to what the results do not hold; `faults` holds every place."""

    exit_code = 4

    def __init__(self, faults: Sequence["TextFault"]) -> None:
        self.faults: tuple[TextFault, ...] = tuple(faults)
        count = len(self.faults)
        head = f"{count} reference{'s' if count != 1 else ''} that cannot be filled"
        super().__init__("\n  ".join([head, *(f.sentence() for f in self.faults)]))


@dataclass(frozen=True, slots=True)
class IngestProblem:
    """One fault of an export or of the tables beside it: which file, which line, what must hold.

    Never what stands there: every line of an export is somebody's name or words.
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
    """An export, or a table beside it, cannot be used; `problems` say where and why, never who."""

    exit_code = 4

    def __init__(self, problems: Sequence[IngestProblem]) -> None:
        self.problems: tuple[IngestProblem, ...] = tuple(problems)
        head = "refused, nothing was written"
        super().__init__("\n  ".join([head, *(p.sentence() for p in self.problems)]))


class ImmortalTimeError(RtxError):
    """An exposure counted up to the outcome, or over the whole follow-up, was to be regressed on.

    The message says why that is refused and what to ask for instead.
    """

    exit_code = 4

    def __init__(self, exposure: str) -> None:
        self.exposure = exposure
        super().__init__(
            f"exposure {exposure!r} is refused: counted up to the relapse, who relapses early has "
            "had less time to take part, so that engagement seems to protect; counted over the "
            "whole follow-up, a relapse that makes people write seems to be caused by writing. In "
            "simulated cohorts of 99 patients without any effect such models claim one in up to "
            'nine of ten. Ask for a dated exposure instead: "landmark" (what was done before a '
            'fixed month, outcomes after it), or "cumulative" or "recent" (what was done up to '
            "each moment less a lag); a table with a row a patient needs a column "
            "engagement_window_months that ends at the landmark"
        )


class MapError(StudyError):
    """A map of a clinic's tables cannot be used; `problems` holds every fault with its path."""

    kind = "map"


class OutputsDiffer(RtxError):
    """The report folder does not hold exactly what this input gives; `names` lists the files."""

    exit_code = 5

    def __init__(self, message: str, names: Sequence[str]) -> None:
        self.names: tuple[str, ...] = tuple(names)
        super().__init__(message)


class EnvironmentFault(RtxError):
    """Disk, permission, another run in the same folder, or a missing optional library."""

    exit_code = 6
