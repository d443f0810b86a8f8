"""National codes, judged by column: one random number in eleven passes the check."""

from rtxoutcomes.identity import fold, national_code
from rtxoutcomes.validate.distinct import Distinct

_FEWEST = 5
_DIGITS = range(8, 11)


def national_texts(column: Distinct) -> list[int]:
    """The texts with the check digit of a national code, if the column holds such codes.

    It does if half of at least five numbers of eight to ten digits pass the check.
    """
    numbers = [k for k in column.digits() if len(column.texts[k]) in _DIGITS]
    if not numbers:
        return []
    counts = column.counts()
    passing = [k for k in numbers if national_code(fold(column.texts[k]))]
    every, passed = int(counts[numbers].sum()), int(counts[passing].sum())
    return passing if every >= _FEWEST and 2 * passed >= every else []
