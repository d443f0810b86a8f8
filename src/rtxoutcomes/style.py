"""A journal's style of numbers: the data of a style file, for the functions that round."""

from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from rtxoutcomes.parts import Part
from rtxoutcomes.wording import Label, PrintedMark

MINUS: Final = "\N{MINUS SIGN}"
# A separator that holds a digit would make a number unreadable.
Separator = Annotated[PrintedMark, Field(pattern=r"^[^0-9]*$")]
DecimalMark = Literal[".", ",", "\N{MIDDLE DOT}"]
Digits = Annotated[int, Field(ge=0, le=6)]
Font = Annotated[Label, Field(max_length=80, pattern=r"^[^<>{};\\\"]+$")]
Points = Annotated[float, Field(ge=6, le=14)]
# Only the letter of the statistic: longer words could change its meaning.
Letter = Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}$")]


class Numbers(Part):
    """Every number: the decimal mark and the sign of negative ones."""

    decimal_mark: DecimalMark = "."
    minus: Literal["-", "\N{MINUS SIGN}", "\N{EN DASH}"] = MINUS


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


class PValues(Part):
    """Letter, signs, decimals and the smallest P value that is printed as a number.

    Raises
    ------
    ValueError
        A step could print a P value as 0: `floor` and the start of each step must be at least
        the smallest number that its decimals can show.
    """

    letter: Letter = "P"
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


class Fonts(Part):
    """Typefaces by the names that Word and a browser know, and sizes in points."""

    text: Font = "Times New Roman"
    tables: Font = "Arial"
    text_points: Points = 11
    table_points: Points = 8


class Style(Part):
    """A journal's style; the default is that of the package.

    It determines how rows are printed, never which: every style shows the same rows.
    """

    name: Annotated[Label, Field(max_length=40)] = "default"
    numbers: Numbers = Numbers()
    intervals: Intervals = Intervals()
    p_values: PValues = PValues()
    percentages: Percentages = Percentages()
    fonts: Fonts = Fonts()


DEFAULT = Style()
