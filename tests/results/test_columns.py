"""What the columns of the results frame hold."""

from released import bundled, small
from rtxoutcomes.results.columns import CLOSED_LISTS, DESCRIPTIONS, NEVER_EMPTY
from rtxoutcomes.results.frame import COLUMNS


def test_every_column_is_described() -> None:
    assert tuple(sorted(DESCRIPTIONS)) == tuple(sorted(COLUMNS))
    assert set(CLOSED_LISTS) | set(NEVER_EMPTY) <= set(COLUMNS)


def test_closed_lists_hold_what_the_rows_hold() -> None:
    for made in (bundled(), small()):
        for name, values in CLOSED_LISTS.items():
            assert set(made.estimates[name]) <= set(values), name


def test_columns_that_are_never_empty_are_filled() -> None:
    for made in (bundled(), small()):
        assert not (made.estimates[list(NEVER_EMPTY)] == "").any(axis=None)
