"""Counts and percentages: whether 100 events / n is printed as the paper prints it."""

from collections.abc import Callable
from fractions import Fraction

from rtxoutcomes.claims.printed import Printed, Reading, exact, window
from rtxoutcomes.claims.verdict import Judgement, Verdict, judge

PERCENT_ENDS = (0, 100)


def judge_percentage(
    printed: Printed, events: int | None, n: int, enrolled: int | None = None
) -> Judgement[int]:
    """The verdict on a percentage of `n` patients; the witness is the count of events.

    Without a count of events any count attains it.

    Examples
    --------
    >>> from rtxoutcomes.claims.printed import parse
    >>> judge_percentage(parse("84.3"), 27, 32).words
    'attainable by truncation only'
    >>> judge_percentage(parse("75.6"), 59, 82).words
    'attainable with another denominator: 78 of the stated 82 (4 patients without a value)'
    """
    return judge(_attained(printed, events), n, enrolled)


def _attained(printed: Printed, events: int | None) -> Callable[[int, Reading], int | None]:
    windows = {reading: window(printed, reading, PERCENT_ENDS) for reading in Reading}

    def attained(n: int, reading: Reading) -> int | None:
        if n == 0 or (events is not None and events > n):
            return None
        if events is not None:
            return events if Fraction(100 * events, n) in windows[reading] else None
        counts = windows[reading].times(Fraction(n, 100)).integers()
        return next((count for count in counts if 0 <= count <= n), None)

    return attained


def judge_count(events: int, n: int, enrolled: int | None) -> Judgement[int]:
    """The verdict on a count of patients among `n`, and on the `n` among those enrolled."""
    fits = events <= n and (enrolled is None or n <= enrolled)
    verdict = Verdict.ATTAINABLE if fits else Verdict.NOT_ATTAINABLE
    return Judgement(verdict, verdict.value, n, None, events if fits else None)


def exact_percentage(events: int, n: int) -> str:
    """`19.048`: the percentage to three decimals."""
    return exact(Fraction(100 * events, n), 3)
