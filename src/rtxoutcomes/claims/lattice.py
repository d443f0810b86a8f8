"""The values that a patient can have, equally far apart, as whole numbers of steps."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rtxoutcomes.claims.printed import Window
from rtxoutcomes.study.claim import Scale


@dataclass(frozen=True, slots=True)
class Lattice:
    """Values `minimum`, `minimum + step`, up to `top` steps above the minimum.

    A sum of n values is n minima and a whole number of steps, from 0 to n times `top`: with every
    step allowed, each of these sums can be reached.
    """

    minimum: Fraction
    step: Fraction
    top: int

    @property
    def maximum(self) -> Fraction:
        return self.minimum + self.top * self.step

    @property
    def is_of_changes(self) -> bool:
        """Whether zero is a value of the scale and lower ones are, too."""
        return self.minimum < 0 <= self.maximum and (self.minimum / self.step).denominator == 1

    @property
    def zero(self) -> int:
        """The steps from the minimum to no change."""
        return int(-self.minimum / self.step)

    def sums(self, mean: Window, n: int) -> range:
        """The sums of n values, in steps above n minima, whose mean is in the window."""
        steps = mean.plus(-self.minimum).times(n / self.step).integers()
        return range(max(steps.start, 0), min(steps.stop, n * self.top + 1))

    def total(self, steps: int, n: int) -> Fraction:
        """The sum itself, in the unit of the values."""
        return n * self.minimum + steps * self.step

    def value(self, steps: int) -> Fraction:
        return self.minimum + steps * self.step

    def within(self, low: str, high: str) -> "Lattice":
        """The part of the lattice from `low` to `high`."""
        steps = Window(Fraction(low) - self.minimum, Fraction(high) - self.minimum)
        inside = steps.times(1 / self.step).integers()
        first, last = max(inside.start, 0), min(inside.stop - 1, self.top)
        return Lattice(self.value(first), self.step, max(last - first, 0))

    def words(self) -> str:
        """`from -10 to 10 in steps of 0.5`."""
        return f"values from {_plain(self.minimum)} to {_plain(self.maximum)} in steps of " + (
            _plain(self.step)
        )


def lattice_of(scale: Scale) -> Lattice:
    """The lattice of a scale; a maximum between two steps is not a value."""
    minimum, maximum, step = (Fraction(x) for x in (scale.minimum, scale.maximum, scale.step))
    return Lattice(minimum, step, int((maximum - minimum) // step))


def _plain(value: Fraction) -> str:
    """`0.5`, `10`: an exact decimal without zeros at its end."""
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"
