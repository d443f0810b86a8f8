"""Footnotes on patients who died before an outcome could be observed."""

from collections.abc import Callable

import pytest

from rtxoutcomes.disclose import Released
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.row import Row
from rtxoutcomes.tables.exposure import engagement
from rtxoutcomes.tables.further import further
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.relapse import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.scores import score_categories, score_change
from rtxoutcomes.tables.transitions import transitions
from tables.made_up import (
    NAN,
    change_rows,
    engagement_rows,
    relapse_rows,
    released_of,
    row,
    time_rows,
)

VALUE = "Among those alive and assessed: 2 of 85 patients died before a value at follow-up (EDSS"
EVENT = "3 of 85 patients died without a relapse; their follow-up ends at death."


def died(key: str, events: int, month: float = NAN) -> Row:
    made = f"flow/{key}"
    count = float(events)
    return row(made, month=month, n=85, events=events, estimate=count, measure=Measure.COUNT)


def results(*deaths: Row) -> Released:
    key = "transition/edss/RRMS/transition"
    moved = row(key, level="0", against="1-5", n=42, events=1, estimate=1.0)
    mean = row("trajectory/edss/RRMS/mean", month=6.0, estimate=3.0)
    rows = (*relapse_rows(), *change_rows(), *time_rows(), *engagement_rows(), moved, mean)
    return released_of(*rows, *deaths)


DEAD = (
    died("flow/all/died_without_event", 3),
    died("edss/all/died_without_value", 2),
    died("edss/all/died_without_value", 4, 12.0),
    died("igg/all/died_without_value", 0),
    died("edss/RRMS/died_without_value", 2),
)


@pytest.mark.parametrize("make", [score_change, score_categories, transitions])
def test_tables_of_scores_say_of_whom_they_are(make: Callable[[Released], Table]) -> None:
    notes = [note for note in make(results(*DEAD)).footnotes if "died" in note]

    assert len(notes) == 2
    assert notes[0].startswith(VALUE)
    assert "4 of 85 patients" in notes[1]
    assert "fixed time" in notes[1]
    assert not any("died" in note for note in make(results()).footnotes)


@pytest.mark.parametrize("make", [relapse_outcomes, time_to_relapse])
def test_tables_of_the_event_count_those_who_died_without_one(
    make: Callable[[Released], Table],
) -> None:
    assert [note for note in make(results(*DEAD)).footnotes if "died" in note] == [EVENT]


def test_tables_of_several_outcomes_count_both() -> None:
    notes = engagement(results(*DEAD)).footnotes

    assert EVENT in notes
    assert any(note.startswith(VALUE) for note in notes)


@pytest.mark.parametrize(
    ("analysis", "of_values", "of_events"),
    [("trajectory", True, False), ("relapse", False, True), ("flow", False, False)],
)
def test_further_tables_count_the_deaths_of_their_outcomes(
    analysis: str, of_values: bool, of_events: bool
) -> None:
    notes = further(results(*DEAD), analysis, {}).footnotes

    assert any(note.startswith(VALUE) for note in notes) is of_values
    assert (EVENT in notes) is of_events
