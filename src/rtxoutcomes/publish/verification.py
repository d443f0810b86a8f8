"""What a rerun of a report found: as lines to read and as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from rtxoutcomes.publish.causes import Cause
from rtxoutcomes.publish.differing_numbers import Difference, number_lines
from rtxoutcomes.publish.moved import Moved, Sentence
from rtxoutcomes.publish.printed_places import Places
from rtxoutcomes.publish.row_changes import RowChange

# Of `to_dict`: a key may be added to it, but none is renamed or removed without a new version.
JSON_VERSION = "1"
UNKNOWN = (
    "Nothing that the report records is different: neither data, study file, versions nor files. "
    "The code of one of the two runs differs from that of its version"
)


@dataclass(frozen=True, slots=True)
class Verification:
    """A report compared with a rerun; `print` shows it.

    Attributes
    ----------
    report, study, mark
        The folder as it was named, the id of its study, and of what data it is.
    compared
        How many estimates of results.csv were compared.
    causes
        What differs from the record of the report.
    rows
        Rows of the cohort that differ, where the earlier cohort was given.
    numbers
        Each number that differs by more than a relative 1e-9; `places` has where its row is
        printed or drawn, by key.
    cells
        Cells that differ in the other files of numbers, by file.
    tables, sentences, figures
        What prints or draws something else.
    files
        Each file that differs, and why; `edited_numbers` are edited ones that print other numbers.
    versions
        What made the report and differs in this run.
    notes
        What else a reader has to know.
    """

    report: str
    study: str
    mark: str
    compared: int
    causes: tuple[Cause, ...] = ()
    rows: tuple[RowChange, ...] = ()
    numbers: tuple[Difference, ...] = ()
    places: Mapping[str, Places] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[Moved, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Moved, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    edited_numbers: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any number differs, in the results or in an edited file."""
        return bool(self.numbers or self.cells or self.edited_numbers)

    @property
    def verdict(self) -> str:
        """The result in a sentence."""
        if self.numbers:
            count, rows = len(self.numbers), len({one.key for one in self.numbers})
            verb = "differs" if count == 1 else "differ"
            return f"{_counted(count, 'number')} in {_counted(rows, 'row')} {verb} from this run."
        if self.cells:
            return f"Numbers differ from this run in {', '.join(self.cells)}."
        same = f"All {self.compared:,} estimates equal those of this run, within 1e-9."
        if self.edited_numbers:
            files = ", ".join(self.edited_numbers)
            return f"{same} But edited files print other numbers: {files}."
        return same

    def lines(self) -> list[str]:
        """The verification for reading."""
        return [
            f"{self.report}: study {self.study}, {self.mark.lower()}",
            self.verdict,
            *_part("Cause", [f"{c.kind}: {c.words}" for c in self.causes] or self._unknown()),
            *_part("Rows of the data", [row.sentence() for row in self.rows]),
            *_part("Numbers", number_lines(self.numbers)),
            *_part("Tables", [_moved(one, "cell") for one in self.tables]),
            *_part("Sentences", [line for one in self.sentences for line in _sentence(one)]),
            *_part("Figures", [_moved(one, "value") for one in self.figures]),
            *_part("Files", _by_reason(self.files)),
            *_part("Notes", self.notes),
        ]

    def _unknown(self) -> list[str]:
        return [UNKNOWN] if self.differs else []

    def to_dict(self) -> dict[str, object]:
        """The verification as JSON has it."""
        content = asdict(self)
        places = content.pop("places")
        content["numbers"] = [asdict(one) | places.get(one.key, {}) for one in self.numbers]
        return {
            "version": JSON_VERSION,
            "verdict": self.verdict,
            "same": not self.differs,
            **content,
        }

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _part(head: str, lines: Sequence[str]) -> list[str]:
    return ["", head, *(f"  {line}" for line in lines)] if lines else []


def _by_reason(files: Mapping[str, str]) -> list[str]:
    """A line for each reason, with its files."""
    reasons = dict.fromkeys(files.values())
    return [f"{why}: {', '.join(n for n, own in files.items() if own == why)}" for why in reasons]


def _moved(one: Moved, what: str) -> str:
    return f"{one.caption} ({one.key}): {_counted(one.cells, what)}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' if count != 1 else ''}"


def _sentence(one: Sentence) -> Iterator[str]:
    yield f"{one.file}: {one.old or '(nothing)'}"
    yield f"  now: {one.new or '(nothing)'}"
