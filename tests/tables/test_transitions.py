from dataclasses import replace

import pandas as pd

from released import bundled, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.results.row import Row
from rtxoutcomes.style import Style
from rtxoutcomes.tables.transitions import transition_values, transitions
from tables.made_up import NAN, absent, released_of, row


def moved(*rows: tuple[str, str, float, float, int], month: float = NAN) -> Released:
    columns = ["endpoint", "group", "before", "after", "count"]
    frame = pd.DataFrame(list(rows), columns=columns).assign(month=month)
    return replace(small(), distributions=frame)


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

    assert counted == int(
        frame[(frame["endpoint"] == "edss") & frame["month"].isna()]["count"].sum()
    )


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
    assert transition_values(moved(("edss", "A", 2.0, 2.0, 1), month=12.0)).rows == ()


def test_values_have_the_decimal_mark_of_the_style() -> None:
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})
    released = replace(moved(("edss", "A", 2.0, 2.5, 3)), style=comma)

    assert transition_values(released).header == ("From", "2,5")


def band(key: str, start: str, end: str, count: int, month: float = NAN) -> Row:
    return row(
        f"transition/{key}/transition",
        month=month,
        level=start,
        against=end,
        events=count,
        estimate=float(count),
    )


def test_bands_stand_as_a_square_with_the_rows_behind_each_count() -> None:
    moves = [(start, end) for start in ("0", "1-5") for end in ("0", "1-5")]
    nobody = absent("transition/edss/NMOSD/transition", level="0")
    table = transitions(
        released_of(
            *(band("edss/RRMS", *move, k) for k, move in enumerate(moves)),
            replace(nobody, against="0"),
            band("igg/RRMS", "<7", ">=7", 9),
        )
    )

    assert table.header == ("From", "0", "1-5", ">=7")
    assert table.rows[:3] == (
        ("EDSS, points: Relapsing-remitting MS", "", "", ""),
        ("0", "0", "1", ""),
        ("1-5", "2", "3", ""),
    )
    assert table.sources[1] == ((), (0,), (1,), ())
    absent_group = [line[0] for line in table.rows].index("EDSS, points: NMOSD")
    assert table.rows[absent_group + 1][:2] == ("0", "not estimable")


def test_bands_at_the_fixed_time_have_sections_of_their_own() -> None:
    table = transitions(
        released_of(band("edss/RRMS", "0", "0", 1), band("edss/RRMS", "0", "0", 2, month=12.0))
    )

    at_fixed_time = "EDSS, points, at the fixed time: Relapsing-remitting MS"
    assert table.rows[1] == ("0", "1")
    assert table.rows[[line[0] for line in table.rows].index(at_fixed_time) + 1] == ("0", "2")


def test_every_pair_of_the_bundled_cohort_is_in_a_band() -> None:
    table = transitions(bundled())

    heads = [k for k, line in enumerate(table.rows) if line[0].endswith("MS") or "opt" in line[0]]
    first = table.rows[heads[0] + 1 : heads[1]]
    assert sum(int(cell) for line in first for cell in line[1:] if cell) == 42


def test_without_bands_there_is_no_table() -> None:
    assert transitions(released_of(row("relapse/relapse/all/rate", estimate=1.0))).rows == ()


def test_the_foot_speaks_of_another_score_only_where_there_is_one() -> None:
    edss, igg = band("edss/RRMS", "0", "0", 1), band("igg/RRMS", "<7", ">=7", 9)

    assert "another score" in " ".join(transitions(released_of(edss, igg)).footnotes)
    assert "another score" not in " ".join(transitions(released_of(edss)).footnotes)
