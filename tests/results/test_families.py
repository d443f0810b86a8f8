"""The tests that a study file may name."""

from rtxoutcomes.results.families import TESTS
from rtxoutcomes.study.families import COMPARISONS
from rtxoutcomes.study.families import TESTS as FAMILY_TESTS


def test_what_a_study_file_may_name_has_its_quantity_and_nothing_else_has() -> None:
    assert set(TESTS) == {*FAMILY_TESTS, *COMPARISONS.values()}
    assert all(TESTS.values())
