"""What every kind of ingestion needs beside the export, and what it does with the counts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.account import Account, account_lines
from rtxoutcomes.ingest.count import Counted
from rtxoutcomes.ingest.dates import Calendar
from rtxoutcomes.ingest.measures import activities
from rtxoutcomes.ingest.members.people import START, People, read_people
from rtxoutcomes.ingest.output import look_at_output, write_output
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.ingest.table import new_rows, standing_rows, table_text
from rtxoutcomes.pseudonym import TEMPLATE, pseudonyms, read_key
from rtxoutcomes.study import Study

Listener = Callable[[str], None]


def silent(_: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class IngestSetting:
    """Where people, study and output are.

    Parameters
    ----------
    roster
        CSV of `author, patient_id, role`: each name of the export and who it is.
    start
        CSV of `patient_id, start_date` and, if wished, `end_date`, in `start_calendar`.
    out
        The engagement table to write.
    channel, named
        The channel of the study, and measure -> activity where their names differ.
    key
        A file whose bytes turn the ids of roster and start into pseudonyms of `template`, as
        `deidentify` makes them; None: they are pseudonyms already.
    show
        Shows a line on the terminal of the one who runs this; None where there is none. Names that
        are not in the roster are told here only.
    progress
        Hears how far the work is.
    """

    roster: str | Path
    start: str | Path
    out: str | Path
    study: Study
    channel: str
    named: Mapping[str, str] = field(default_factory=dict)
    start_calendar: Calendar = "gregorian"
    key: str | Path | None = None
    template: str = TEMPLATE
    show: Listener | None = None
    progress: Listener = silent


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a run wrote: number of its rows and patients, rows of other channels kept, account."""

    rows: int
    patients: int
    kept: int
    activities: tuple[str, ...]
    account: Account

    def sentences(self) -> list[str]:
        told = f"{_many(self.rows, 'row')} of {_many(self.patients, 'patient')}"
        told += f" ({', '.join(self.activities)})"
        kept = f", {_many(self.kept, 'row')} of other activities kept" if self.kept else ""
        return [told + kept, *account_lines(self.account)]


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A setting whose tables were read: people, and the id in the output of each patient."""

    setting: IngestSetting
    people: People
    ids: Mapping[str, str]
    activities: Mapping[str, str]


def prepare(
    setting: IngestSetting, exports: Sequence[str | Path], measures: Sequence[str]
) -> Prepared:
    """Read and check all but the export: what is wrong here need not wait for it.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        What is wrong with roster, start dates, study, key or the place of the output.
    """
    told = activities(setting.study, setting.channel, measures, setting.named)
    out = Path(setting.out)
    beside = [setting.roster, setting.start, *([setting.key] if setting.key is not None else [])]
    look_at_output(out, [*exports, *beside])
    people = read_people(setting.roster, setting.start, setting.start_calendar)
    replaced = {(setting.channel, activity) for activity in told.values()}
    standing_rows(out, setting.study, replaced)
    return Prepared(setting, people, _ids(setting, people), told)


def finish(prepared: Prepared, counted: Counted) -> Ingested:
    """Write the table, whole, and say what is in it.

    Raises
    ------
    IngestError, EnvironmentFault
        What stands there is no engagement table, or it cannot be written; it is unchanged.
    """
    setting, out = prepared.setting, Path(prepared.setting.out)
    counts = {(prepared.ids[p], month, m): n for (p, month, m), n in counted.counts.items()}
    rows = new_rows(counts, setting.channel, prepared.activities)
    replaced = {(setting.channel, activity) for activity in prepared.activities.values()}
    kept = standing_rows(out, setting.study, replaced)
    write_output(out, table_text([*kept, *rows], setting.study))
    return Ingested(
        rows=len(rows),
        patients=len({row.patient for row in rows}),
        kept=len(kept),
        activities=tuple(prepared.activities.values()),
        account=counted.account,
    )


def _ids(setting: IngestSetting, people: People) -> dict[str, str]:
    """The id that stands in the output for each id of the roster."""
    if setting.key is not None:
        key = read_key(setting.key, outside=Path(setting.out).parent)
        ids = pseudonyms(people.courses, key, setting.template)
    else:
        ids = {patient: patient for patient in people.courses}
    pattern = re.compile(setting.study.study.id_pattern)
    must = "has a patient_id that is no pseudonym of this study (id_pattern of the study file)"
    if setting.key is not None:
        must = "has a patient whose pseudonym does not fit id_pattern of the study file"
    remedy = "a hospital number or a name becomes a pseudonym with --key"
    if setting.key is not None:
        remedy = "give a template that does with --pseudonym, as SYN-####"
    refuse_all(
        [
            IngestProblem(START, people.lines[patient], must, remedy)
            for patient, told in ids.items()
            if not pattern.fullmatch(told) or not told.isascii() or len(told) > 32
        ]
    )
    return ids
