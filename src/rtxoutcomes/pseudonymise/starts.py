"""When each patient had the first infusion, in the form that `ingest` reads as its start dates."""

import csv
import io

from rtxoutcomes.pseudonymise.raw import Raw


def start_dates(raw: Raw) -> bytes:
    """A table of numbers and days, CSV in UTF-8; with its header alone where no date is read.

    The numbers have the common form of ids, which gives the same pseudonyms as any spelling.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("patient_id", "start_date"))
    for name, day in sorted(raw.first_infusions().days.items()):
        writer.writerow((name, day.isoformat()))
    return text.getvalue().encode()
