"""Printed numbers compared with those of a run: equal as printed, different, or not computed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import pandas as pd

from rtxoutcomes.claims.printed import ROUNDED, Printed, as_printed, parse, window
from rtxoutcomes.study import Claim

BUILT = "synthetic data built to match"
_LEVEL = Fraction(5, 100)
_PERCENT = 100


class Outcome(StrEnum):
    """How a printed number compares with that of the run."""

    EQUAL = "equal as printed"
    DIFFERS = "differs"
    NOT_COMPUTED = "not computed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One printed number and that of the run, in the decimals of the printed one.

    `words` are the outcome as a reader sees it: where the numbers differ, whether the sentence in
    the paper would change, or only its digits.
    """

    key: str
    number: str
    printed: str
    run: str
    outcome: Outcome
    words: str
    source: str


def compare(claims: Sequence[Claim], results: pd.DataFrame) -> tuple[Comparison, ...]:
    """Each printed number of the claims with the reported row of its key.

    Parameters
    ----------
    claims
        The claims; `key` is endpoint.GROUP.term.
    results
        The results frame of a report, numbers as floats and NaN where missing.
    """
    found: list[Comparison] = []
    for claim in claims:
        own = results["key"].str.startswith(f"{claim.key}[")
        rows = results[own & results["role"].isin(("reported", "alternative"))]
        found += _claim(claim, rows)
    return tuple(found)


def _claim(claim: Claim, rows: pd.DataFrame) -> Iterator[Comparison]:
    built = bool((rows["origin"] == "synthetic").any())
    for number, text, column, factor in _numbers(claim):
        printed = parse(text)
        values = _values(rows, column, factor)
        if printed is None or not values:
            none = Outcome.NOT_COMPUTED
            yield Comparison(claim.key, number, text, "", none, none.value, claim.source)
            continue
        equal = next((v for v in values if _prints(v, printed)), None)
        value = values[0] if equal is None else equal
        shown = text if equal is not None and printed.sign else as_printed(value, printed)
        outcome = Outcome.DIFFERS if equal is None else Outcome.EQUAL
        more = _difference(number, printed, value) if equal is None else f"; {BUILT}" * built
        words = f"{outcome.value}{more}"
        yield Comparison(claim.key, number, text, shown, outcome, words, claim.source)


def _numbers(claim: Claim) -> Iterator[tuple[str, str, str, int]]:
    """Name, text, column of the frame and factor of each printed number."""
    percent = claim.percent is not None
    interval = claim.interval
    limits = _PERCENT if percent else 1
    every = (
        ("n", claim.n, "n", 1),
        ("events", claim.events, "events", 1),
        ("percentage", claim.percent, "proportion", _PERCENT),
        ("mean", claim.mean, "estimate", 1),
        ("SD", claim.sd, "sd", 1),
        ("median", claim.median, "median", 1),
        ("ratio", claim.ratio, "estimate", 1),
        ("rate", claim.rate, "estimate", claim.rate_per or 1),
        ("lower limit", interval.low if interval else None, "conf_low", limits),
        ("upper limit", interval.high if interval else None, "conf_high", limits),
        ("P", claim.p_value, "p_value", 1),
        ("adjusted P", claim.p_adjusted, "p_adjusted", 1),
    )
    for number, value, column, factor in every:
        if value is not None:
            yield number, str(value), column, factor


def _values(rows: pd.DataFrame, column: str, factor: int) -> list[Fraction]:
    """The values of the rows, the reported one first; a proportion is taken from its counts."""
    ordered = rows.sort_values("role", ascending=False, kind="stable")
    if column == "proportion":
        counts = ordered[(ordered["n"] > 0) & ordered["events"].notna()]
        return [
            Fraction(factor * int(events), int(n))
            for events, n in zip(counts["events"], counts["n"], strict=True)
        ]
    if column not in ordered:
        return []
    return [factor * Fraction(repr(float(value))) for value in ordered[column].dropna()]


def _prints(value: Fraction, printed: Printed) -> bool:
    return any(value in window(printed, reading, (0, 1)) for reading in ROUNDED)


def _difference(number: str, printed: Printed, value: Fraction) -> str:
    """Whether the sentence would change: its direction, or the side of 0.05 that P lies on."""
    if number in ("P", "adjusted P"):
        below = printed.value < _LEVEL if printed.sign != "<" else printed.value <= _LEVEL
        same = below == (value < _LEVEL)
        return ": in digits only" if same else ": P lies on the other side of 0.05"
    null = 1 if number == "ratio" else 0
    if number in ("mean", "ratio") and (printed.value - null) * (value - null) < 0:
        return ": the sentence would change its direction"
    return ": in digits only"
