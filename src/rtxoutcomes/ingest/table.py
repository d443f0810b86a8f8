"""The engagement table: rows of this run, and those of other channels that stood there already."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.count import Counts
from rtxoutcomes.ingest.members.small_table import parse_small_table, small_file
from rtxoutcomes.ingest.refusal import refuse_all
from rtxoutcomes.study import Study
from rtxoutcomes.validate.naming import named_fields

TABLE = "engagement"
STANDING = "the engagement table that stands there"
_WHOLE = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A patient's activity in one month."""

    patient: str
    month: int
    channel: str
    activity: str
    count: int


def new_rows(counts: Counts, channel: str, activities: Mapping[str, str]) -> list[Row]:
    """Rows of what the study collects."""
    return [
        Row(patient, month, channel, activities[measure], n)
        for (patient, month, measure), n in counts.items()
        if measure in activities
    ]


def standing_rows(path: Path, study: Study, replaced: Collection[tuple[str, str]]) -> list[Row]:
    """Rows of an earlier run that stay: all but those of the channel and activities of this one.

    Raises
    ------
    IngestError
        What stands there is no engagement table of this study.
    """
    if not path.exists():
        return []
    content = small_file(path, STANDING)
    names = [field.header for field in named_fields(study)[TABLE]]
    rows, problems = [], []
    pattern = re.compile(study.study.id_pattern)
    for line, cells in parse_small_table(content, STANDING, names).rows:
        patient, month, channel, activity, count = (cells[name] for name in names)
        whole = _WHOLE.fullmatch(month) and _WHOLE.fullmatch(count)
        if (
            not whole
            or not pattern.fullmatch(patient)
            or (channel, activity) not in study.exposures
        ):
            must = "is no row of an engagement table of this study"
            problems.append(IngestProblem(STANDING, line, must, "name another file with --out"))
        elif (channel, activity) not in replaced:
            rows.append(Row(patient, int(month), channel, activity, int(count)))
    refuse_all(problems)
    return rows


def table_text(rows: Iterable[Row], study: Study) -> str:
    """The table as CSV under the study's own names of columns, in the order of the study."""
    place = {exposure: k for k, exposure in enumerate(study.exposures)}
    ordered = sorted(rows, key=lambda r: (r.patient, r.month, place[r.channel, r.activity]))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([field.header for field in named_fields(study)[TABLE]])
    writer.writerows([r.patient, r.month, r.channel, r.activity, r.count] for r in ordered)
    return buffer.getvalue()
