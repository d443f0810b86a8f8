"""What the header of a column says that the column holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rtxoutcomes.calendar import DAYS_PER_MONTH, MONTHS_PER_YEAR
from rtxoutcomes.vocabulary.words import Tokens, tokens, vocabulary

SCORE = "score"
# A column of the cohort by its own name, as an annotation of a data dictionary gives it.
FIELD = "field"
# A unit of time -> its months.
TIME_UNITS = {
    "months": 1.0,
    "weeks": 7 / DAYS_PER_MONTH,
    "days": 1 / DAYS_PER_MONTH,
    "years": MONTHS_PER_YEAR,
}
_YES_NO = (("y", "n"), ("yes", "no"), ("j", "n"), ("ja", "nein"), ("0", "1"), ("1", "0"))
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says.

    `concept` is a key of the vocabulary, or "score" with the name of the `score`, or "field" with
    table and column of the cohort there. `month` is that of a column with one time, `phase`
    "baseline" or "follow_up", `index` the number of the column, as in EDSS1 and EDSS2; `unit` is
    the unit in the header. A header that is not `plain` holds a word that may be somebody's name.
    """

    concept: str
    score: str = ""
    phase: str = ""
    month: float | None = None
    index: int | None = None
    unit: str = ""
    plain: bool = True


def meaning_of(header: str) -> Meaning | None:
    """The meaning of a header; None where none of its words is known as one of a column."""
    words, known = tokens(header), vocabulary()
    for pair in _YES_NO:
        words = _without(words, pair)
    concept, phrase = _longest(words, known.concepts)
    score, of_score = _longest(words, known.scores)
    if score and concept != "identifying":
        concept, phrase = SCORE, of_score
    if not concept:
        return None
    rest = _without(words, phrase)
    unit, of_unit = _longest(rest, {p: u for p, u in known.units.items() if u not in TIME_UNITS})
    rest = _without(rest, of_unit)
    month, index, rest = _time(rest, known.units)
    phase, _ = _longest(rest, known.phases)
    return Meaning(
        concept=concept,
        score=score if concept == SCORE else "",
        phase=phase,
        month=month,
        index=index,
        unit=unit or _time_unit(rest, known.units),
        plain=known.is_plain(header),
    )


def _longest(words: Tokens, phrases: Mapping[Tokens, str]) -> tuple[str, Tokens]:
    """Meaning and words of the longest phrase; of equally long ones the first listed."""
    inside = [p for p in phrases if _place(words, p) is not None]
    best = max(inside, key=len, default=())
    return phrases.get(best, ""), best


def _place(words: Tokens, phrase: Tokens) -> int | None:
    spans = range(len(words) - len(phrase) + 1)
    return (
        next((k for k in spans if words[k : k + len(phrase)] == phrase), None) if phrase else None
    )


def _without(words: Tokens, phrase: Tokens) -> Tokens:
    place = _place(words, phrase)
    return words if place is None else (*words[:place], *words[place + len(phrase) :])


def _time(words: Tokens, units: Mapping[Tokens, str]) -> tuple[float | None, int | None, Tokens]:
    """The month of a column, or its number, and the other words."""
    for k, word in enumerate(words):
        if not _NUMBER.fullmatch(word):
            continue
        after = units.get(words[k + 1 : k + 2], "")
        before = units.get(words[k - 1 : k], "") if k else ""
        for unit, first, last in ((after, k, k + 2), (before, k - 1, k + 1)):
            if unit in TIME_UNITS:
                month = round(float(word) * TIME_UNITS[unit], 1)
                return month, None, (*words[:first], *words[last:])
        index = int(float(word)) if float(word) <= 600 else None
        return None, index, (*words[:k], *words[k + 1 :])
    return None, None, words


def _time_unit(words: Tokens, units: Mapping[Tokens, str]) -> str:
    """The unit of time that a header ends with, as in `FU (mo)`."""
    found = [units[(w,)] for w in words if units.get((w,)) in TIME_UNITS]
    return found[-1] if found else ""
