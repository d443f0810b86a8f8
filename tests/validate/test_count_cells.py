"""One cell of a count table."""

import pandas as pd
import pytest

from cohorts import study
from rtxoutcomes.cohort import RawTable
from rtxoutcomes.validate.count_cells import cell_faults, column_faults, typed


def times(*rows: tuple[str, str, str, str]) -> RawTable:
    frame = pd.DataFrame(list(rows), columns=["group", "time", "relapsed", "censored"])
    return RawTable("times", "times.csv", frame, range(2, len(frame) + 2), "")


def test_a_table_that_keeps_the_rules_has_no_faults() -> None:
    table = times(("A", "12", "0", "3"))

    assert not [*column_faults(table), *cell_faults(table, study())]
    assert typed(table).to_numpy().tolist() == [["A", 12, 0, 3]]


@pytest.mark.parametrize("cell", ["", "1e3", "12.0", "99999999999999", "+1", "٣"])
def test_a_count_has_no_other_shape(cell: str) -> None:
    (fault,) = cell_faults(times(("A", "12", cell, "3")), study())

    assert (fault.rule, fault.column, fault.line) == ("number.whole", "relapsed", 2)


def test_an_unknown_group_is_not_shown() -> None:
    (fault,) = cell_faults(times(("Ali Rezaei", "12", "0", "3")), study())

    assert fault.rule == "value.allowed"
    assert "Ali" not in fault.sentence()
