"""The declared family of tests, adjusted together."""

import math
from dataclasses import replace

from rtxoutcomes.estimate.multiplicity import holm
from rtxoutcomes.results import NAN, Quantity, Row
from rtxoutcomes.study import Study

TESTS = {
    "t": (Quantity.MEAN_CHANGE, Quantity.GEOMETRIC_MEAN_RATIO),
    "signed_rank": (Quantity.SIGNED_RANK,),
}


def adjusted(rows: list[Row], study: Study) -> list[Row]:
    """The rows with `p_adjusted` on those of the study's family.

    The size of the family is the number planned: a diagnosis without patients counts.
    """
    members = {key: _member(rows, key) for key in study.multiplicity.family}
    p_values = {k: NAN if row is None else row.value.p_value for k, row in members.items()}
    corrected = holm(p_values, size=len(members)) if members else {}
    new = {id(row): corrected[k] for k, row in members.items() if row is not None}
    return [replace(row, p_adjusted=new[id(row)]) if id(row) in new else row for row in rows]


def _member(rows: list[Row], key: str) -> Row | None:
    """The reported test of a score at the last visit that a key of the family names."""
    endpoint, group, test = key.split(".")
    reported = (endpoint, group, "reported")
    return next(
        (
            row
            for row in rows
            if (row.endpoint, row.group, row.role) == reported
            and row.quantity in TESTS[test]
            and math.isnan(row.month)
        ),
        None,
    )
