"""What counts as a confirmed change: the steps, the windows in days, the reference."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Direction = Callable[[float, float], bool]
"""Whether a value, the second argument, is a change from the reference, the first."""


class Reference(StrEnum):
    """Against which value a change is judged.

    `FIXED` is the baseline. `ROVING` is the value at the confirmation of the last confirmed
    worsening or improvement (Kappos 2018), `ROVING_WORSENING` that of the last worsening.
    """

    FIXED = "fixed"
    ROVING = "roving"
    ROVING_WORSENING = "roving_worsening"


class Change(StrEnum):
    """The direction of a confirmed change."""

    WORSENING = "worsening"
    IMPROVEMENT = "improvement"


@dataclass(frozen=True, slots=True)
class Rules:
    """The definition of a confirmed change; times are in days.

    A change is confirmed at the first eligible visit `confirm_days` or more after its onset, if it
    holds at every visit up to that one, and if `sustained` at all later ones. A visit less than
    `exclude_days_after_relapse` after the onset of a relapse is eligible neither as reference nor
    as confirmation; `improvement_near_relapse` lifts that for improvements. With a fixed reference
    only the first change of each kind is an event.
    """

    worsens: Direction
    improves: Direction
    kinds: tuple[Change, ...] = (Change.WORSENING,)
    confirm_days: int = 84
    exclude_days_after_relapse: int = 30
    reference: Reference = Reference.FIXED
    sustained: bool = False
    improvement_near_relapse: bool = False

    def directions(self) -> tuple[tuple[Change, Direction], ...]:
        named = {Change.WORSENING: self.worsens, Change.IMPROVEMENT: self.improves}
        return tuple((kind, named[kind]) for kind in self.kinds)
