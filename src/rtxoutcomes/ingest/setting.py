"""The inputs common to every kind of ingestion, and the writing of its counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import IngestProblem, UsageFault
from rtxoutcomes.ingest.accumulate import Earlier, Mode
from rtxoutcomes.ingest.ledger import ledger_path, read_ledger
from rtxoutcomes.ingest.members.people import START, Roster, read_roster
from rtxoutcomes.ingest.output import check_output
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.ingest.table import existing_rows
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.pseudonym import TEMPLATE, pseudonyms
from rtxoutcomes.read.key_file import read_key
from rtxoutcomes.study import Study


@dataclass(frozen=True, slots=True)
class IngestSetting:
    """Where people, study and output are.

    Parameters
    ----------
    roster
        CSV of `author, patient_id, role`: who each name of the export is.
    start
        CSV of `patient_id, start_date` and optionally `end_date`, in `start_calendar`.
    out
        The engagement table to write.
    channel, named
        The channel of the study, and measure -> activity where their names differ.
    key
        A file whose bytes turn the ids of roster and start into pseudonyms of `template`, as
        `deidentify` does; None: they are pseudonyms already.
    show
        Prints a line on the terminal of the user; None without a terminal. Names missing from the
        roster are shown only here.
    progress
        Receives progress messages.
    group_readable
        Allow the owner's group to read the table, which is otherwise the owner's alone.
    new_roster
        Only write a roster to fill in, with the names of the exports, to this new file; `roster`
        and `start` may then be None.
    mode
        How the counts join those of earlier runs: "new" for months that were not read before,
        "replace" in their place, "add" for exports that hold nothing that an earlier one held.
    """

    roster: str | Path | None
    start: str | Path | None
    out: str | Path
    study: Study
    channel: str
    named: Mapping[str, str] = field(default_factory=dict)
    start_calendar: Calendar = "gregorian"
    key: str | Path | None = None
    template: str = TEMPLATE
    show: Progress | None = None
    progress: Progress = silent
    group_readable: bool = False
    mode: Mode = "new"
    new_roster: str | Path | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A setting with its tables read: roster, output id of each patient, measure -> activity."""

    setting: IngestSetting
    roster: Roster
    ids: Mapping[str, str]
    activities: Mapping[str, str]


def prepare(
    setting: IngestSetting, exports: Sequence[str | Path], measures: Sequence[str]
) -> Prepared:
    """Read and check everything but the export, so that errors appear before the long work.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        Roster, start dates, study, key or the place of the output are at fault.
    """
    chosen = activities(setting.study, setting.channel, measures, setting.named)
    out = Path(setting.out)
    if setting.roster is None or setting.start is None:
        raise UsageFault("a roster and start dates are needed (--roster, --start)")
    tables = [setting.roster, setting.start, *([setting.key] if setting.key is not None else [])]
    check_output(out, [*exports, *tables])
    check_output(ledger_path(out), [*exports, *tables])
    roster = read_roster(setting.roster, setting.start, setting.start_calendar)
    read_earlier(setting)
    return Prepared(setting, roster, _ids(setting, roster), chosen)


def read_earlier(setting: IngestSetting) -> Earlier:
    """The table and the log that earlier runs wrote.

    Raises
    ------
    IngestError
        One of the two is something else.
    """
    out, study = Path(setting.out), setting.study
    return Earlier(existing_rows(out, study), read_ledger(ledger_path(out), study))


def activities(
    study: Study, channel: str, measures: Sequence[str], named: Mapping[str, str]
) -> dict[str, str]:
    """Measure -> activity of the channel, for the measures that the study collects.

    A measure becomes the activity of the same name, or the one that `named` gives. A measure
    without an activity in the channel is not written.

    Raises
    ------
    UsageFault
        The study has no such channel or activity, `named` has a measure that is not counted, or
        the study collects none of the measures.
    """
    channels = {c.name: c.activities for c in study.channels}
    if channel not in channels:
        known = ", ".join(channels) or "none"
        raise UsageFault(f"the study has no such channel; it has {known} (--channel)")
    declared = channels[channel]
    for measure, activity in named.items():
        if measure not in measures:
            raise UsageFault(f"what is counted here is {', '.join(measures)} (--count)")
        if activity not in declared:
            raise UsageFault(f"activities of {channel} are {', '.join(declared)} (--count)")
    chosen = {m: named.get(m, m) for m in measures if named.get(m, m) in declared}
    if not chosen:
        counted = ", ".join(measures)
        raise UsageFault(
            f"{channel} has the activities {', '.join(declared)}, and counted here are {counted}; "
            f"match them with --count, as --count {measures[0]}={declared[0]}"
        )
    if len(set(chosen.values())) != len(chosen):
        raise UsageFault("two things that are counted would be one activity; they are never summed")
    return chosen


def _ids(setting: IngestSetting, roster: Roster) -> dict[str, str]:
    """Patient id of the roster -> patient id of the output."""
    if setting.key is not None:
        key = read_key(setting.key, outside=Path(setting.out).parent)
        ids = pseudonyms(roster.periods, key, setting.template)
        must = "has a patient whose pseudonym does not fit id_pattern of the study file"
        remedy = "give a template that does with --pseudonym, as SYN-####"
    else:
        ids = {patient: patient for patient in roster.periods}
        must = "has a patient_id that is no pseudonym of this study (id_pattern of the study file)"
        remedy = "a hospital number or a name becomes a pseudonym with --key"
    fits = re.compile(setting.study.study.id_pattern).fullmatch
    wrong = [k for k, new in ids.items() if not (fits(new) and new.isascii() and len(new) <= 32)]
    refuse_all([IngestProblem(START, roster.start_lines[k], must, remedy) for k in wrong])
    return ids
