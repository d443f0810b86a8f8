"""Words for patients whom a model excludes, since each determines a term of it alone."""

from collections import Counter
from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def with_left_out(method: str, groups: Sequence[str]) -> str:
    """The method, and how many patients of which groups it excludes; never which patients.

    `groups` holds the name of the group of each patient excluded.
    """
    if not groups:
        return method
    counted = [
        f"{in_words(size)} {'patient' if size == 1 else 'patients'} with {group}"
        for group, size in Counter(groups).items()
    ]
    return f"{method}; excluded, each alone in a term of the model: {', '.join(counted)}"


def in_words(number: int) -> str:
    """A count as a word, up to ten."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
