"""From exports to the engagement table and its log, and what is reported of a run."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.ingest.account import NOTHING, Account, account_lines
from rtxoutcomes.ingest.accumulate import (
    Accumulated,
    Earlier,
    Reading,
    accumulate,
    check_known,
    known_exports,
)
from rtxoutcomes.ingest.containers import MAX_BYTES
from rtxoutcomes.ingest.count import LineCounts
from rtxoutcomes.ingest.coverage import Months, months_of_patient
from rtxoutcomes.ingest.ledger import ledger_path, ledger_text
from rtxoutcomes.ingest.log import Log, Stay
from rtxoutcomes.ingest.members.new_roster import check_new_roster, write_new_roster
from rtxoutcomes.ingest.output import write_output
from rtxoutcomes.ingest.setting import IngestSetting, Prepared, read_earlier
from rtxoutcomes.ingest.table import new_rows, table_text
from rtxoutcomes.read.content import given_file

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Export:
    """A file that the user named: its place among those of the call, and its SHA-256."""

    number: int
    path: str | Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a reader made of exports: their counts, and for each its months and records skipped.

    `unpaired` are the places of records that lack the other of joining and leaving.
    """

    result: LineCounts
    months: Sequence[Months | None]
    skipped: Sequence[int]
    unpaired: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Ingested:
    """The result of a run.

    `rows` of the table have counts of these exports: `added` ones are new, `increased` ones had a
    count before. `replaced` rows of earlier runs were taken out, `kept` ones are as they were.
    `known` exports had been read before, and changed nothing. `moved` is where the table went that
    somebody had edited, within its folder; empty without one. With `names` nothing but a new roster
    of as many names was written. `unpaired` are the places of records of attendance that lack the
    other of joining and leaving.
    """

    rows: int
    patients: int
    activities: tuple[str, ...]
    kept: int
    account: Account
    added: int = 0
    increased: int = 0
    replaced: int = 0
    known: int = 0
    moved: str = ""
    names: int = 0
    unpaired: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """The run in words."""
        if self.names:
            rest = "fill in patient_id and role of each (patient, staff, system)"
            return [f"a roster of {_many(self.names, 'name')}, readable by you alone: {rest}"]
        written = f"{_many(self.rows, 'row')} of {_many(self.patients, 'patient')}"
        written += f" ({', '.join(self.activities)}): {self.added:,} added, "
        written += f"{self.increased:,} increased, {self.replaced:,} replaced; "
        written += f"{_many(self.kept, 'other row')} kept"
        known = [f"{_many(self.known, 'export')} read before, which changed nothing"]
        moved = [f"the table as it was edited: {self.moved}"] if self.moved else []
        lines = [written, *(known if self.known else []), *moved, *account_lines(self.account)]
        alone = f"joined or left without the other: {'; '.join(self.unpaired)}"
        return [*lines, *([alone] if self.unpaired else [])]


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def only_roster(
    setting: IngestSetting,
    place: str | Path,
    names: Callable[[], tuple[Sequence[Log], Sequence[Stay]]],
) -> Ingested:
    """Write the names of the exports to a new roster in this place, and nothing else.

    Raises
    ------
    IngestError, UsageFault
        The exports or the roster are refused, or the place must not hold names.
    """
    check_new_roster(place, setting.out)
    number = write_new_roster(place, setting.roster, *names())
    return Ingested(0, 0, (), 0, NOTHING, names=number)


def finish(
    prepared: Prepared,
    paths: Sequence[str | Path],
    read: Callable[[Sequence[Export]], Counted],
) -> Ingested:
    """Read the exports, and write the table and its log in one step.

    Exports that were read before must give the counts that they gave then, and are not counted
    again, unless they replace what is there.

    Raises
    ------
    IngestError, EnvironmentFault
        The exports, the existing table or its log are refused, or they cannot be written; both are
        unchanged.
    """
    setting = prepared.setting
    earlier = read_earlier(setting)
    exposures = [(setting.channel, activity) for activity in prepared.activities.values()]
    known = frozenset[str]() if setting.mode == "replace" else known_exports(earlier, exposures)
    exports = [
        Export(k, path, _sha256(path, f"export {k}" if len(paths) > 1 else "export"))
        for k, path in enumerate(paths, start=1)
    ]
    before = [export for export in exports if export.sha256 in known]
    new = [export for export in exports if export.sha256 not in known]
    counted = read(before) if before else None
    if counted is not None:
        check_known(earlier, _reading(prepared, before, counted))
    if not new and counted is not None:
        nothing = Accumulated(earlier.rows, earlier.ledger, 0, 0, 0)
        return replace(_ingested(prepared, nothing, (), counted), known=len(before))
    counted = read(new)
    reading = _reading(prepared, new, counted)
    total = accumulate(earlier, reading, setting.mode)
    moved = _write(prepared, earlier, total)
    patients = [row.patient for row in reading.rows]
    done = _ingested(prepared, total, patients, counted)
    return replace(done, known=len(before), moved=moved)


def _sha256(path: str | Path, name: str) -> str:
    total = hashlib.sha256()
    with given_file(path, name, MAX_BYTES) as file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


def _reading(prepared: Prepared, exports: Sequence[Export], counted: Counted) -> Reading:
    """What was counted, by the patient ids of the output.

    An export covers every patient with a start date: who has no name in it did nothing in it.
    """
    setting, ids, periods = prepared.setting, prepared.ids, prepared.roster.periods
    counts = {(ids[p], month, m): n for (p, month, m), n in counted.result.counts.items()}
    covered: dict[tuple[str, str], Months] = {}
    for export, months in zip(exports, counted.months, strict=True):
        for patient in sorted(periods):
            inside = months_of_patient(months, periods[patient])
            if inside is not None:
                covered[export.sha256, ids[patient]] = inside
    return Reading(
        rows=new_rows(counts, setting.channel, prepared.activities),
        covered=covered,
        skipped={e.sha256: n for e, n in zip(exports, counted.skipped, strict=True)},
        exposures=[(setting.channel, activity) for activity in prepared.activities.values()],
        periods={ids[patient]: period for patient, period in periods.items()},
    )


def _write(prepared: Prepared, earlier: Earlier, total: Accumulated) -> str:
    """Write both files; return where an edited table was moved."""
    setting = prepared.setting
    if read_earlier(setting) != earlier:
        raise EnvironmentFault("another run wrote the table meanwhile; run again")
    out = Path(setting.out)
    texts = {
        out.name: table_text(total.rows, setting.study),
        ledger_path(out).name: ledger_text(total.ledger, setting.study),
    }
    return write_output(out, texts, group_readable=setting.group_readable)


def _ingested(
    prepared: Prepared,
    total: Accumulated,
    patients: Sequence[str],
    counted: Counted,
) -> Ingested:
    rows = len(patients)
    return Ingested(
        rows=rows,
        patients=len(set(patients)),
        activities=tuple(prepared.activities.values()),
        kept=len(total.rows) - rows,
        account=counted.result.account,
        added=total.added,
        increased=total.increased,
        replaced=total.replaced,
        unpaired=tuple(counted.unpaired),
    )
