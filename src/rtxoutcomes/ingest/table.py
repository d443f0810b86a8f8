"""The engagement table: the rows of this run, and existing rows of other channels."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.count import Counts
from rtxoutcomes.ingest.members.small_table import read_small_table
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields

TABLE = "engagement"
EXISTING = "the existing engagement table"
_INTEGER = re.compile(r"[0-9]{1,7}")


class EngagementRow(NamedTuple):
    """The count of one activity of a patient in one month."""

    patient: str
    month: int
    channel: str
    activity: str
    n: int


def new_rows(counts: Counts, channel: str, activities: Mapping[str, str]) -> list[EngagementRow]:
    """Rows of the measures that the study collects."""
    return [
        EngagementRow(patient, month, channel, activities[measure], n)
        for (patient, month, measure), n in counts.items()
        if measure in activities
    ]


def existing_rows(path: Path, study: Study) -> list[EngagementRow]:
    """The rows that earlier runs wrote; none if there is no table.

    Raises
    ------
    IngestError
        The existing file is not an engagement table of this study.
    """
    if not path.exists():
        return []
    names = [field.header for field in named_fields(study)[TABLE]]
    rows, problems = [], []
    pattern = re.compile(study.study.id_pattern)
    for line, cells in read_small_table(path, EXISTING, names):
        patient, month, channel, activity, count = (cells[name] for name in names)
        integers = _INTEGER.fullmatch(month) and _INTEGER.fullmatch(count)
        declared = (channel, activity) in study.exposures
        if not integers or not pattern.fullmatch(patient) or not declared:
            must = "is no row of an engagement table of this study"
            problems.append(IngestProblem(EXISTING, line, must, "name another file with --out"))
        else:
            rows.append(EngagementRow(patient, int(month), channel, activity, int(count)))
    refuse_all(problems)
    return rows


def table_text(rows: Iterable[EngagementRow], study: Study) -> str:
    """The table as CSV, with the column names and the order of the study."""
    position = {exposure: k for k, exposure in enumerate(study.exposures)}
    ordered = sorted(rows, key=lambda r: (r.patient, r.month, position[r.channel, r.activity]))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([field.header for field in named_fields(study)[TABLE]])
    writer.writerows(ordered)
    return buffer.getvalue()
