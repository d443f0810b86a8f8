"""The log of the engagement table: which months of which export were read, for whom.

It holds neither a date nor a name: months are counted from that of a patient's first infusion.
"""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.cohort import LOG
from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.coverage import Months
from rtxoutcomes.ingest.members.small_table import read_small_table
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields
from rtxoutcomes.validate.schema import SHA256

EXISTING_LOG = "the existing log of engagement"
_INTEGER = re.compile(r"[0-9]{1,7}")


class LedgerRow(NamedTuple):
    """What one export said about one activity of one patient.

    `months` are calendar months, counted from that of the first infusion. `skipped` counts records
    of the export, whoever wrote them.
    """

    patient: str
    export: str
    channel: str
    activity: str
    months: Months
    rows_added: int
    skipped: int


def ledger_path(table: Path) -> Path:
    """`engagement.log.csv` in the folder of `engagement.csv`."""
    return table.with_name(f"{table.stem}.log.csv")


def read_ledger(path: Path, study: Study) -> list[LedgerRow]:
    """The log of earlier runs; empty if there is none.

    Raises
    ------
    IngestError
        The file is not a log of this study.
    """
    if not path.exists():
        return []
    names = [field.header for field in named_fields(study)[LOG]]
    rows, problems = [], []
    for line, cells in read_small_table(path, EXISTING_LOG, names):
        row = _row([cells[name] for name in names], study)
        if row is None:
            must = "is no row of a log of this study"
            problems.append(IngestProblem(EXISTING_LOG, line, must, "name another file with --out"))
        else:
            rows.append(row)
    refuse_all(problems)
    return rows


def _row(cells: list[str], study: Study) -> LedgerRow | None:
    patient, export, channel, activity, *numbers = cells
    known = re.fullmatch(study.study.id_pattern, patient) and re.fullmatch(SHA256, export)
    if not known or (channel, activity) not in study.exposures:
        return None
    if not all(_INTEGER.fullmatch(number) for number in numbers):
        return None
    first, last, added, skipped = map(int, numbers)
    return LedgerRow(patient, export, channel, activity, Months(first, last), added, skipped)


def ledger_text(rows: Iterable[LedgerRow], study: Study) -> str:
    """The log as CSV, by patient, activity and month."""
    position = {exposure: k for k, exposure in enumerate(study.exposures)}
    ordered = sorted(
        rows, key=lambda r: (r.patient, position[r.channel, r.activity], r.months, r.export)
    )
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([field.header for field in named_fields(study)[LOG]])
    writer.writerows([*row[:4], *row.months, row.rows_added, row.skipped] for row in ordered)
    return buffer.getvalue()
