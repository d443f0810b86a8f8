"""Numbers at risk and cumulative events below a curve."""

import pandas as pd

from rtxoutcomes.figures.at_risk import count_at, drawn_part, names_mm, row_of, spaced_for
from rtxoutcomes.figures.frame import Scale

CURVE = pd.DataFrame(
    {
        "month": [0.0, 2.0, 5.0, 6.0, 8.0],
        "at_risk": [60, 60, 59, 9, 5],
        "events": [0, 1, 1, 0, 1],
        "censored": [0, 0, 49, 4, 4],
        "survival": [1.0, 0.98, 0.96, 0.96, 0.77],
    }
)


def test_at_risk_is_just_before_the_month_and_events_are_up_to_it() -> None:
    months = (0.0, 2.0, 3.0, 6.0, 8.0, 9.0)

    counts = [count_at(CURVE, month) for month in months]

    assert counts == ["60 (0)", "60 (1)", "59 (1)", "9 (2)", "5 (3)", "0 (3)"]


def test_a_curve_ends_below_five_patients_or_a_tenth_of_the_group() -> None:
    # A tenth of 60 is 6.
    assert drawn_part(CURVE)["month"].max() == 6.0
    assert drawn_part(CURVE.assign(at_risk=[40, 40, 39, 9, 5]))["month"].max() == 8.0
    ended = CURVE.assign(survival=[1.0, 0.9, 0.8, 0.5, 0.0])
    assert drawn_part(ended)["month"].max() == 8.0


def test_months_give_way_where_the_counts_would_touch() -> None:
    across = Scale(0, 8, (0.0, 2.0, 4.0, 6.0, 8.0), ("0", "2", "4", "6", "8"), "Months")
    rows = [row_of("Group", "black", CURVE, across.ticks)]

    assert spaced_for(rows, across, 150.0).ticks == [0.0, 2.0, 4.0, 6.0, 8.0]
    narrow = spaced_for(rows, across, 30.0)
    assert (narrow.ticks, narrow.labels) == ([0.0, 4.0, 8.0], ["0", "4", "8"])


def test_a_long_name_takes_lines_and_not_the_room_of_the_counts() -> None:
    name = "Neuromyelitis optica spectrum disorder, aquaporin-4 antibody seropositive"
    long, short = (row_of(words, "black", CURVE, (0.0,)) for words in (name, "A"))

    assert long.height_mm > short.height_mm
    assert names_mm([long]) < 50
