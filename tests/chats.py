"""Exports, rosters and start dates for tests. All names and texts are made up."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from rtxoutcomes.ingest.characters import name_key
from rtxoutcomes.ingest.log import LineKind, Log
from rtxoutcomes.ingest.members.people import Person, Role, Roster, StudyPeriod
from rtxoutcomes.ingest.setting import IngestSetting
from rtxoutcomes.ingest.whatsapp.header import names_of
from rtxoutcomes.ingest.whatsapp.lines import text_blocks
from rtxoutcomes.ingest.whatsapp.messages import WhatsAppOptions, read_whatsapp
from rtxoutcomes.ingest.whatsapp.placeholders import placeholders
from rtxoutcomes.read.study_file import read_study

SAMPLES = Path(__file__).parent / "ingest" / "samples"
TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
BUNDLED = read_study("nabiuni2023")
ROSTER = [
    "author,patient_id,role",
    "P-017,SYN-0017,patient",
    "P-021,SYN-0021,patient",
    "Nurse A,,staff",
    "Dr. B,,staff",
]
START = ["patient_id,start_date", "SYN-0017,2022-02-03", "SYN-0021,2022-01-01"]
PLAIN = WhatsAppOptions(placeholders())


def read(
    text: str | bytes, how: WhatsAppOptions = PLAIN, names: Sequence[str] = (), file: str = "export"
) -> Log:
    """A WhatsApp export given as text."""
    content = text.encode("utf-8") if isinstance(text, str) else text
    keys = names_of(name_key(name) for name in names)
    return read_whatsapp(text_blocks(BytesIO(content), file), file, keys, how)


def lines(log: Log) -> list[tuple[str, str, str, bool]]:
    """Author, time, kind and whether it asks, of each line that has an author."""
    names = list(log.authors)
    return [
        (
            names[author],
            f"{date.fromordinal(day)} {minute // 60:02}:{minute % 60:02}",
            LineKind(kind).name,
            bool(asks),
        )
        for author, day, minute, kind, asks in zip(
            log.author, log.day, log.minute, log.kind, log.asks, strict=True
        )
        if author >= 0
    ]


def people(
    names: Mapping[str, tuple[Role, str]], courses: Mapping[str, tuple[str, str | None]]
) -> Roster:
    """Roster from name -> (role, patient) and patient -> (first day, last day)."""
    result = {
        patient: StudyPeriod(
            date.fromisoformat(first).toordinal(),
            None if last is None else date.fromisoformat(last).toordinal(),
        )
        for patient, (first, last) in courses.items()
    }
    by_name = {name: Person(role, patient) for name, (role, patient) in names.items()}
    return Roster(by_name, result, dict.fromkeys(result, 2))


def put(folder: Path, name: str, result: Sequence[str] | str | bytes) -> Path:
    """A file of these lines, this text or these bytes."""
    path = folder / name
    if isinstance(result, bytes):
        path.write_bytes(result)
    else:
        text = result if isinstance(result, str) else "".join(f"{line}\n" for line in result)
        path.write_text(text, encoding="utf-8", newline="")
    return path


def setting(
    folder: Path,
    roster: Sequence[str] = ROSTER,
    start: Sequence[str] = START,
    channel: str = "whatsapp",
    **changes: Any,
) -> IngestSetting:
    """A setting whose files lie in `folder` and whose output is `folder/out/engagement.csv`."""
    (folder / "out").mkdir(exist_ok=True)
    result: dict[str, Any] = {
        "roster": put(folder, "roster.csv", roster),
        "start": put(folder, "start.csv", start),
        "out": folder / "out" / "engagement.csv",
        "study": BUNDLED,
        "channel": channel,
    }
    return IngestSetting(**(result | changes))
