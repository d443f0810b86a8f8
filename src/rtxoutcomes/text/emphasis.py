"""Italic, bold and raised stretches within a value, of which a text is set piece by piece."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from rtxoutcomes.style import PValues
from rtxoutcomes.text.model import Emphasis, Piece

# Private characters, which no study file or table may hold.
_MARKS: Mapping[Emphasis, tuple[str, str]] = {
    "bold": ("\ue010", "\ue011"),
    "italic": ("\ue012", "\ue013"),
    "superscript": ("\ue014", "\ue015"),
}
_OPENED = {opened: emphasis for emphasis, (opened, _) in _MARKS.items()}
_STRETCH = re.compile("([\ue010\ue012\ue014][^\ue010-\ue015]*[\ue011\ue013\ue015])")
_RAISED = re.compile("\ue014([^\ue015]*)\ue015")
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STARS = re.compile(r"\*\*([^*]+)\*\*|\*([^*]+)\*")
# Of two consecutive numbers, both are named.
FEWEST = 2
# A raised number follows these marks instead of preceding them.
_BEFORE_RAISED = (".", ",")


def marked(text: str, emphasis: Emphasis) -> str:
    """The text between the marks of an emphasis."""
    opened, closed = _MARKS.get(emphasis, ("", ""))
    return f"{opened}{text}{closed}"


def without_stars(pattern: str) -> str:
    """`*a*` and `**b**` of a style file as marked stretches."""
    return _STARS.sub(
        lambda found: marked(found[1], "bold") if found[1] else marked(found[2], "italic"), pattern
    )


def stretches(piece: Piece) -> Iterator[Piece]:
    """The piece cut at its marks, each stretch with its emphasis."""
    for text in _STRETCH.split(piece.text):
        if text[:1] in _OPENED:
            yield replace(piece, text=text[1:-1], emphasis=_OPENED[text[0]])
        elif text:
            yield replace(piece, text=text)


def number_list(numbers: Sequence[int], dash: str) -> str:
    """`2,5-7`: rising numbers, three or more consecutive ones as a range where there is a dash."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{run[0]}{dash}{run[-1]}" if dash and len(run) > FEWEST else ",".join(map(str, run))
        for run in runs
    )


def plain(text: str) -> str:
    """The text without marks, for places that have no emphasis; raised digits are characters."""
    raised = _RAISED.sub(lambda found: found[1].translate(_DIGITS), text)
    return re.sub("[\ue010-\ue015]", "", raised)


def with_italic_letter(piece: Piece, p_values: PValues) -> Piece:
    """The letter of P values as the style has it, in italic type where it asks for that."""
    if not piece.reference:
        piece = replace(piece, text=p_values.in_words(piece.text))
    if not p_values.italic or "*" in piece.text:
        return piece
    letter = re.compile(rf"(?<!\w){p_values.letter}(?= ?[=<]| values?\b)")
    italic = marked(p_values.letter, "italic") if piece.reference else f"*{p_values.letter}*"
    return replace(piece, text=letter.sub(italic, piece.text))


def raised_after_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """Raised numbers without a space before them, after a full point or a comma."""
    kept: list[Piece] = []
    moved = ""
    for piece, following in zip_longest(pieces, pieces[1:]):
        own = replace(piece, text=piece.text.removeprefix(moved)) if moved else piece
        moved = ""
        if own.emphasis == "superscript":
            mark = "" if following is None or following.reference else following.text[:1]
            moved = mark if mark in _BEFORE_RAISED else ""
            kept = _closed_up(kept, moved)
        kept.append(own)
    return kept


def _closed_up(pieces: list[Piece], mark: str) -> list[Piece]:
    """The pieces without the space at their end, and with the mark in its place."""
    if pieces and not pieces[-1].reference:
        *before, last = pieces
        return [*before, replace(last, text=f"{last.text.rstrip(' ')}{mark}")]
    return [*pieces, Piece(mark)] if mark else pieces
