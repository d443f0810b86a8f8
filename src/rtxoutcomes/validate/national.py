"""National codes are judged by the column: one number in eleven passes the check by chance."""

from rtxoutcomes.identity import fold, national_code
from rtxoutcomes.validate.distinct import Distinct

_FEWEST = 5
_DIGITS = range(8, 11)


def national_texts(texts: list[str]) -> list[int]:
    """Which texts have the check digit of a national code."""
    return [k for k, text in enumerate(texts) if _is_number(text) and national_code(fold(text))]


def holds_national_codes(column: Distinct) -> bool:
    """Whether half of at least five numbers of eight to ten digits pass the check."""
    numbers = [k for k, text in enumerate(column.texts) if _is_number(text)]
    if not numbers:
        return False
    counts = column.counts()
    every = int(counts[numbers].sum())
    passing = int(counts[national_texts(column.texts)].sum())
    return every >= _FEWEST and 2 * passing >= every


def _is_number(text: str) -> bool:
    return len(text) in _DIGITS and text.isdigit()
