"""Contrasts of two groups."""

from released import bundled
from rtxoutcomes.tables.contrasts import PAIR, change_contrasts, event_contrasts
from tables.made_up import flow_rows, released_of, row

KEY = "contrast/relapse/SPMS/"


def test_a_pair_has_one_row_and_one_direction_for_differences_and_ratios() -> None:
    table = event_contrasts(
        released_of(
            *flow_rows(),
            row(KEY + "proportion_difference", against="RRMS", estimate=0.04, ci=(-0.15, 0.24)),
            row(KEY + "odds_ratio", against="RRMS", estimate=1.28, ci=(0.4, 4.25)),
            row(KEY + "rate_ratio", against="RRMS", estimate=1.21, ci=(0.48, 3.02), n=85),
        )
    )

    assert table.header[0] == PAIR
    assert table.rows == (
        (
            "SPMS (n = 43) vs RRMS (n = 42)",
            *("4 (−15 to 24)", "1.28 (0.40 to 4.25)"),
            "1.21 (0.48 to 3.02)",
        ),
    )
    assert table.spanners == ("", *["Proportion with relapse"] * 2, "")


def test_the_bundled_cohort_has_a_row_a_pair_and_a_column_a_measure() -> None:
    table = event_contrasts(bundled())

    assert len(table.rows) == 3
    assert [head.partition(" (")[0] for head in table.header[1:]] == [
        *("Difference, percentage points", "Risk ratio", "Odds ratio", "Rate ratio"),
        "Hazard ratio",
    ]


def test_changes_are_contrasted_at_each_visit() -> None:
    table = change_contrasts(bundled())

    assert table.header[1:] == ("At the last visit (95% CI)", "At 12 months (95% CI)")
    assert [line[0] for line in table.rows if not any(line[1:])] == [
        "EDSS, points: difference of the changes",
        "Serum IgG, g/L: ratio of the changes",
    ]
    assert "98 patients analysed, 1 missing." in table.lettered


def test_without_contrasts_there_are_no_rows() -> None:
    other = released_of(row("relapse/relapse/RRMS/rate", estimate=0.1))

    assert event_contrasts(other).rows == change_contrasts(other).rows == ()
