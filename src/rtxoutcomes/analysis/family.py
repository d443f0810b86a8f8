"""The declared family of tests, adjusted together."""

from dataclasses import replace

from rtxoutcomes.estimate.multiplicity import holm
from rtxoutcomes.results import NAN, Row
from rtxoutcomes.study import Study

TERMS = {"t": ("mean_change", "ratio"), "signed_rank": ("signed_rank",)}


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
    endpoint, group, test = key.split(".")
    found = [
        row
        for row in rows
        if (row.endpoint, row.group, row.role) == (endpoint, group, "reported")
        and row.term in TERMS[test]
    ]
    return found[0] if found else None
