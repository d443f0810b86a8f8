import re
from dataclasses import replace

import pandas as pd

from released import bundled, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.results.row import Row
from rtxoutcomes.style import Style
from rtxoutcomes.tables.transitions import transition_values, transitions
from tables.made_up import NAN, released_of, row


def moved(*rows: tuple[str, str, float, float, int], month: float = NAN) -> Released:
    columns = ["endpoint", "group", "before", "after", "count"]
    frame = pd.DataFrame(list(rows), columns=columns).assign(month=month)
    return replace(small(), distributions=frame)


def test_rows_are_where_patients_came_from_and_cells_where_they_went() -> None:
    table = transition_values(
        moved(
            *(("edss", "A", 2.0, 2.5, 3), ("edss", "A", 2.0, 1.0, 1)),
            *(("edss", "A", 1.0, 2.0, 1), ("edss", "B", 2.0, 2.0, 4)),
        )
    )

    assert table.header == ("Value at baseline", "A", "B")
    assert table.rows == (
        ("EDSS, points", "", ""),
        ("1", "2 (1)", "–"),
        ("2", "1 (1), 2.5 (3)", "2 (4)"),
    )


def test_every_patient_with_both_values_stands_once() -> None:
    table = transition_values(bundled())
    frame = bundled().distributions

    cells = [cell for line in table.rows for cell in line[1:]]
    counted = sum(int(count) for cell in cells for count in re.findall(r"\((\d+)\)", cell))

    assert counted == int(
        frame[(frame["endpoint"] == "edss") & frame["month"].isna()]["count"].sum()
    )


def test_a_measurement_on_a_log_scale_has_no_table() -> None:
    assert transition_values(moved(("igg", "A", 9.0, 8.0, 1))).rows == ()
    notes = transition_values(moved(("igg", "A", 9.0, 8.0, 1))).footnotes
    assert notes == ("There are no results of this analysis.",)


def test_more_values_than_a_page_is_wide_have_no_table() -> None:
    many = [("edss", "A", k / 10, k / 10, 1) for k in range(22)]

    assert transition_values(moved(*many)).rows == ()
    assert len(transition_values(moved(*many[:21])).rows) == 22


def test_changes_at_the_fixed_time_are_left_to_the_file_of_distributions() -> None:
    assert transition_values(moved(("edss", "A", 2.0, 2.0, 1), month=12.0)).rows == ()


def test_values_have_the_decimal_mark_of_the_style() -> None:
    comma = Style.model_validate({"numbers": {"decimal_mark": ","}})
    released = replace(moved(("edss", "A", 2.0, 2.5, 3)), style=comma)

    assert transition_values(released).rows[1] == ("2", "2,5 (3)")


def band(key: str, start: str, end: str, count: int, month: float = NAN) -> Row:
    return row(
        f"transition/{key}/transition",
        month=month,
        level=start,
        against=end,
        events=count,
        estimate=float(count),
    )


def test_each_move_between_bands_has_a_row_and_those_without_patients_have_none() -> None:
    moves = [(start, end) for start in ("0", "1-5") for end in ("0", "1-5")]
    table = transitions(
        released_of(
            *(band("edss/RRMS", *move, k) for k, move in enumerate(moves)),
            band("igg/RRMS", "<7", ">=7", 9),
        )
    )

    assert table.rows == (
        ("EDSS, points", ""),
        ("0 to 1–5", "1"),
        ("1–5 to 0", "2"),
        ("1–5, unchanged", "3"),
        ("Serum IgG, g/L", ""),
        ("<7 to ≥7", "9"),
    )
    assert table.sources[:2] == (((0,), ()), ((), (1,)))


def test_bands_at_the_fixed_time_have_columns_of_their_own() -> None:
    table = transitions(
        released_of(band("edss/RRMS", "0", "0", 1), band("edss/RRMS", "0", "0", 2, month=12.0))
    )

    assert table.spanners == ("", "At the last visit", "At 12 months")
    assert table.rows[1] == ("0, unchanged", "1", "2")


def test_every_pair_of_the_bundled_cohort_is_in_a_band() -> None:
    table = transitions(bundled())

    scores = [k for k, line in enumerate(table.rows) if not any(line[1:])]
    first = table.rows[scores[0] + 1 : scores[1]]
    assert table.header[1] == "RRMS (n = 42)"
    assert sum(int(line[1]) for line in first) == 42


def test_without_bands_there_is_no_table() -> None:
    assert transitions(released_of(row("relapse/relapse/all/rate", estimate=1.0))).rows == ()
