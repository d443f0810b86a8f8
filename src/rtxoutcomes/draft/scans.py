"""Scans drafted from a raw table: the date of each, and the lesions that were counted on it."""

from rtxoutcomes.draft import entries
from rtxoutcomes.draft.columns import Sheet
from rtxoutcomes.draft.days import Days
from rtxoutcomes.draft.entries import Drafted
from rtxoutcomes.draft.roles import LESIONS, date_of


def scan_columns(sheet: Sheet, days: Days) -> list[Drafted]:
    """The columns of the scans; none where no date or no count of lesions is known."""
    day = date_of(sheet, "scan", "mri")
    counted = [c for c in sheet.with_concept(*LESIONS) if c.kind in ("number", "yes_no")]
    if day is None or not counted:
        return []
    lesions = [entries.count(column.concept, column) for column in counted]
    return [entries.date("month", day, "months", days), *lesions]
