"""The endpoints for which counts suffice."""

from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.sufficient import SUFFICIENT
from rtxoutcomes.results.endpoints import KEYS


def test_each_gives_rows_of_its_own_endpoint() -> None:
    plan = study(randomness={"permutations": 99})

    for key, rows in SUFFICIENT.items():
        assert {row.analysis for row in rows(full(), plan)} == {key}


def test_they_are_endpoints_of_a_report() -> None:
    assert set(SUFFICIENT) < set(KEYS)
