"""What a map must do with the cells of a column: labels, numbers with units, doubtful cells.

A cell is shown only if it is a word of the vocabulary, a short number, or a label of a diagnosis
that several patients have. Of any other cell only the row is named.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.draft.columns import Column, is_missing
from rtxoutcomes.identity import fold, text_mark
from rtxoutcomes.pseudonymise.plan import OPEN
from rtxoutcomes.pseudonymise.raw import plain_number
from rtxoutcomes.vocabulary.headers import TIME_UNITS
from rtxoutcomes.vocabulary.words import same_cell, tokens, vocabulary

_SHORT = r"[0-9]{1,4}(?:[.,][0-9]{1,3})?"
_NUMBER = re.compile(rf"[+-]?{_SHORT}")
_WITH_UNIT = re.compile(rf"({_SHORT})\s*([^\W\d_/]+(?:/[^\W\d_]+)?)\.?")
_BOUND = re.compile(rf"[<>≤≥~=]{{1,2}}\s*{_SHORT}")
_SPAN = re.compile(r"[0-9]{1,2}(?:[.,][0-9])?\s*[-/]\s*[0-9]{1,2}(?:[.,][0-9])?")
# A longer number that is not possible in a column may be that of a patient.
_SHOWN = re.compile(r"[+-]?(?:[0-9]{1,3}|9+)(?:[.,][0-9]{1,3})?")
_COMMA = re.compile(r"[+-]?[0-9]+,([0-9]+)")
_CODE = re.compile(r"-?[0-9]{1,3}(?:\.0)?")
_THOUSANDS = 3
# So many patients with one label are a group of the study, not a word about one of them.
_FREQUENT = 5
_MOST_WORDS = 3
_MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Recode:
    """One line of `recode`: the cell, the value of the cohort or "?", and why."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Values:
    """The lines of `recode` that a column needs, and what must be asked about its other cells.

    `decimal_comma`: numbers of the column have a comma as their decimal mark.
    """

    recodes: tuple[Recode, ...] = ()
    questions: tuple[str, ...] = ()
    decimal_comma: bool = False


def rows_text(lines: Sequence[int]) -> str:
    """`row 4`, `rows 4, 9 and 12`, `rows 4, 5, 6, 7, 8 and 12 more`."""
    shown = [str(line) for line in lines[:_MOST_ROWS]]
    if len(lines) > _MOST_ROWS:
        return f"rows {', '.join(shown)} and {len(lines) - _MOST_ROWS} more"
    if len(shown) == 1:
        return f"row {shown[0]}"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def labelled(
    column: Column,
    value_of: Callable[[str], str],
    allowed: Sequence[str],
    *,
    asks_missing: bool = False,
    is_required: bool = False,
    choices: Mapping[str, str] | None = None,
) -> Values:
    """The values of a column of labels.

    Parameters
    ----------
    value_of
        The value of a label in the cohort; empty if it is not known.
    allowed
        The values of the cohort; a label that is one needs no line.
    is_required
        Whether the cohort must have a value.
    asks_missing
        Whether a word for a missing value may mean something here, such as no relapse.
    choices
        Labels of codes, from a data dictionary.
    """
    recodes, questions = [], []
    for label, lines in _labels(column).items():
        count = rows_text(lines) if len(lines) <= _MOST_ROWS else f"{len(lines)} rows"
        meant = value_of((choices or {}).get(label, "") or label)
        ask = f"{count}: {_answers(allowed, is_required)}?"
        if meant:
            # A line serves every spelling with other capitals.
            if any(text not in allowed for _, text in _same(column, label)):
                recodes.append(Recode(label, meant, count))
        elif is_missing(label) and not asks_missing:
            recodes.append(Recode(label, "", f"{count}, read as missing"))
        elif is_missing(label) or is_code(label) or _is_group(label, lines):
            own = " or a code that you add to study.toml" * (is_required and not is_code(label))
            recodes.append(Recode(label, OPEN, f"{ask.removesuffix('?')}{own}?"))
            answers = f"{_answers(allowed, is_required)}{own}"
            questions.append(f"{column.shown}, {count}: what is {label!r}: {answers}?")
        else:
            questions.append(
                f"{column.shown}: a label is not known in {rows_text(lines)} (not shown): correct "
                "it in the file, or add it to recode in the map"
            )
    return Values(tuple(recodes), tuple(questions))


def is_code(label: str) -> bool:
    """Whether a label is a number in place of a word."""
    return _CODE.fullmatch(label) is not None


def _answers(allowed: Sequence[str], is_required: bool) -> str:
    values = [f'"{value}"' for value in allowed if value not in ("0", "1")]
    return " or ".join([*values, *([] if is_required else ['"" (not known)'])])


def _labels(column: Column) -> dict[str, list[int]]:
    """The first spelling of each label in the order of their words -> its rows."""
    spelling: dict[str, str] = {}
    lines: dict[str, list[int]] = defaultdict(list)
    for line, text in column.filled:
        first = spelling.setdefault(same_cell(text), text)
        lines[first].append(line)
    return dict(sorted(lines.items(), key=lambda item: same_cell(item[0])))


def _same(column: Column, label: str) -> list[tuple[int, str]]:
    same = same_cell(label)
    return [(line, text) for line, text in column.filled if same_cell(text) == same]


def _is_group(label: str, lines: Sequence[int]) -> bool:
    few = len(label.split()) <= _MOST_WORDS and len(label) <= 32
    return few and len(lines) >= _FREQUENT and text_mark(label) is None


def numeric(column: Column, unit: str, fits: Callable[[float], bool]) -> Values:
    """The values of a column of numbers.

    `unit` is that of the numbers in the file, `fits` whether a number is possible.
    """
    comma = _has_decimal_comma(column)
    recodes, hidden = [], []
    questions = []
    for label, lines in _labels(column).items():
        plain = plain_number(label)
        where = rows_text(lines)
        if (number := _as_number(plain, comma)) is not None:
            if fits(number):
                continue
            if not _SHOWN.fullmatch(plain):
                hidden += lines
            else:
                recodes.append(Recode(label, OPEN, f'{where}: not possible; the value, or ""'))
                questions.append(
                    f"{column.shown}, {where}: {label} is not possible here; what is right? "
                    '("" where it is not known)'
                )
        elif is_missing(label):
            recodes.append(Recode(label, "", f"{where}, read as missing"))
        elif (without := _without_unit(plain, unit)) is not None:
            recodes.append(Recode(label, without.replace(",", "."), f"{where}, without its unit"))
        elif _BOUND.fullmatch(plain) or _SPAN.fullmatch(plain) or _COMMA.fullmatch(plain):
            recodes.append(Recode(label, OPEN, f'{where}: one number, or ""'))
            questions.append(
                f"{column.shown}, {where}: {label} is not one number; which number, or "
                '"" where it is not known?'
            )
        else:
            hidden += lines
    if hidden:
        questions.append(
            f"{column.shown}: no possible number in {rows_text(sorted(hidden))} (not "
            "shown): correct it in the file, or add it to recode in the map"
        )
    return Values(tuple(recodes), tuple(questions), comma)


def _has_decimal_comma(column: Column) -> bool:
    found = [m for _, text in column.filled if (m := _COMMA.fullmatch(plain_number(text)))]
    # 1,318 alone may be a thousand.
    return any(len(m[1]) != _THOUSANDS or m[0].startswith("0,") for m in found)


def _as_number(text: str, comma: bool) -> float | None:
    if not _NUMBER.fullmatch(text) or ("," in text and not comma):
        return None
    return float(text.replace(",", "."))


def _without_unit(text: str, unit: str) -> str | None:
    """The number before a unit, where that is the unit of the column."""
    found = _WITH_UNIT.fullmatch(fold(text))
    if found is None:
        return None
    named = vocabulary().units.get(tokens(found[2]), "")
    return found[1] if named and named == (unit or named) else None


def numbers_of(column: Column) -> list[float]:
    """The numbers in a column, with points or commas as decimal marks."""
    comma = _has_decimal_comma(column)
    found = (_as_number(plain_number(text), comma) for _, text in column.filled)
    return [number for number in found if number is not None]


def is_time(unit: str) -> bool:
    """Whether a unit is one of time."""
    return unit in TIME_UNITS
