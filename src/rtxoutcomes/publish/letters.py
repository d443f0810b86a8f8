"""Whether the fonts at hand have the letters of a study, asked before anything is computed."""

import unicodedata
from pathlib import Path

from rtxoutcomes.errors import StudyError, StudyProblem
from rtxoutcomes.figures.typefaces import lacking
from rtxoutcomes.identity import safe_name
from rtxoutcomes.read.block_faults import path_of
from rtxoutcomes.read.study_file import texts_of
from rtxoutcomes.study import Study

# Blocks of words that a reader of raw files needs, and keys of texts that figures do not have.
_NOT_PRINTED = ("columns", "one_table", "reading", "privacy", "claims", "synthesis")
_NOT_DRAWN = ("outcomes", "title", "design", "abbreviations")
MOST_NAMED = 8
REMEDY = (
    "which the fonts of the package lack; name a font file that has them in the study file, "
    'relative to it: [report] font = "fonts/NAME.ttf"'
)


def refuse_unwritable(study: Study, *, pdf: bool) -> None:
    """Refuse labels that figures would draw as boxes, and with a PDF any text that it would.

    Raises
    ------
    StudyError
        Names every such label with its characters, or a file that is no font.
    """
    font, document = study.report.font, study.model_dump()
    left_out = _NOT_PRINTED if pdf else (*_NOT_PRINTED, *_NOT_DRAWN)
    try:
        lacks = {
            place: missing
            for place, text in texts_of(document)
            if not set(left_out) & set(place) and (missing := lacking(text, font))
        }
        problems = [
            StudyProblem(path_of(place, document), f"has {_named(missing)}, {REMEDY}")
            for place, missing in lacks.items()
        ]
    except ValueError as wrong:
        problems = [StudyProblem("report.font", str(wrong))]
    if problems:
        raise StudyError(study.id, problems)


def font_hash(study: Study) -> dict[str, str]:
    """The font that the study names, by SHA-256, for the manifest."""
    font = study.report.font
    return {} if font is None else {f"font/{safe_name(Path(font.path).name)}": font.sha256}


def _named(characters: str) -> str:
    """`X (U+4E16)`: the first of them; a mark is named only, since it would alter the bracket."""
    named = [
        f"U+{ord(c):04X}" if unicodedata.category(c).startswith("M") else f"{c} (U+{ord(c):04X})"
        for c in characters[:MOST_NAMED]
    ]
    more = len(characters) - MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
