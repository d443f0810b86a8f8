"""Everything that was computed from a cohort."""

import doctest
from dataclasses import replace

import pandas as pd

from cohorts import study
from released import bundled, results_of
from results.test_frame import row
from rtxoutcomes.results.collection import (
    CURVE_COLUMNS,
    DISTRIBUTION_COLUMNS,
    PARTICIPATION_COLUMNS,
    TRAJECTORY_COLUMNS,
    Results,
    joined,
)
from rtxoutcomes.results.frame import estimates_frame


def test_results_show_as_a_table_in_a_notebook() -> None:
    empty = pd.DataFrame()
    results = Results(estimates_frame([row()]), empty, empty, "synthetic", study())

    assert "<table" in results._repr_html_()
    assert "wilson" in results._repr_html_()
    assert repr(results).startswith("<Results: 1 rows, origin synthetic")


def test_results_show_ten_rows_and_say_how_many_there_are() -> None:
    results = results_of(bundled())
    rows = f"{len(results.estimates):,} rows; the first 10 are shown; results.get(...) selects"

    assert results._repr_html_().count("<tr>") == 11
    assert rows in results._repr_html_()
    assert repr(results).splitlines()[-1] == rows
    assert len(results._repr_html_()) < 10_000


def test_results_show_nothing_of_a_patient() -> None:
    frame = pd.DataFrame({name: ["one patient"] for name in TRAJECTORY_COLUMNS})
    empty = pd.DataFrame()

    results = Results(estimates_frame([row()]), empty, frame, "patient", study(), frame)

    assert "one patient" not in results._repr_html_() + repr(results)


def test_results_are_told_apart_by_what_they_are_and_can_be_keys() -> None:
    results = results_of(bundled())

    assert results != replace(results)
    assert {results: 1}[results] == 1


def test_the_examples_are_true() -> None:
    globs = {"results": results_of(bundled())}
    (get,) = doctest.DocTestFinder().find(Results.get, "get", globs=globs)

    assert doctest.DocTestRunner().run(get) == (0, 3)


def test_frames_that_were_not_collected_have_their_columns() -> None:
    empty = pd.DataFrame()
    results = Results(estimates_frame([]), empty, empty, "public", study())

    assert tuple(results.trajectories.columns) == TRAJECTORY_COLUMNS
    assert tuple(results.participation.columns) == PARTICIPATION_COLUMNS


def test_the_columns_of_published_frames_keep_their_names() -> None:
    limits = "conf_low conf_high band_low band_high"

    assert " ".join(CURVE_COLUMNS) == (
        f"endpoint group month at_risk events censored survival {limits}"
    )
    assert " ".join(TRAJECTORY_COLUMNS) == "endpoint group line month value"
    assert " ".join(DISTRIBUTION_COLUMNS) == "endpoint month group before after count"
    assert " ".join(PARTICIPATION_COLUMNS) == (
        "channel activity group month observed took_part count median q1 q3"
    )


def test_frames_are_joined_in_order_with_the_columns_asked_for() -> None:
    first, second = pd.DataFrame({"b": [1], "a": [2]}), pd.DataFrame({"a": [4], "b": [3]})

    frame = joined([first, pd.DataFrame(columns=["a", "b"]), second], ("a", "b"))

    assert frame.columns.tolist() == ["a", "b"]
    assert frame.index.tolist() == [0, 1]
    assert frame.values.tolist() == [[2, 1], [4, 3]]
    assert joined([], ("a", "b")).columns.tolist() == ["a", "b"]
