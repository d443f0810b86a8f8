"""Counting."""

import numpy as np
import pandas as pd
import pytest

from cohorts import study, table
from rtxoutcomes.tabulate import by_group, event_count, pair_counts, rate_counts


def test_patients_with_an_event_are_counted_once() -> None:
    counts = event_count(pd.DataFrame({"attacks": [0, 3, 1]}), "attacks")

    assert (counts.n, counts.events) == (3, 2)


def test_a_group_without_patients_counts_nothing() -> None:
    counts = event_count(pd.DataFrame({"attacks": []}), "attacks")

    assert (counts.n, counts.events) == (0, 0)


def test_a_number_of_attacks_that_is_missing_is_no_number() -> None:
    frame = table("attacks follow_up_months", (1, 12), (float("nan"), 6))

    with pytest.raises(ValueError, match="NA"):
        rate_counts(frame, "attacks")


def test_equal_patterns_of_events_and_years_are_one_row() -> None:
    frame = table(
        "attacks follow_up_months count_known", (1, 12, True), (1, 12, True), (0, 6, False)
    )

    counts = rate_counts(frame, "attacks")

    assert counts.count.tolist() == [1, 2]
    assert counts.years.tolist() == [0.5, 1.0]
    assert counts.unknown == 1
    assert rate_counts(frame.drop(columns="count_known"), "attacks").unknown == 0


def test_pairs_are_counted_on_the_lattice_and_incomplete_ones_dropped() -> None:
    frame = table("before after", (2.5, 3.0), (2.5, 3.0), (1.0, np.nan), (np.nan, 2.0), (0.0, 1.5))

    counts = pair_counts(frame, study().score("edss"))

    assert counts.lattice_before.tolist() == [0, 5]
    assert counts.lattice_after.tolist() == [3, 6]
    assert counts.count.tolist() == [1, 2]
    assert (counts.n, counts.dropped) == (3, 2)


def test_values_with_decimals_keep_exact_units() -> None:
    frame = table("before after", (11.3, 11.0), (7.7, 7.4))

    counts = pair_counts(frame, study().score("igg"))

    assert (counts.lattice_after - counts.lattice_before).tolist() == [-30, -30]


def test_a_diagnosis_without_patients_is_still_listed() -> None:
    frame = table("patient_id group", ("P1", "B"))

    assert [(code, len(part)) for code, part in by_group(frame, ("A", "B"))] == [("A", 0), ("B", 1)]
