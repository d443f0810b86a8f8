"""Totals in a sheet that its rows do not give: a row may be missing, or wrong."""

import math
import re
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from rtxoutcomes.draft.columns import Column, Sheet
from rtxoutcomes.draft.entries import yes_or_no
from rtxoutcomes.draft.model import Question
from rtxoutcomes.draft.values import numbers_of
from rtxoutcomes.identity import safe_name

# A total such as `8`, `38.5` or `8 relapses`.
_TOTAL = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,6})?)(?:\s+[^\W\d_]+){0,2}")


def wrong_totals(sheet: Sheet) -> Iterator[Question]:
    """A question for each row of totals of which a cell is none that the rows could give."""
    for row, cells in sheet.totals.items():
        # The first filled cell is the label of the row.
        first = next(k for k, cell in enumerate(cells) if cell)
        pairs = list(zip(sheet.columns, cells, strict=False))[first + 1 :]
        wrong = [column.shown for column, cell in pairs if _is_wrong(column, cell)]
        if wrong:
            ask = (
                f"row {row}, a total, is skipped, but its {' and '.join(wrong)} "
                f"{'does' if len(wrong) == 1 else 'do'} not agree with the rows: is a row missing "
                "or wrong?"
            )
            yield Question(sheet.label or safe_name(sheet.place[0]), ask)


def _is_wrong(column: Column, cell: str) -> bool:
    found = _TOTAL.fullmatch(cell)
    if found is None or column.kind == "date":
        return False
    text = found[1].replace(",", ".")
    half = 0.5 * 10.0 ** -len(text.partition(".")[2])
    return all(abs(value - float(text)) > half * (1 + 1e-9) for value in _possible(column))


def _possible(column: Column) -> Iterator[float]:
    """What a total of the column may be: a count, or what is made of its numbers."""
    filled = [text for _, text in column.filled]
    answers = [yes_or_no(text) for text in filled]
    yield from (len(filled), len(column.cells), answers.count("yes"), answers.count("no"))
    if column.kind == "text":
        yield from (filled.count(text) for text in dict.fromkeys(filled))
    numbers = numbers_of(column)
    if numbers:
        yield from (math.fsum(numbers), fmean(numbers), median(numbers), min(numbers), max(numbers))
        yield from (len(numbers), sum(value > 0 for value in numbers), _spread(numbers))


def _spread(numbers: Sequence[float]) -> float:
    """The standard deviation; 0 of a single number."""
    mean = fmean(numbers)
    squares = math.fsum((value - mean) ** 2 for value in numbers)
    return math.sqrt(squares / max(len(numbers) - 1, 1))
