"""Rows of the released results that a figure draws, and words for them."""

import math
from functools import lru_cache

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import fixed, p_text

FIXED_TIME = "_fixed_time"


@lru_cache(maxsize=32)
def _reported(released: Released, analysis: str) -> pd.DataFrame:
    """The reported rows of one analysis, found once: a figure asks for dozens of them."""
    frame = released.estimates
    return frame[(frame["analysis"] == analysis) & (frame["role"] == "reported")]


@lru_cache(maxsize=32)
def _keys(released: Released, analysis: str) -> tuple[tuple[str, str, str], ...]:
    frame = _reported(released, analysis)
    return tuple(zip(frame["endpoint"], frame["group"], frame["term"], strict=True))


def rows(
    released: Released, analysis: str, endpoint: str = "", group: str = "", term: str = ""
) -> pd.DataFrame:
    """The reported rows of one analysis; empty words stand for any endpoint, group or term."""
    wanted = (endpoint, group, term)
    places = [
        place
        for place, key in enumerate(_keys(released, analysis))
        if all(own in ("", told) for own, told in zip(wanted, key, strict=True))
    ]
    return _reported(released, analysis).iloc[places]


def one(
    released: Released, analysis: str, endpoint: str = "", group: str = "", term: str = ""
) -> pd.Series | None:
    """The first such row, or None where there is none."""
    wanted = (endpoint, group, term)
    for place, key in enumerate(_keys(released, analysis)):
        if all(own in ("", told) for own, told in zip(wanted, key, strict=True)):
            return _reported(released, analysis).iloc[place]
    return None


def diagnoses(released: Released) -> list[str]:
    """Codes of the diagnoses, in the order of the study."""
    prefix = "diagnosis."
    return [key.removeprefix(prefix) for key in released.about if key.startswith(prefix)]


def enrolled(released: Released, group: str = ALL) -> int:
    row = one(released, "flow", endpoint="flow", group=group, term="enrolled")
    return 0 if row is None else int(row["estimate"])


def label(released: Released, score: str) -> str:
    """What the study calls a score; one at the fixed time says so."""
    name = score.removesuffix(FIXED_TIME)
    words = released.about.get(f"score.{name}", name)
    return f"{words} at the fixed time" if name != score else words


def with_unit(released: Released, score: str) -> str:
    """A score with its unit, for an axis."""
    unit = released.about.get(f"unit.{score.removesuffix(FIXED_TIME)}", "")
    words = label(released, score)
    return f"{words}, {unit}" if unit else words


def is_ratio(released: Released, score: str) -> bool:
    """Whether the study analyses a score as ratios."""
    return released.about.get(f"scale.{score.removesuffix(FIXED_TIME)}") == "log"


def limits(released: Released, score: str) -> list[float]:
    """Clinical limits of a score, from the rows that count patients below them."""
    found = rows(released, "change", endpoint=score)
    terms = found.loc[found["term"].str.startswith("below_"), "term"].unique()
    return [float(term.removeprefix("below_")) for term in terms]


def short(value: float, digits: int = 2) -> str:
    """A number for a label, with a true minus sign; empty where there is none."""
    if math.isnan(value):
        return ""
    return fixed(value, digits)


def interval(row: pd.Series, digits: int = 2) -> str:
    """Estimate with its interval, as far as both exist."""
    if math.isnan(row["estimate"]):
        return "not estimable"
    ends = (short(row["conf_low"], digits), short(row["conf_high"], digits))
    limits = f" ({ends[0] or 'none'} to {ends[1] or 'none'})" if any(ends) else ""
    return f"{short(row['estimate'], digits)}{limits}"


def p_words(p_value: float) -> str:
    """`P = 0.061` or `P < 0.001`; "no test" where there is no p-value."""
    if math.isnan(p_value):
        return "no test"
    text = p_text(p_value)
    return f"P < {text[1:]}" if text.startswith("<") else f"P = {text}"
