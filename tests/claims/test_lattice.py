"""Values equally far apart, in whole steps."""

from fractions import Fraction

from rtxoutcomes.claims.lattice import Lattice, lattice_of
from rtxoutcomes.claims.printed import Window
from rtxoutcomes.study.claim import Scale


def test_a_scale_is_read_as_exact_steps() -> None:
    lattice = lattice_of(Scale(minimum="-1", maximum="1.05", step="0.1"))

    assert (lattice.minimum, lattice.step) == (Fraction(-1), Fraction(1, 10))
    assert lattice.top == 20
    assert lattice.maximum == 1
    assert lattice.words() == "values from -1 to 1 in steps of 0.1"


def test_sums_stay_on_the_scale() -> None:
    lattice = Lattice(Fraction(1), Fraction(1), 4)

    assert list(lattice.sums(Window(Fraction(0), Fraction(3, 2)), 4)) == [0, 1, 2]
    assert list(lattice.sums(Window(Fraction(5), Fraction(9)), 4)) == [16]
    assert lattice.total(16, 4) == 20


def test_a_part_of_a_lattice_keeps_its_steps() -> None:
    whole = Lattice(Fraction(-10), Fraction(1, 2), 40)

    part = whole.within("-2.0", "1.0")

    assert (part.minimum, part.maximum) == (Fraction(-2), Fraction(1))
    assert (part.top, part.zero) == (6, 4)


def test_changes_are_known_by_values_below_zero() -> None:
    assert Lattice(Fraction(-10), Fraction(1, 2), 40).is_of_changes
    assert not Lattice(Fraction(0), Fraction(1, 2), 20).is_of_changes
    assert not Lattice(Fraction(-1, 3), Fraction(1, 2), 20).is_of_changes
