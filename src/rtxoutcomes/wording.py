"""Texts that people write into study and style files: what each kind of them may hold.

A text goes into Word, XML, LaTeX and terminals. It must look like what it is, and every one of
them must be able to hold it.
"""

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

LONGEST_MARK, LONGEST_LABEL, LONGEST_SENTENCE = 8, 200, 1_000
# Zero-width non-joiner and joiner: within a word of Persian, and of some other scripts, they are
# part of its spelling.
_JOINERS = "\u200c\u200d"
_LINE_BREAKS = "\t\n\r"
# Letters of scripts that run from right to left, as a part of a regular expression.
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_KINDS = {
    "Cc": "a control character",
    "Cf": "an invisible character",
    "Cs": "a surrogate",
    "Co": "a private-use character",
    "Cn": "a character that Unicode does not define",
    "Zl": "a line break",
    "Zp": "a line break",
}
_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_DIRECTION = "a character that changes the direction of writing"


def unfit_character(text: str) -> str:
    """The first character that a label may not hold, in words; empty if there is none.

    Letters of all scripts, accents, superscripts and symbols are fit.
    """
    if text.isprintable():
        return ""
    places = (k for k, c in enumerate(text) if not c.isprintable() and not _is_joiner(text, k))
    return next((_described(text[k]) for k in places if unicodedata.category(text[k]) != "Zs"), "")


def unprintable_character(text: str) -> str:
    """The same for a text of several lines, which may hold invisible marks but no controls."""
    doubtful = (c for c in text if not c.isprintable() and c not in _LINE_BREAKS)
    kinds = ("Cc", "Cs", "Cn")
    return next((_described(c) for c in doubtful if unicodedata.category(c) in kinds), "")


def same_words(text: str) -> str:
    """The form in which texts are compared, equal for texts that a reader could not distinguish."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in folded if c not in _JOINERS).split())


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """Known names, those most like `name` first and the others in their order."""
    by_form = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), by_form, len(by_form) or 1)
    return [by_form[form] for form in dict.fromkeys((*near, *by_form))]


def in_running_text(label: str) -> str:
    """A label within a sentence: `Relapse` becomes `relapse`; `MS activity` and `IgG` stay.

    So does a name of several words with capitals, such as `Asthma Control Test`.
    """
    first, *others = label.split(" ")
    is_word = first[:1].isupper() and first[1:].islower()
    is_name = any(len(word) > 1 and word.istitle() for word in others)
    return label[:1].lower() + label[1:] if is_word and not is_name else label


def plural(noun: str) -> str:
    """`diagnoses`, `sexes`, `arms`, `cities`: the regular plural of an English noun.

    An abbreviation has none: `AQP4-IgG groups`.
    """
    if noun[-1:].isupper():
        return f"{noun} groups"
    if noun.endswith("is"):
        return f"{noun[:-2]}es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def one_patient(patients: str) -> str:
    """`female patient`, of what sentences call several."""
    return patients.replace("patients", "patient", 1)


def _is_joiner(text: str, place: int) -> bool:
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    return all(unicodedata.category(text[k])[0] in "LM" for k in (place - 1, place + 1))


def _described(character: str) -> str:
    direction = unicodedata.bidirectional(character) in _DIRECTIONS
    kind = _DIRECTION if direction else _KINDS[unicodedata.category(character)]
    return f"{kind} (U+{ord(character):04X})"


def _clean(text: str) -> str:
    if unfit := unfit_character(text):
        raise ValueError(f"must not hold {unfit}")
    return text


def _filled(text: str) -> str:
    if not any(unicodedata.category(c)[0] in "LNPS" for c in _clean(text)):
        raise ValueError("must not be empty")
    return text


def _absent_or_filled(text: str) -> str:
    return _filled(text) if text else text


_Short = Field(max_length=LONGEST_LABEL)
_Long = Field(max_length=LONGEST_SENTENCE)
# A name that tables and figures print: one line that says something.
Label = Annotated[str, _Short, AfterValidator(_filled)]
# The same for a key that may be empty, which means that there is none.
OptionalLabel = Annotated[str, _Short, AfterValidator(_absent_or_filled)]
# A title, a reference, a source, a purpose.
Sentence = Annotated[str, _Long, AfterValidator(_filled)]
OptionalSentence = Annotated[str, _Long, AfterValidator(_absent_or_filled)]
# Separators between numbers: spaces count.
PrintedMark = Annotated[str, Field(max_length=LONGEST_MARK), AfterValidator(_clean)]
