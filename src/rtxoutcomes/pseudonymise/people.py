"""The patients in the raw tables: first infusions, last dates, pseudonyms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rtxoutcomes.errors import Violation
from rtxoutcomes.pseudonym import pseudonyms, same_id
from rtxoutcomes.pseudonymise.raw import Raw


class Patient(NamedTuple):
    """The patient of a row: pseudonym, first infusion, last date in any table.

    Where the map names no first infusion there are no dates.
    """

    pseudonym: str
    start: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class PatientIndex:
    """Patients with a first infusion, and every pseudonym, both keyed by `same_id`."""

    known: Mapping[str, Patient]
    names: Mapping[str, str]
    doubtful: frozenset[str]
    findings: tuple[Violation, ...]


def patient_index(raw: Raw, key: bytes) -> PatientIndex:
    """Every patient in any mapped table.

    Raises
    ------
    UsageFault
        Two patients would get the same pseudonym.
    """
    starts = raw.first_infusions()
    last = _last_dates(raw)
    names = pseudonyms({*starts.days, *last}, key, raw.plan.pseudonym)
    days = dict.fromkeys(last) if raw.plan.first_infusion is None else starts.days
    known = {
        name: Patient(names[name], start, last.get(name) or start) for name, start in days.items()
    }
    return PatientIndex(known, names, starts.doubtful, starts.findings)


def _last_dates(raw: Raw) -> dict[str, date | None]:
    """Each patient's last day in the columns that become months; None if there is no day."""
    last_days: dict[str, date | None] = {}
    for block in raw.plan.tables:
        dated = [source for source in block.columns.values() if source.months]
        columns = [block.id, *(source.months for source in dated)]
        for row in raw.rows_of(block, columns):
            name = same_id(row.cells[block.id])
            if not name:
                continue
            last_days.setdefault(name, None)
            for source in dated:
                day = raw.day(block.place, row, source)
                if isinstance(day, date):
                    last_days[name] = max(day, last_days[name] or day)
    return last_days
