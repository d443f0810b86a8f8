"""How relapses became known."""

from dataclasses import replace

import pandas as pd

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.relapse.detection import detection_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame


def detected(*sources: str | None) -> Cohort:
    """The cohort of `full` with the sources of its relapses; A02 has two of them."""
    made = full()
    assert made.relapses is not None
    return replace(
        made, relapses=made.relapses.assign(detected_via=pd.Series(sources, dtype=object))
    )


def rows(made: Cohort, **changes: object) -> pd.DataFrame:
    return estimates_frame(detection_rows(made, study(**changes)))


SOURCES = ("chat", "clinic", "chat", "clinic", None, "clinic", "chat")


def test_patients_and_relapses_are_counted_by_source_and_add_up() -> None:
    frame = select(rows(detected(*SOURCES)), group="all")

    events = select(frame, quantity="events_by_source").set_index("level")["estimate"]
    assert events.to_dict() == {"clinic": 3, "chat": 3, "not stated": 1}
    assert list(events.index) == ["clinic", "chat", "not stated"]
    assert one(frame, quantity="patients_by_source", level="clinic")["events"] == 3


def test_of_onsets_that_make_one_relapse_the_first_decides() -> None:
    # With 600 days between relapses, the two of A02 (months 2 and 9) are one.
    frame = rows(detected(*SOURCES), relapse={"merge_days": 600})

    events = select(frame, group="A", quantity="events_by_source").set_index("level")["estimate"]
    assert events.to_dict() == {"clinic": 3, "chat": 1, "not stated": 1}


def test_without_a_recorded_source_there_are_no_rows() -> None:
    for made in (full(), bare(), detected(*[None] * 7), replace(full(), form="one_table")):
        assert detection_rows(made, study()) == []
