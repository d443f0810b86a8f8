"""How large a number or a list of a study file may be: what it bounds is the work of a run."""

from typing import Annotated, Final, TypeVar

from pydantic import Field

T = TypeVar("T")
# More steps than any measurement has digits; a scale with bands is gone through value by value.
MOST_VALUES: Final = 10_000_000
MOST_BANDED_VALUES: Final = 5_000
LONGEST_MONTHS: Final = 600.0

Value = Annotated[float, Field(ge=-1e9, le=1e9)]
Spread = Annotated[float, Field(ge=0, le=1e9)]
Step = Annotated[float, Field(ge=1e-6, le=1e9)]
Month = Annotated[float, Field(ge=0, le=LONGEST_MONTHS)]
MonthBefore = Annotated[float, Field(ge=-LONGEST_MONTHS, le=LONGEST_MONTHS)]
# Three days: nothing in a study recurs more often.
Interval = Annotated[float, Field(ge=0.1, le=LONGEST_MONTHS)]
Days = Annotated[float, Field(ge=0, le=20_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Seed = Annotated[int, Field(ge=0, lt=2**63)]
# Lists whose items each cost an analysis, and lists that are only read.
Few = Annotated[tuple[T, ...], Field(max_length=20)]
Some = Annotated[tuple[T, ...], Field(max_length=50)]
Many = Annotated[tuple[T, ...], Field(max_length=1_000)]
