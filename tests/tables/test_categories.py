"""Adverse events by category, and relapses by how they became known."""

from typing import Any

from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.row import Row
from rtxoutcomes.tables.categories import adverse_event_categories, relapse_detection
from tables.made_up import released_of, row


def by(key: str, ending: str, level: str, *counts: tuple[int, int]) -> list[Row]:
    """Rows of each diagnosis, NMOSD without patients, and of all: patients, then events."""
    rows = []
    for group, n, (patients, events) in zip(
        ("RRMS", "SPMS", "NMOSD", "all"), (42, 43, 0, 85), counts, strict=True
    ):
        absent: dict[str, Any] = {"status": "not_estimable", "note": "group_absent"}
        for quantity, count, value, measure in (
            ("patients", patients, patients / max(n, 1), Measure.PROPORTION),
            ("events", events, float(events), Measure.COUNT),
        ):
            result: dict[str, Any] = {"estimate": value} if n else absent
            name = f"{key}/{group}/{quantity}_{ending}"
            rows.append(row(name, level=level, n=n, events=count, measure=measure, **result))
    return rows


RASH = by("safety/adverse_events", "by_term", "rash", (2, 3), (1, 1), (0, 0), (3, 4))
GRADE = by("safety/adverse_events", "by_grade", "3", (1, 1), (0, 0), (0, 0), (1, 1))
SKYPE = by("relapse/relapse", "by_source", "skype", (2, 3), (1, 1), (0, 0), (3, 4))


def test_patients_and_events_stand_apart_in_a_cell() -> None:
    table = adverse_event_categories(released_of(*RASH, *GRADE))

    assert [" | ".join(line) for line in table.rows] == [
        "Term |  |  | ",
        "Rash | 2 (5); 3 | 1 (2); 1 | 3 (4); 4",
        "Grade |  |  | ",
        "3 | 1 (2); 1 | 0 (0); 0 | 1 (1); 1",
    ]
    assert table.header[1] == "RRMS (n = 42)"
    assert table.header[-1] == "All patients (n = 85)"
    assert "A patient with events of several categories counts in each." in " ".join(
        table.footnotes
    )


def test_a_cell_shows_both_of_its_rows() -> None:
    table = adverse_event_categories(released_of(*RASH))

    shown = {place for line in table.sources for cell in line for place in cell}
    # NMOSD has no patients, and no column.
    assert shown == {k for k, made in enumerate(RASH) if made.group != "NMOSD"}


def test_relapses_are_shown_by_the_label_of_the_channel() -> None:
    table = relapse_detection(released_of(*SKYPE))

    assert table.title == "How relapses became known"
    assert table.rows[0][:2] == ("Skype", "2 (5); 3")
    assert "Cells are patients with at least one relapse" in " ".join(table.footnotes)


def test_where_nothing_was_recorded_there_are_no_rows() -> None:
    other = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))

    assert adverse_event_categories(other).rows == ()
    assert relapse_detection(other).rows == ()
