"""The way from the exports of one kind to the table: read, identify, merge, count, write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rtxoutcomes.ingest.count import count_lines
from rtxoutcomes.ingest.coverage import calendar_months, without_gaps
from rtxoutcomes.ingest.log import Log, Stay
from rtxoutcomes.ingest.members.people import Roster, read_people
from rtxoutcomes.ingest.outcome import Counted, Export, Ingested, finish, only_roster
from rtxoutcomes.ingest.setting import IngestSetting, prepare
from rtxoutcomes.ingest.unknown import refuse_unknown

Records = tuple[list[Log], list[Stay]]
NOBODY_KNOWN = Roster({}, {}, {})


def _as_they_are(logs: list[Log], _: Roster) -> list[Log]:
    return logs


def _by_name(roster: Roster) -> Roster:
    return roster


@dataclass(frozen=True, slots=True)
class Source:
    """Exports of one kind.

    Parameters
    ----------
    exports, others
        The files that are read, and further files that must not be the output.
    measures
        What is counted.
    read
        Logs and stays of some of the exports.
    unite
        Marks what several exports have; refuses what cannot be united.
    known_as
        The roster by the names that these exports have.
    min_seconds
        The shortest stay that counts as a session.
    gapless
        Whether a month between two exports of one call had nothing to report.
    """

    exports: Sequence[str | Path]
    measures: Sequence[str]
    read: Callable[[Sequence[Export], Roster], Records]
    others: Sequence[str | Path] = ()
    unite: Callable[[list[Log], Roster], list[Log]] = _as_they_are
    known_as: Callable[[Roster], Roster] = _by_name
    min_seconds: float = 0.0
    gapless: bool = False


def ingested(source: Source, setting: IngestSetting) -> Ingested:
    """Write the table and its log, or only a new roster.

    Raises
    ------
    IngestError, UsageFault, EnvironmentFault, StudyError
        As for the public functions.
    """
    if setting.new_roster is not None:
        roster = NOBODY_KNOWN if setting.roster is None else read_people(setting.roster)
        every = [Export(k, path, "") for k, path in enumerate(source.exports, start=1)]
        return only_roster(setting, setting.new_roster, lambda: source.read(every, roster))
    prepared = prepare(setting, [*source.exports, *source.others], source.measures)
    roster = source.known_as(prepared.roster)

    def read(chosen: Sequence[Export]) -> Counted:
        logs, stays = source.read(chosen, roster)
        refuse_unknown(logs, stays, roster.by_name, setting.show)
        if len(logs) > 1:
            logs = source.unite(logs, roster)
        result = count_lines(logs, roster, stays, source.min_seconds)
        months = [calendar_months(log) for log in logs]
        alone = [f"{stay.file}, line {stay.line}" for stay in stays if stay.seconds is None]
        counted = Counted(result, months, [log.skipped() for log in logs], alone)
        return replace(counted, months=without_gaps(months)) if source.gapless else counted

    return finish(prepared, source.exports, read)
