"""The declared families of tests: the members of each are adjusted together."""

import math
from collections.abc import Sequence
from dataclasses import replace

from rtxoutcomes.estimate.multiplicity import holm
from rtxoutcomes.results import NAN, Row
from rtxoutcomes.results.families import TESTS
from rtxoutcomes.study import Study


def adjusted(rows: Sequence[Row], study: Study) -> list[Row]:
    """The rows with `p_adjusted` on those of the study's families.

    The size of a family is the number planned: a group without patients counts. A test that would
    belong to a family of another grouping has a note that it was not adjusted.
    """
    new: dict[int, float] = {}
    for family in study.families:
        members = {key: _member(rows, key) for key in family.tests}
        p_values = {k: NAN if row is None else row.value.p_value for k, row in members.items()}
        corrected = holm(p_values, size=len(members))
        new |= {id(row): corrected[k] for k, row in members.items() if row is not None}
    rows = [replace(row, p_adjusted=new[id(row)]) if id(row) in new else row for row in rows]
    return [_unadjusted(row, study) for row in rows] if study.other_families else rows


def _unadjusted(row: Row, study: Study) -> Row:
    """The row with a note if a family of another grouping has a test of its kind."""
    kinds = [key.split(".")[::2] for family in study.other_families for key in family.tests]
    reported = row.role == "reported" and not row.against and math.isnan(row.month)
    tested = reported and not math.isnan(row.value.p_value)
    meant = any(row.endpoint == e and row.quantity in TESTS[test] for e, test in kinds)
    if not (tested and meant and math.isnan(row.p_adjusted) and not row.value.note):
        return row
    return replace(row, value=replace(row.value, note="other_grouping"))


def _member(rows: Sequence[Row], key: str) -> Row | None:
    """The reported test, at the last visit, that a key of a family names."""
    endpoint, group, test = key.split(".")
    reported = (endpoint, group, "", "reported")
    return next(
        (
            row
            for row in rows
            if (row.endpoint, row.group, row.against, row.role) == reported
            and row.quantity in TESTS[test]
            and math.isnan(row.month)
        ),
        None,
    )
