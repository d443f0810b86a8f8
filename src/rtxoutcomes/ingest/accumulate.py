"""Add the counts of exports to those of earlier runs; a month that was read is not read twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rtxoutcomes.ingest.coverage import Months, engagement_months
from rtxoutcomes.ingest.ledger import EXISTING_LOG, LedgerRow
from rtxoutcomes.ingest.members.people import StudyPeriod
from rtxoutcomes.ingest.refusal import refusal
from rtxoutcomes.ingest.table import EXISTING, EngagementRow

# How counts join those of earlier runs: for months that were not read before; in addition to them,
# for exports that hold nothing of an earlier one; in their place.
Mode = Literal["new", "add", "replace"]
Exposure = tuple[str, str]
# Patient, channel and activity.
Exposed = tuple[str, str, str]
ALL_IN_ONE = "give all exports of these months in one call with --replace"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The table and the log as earlier runs left them."""

    rows: Sequence[EngagementRow]
    ledger: Sequence[LedgerRow]


@dataclass(frozen=True, slots=True)
class Reading:
    """The exports of one call, by the patient ids of the output.

    `covered` maps (SHA-256 of an export, patient) to the calendar months that it covers, `skipped`
    the SHA-256 to the number of records skipped. `exposures` are channel and activity of what was
    counted, `periods` the study periods of all patients with a start date.
    """

    rows: Sequence[EngagementRow]
    covered: Mapping[tuple[str, str], Months]
    skipped: Mapping[str, int]
    exposures: Sequence[Exposure]
    periods: Mapping[str, StudyPeriod]

    def touched(self, patient: str, months: Iterable[Months]) -> set[int]:
        """The engagement months of a patient that calendar months touch."""
        spans = [engagement_months(span, self.periods[patient]) for span in months]
        return {month for span in spans for month in range(span.first, span.last + 1)}


@dataclass(frozen=True, slots=True)
class Accumulated:
    """The table and the log to write.

    `added` rows are new, `increased` ones had a count before, `replaced` ones were taken out.
    """

    rows: Sequence[EngagementRow]
    ledger: Sequence[LedgerRow]
    added: int
    increased: int
    replaced: int


def known_exports(earlier: Earlier, exposures: Iterable[Exposure]) -> frozenset[str]:
    """The exports that were read before for all of these activities."""
    read: list[set[str]] = [
        {row.export for row in earlier.ledger if (row.channel, row.activity) == exposure}
        for exposure in exposures
    ]
    return frozenset(set.intersection(*read)) if read else frozenset()


def check_known(earlier: Earlier, reading: Reading) -> None:
    """Refuse exports that were read before if they would be counted in another way now.

    Raises
    ------
    IngestError
        Roster, start dates, options or the table have changed since.
    """
    table = {row[:4]: row.n for row in earlier.rows}
    counts = {row[:4]: row.n for row in reading.rows}
    spans = {(r.export, r.patient, r.channel, r.activity): r.months for r in earlier.ledger}
    others = _spans(r for r in earlier.ledger if (r.export, r.patient) not in reading.covered)
    covered: dict[str, list[Months]] = defaultdict(list)
    # A patient whose start date is gone is covered no more.
    same = all(
        (row.export, row.patient) in reading.covered
        for row in earlier.ledger
        if row.export in reading.skipped and row[2:4] in reading.exposures
    )
    for (export, patient), months in reading.covered.items():
        covered[patient].append(months)
        for exposure in reading.exposures:
            then = spans.get((export, patient, *exposure))
            # Lists of attendance that were read together cover the months between them too.
            same &= then is not None and then.first == months.first and then.last >= months.last
    for patient, every in covered.items():
        for exposure in reading.exposures:
            shared = reading.touched(patient, others.get((patient, *exposure), ()))
            for month in reading.touched(patient, every):
                key = (patient, month, *exposure)
                before, now = table.get(key, 0), counts.get(key, 0)
                # A month that another export touches too has the counts of both.
                same &= before >= now if month in shared else before == now
    if not same:
        must = "were read before with other counts: roster, start dates, options, the table or its "
        must += "log have changed since"
        raise refusal("the exports", None, must, "count them again with --replace")


def accumulate(earlier: Earlier, reading: Reading, mode: Mode) -> Accumulated:
    """The table and the log with the exports of a call.

    Raises
    ------
    IngestError
        Months were read before and the mode is "new"; or rows to be replaced cannot be separated
        from those of other exports.
    """
    if mode == "replace":
        kept = _without_replaced(earlier, reading)
    else:
        _refuse_unexplained(earlier, reading)
        kept = earlier
    if mode == "new":
        _refuse_overlap(earlier, reading)
    before = {row[:4] for row in earlier.rows}
    table = {row[:4]: row.n for row in kept.rows}
    increased = 0
    for row in reading.rows:
        increased += row[:4] in table
        table[row[:4]] = table.get(row[:4], 0) + row.n
    rows = [EngagementRow(*key, n) for key, n in table.items()]
    return Accumulated(
        rows=rows,
        ledger=[*kept.ledger, *_ledger_rows(reading)],
        added=sum(row[:4] not in before for row in reading.rows),
        increased=increased,
        replaced=len(earlier.rows) - len(kept.rows),
    )


def _spans(ledger: Iterable[LedgerRow]) -> dict[Exposed, list[Months]]:
    spans: dict[Exposed, list[Months]] = defaultdict(list)
    for row in ledger:
        spans[row.patient, row.channel, row.activity].append(row.months)
    return spans


def _refuse_overlap(earlier: Earlier, reading: Reading) -> None:
    spans = _spans(earlier.ledger)
    shared = {
        patient
        for (_, patient), months in reading.covered.items()
        for exposure in reading.exposures
        if any(months.overlaps(other) for other in spans.get((patient, *exposure), ()))
    }
    if shared:
        must = (
            f"cover months that were read before, of {_patients(len(shared))}; adding them could "
        )
        must += "count twice"
        remedy = f"{ALL_IN_ONE}; if these exports hold nothing that an earlier one held, add --add"
        raise refusal("the exports", None, must, remedy)


def _refuse_unexplained(earlier: Earlier, reading: Reading) -> None:
    explained = {(row.channel, row.activity) for row in earlier.ledger}
    mine = [row for row in earlier.rows if row[2:4] in set(reading.exposures) - explained]
    if mine:
        must = f"has {len(mine)} rows of these activities, and no log says from which exports"
        raise refusal(EXISTING, None, must, ALL_IN_ONE)


def _without_replaced(earlier: Earlier, reading: Reading) -> Earlier:
    """What earlier runs left, without the months that the exports of this call replace."""
    new = _spans(_ledger_rows(reading))
    given = {export for export, _ in reading.covered}

    def is_replaced(row: LedgerRow) -> bool:
        if row.patient not in reading.periods or row[2:4] not in set(reading.exposures):
            return False
        spans = new.get((row.patient, row.channel, row.activity), ())
        return row.export in given or any(row.months.overlaps(span) for span in spans)

    ledger = [row for row in earlier.ledger if not is_replaced(row)]
    replaced = [row for row in earlier.ledger if is_replaced(row)]
    _refuse_lost([row for row in replaced if row.export not in given], new)
    old, kept = _spans(replaced), _spans(ledger)
    whose = [key for key in {*new, *old} if key[0] in reading.periods]
    gone = {key: reading.touched(key[0], [*new.get(key, ()), *old.get(key, ())]) for key in whose}
    shared = {key: reading.touched(key[0], kept.get(key, ())) for key in whose}
    left: list[EngagementRow] = []
    doubtful = unexplained = 0
    for row in earlier.rows:
        key = (row.patient, row.channel, row.activity)
        drop = row.month in gone.get(key, ())
        doubtful += drop and row.month in shared[key]
        if not drop:
            left.append(row)
            unexplained += row[2:4] in set(reading.exposures) and not kept.get(key)
    if doubtful or unexplained:
        must = f"has {doubtful + unexplained} rows that count other exports too, or that the log "
        must += "does not explain, so that they cannot be replaced by these exports alone"
        remedy = "give all exports of this channel in one call with --replace"
        raise refusal(EXISTING, None, must, remedy)
    return Earlier(left, ledger)


def _refuse_lost(replaced: Iterable[LedgerRow], new: Mapping[Exposed, Sequence[Months]]) -> None:
    """Refuse to replace an export by others that do not cover all of its months."""
    lost = {
        row.patient
        for row in replaced
        for month in range(row.months.first, row.months.last + 1)
        if not any(
            span.first <= month <= span.last
            for span in new.get((row.patient, row.channel, row.activity), ())
        )
    }
    if lost:
        must = f"lists months of {_patients(len(lost))} that these exports would replace and do "
        must += "not cover, so that they would be lost"
        remedy = "give the earlier exports too, all in one call with --replace"
        raise refusal(EXISTING_LOG, None, must, remedy)


def _ledger_rows(reading: Reading) -> list[LedgerRow]:
    """The rows of the log; a row of the table is stated with the first export of its month."""
    rows: list[LedgerRow] = []
    unstated: dict[Exposed, set[int]] = defaultdict(set)
    for row in reading.rows:
        unstated[row.patient, row.channel, row.activity].add(row.month)
    for (export, patient), months in reading.covered.items():
        touched = reading.touched(patient, [months])
        skipped = reading.skipped.get(export, 0)
        for channel, activity in reading.exposures:
            left = unstated[patient, channel, activity]
            added = len(left & touched)
            left -= touched
            rows.append(LedgerRow(patient, export, channel, activity, months, added, skipped))
    return rows


def _patients(number: int) -> str:
    return f"{number:,} patient{'' if number == 1 else 's'}"
