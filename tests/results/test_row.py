"""A row of the results."""

import math

from results.test_frame import row
from rtxoutcomes.results.quantity import Choice, Model


def test_rows_are_equal_where_their_fields_are_nan_included() -> None:
    assert row() == row()
    assert hash(row()) == hash(row())
    assert row() != row(month=12.0)
    assert row() != row(group="B")
    assert row() != row().value


def test_a_row_without_more_is_a_reported_one_of_a_diagnosis() -> None:
    plain = row()

    assert (plain.grouping, plain.role) == ("diagnosis", "reported")
    empty = (plain.against, plain.channel, plain.activity, plain.level, plain.unit, plain.planned)
    assert empty == ("",) * 6
    assert (plain.model, plain.choice) == (Model.NONE, Choice.NONE)
    assert math.isnan(plain.month)
    assert math.isnan(plain.p_adjusted)
