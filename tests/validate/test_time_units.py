"""Times that seem to be in another unit than months."""

from pathlib import Path

import numpy as np
import pytest

from clinic import BUNDLED, findings, folder, one_table
from rtxoutcomes.study import Study
from rtxoutcomes.validate.time_units import unit_of

DAY = 30.4375
# Twenty cohorts' worth of follow-up in months, made with a seed.
RANDOM = np.random.default_rng(16)


def unit(*values: float) -> str | None:
    found = unit_of(np.array(values, dtype=float), 12)
    return None if found is None else found.name


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Days: a year and more, in whole numbers; visits of a trial, every seventh day.
        ((365, 372, 379, 730, 500), "days"),
        ((200, 181, 181, 400, 150), "days"),
        ((28, 56, 84, 112, 140, 168), "days"),
        ((181, 181, 181, 181, 181), "days"),
        ((21, 42, 63, 84), None),
        ((21, 42, 63, 84, 84), "days"),
        ((21, 42, 63, 77, 77), None),
        ((21, 42, 63, 84, 85), None),
        # Nineteen of twenty are whole.
        ((*[200] * 19, 200.5), "days"),
        ((*[200] * 18, 200.5, 200.5), None),
        # Weeks: quarters of years.
        ((13, 26, 39, 52, 50), "weeks"),
        ((13, 26, 39, 52, 50, 47), None),
        ((13, 26, 39, 39, 39), None),
        ((13, 26, 26, 52, 52), None),
        ((49, 50, 54, 103, 105), None),
        ((52, 104, 78, 26, 39, 13), "weeks"),
        ((51, 52, 53, 104, 105), "weeks"),
        ((51, 103, 52, 155, 26), "weeks"),
        # Years.
        ((1.5, 2.2, 3.1, 0.9, 4.6), "years"),
        ((1.5, 2.2, 4.9, 6.1, 7.3), "years"),
        ((1.5, 2.2, 5, 6.1, 7.3), None),
        ((1, 2, 3, 4.5, 2.5, 1.5), "years"),
        ((1, 2, 3, 4, 2.5, 1.5), None),
        # Months.
        ((12, 24, 18.5, 40, 26.8), None),
        ((12, 24, 36, 48, 60), None),
        ((180, 180, 180, 180, 180), None),
        ((200.5, 181.2, 300.1, 190.4, 250.3), None),
        ((28, 56, 84), None),
        ((7, 14, 21, 28, 35), None),
        ((52, 52, 52, 52, 52), None),
        ((6, 7, 3, 11.9, 5.2), None),
        ((1, 2, 3, 4, 5, 2), None),
        ((0.5, 0.5, 0.5, 1.5, 1.5), None),
        ((1.5, 2.2, 3.1, 4.6, 12), None),
        ((1.5, 2.2, 3.1, 4.6, 11.9), "years"),
        ((1.5, 2.2, 3.1, 0.9), None),
        ((np.nan, 0, 0, 0, 0, 0), None),
    ],
)
def test_a_unit_is_known_by_its_pattern(values: tuple[float, ...], expected: str | None) -> None:
    assert unit(*values) == expected


@pytest.mark.parametrize("longest", [20, 40, 120, 240])
def test_follow_up_in_months_is_never_taken_for_another_unit(longest: int) -> None:
    for _ in range(50):
        months = RANDOM.uniform(0.3 * longest, longest, 60)

        assert unit_of(months, 12) is None
        assert longest > 180 or unit_of(np.round(months), 12) is None


def test_months_made_of_dates_are_months_however_short() -> None:
    days = np.array([40, 71, 55, 90, 33, 102], dtype=float)

    assert unit_of(days / DAY, 12) is None
    assert unit_of(np.round(days / DAY, 1), 12) is not None


def cohort_in_days(place: Path, *, months: bool) -> Path:
    header = "patient_id,diagnosis,follow_up_months,relapsed,relapse_month"
    ends = [(365 + 7 * k, 30 + k) for k in range(8)]
    rows = [
        f"P{k:02d},RRMS,{end / DAY if months else end},1,{onset}"
        for k, (end, onset) in enumerate(ends)
    ]
    return one_table(place, [header, *rows])


def test_follow_up_in_days_is_one_finding_that_asks_back(tmp_path: Path) -> None:
    (violation,) = findings(cohort_in_days(tmp_path, months=False))

    assert (violation.rule, violation.column) == ("column.unit", "follow_up_months")
    assert violation.must == "must be in months; it looks like days"
    assert violation.value == "8 values with a median of 389.5"
    assert violation.remedy.startswith("divide by 30.4375 if these are days; ")
    assert violation.remedy.endswith("[reading] times_are_months = true")


def test_days_beyond_the_range_of_months_are_part_of_the_same_finding(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,follow_up_months"
    ends = (365, 372, 400, 455, 512, 640, 731, 900)
    rows = [f"P{k},RRMS,{end}" for k, end in enumerate(ends)]

    (violation,) = findings(one_table(tmp_path, [header, *rows]))

    assert violation.rule == "column.unit"


def test_onsets_in_days_beside_months_are_one_finding(tmp_path: Path) -> None:
    (violation,) = findings(cohort_in_days(tmp_path, months=True))

    assert (violation.rule, violation.column) == ("column.unit", "relapse_month")


def test_a_study_may_state_that_times_are_months(tmp_path: Path) -> None:
    stated = Study.model_validate(
        BUNDLED.model_dump(exclude_unset=True) | {"reading": {"times_are_months": True}}
    )

    assert findings(cohort_in_days(tmp_path, months=False), stated) == ()


@pytest.mark.parametrize(
    ("factor", "name", "column"),
    [(DAY, "days", "month"), (DAY / 7, "weeks", "month"), (1.0, None, None)],
)
def test_visits_in_another_unit_than_follow_up_are_one_finding(
    factor: float, name: str | None, column: str | None, tmp_path: Path
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        for table in list(tables):
            if table not in ("patients", "visits"):
                del tables[table]
        tables["patients"] = ["patient_id,diagnosis,follow_up_months"] + [
            f"P{k},RRMS,{15 + k / 2}" for k in range(6)
        ]
        tables["visits"] = ["patient_id,month,edss"] + [
            f"P{k},{round(month * factor, 2)},3" for k in range(6) for month in (0, 12, 15 + k / 2)
        ]

    found = findings(folder(tmp_path, change))

    assert [(v.rule, v.table, v.column) for v in found] == (
        [("column.unit", "visits", column)] if name else []
    )
    assert all(f"looks like {name}" in v.must for v in found)


def test_follow_up_in_years_beside_visits_in_months_is_one_finding(tmp_path: Path) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        for table in list(tables):
            if table not in ("patients", "visits"):
                del tables[table]
        tables["patients"] = ["patient_id,diagnosis,follow_up_months"] + [
            f"P{k},RRMS,{8 + k / 2}" for k in range(10)
        ]
        tables["visits"] = ["patient_id,month,edss"] + [
            f"P{k},{month},3" for k in range(10) for month in (0, 60, 96)
        ]

    (violation,) = findings(folder(tmp_path, change))

    assert (violation.table, violation.column) == ("patients", "follow_up_months")
    assert "looks like years" in violation.must
    assert violation.remedy.startswith("multiply by 12 if these are years; ")


@pytest.mark.parametrize(("inside", "expected"), [(6, True), (7, False)])
def test_half_of_the_months_after_the_end_are_asked_about(
    inside: int, expected: bool, tmp_path: Path
) -> None:
    def change(tables: dict[str, list[str]]) -> None:
        for table in list(tables):
            if table not in ("patients", "visits"):
                del tables[table]
        ends = [15 + k / 2 for k in range(13)]
        people = [f"P{k:02d},RRMS,{end}" for k, end in enumerate(ends)]
        tables["patients"] = ["patient_id,diagnosis,follow_up_months", *people]
        # Visits in days: those of the first weeks lie before the end in months too.
        days = [*(10 + k for k in range(inside)), *(round(15 * DAY) + k for k in range(6))]
        rows = [f"P{k:02d},{day},3" for k, day in enumerate(days)]
        tables["visits"] = ["patient_id,month,edss", *rows]

    assert bool([v for v in findings(folder(tmp_path, change)) if v.rule == "column.unit"]) is (
        expected
    )
