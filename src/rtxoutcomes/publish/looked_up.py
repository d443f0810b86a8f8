"""`lookup`: the pseudonym of a hospital number, for who has both the number and the key."""

from collections.abc import Sequence
from pathlib import Path

from rtxoutcomes.pseudonym import TEMPLATE, pseudonyms
from rtxoutcomes.pseudonymise.plan import parse_plan
from rtxoutcomes.read.content import MAX_TOML, given_bytes
from rtxoutcomes.read.key_file import read_key


def looked_up(
    numbers: Sequence[str], key_file: str | Path, map_file: str | Path | None = None
) -> tuple[str, ...]:
    """The pseudonym of each number, as `deidentify` gives it with this key.

    Every text has a pseudonym: that a number has one does not mean that it is in the cohort.

    Parameters
    ----------
    map_file
        The map of the cohort, for the form of its pseudonyms; without it the usual form.

    Raises
    ------
    UsageFault
        There is no such key, or it is too short.
    MapError
        The map cannot be used.
    """
    template = TEMPLATE
    if map_file is not None:
        template = parse_plan(given_bytes(map_file, "the map", MAX_TOML), "the map").pseudonym
    found = pseudonyms(numbers, read_key(key_file), template)
    return tuple(found[number] for number in numbers)
