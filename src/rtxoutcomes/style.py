"""A journal's style: the data of a style file, for all that prints numbers or sets a text."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from rtxoutcomes.parts import Part
from rtxoutcomes.wording import Label, PrintedMark

MINUS: Final = "\N{MINUS SIGN}"
# A separator that holds a digit would make a number unreadable.
Separator = Annotated[PrintedMark, Field(pattern=r"^[^0-9]*$")]
DecimalMark = Literal[".", ",", "\N{MIDDLE DOT}"]
# A plain space would let a line break within a number.
ThousandsMark = Literal["", ",", ".", "'", "\N{NO-BREAK SPACE}"]
Digits = Annotated[int, Field(ge=0, le=6)]
Font = Annotated[Label, Field(max_length=80, pattern=r"^[^<>{};\\\"]+$")]
Points = Annotated[float, Field(ge=6, le=14)]
# Only the letter of the statistic: longer words could change its meaning.
Letter = Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}$")]
PAPER = ("authors", "title", "journal", "year", "volume", "pages")


class Numbers(Part):
    """Every number: its signs, and in texts the counts that are written as words.

    `thousands` separates groups of three digits from `thousands_from` on; `words_below` is the
    first count in digits (0: all are). `none` is a word in every style.
    """

    decimal_mark: DecimalMark = "."
    minus: Literal["-", "\N{MINUS SIGN}", "\N{EN DASH}"] = MINUS
    thousands: ThousandsMark = ""
    thousands_from: Literal[1000, 10_000] = 10_000
    words_below: Annotated[int, Field(ge=0, le=11)] = 10

    def consistency_faults(self) -> list[str]:
        """Marks that could be taken for one another."""
        same = self.thousands == self.decimal_mark
        return ["decimal_mark and thousands must differ"] * same


class Intervals(Part):
    """The text between two limits; `separator_negative` if one of them is below zero.

    `percent_signs`: whether, in texts, the limits of a percentage carry the sign that it has.
    """

    separator: Annotated[Separator, Field(min_length=1)] = " to "
    separator_negative: Annotated[Separator, Field(min_length=1)] = " to "
    percent_signs: bool = False


class PStep(Part):
    """Decimals of a P value from `at_least` on."""

    at_least: Annotated[float, Field(ge=0, lt=1)]
    digits: Digits


# `P value`, `P values`, and headings of columns; no other word is the letter alone.
_P_NAMED = re.compile(r"(?<!\w)P(?= values?\b| \(adjusted\))|^P$")


class PValues(Part):
    """Letter, signs, decimals and the smallest P value that is printed as a number.

    `italic` sets the letter so in texts.

    Raises
    ------
    ValueError
        A step could print a P value as 0: `floor` and the start of each step must be at least
        the smallest number that its decimals can show.
    """

    letter: Letter = "P"
    italic: bool = False
    equals: Separator = " = "
    less: Separator = " < "
    leading_zero: bool = True
    floor: Annotated[float, Field(gt=0, le=0.05)] = 0.001
    steps: Annotated[tuple[PStep, ...], Field(min_length=1, max_length=20)] = (
        PStep(at_least=0, digits=3),
        PStep(at_least=0.1, digits=2),
    )

    @field_validator("steps")
    @classmethod
    def _rise(cls, steps: tuple[PStep, ...]) -> tuple[PStep, ...]:
        starts = [step.at_least for step in steps]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("must begin at 0 and rise")
        return steps

    def in_words(self, text: str) -> str:
        """The text with this letter where it names P values, in sentences and in headings."""
        return _P_NAMED.sub(self.letter, text)

    def consistency_faults(self) -> list[str]:
        """The first step that could print a P value as 0."""
        zero = [s.at_least for s in self.steps if max(s.at_least, self.floor) < 10.0**-s.digits]
        return [f"would print a P value from {start:g} on as 0" for start in zero[:1]]


class Percentages(Part):
    """The sign, and decimals: `digits_large` from `large_from` patients on."""

    sign: Annotated[Separator, Field(min_length=1)] = "%"
    digits: Digits = 0
    digits_large: Digits = 1
    large_from: Annotated[int, Field(ge=1, le=1_000_000)] = 101


class Citations(Part):
    """How a text cites papers, and how its list prints them.

    `form` is that of the numbers in the text; `range` joins the first and the last of three or
    more consecutive ones, and each is named where it is empty. Up to `all_authors` are all listed,
    of more the first `first_authors`. `article` is the pattern of a paper in a journal, in which
    `*` and `**` set italic and bold type; books are printed as they are.

    Raises
    ------
    ValueError
        `article` lacks a part of a paper, or has one that is not known.
    """

    form: Literal["brackets", "parentheses", "superscript"] = "brackets"
    range: Literal["", "-", "\N{EN DASH}"] = ""
    all_authors: Annotated[int, Field(ge=1, le=99)] = 99
    first_authors: Annotated[int, Field(ge=1, le=99)] = 3
    article: Annotated[Label, Field(max_length=120)] = (
        "{authors}. {title}. {journal} {year};{volume}:{pages}."
    )

    @field_validator("article")
    @classmethod
    def _parts_of_a_paper(cls, article: str) -> str:
        try:
            named = [name for _, name, form, _ in Formatter().parse(article) if name is not None]
        except ValueError:
            named = []
        if sorted(named) != sorted(PAPER):
            raise ValueError(f"must name each of {{{'}, {'.join(PAPER)}}} once")
        return article

    def consistency_faults(self) -> list[str]:
        """More first authors than may be listed in full."""
        too_many = self.first_authors > self.all_authors
        return ["first_authors must not be above all_authors"] * too_many


class Manuscript(Part):
    """How the manuscript is set for reviewers: numbered lines, double spacing."""

    line_numbers: bool = False
    double_spacing: bool = False


class Fonts(Part):
    """Typefaces by the names that Word and a browser know, and sizes in points."""

    text: Font = "Times New Roman"
    tables: Font = "Arial"
    text_points: Points = 11
    table_points: Points = 8


class Style(Part):
    """A journal's style; the default is that of the package.

    It determines how rows are printed, never which: every style shows the same rows. `journal`,
    `summary` and `sources` are for readers of the file: whose style it is, what distinguishes it,
    and for each key (`p_values.letter`) where the journal's rule is published.
    """

    name: Annotated[Label, Field(max_length=40)] = "default"
    journal: Annotated[str, Field(max_length=120)] = ""
    summary: Annotated[str, Field(max_length=200)] = ""
    numbers: Numbers = Numbers()
    intervals: Intervals = Intervals()
    p_values: PValues = PValues()
    percentages: Percentages = Percentages()
    citations: Citations = Citations()
    manuscript: Manuscript = Manuscript()
    fonts: Fonts = Fonts()
    sources: Mapping[str, Annotated[str, Field(max_length=600)]] = {}

    @field_validator("sources")
    @classmethod
    def _of_known_keys(cls, sources: Mapping[str, str]) -> Mapping[str, str]:
        unknown = [key for key in sources if key not in rule_keys()]
        if unknown:
            raise ValueError(
                f"{unknown[0]!r} is not a key of a style file such as 'p_values.letter'"
            )
        return sources


def rule_keys() -> frozenset[str]:
    """The keys that a source may be given for: `numbers.minus`, `p_values.steps`."""
    blocks = ((name, field.default) for name, field in Style.model_fields.items())
    return frozenset(
        f"{name}.{key}" for name, block in blocks if isinstance(block, Part) for key in dict(block)
    )


# Its file says the same of itself.
DEFAULT = Style(summary="decimal point, intervals with 'to', P values to three decimals below 0.1")
