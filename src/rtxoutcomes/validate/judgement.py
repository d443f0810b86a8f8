"""The rules on one column: which of its texts are refused and why, and the column as a whole."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.identity import looks_like_mobile, masked, phone_mark
from rtxoutcomes.identity.marks import AGE, NATIONAL_ID, PHONE
from rtxoutcomes.validate.cells import (
    LONGEST_ID,
    YES_NO,
    Refusal,
    displayed,
    fits_pattern,
    refused_by_identity,
    shape_refusal,
    text_refusal,
)
from rtxoutcomes.validate.distinct import Distinct, matching, numbers
from rtxoutcomes.validate.national import national_texts
from rtxoutcomes.validate.numbers import WHOLE
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.validate.units import unit_refusal

REQUIRED, SHAPE, RANGE, LATTICE = "value.missing", "shape", "number.range", "score.on_scale"
_ORDER = (REQUIRED, SHAPE, RANGE, LATTICE)
_FEWEST_DIGITS_OF_A_PHONE = 10
# Serial numbers may look like mobile numbers by chance, but not as often as this.
_MOBILE_PROPORTION = 0.05
_TEXTS = ("id", "text", "label")
# Statistical programs and registries write these for a missing value.
_CODES_FOR_MISSING = (9.0, 99.0, 999.0, 9999.0, 99999.0)
_CODED = (
    "if {0} means a missing value, empty the cell, or declare it in the study file: "
    '[reading] missing_tokens = ["{0}"]'
)


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """`refusals` maps the number of a distinct text to the reason for its refusal.

    `of_column` is one refusal of the column in place of one a cell; `covered` are the texts to
    which it applies. `values` are the texts as numbers if the column holds numbers.
    """

    refusals: Mapping[int, Refusal]
    values: Floats | None
    of_column: Refusal | None = None
    covered: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        # A traceback may print it: never a cell.
        return f"<Judgement: {len(self.refused)} texts refused>"

    @property
    def refused(self) -> frozenset[int]:
        """Every text that gives no value."""
        return frozenset(self.refusals) | self.covered


def judged(field: Field, column: Distinct) -> Judgement:
    """Apply every rule on the column."""
    texts = column.texts
    numeric = field.kind in ("number", "whole")
    values = numbers(texts) if numeric else None
    broken = _broken(texts, _kept_rules(field, texts, values))
    covered: frozenset[int] = frozenset()
    of_column = None
    if values is not None and RANGE in broken.values():
        beyond = [k for k, rule in broken.items() if rule == RANGE]
        of_column = unit_refusal(field, values[column.codes], len(column.rows(beyond)))
        if of_column is not None:
            covered = frozenset(k for k in beyond if values[k] > (field.maximum or 0.0))
    national = national_texts(column) if field.kind in _TEXTS else []
    left = {k: rule for k, rule in broken.items() if k not in covered}
    refusals = {k: _refusal(field, rule, texts[k], bool(national)) for k, rule in left.items()}
    refusals |= _persons_numbers(field, column, national, refusals)
    return Judgement(refusals, values, of_column, covered)


def _kept_rules(field: Field, texts: list[str], values: Floats | None) -> dict[str, Bools]:
    """Rule -> the texts that keep it. An empty text can only break the rule to fill it in."""
    kept = {SHAPE: _shape(field, texts, values)}
    if field.required:
        kept[REQUIRED] = np.fromiter(map(bool, texts), bool, len(texts))
    if values is not None:
        inside = _in_range(field, values)
        kept[RANGE] = inside
        if field.score is not None:
            known = np.flatnonzero(inside & ~np.isnan(values))
            kept[LATTICE] = np.ones(len(texts), dtype=bool)
            kept[LATTICE][known] = [field.score.on_lattice(v) for v in values[known].tolist()]
    return kept


def _shape(field: Field, texts: list[str], values: Floats | None) -> Bools:
    if field.kind == "number" and values is not None:
        empty = np.fromiter((not text for text in texts), bool, len(texts))
        valid: Bools = ~np.isnan(values) | empty
        return valid
    if field.kind == "id":
        return _valid_ids(field, texts)
    valid_forms: dict[str, Callable[[str], object]] = {
        "whole": WHOLE.fullmatch,
        "yes_no": YES_NO.__contains__,
        "category": frozenset(field.allowed).__contains__,
        "hash": re.compile(field.pattern).fullmatch,
    }
    if field.kind in valid_forms:
        return matching(texts, valid_forms[field.kind])
    return matching(texts, lambda text: _text_refusal(field, text) is None)


def _text_refusal(field: Field, text: str) -> Refusal | None:
    coded = field.kind == "label"
    return text_refusal(text, coded=coded, numbers_allowed=field.numbers_allowed)


def _valid_ids(field: Field, texts: list[str]) -> Bools:
    # Ids begin with a letter in most studies, and then none can be a telephone number.
    longest = max(map(len, texts), default=0)
    every = "".join(texts)
    if longest <= LONGEST_ID and every.isascii() and every.isprintable() and " " not in every:
        valid = matching(texts, re.compile(field.pattern).fullmatch)
    else:
        valid = matching(texts, lambda text: fits_pattern(text, field))
    if longest >= _FEWEST_DIGITS_OF_A_PHONE:
        few = [k for k, text in enumerate(texts) if text and not text[0].isalpha()]
        valid[[k for k in few if phone_mark(texts[k]) and not looks_like_mobile(texts[k])]] = False
    return valid


def _in_range(field: Field, values: Floats) -> Bools:
    slack = SAME_TIME if field.unit == "months" else 0.0
    low = -math.inf if field.minimum is None else field.minimum - slack * abs(field.minimum)
    high = math.inf if field.maximum is None else field.maximum * (1 + slack)
    above = values > low if field.above else values >= low
    inside: Bools = np.isnan(values) | (above & (values <= high))
    return inside


def _broken(texts: list[str], kept: Mapping[str, Bools]) -> dict[int, str]:
    """Number of a text -> the first rule that it breaks, according to pandera."""
    cells = pd.Series(texts, dtype=object)
    schema = pa.SeriesSchema(object, [_check(rule, which) for rule, which in kept.items()])
    cases: dict[str, list[int]] = {}
    try:
        schema.validate(cells, lazy=True, inplace=True)
    except SchemaErrors as errors:
        for rule, places in errors.failure_cases.groupby("check", sort=False)["index"]:
            cases[str(rule)] = [int(k) for k in places]
    # Reversed, so that the first rule is the one that stays.
    return {k: rule for rule in reversed(_ORDER) for k in cases.get(rule, [])}


def _check(rule: str, kept: Bools) -> pa.Check:
    return pa.Check(lambda cells: pd.Series(kept, index=cells.index), error=rule, name=rule)


def _refusal(field: Field, rule: str, text: str, national: bool) -> Refusal:
    if rule == REQUIRED:
        remedy = f"fill it in: {field.description}"
        return Refusal(rule, "must not be empty", remedy, "an empty cell")
    if rule == SHAPE:
        of_text = _text_refusal(field, text) if field.kind in _TEXTS[1:] else None
        return of_text or shape_refusal(text, field, national=national)
    if rule == RANGE and field.name == "age_years" and float(text) > (field.maximum or 0.0):
        remedy = f"ages above {field.maximum:g} identify people; write {field.maximum:g}"
        return Refusal(AGE.rule, _range_words(field), remedy, masked(AGE, text))
    value = displayed(text, field)
    if rule == RANGE:
        return Refusal(rule, _range_words(field), _range_remedy(field, float(text)), value)
    return Refusal(rule, lattice_words(field), "look the value up and type it again", value)


def _range_words(field: Field) -> str:
    words = ("above", "and not above") if field.above else ("between", "and")
    unit = f" {field.unit}" if field.unit else ""
    return f"must be {words[0]} {field.minimum:.15g} {words[1]} {field.maximum:.15g}{unit}"


def _range_remedy(field: Field, value: float) -> str:
    high, low = field.maximum, field.minimum or 0.0
    if abs(value) in _CODES_FOR_MISSING:
        return _CODED.format(f"{value:g}")
    if field.unit == "g/L" and high is not None and low <= value / 100 <= high < value:
        return "is the unit g/L? a hundredth of the value would be in range, as for mg/dL"
    if field.unit == "months" and 20_000 <= value <= 60_000:
        return "it looks like a date as spreadsheets count them; write months since first infusion"
    return "look the value up and type it again"


def lattice_words(field: Field) -> str:
    """The scale of a score in words."""
    score = field.score
    if score is None:
        return "must lie on the scale"
    but = ", but not " + ", ".join(f"{v:g}" for v in score.not_on_scale)
    steps = f"must be between {score.minimum:g} and {score.maximum:g} in steps of "
    return f"{steps}{score.lattice_step.normalize():f}{but if score.not_on_scale else ''}"


def _persons_numbers(
    field: Field, column: Distinct, national: list[int], refusals: Mapping[int, Refusal]
) -> dict[int, Refusal]:
    """Personal numbers that only the column as one reveals: mobiles as ids, national codes."""
    personal = {}
    mobiles = []
    if field.kind == "id":
        digits = [k for k in column.digits() if k not in refusals]
        mobiles = [k for k in digits if looks_like_mobile(column.texts[k])]
    if len(column.rows(mobiles)) >= _MOBILE_PROPORTION * max(len(column.codes), 1) and mobiles:
        remedy = "use the pseudonym of the study, not a telephone number"
        personal = {k: refused_by_identity(PHONE, column.texts[k], remedy) for k in mobiles}
    if field.kind != "id":
        personal |= {k: refused_by_identity(NATIONAL_ID, column.texts[k]) for k in national}
    return personal
