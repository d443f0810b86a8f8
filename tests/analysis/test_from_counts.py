"""Results from counts are those of the cohort."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from random_counts import plan, random_cohort
from released import bundled
from rtxoutcomes.analysis.counted import count
from rtxoutcomes.analysis.from_counts import analyse_counts
from rtxoutcomes.analysis.sufficient import FURTHER, SUFFICIENT
from rtxoutcomes.disclose import internal
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.intake import bundled_cohort
from rtxoutcomes.read.study_file import read_study
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.frame import estimates_frame

PARTS = [part.partition(".")[2] for part in FURTHER]


@cache
def of_bundled() -> Results:
    study = read_study("nabiuni2023")
    return analyse_counts(count(bundled_cohort(), study), study)


def sufficient(estimates: pd.DataFrame) -> pd.DataFrame:
    """The rows for which counts suffice."""
    apart = estimates["quantity"].isin(PARTS) | estimates["choice"].isin(PARTS)
    rows = estimates[estimates["analysis"].isin(SUFFICIENT) & ~apart]
    return rows.reset_index(drop=True)


def test_every_field_of_every_row_of_the_bundled_cohort_is_equal() -> None:
    whole, counted = sufficient(bundled().estimates), internal(of_bundled())

    assert len(whole) > 500
    pd.testing.assert_frame_equal(counted.estimates, whole, check_exact=True)


def test_curves_and_distributions_are_those_of_the_cohort() -> None:
    own, counted = bundled().curves, internal(of_bundled())
    first = own[own["endpoint"] == "time_to_relapse"].reset_index(drop=True)

    pd.testing.assert_frame_equal(counted.curves, first)
    pd.testing.assert_frame_equal(counted.distributions, bundled().distributions)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), days=st.booleans())
def test_rows_of_a_random_cohort_are_equal(seed: int, days: bool) -> None:
    made, study = random_cohort(seed, days=days), plan()
    counts = count(made, study)

    for rows in SUFFICIENT.values():
        one, other = (estimates_frame(rows(source, study)) for source in (made, counts))
        pd.testing.assert_frame_equal(one, other, rtol=1e-12, atol=0)


def test_what_needs_rows_is_named() -> None:
    assert {"baseline", "safety", "change.change_per_year"} <= set(of_bundled().needs_rows)
    assert not set(SUFFICIENT) & set(of_bundled().needs_rows)


def test_counts_of_another_study_are_refused() -> None:
    counts = count(random_cohort(1, days=True), plan())
    other = plan(relapse={"merge_days": 60})

    with pytest.raises(UsageFault, match="not of study trial as it is now"):
        analyse_counts(counts, other)


def test_a_cohort_in_place_of_counts_is_told_what_to_call() -> None:
    with pytest.raises(TypeError, match=r"rtx\.count\(cohort, study\)"):
        analyse_counts(bundled_cohort(), "nabiuni2023")  # type: ignore[arg-type]


def test_the_origin_is_kept() -> None:
    study = plan()
    counts = replace(count(random_cohort(2, days=False), study), origin="patient")

    assert analyse_counts(counts, study).origin == "patient"
