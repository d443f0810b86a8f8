"""The calendar and order of dates: that of the map, and those of single columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rtxoutcomes.draft.columns import Column, Reading
from rtxoutcomes.pseudonymise.plan import OPEN

# A map needs both keys; without any date as text nothing is read by them.
_UNUSED: Reading = ("gregorian", "ymd")


@dataclass(frozen=True, slots=True)
class Days:
    """How dates are read. `reading` is that of the map; its order is "?" where several fit."""

    reading: tuple[str, str]
    note: str
    question: str = ""

    def keys(self, column: Column) -> dict[str, str]:
        """The keys that a column needs in addition to those of the map."""
        if not column.readings or self.reading in column.readings or self.reading[1] == OPEN:
            return {}
        calendar, order = column.readings[0]
        own = {"calendar": calendar, "order": order if len(column.readings) == 1 else OPEN}
        usual = dict(zip(("calendar", "order"), self.reading, strict=True))
        return {key: value for key, value in own.items() if value != usual[key]}


def days_of(columns: Sequence[Column]) -> Days:
    """How the dates of these columns are read."""
    texts = [column for column in columns if column.readings]
    if not texts:
        return Days(_UNUSED, "no date is typed as text; these keys change nothing")
    certain = Counter(c.readings[0] for c in texts if len(c.readings) == 1)
    if certain:
        reading = max(certain, key=lambda each: certain[each])
        doubtful = [c for c in texts if len(c.readings) > 1]
        note = _certain_note(certain[reading], len(doubtful))
        return Days(reading, note)
    common = set(texts[0].readings).intersection(*(c.readings for c in texts[1:]))
    candidates = [r for r in texts[0].readings if r in common] or list(texts[0].readings)
    if len(candidates) == 1:
        return Days(candidates[0], "the only order that fits every column of dates")
    orders = " or ".join(f'"{order}"' for _, order in candidates)
    ask = f"the dates fit {orders}: day, month or year first?"
    return Days((candidates[0][0], OPEN), ask, f"{_columns(texts)}: {ask}")


def _certain_note(certain: int, doubtful: int) -> str:
    note = f"{certain} column{'s' if certain != 1 else ''} of dates can be read in no other way"
    more = f"{doubtful} more that {'follow' if doubtful != 1 else 'follows'} them"
    return f"{note}; {more}" if doubtful else note


def _columns(columns: Sequence[Column]) -> str:
    return ", ".join(column.shown for column in columns)
