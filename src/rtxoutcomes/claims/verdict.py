"""The verdicts on a printed number: a closed list, about numbers and never about people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from rtxoutcomes.claims.printed import ROUNDED, Reading

NOTICE = (
    "Arithmetic of printed numbers under the stated readings. A number that is not attained may "
    "have another reading, missing data, adjustment or a typographical cause; nothing here "
    "concerns the conduct of any person. Ask the authors before drawing a conclusion."
)
SMALLEST_N = 2
W = TypeVar("W")
W_co = TypeVar("W_co", covariant=True)


class Verdict(StrEnum):
    """Every verdict; `NOT_ATTAINABLE` only after every possibility of the readings was tried."""

    ATTAINABLE = "attainable"
    TRUNCATION = "attainable by truncation only"
    OTHER_DENOMINATOR = "attainable with another denominator"
    NOT_ATTAINABLE = "not attainable under the readings listed"
    REPRODUCED = "reproduced"
    NOT_REPRODUCED = "not reproduced by the tests tried"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one printed number.

    `key` and `source` are those of the claim; `number` names what is printed and `printed` is its
    text. `words` are the verdict as a reader sees it, `readings` everything it was tried under,
    `details` sentences, and `values` what programs read: texts, whole numbers and lists of them.
    """

    key: str
    number: str
    printed: str
    verdict: Verdict
    words: str
    readings: tuple[str, ...]
    source: str
    details: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Judgement(Generic[W_co]):
    """A verdict with the n and the reading that attain the number, and what attains it."""

    verdict: Verdict
    words: str
    n: int = 0
    reading: Reading | None = None
    witness: W_co | None = None
    others: tuple[int, ...] = ()


def judge(
    attained: Callable[[int, Reading], W | None], n: int, enrolled: int | None = None
) -> Judgement[W]:
    """Try the stated n rounded, then truncated, then every other n from 2 to the stated one.

    Parameters
    ----------
    attained
        What attains the number with that many patients under that reading; None if nothing does.
    n
        The stated n.
    enrolled
        Patients enrolled, tried as well where they are more than `n`.
    """
    for reading in Reading:
        if (witness := attained(n, reading)) is not None:
            verdict = Verdict.ATTAINABLE if reading in ROUNDED else Verdict.TRUNCATION
            return Judgement(verdict, verdict.value, n, reading, witness)
    candidates = [*range(n - 1, SMALLEST_N - 1, -1), *range(n + 1, (enrolled or n) + 1)]
    for readings in (ROUNDED, (Reading.TRUNCATION,)):
        found = {m: w for m in candidates if (w := _first(attained, m, readings)) is not None}
        if found:
            return _elsewhere(found, n)
    return Judgement(Verdict.NOT_ATTAINABLE, Verdict.NOT_ATTAINABLE.value)


def _first(
    attained: Callable[[int, Reading], W | None], n: int, readings: tuple[Reading, ...]
) -> tuple[Reading, W] | None:
    for reading in readings:
        if (witness := attained(n, reading)) is not None:
            return reading, witness
    return None


def _elsewhere(found: Mapping[int, tuple[Reading, W]], n: int) -> Judgement[W]:
    others = tuple(found)
    reading, witness = found[others[0]]
    return Judgement(
        Verdict.OTHER_DENOMINATOR,
        f"{Verdict.OTHER_DENOMINATOR}: {denominators(others, n)}",
        others[0],
        reading,
        witness,
        others,
    )


def denominators(others: tuple[int, ...], n: int) -> str:
    """`78 of the stated 82 (4 patients without a value)`, or a list of a few."""
    first = others[0]
    if len(others) == 1 and first < n:
        missing = n - first
        noun = "patient" if missing == 1 else "patients"
        return f"{first} of the stated {n} ({missing} {noun} without a value)"
    listed = ", ".join(map(str, others[:8])) + (", ..." if len(others) > 8 else "")
    below = " (below it: missing data)" if first < n else ""
    return f"{listed}; {n} is stated{below}"
