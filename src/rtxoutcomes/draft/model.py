"""A draft: the columns of the map, the facts of the study, and what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rtxoutcomes.draft.values import Recode
from rtxoutcomes.read.clinic import Place

# The labels of codes by header, from a data dictionary.
Choices = Mapping[str, Mapping[str, str]]
# The keys of a source that name a raw column.
COLUMN_KEYS = ("column", "months", "born", "years_before")


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of the cohort: where it comes from, by the keys of the map, and why.

    `is_guess` marks what the files do not state.
    """

    name: str
    source: Mapping[str, object]
    recodes: tuple[Recode, ...] = ()
    note: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the map: a raw table, or some of its columns, that feed a table of the cohort.

    `dropped` says which columns of the raw table the map does not take over.
    """

    table: str
    place: Place
    id: str
    entries: tuple[Entry, ...]
    skip_rows: tuple[int, ...] = ()
    one_per_patient: bool = False
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """The column with the first infusion."""

    place: Place
    id: str
    date: str
    note: str
    reading: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What only the clinic knows, in plain words, and the place of the answer."""

    place: str
    text: str

    def sentence(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted study and, where the files are raw, a drafted map.

    `reading` is the calendar and the order of most dates, the order "?" where two fit. `study` is
    the document of the study file, `study_notes` are comments by the path of their key.
    """

    study: Mapping[str, object]
    study_notes: Mapping[str, str]
    blocks: tuple[Block, ...] = ()
    start: Start | None = None
    reading: tuple[str, str] = ("gregorian", "ymd")
    reading_note: str = ""
    missing: tuple[str, ...] = ()
    decimal_comma: bool = False
    questions: tuple[Question, ...] = ()
