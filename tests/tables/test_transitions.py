from dataclasses import replace

import pandas as pd

from released import bundled, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.style import Style
from rtxoutcomes.tables.transitions import transition_values, transitions
from tables.made_up import absent, released_of, row


def moved(*rows: tuple[str, str, float, float, int]) -> Released:
    columns = ["endpoint", "group", "before", "after", "count"]
    return replace(small(), distributions=pd.DataFrame(list(rows), columns=columns))


def test_rows_are_where_patients_came_from_and_columns_where_they_went() -> None:
    table = transition_values(
        moved(("edss", "A", 2.0, 2.5, 3), ("edss", "A", 1.0, 2.0, 1), ("edss", "B", 2.0, 2.0, 4))
    )

    assert table.header == ("From", "2", "2.5")
    assert table.rows == (
        ("EDSS, points: First", "", ""),
        ("1", "1", "·"),
        ("2", "·", "3"),
        ("EDSS, points: Second", "", ""),
        ("2", "4", "·"),
    )


def test_every_patient_with_both_values_stands_once() -> None:
    table = transition_values(bundled())
    frame = bundled().distributions

    counted = sum(int(c) for line in table.rows for c in line[1:] if c.isdigit())

    assert counted == int(frame[frame["endpoint"] == "edss"]["count"].sum())


def test_a_measurement_on_a_log_scale_has_no_table() -> None:
    assert transition_values(moved(("igg", "A", 9.0, 8.0, 1))).rows == ()
    assert (
        transition_values(moved(("igg", "A", 9.0, 8.0, 1))).footnotes[0].startswith("There are no")
    )


def test_more_values_than_a_page_is_wide_have_no_table() -> None:
    many = [("edss", "A", k / 10, k / 10, 1) for k in range(22)]

    assert transition_values(moved(*many)).rows == ()
    assert len(transition_values(moved(*many[:21])).rows) == 22


def test_changes_at_the_fixed_time_are_left_to_the_file_of_distributions() -> None:
    assert transition_values(moved(("edss_fixed_time", "A", 2.0, 2.0, 1))).rows == ()


def test_values_have_the_decimal_mark_of_the_style() -> None:
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})
    released = replace(moved(("edss", "A", 2.0, 2.5, 3)), style=comma)

    assert transition_values(released).header == ("From", "2,5")


def test_bands_stand_as_a_square_with_the_rows_behind_each_count() -> None:
    table = transitions(
        released_of(
            *(
                row(
                    f"transition/edss/RRMS/{move}", events=k, estimate=float(k), method="count of x"
                )
                for k, move in enumerate(("0 to 0", "0 to 1-5", "1-5 to 0", "1-5 to 1-5"))
            ),
            absent("transition/edss/NMOSD/0 to 0"),
            row("transition/igg/RRMS/<7 to >=7", events=9, estimate=9.0),
        )
    )

    assert table.header == ("From", "0", "1-5", ">=7")
    assert table.rows[:3] == (
        ("EDSS, points: Relapsing-remitting MS", "", "", ""),
        ("0", "0", "1", ""),
        ("1-5", "2", "3", ""),
    )
    assert table.sources[1] == ((), (0,), (1,), ())
    assert table.rows[4][:2] == ("0", "not estimable")


def test_every_pair_of_the_bundled_cohort_is_in_a_band() -> None:
    table = transitions(bundled())

    heads = [k for k, line in enumerate(table.rows) if line[0].endswith("MS") or "opt" in line[0]]
    first = table.rows[heads[0] + 1 : heads[1]]
    assert sum(int(cell) for line in first for cell in line[1:] if cell) == 42


def test_without_bands_there_is_no_table() -> None:
    assert transitions(released_of(row("x/y/all/z", estimate=1.0))).rows == ()
