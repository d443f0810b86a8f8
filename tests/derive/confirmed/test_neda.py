"""No evidence of disease activity: cases worked by hand, and the table of three values."""

from typing import Any

import pytest

from derive.confirmed.hand_worked import FILE, course_of, rules_of
from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.confirmed.events import confirmed_changes
from rtxoutcomes.derive.confirmed.neda import conjunction, no_new_lesions, no_relapse, no_worsening


@pytest.mark.parametrize("case", FILE["neda"], ids=lambda case: case["case"])
def test_cases_worked_by_hand(case: dict[str, Any]) -> None:
    first, last = (month * DAYS_PER_MONTH for month in case["window_months"])
    course = course_of(case["visits"], case["relapses"])
    found = confirmed_changes(course, rules_of(FILE["default"]))
    parts = {
        "no_relapse": no_relapse(course.relapses, case["follow_up_day"], (first, last)),
        "no_worsening": no_worsening(course, found, (first, last)),
        "no_mri_activity": no_new_lesions(
            [(scan[0], scan[1:]) for scan in case["mri"]], (first, last)
        ),
    }
    two = conjunction((parts["no_relapse"], parts["no_worsening"]))
    assert {**parts, "neda2": two, "neda3": conjunction(parts.values())} == case["expected"]


@pytest.mark.parametrize("row", FILE["logic"])
def test_the_table_of_three_values(row: list[bool | None]) -> None:
    assert conjunction(row[:2]) is row[3]
    assert conjunction(row[:3]) is row[4]


def test_the_table_is_whole() -> None:
    assert len({tuple(row[:3]) for row in FILE["logic"]}) == 27


@pytest.mark.parametrize(
    ("relapses", "follow_up", "known"),
    [
        (None, 400.0, None),
        ((), 365.25, True),
        ((), 360.0, None),
        ((360.0,), 361.0, False),
        ((366.0,), 400.0, True),
        ((-1.0,), 400.0, True),
        ((0.0,), 400.0, False),
    ],
)
def test_relapses(relapses: tuple[float, ...] | None, follow_up: float, known: bool | None) -> None:
    assert no_relapse(relapses, follow_up, (0.0, 365.25)) is known


@pytest.mark.parametrize(("last", "known"), [(274.0, True), (273.0, None), (400.0, True)])
def test_the_last_visit_must_be_within_three_months_of_the_end(
    last: float, known: bool | None
) -> None:
    course = course_of([[0, 2], [last, 2]], [])
    found = confirmed_changes(course, rules_of(FILE["default"]))

    assert no_worsening(course, found, (0.0, 365.25)) is known


def test_a_patient_who_cannot_be_assessed_is_unknown() -> None:
    assert no_worsening(course_of([[0, 2]], []), None, (0.0, 365.25)) is None


@pytest.mark.parametrize(
    ("scans", "known"),
    [
        (None, None),
        ([], None),
        ([(100.0, (0, 0))], True),
        ([(100.0, (0, None)), (200.0, (0, 0))], True),
        ([(100.0, (0, None)), (200.0, (None, 1))], False),
        ([(400.0, (5, 0))], None),
    ],
)
def test_scans(scans: Any, known: bool | None) -> None:
    assert no_new_lesions(scans, (0.0, 365.25)) is known
