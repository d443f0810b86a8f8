"""Who is in the raw tables: first infusions, last dates, pseudonyms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rtxoutcomes.errors import Violation
from rtxoutcomes.pseudonym import pseudonyms, same_id
from rtxoutcomes.pseudonymise.cells import Patient
from rtxoutcomes.pseudonymise.dates import DateFault
from rtxoutcomes.pseudonymise.raw import Raw


@dataclass(frozen=True, slots=True)
class People:
    """Patients with a first infusion, and everybody's pseudonym, by id as `same_id` gives it."""

    known: Mapping[str, Patient]
    names: Mapping[str, str]
    doubtful: frozenset[str]
    findings: tuple[Violation, ...]


def people_of(raw: Raw, key: bytes) -> People:
    """Every patient that any mapped table speaks of.

    Raises
    ------
    UsageFault
        Two would get the same pseudonym.
    """
    starts = raw.first_infusions()
    last = _last_dates(raw)
    names = pseudonyms({*starts.days, *last}, key, raw.plan.pseudonym)
    known = {
        name: Patient(names[name], start, last.get(name) or start)
        for name, start in starts.days.items()
    }
    return People(known, names, starts.doubtful, starts.findings)


def _last_dates(raw: Raw) -> dict[str, date | None]:
    """The last day of each patient in the columns that become months; None where there is none."""
    found: dict[str, date | None] = {}
    for block in raw.plan.tables:
        dated = [source for source in block.columns.values() if source.months]
        columns = [block.id, *(source.months for source in dated)]
        for row in raw.rows(block.file, block.sheet, tuple(dict.fromkeys(columns))):
            name = same_id(row.cells[block.id])
            if not name:
                continue
            found.setdefault(name, None)
            for source in dated:
                place = (block.file, block.sheet)
                day = raw.day(place, row, source.months, source.calendar, source.order)
                if day is None or isinstance(day, DateFault):
                    continue
                known = found[name]
                found[name] = day if known is None else max(day, known)
    return found
