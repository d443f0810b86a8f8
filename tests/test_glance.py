"""A frame at a glance: what is shown, how it is aligned, and what is said of the rest."""

import re

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.counts import RateCounts
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.glance import ROWS, glance_html, glance_text

FRAME = pd.DataFrame(
    {
        "group": ["A", "<B>", ""],
        "n": pd.array([42, None, 7], dtype="Int64"),
        "estimate": [0.190476, float("nan"), 12345.678],
    }
)


def test_text_stands_left_and_numbers_right_in_a_terminal() -> None:
    assert glance_text(FRAME).splitlines() == [
        "group   n   estimate",
        "A      42     0.1905",
        "<B>",
        "        7  1.235e+04",
    ]


def test_each_cell_of_a_notebook_says_its_side_and_is_escaped() -> None:
    html = glance_html(FRAME)

    assert html.count("text-align:left") == 4
    assert html.count("text-align:right") == 8
    assert "&lt;B&gt;" in html
    assert "nan" not in html.lower()
    assert "<p>" not in html


def test_more_than_ten_rows_are_counted_and_not_shown() -> None:
    long = pd.DataFrame({"n": range(1693)})

    html, text = glance_html(long, select="get selects"), glance_text(long)

    assert html.count("<tr>") == ROWS + 1
    assert "1,693 rows; the first 10 are shown; get selects" in html
    assert text.splitlines()[-1] == "1,693 rows; the first 10 are shown"
    assert glance_text(long.head(10), 1693) == text


def test_ten_rows_are_all_and_nothing_is_said() -> None:
    assert "shown" not in glance_text(pd.DataFrame({"n": range(10)}))


def test_a_frame_without_rows_shows_its_columns() -> None:
    assert glance_text(FRAME.head(0)) == "group  n  estimate"


@pytest.mark.parametrize(
    "held",
    [
        event_table([1.625, 2.875], [True, False]),
        kaplan_meier([1.625, 2.875], [True, False]),
        RateCounts(np.array([1, 0]), np.array([1.625, 2.875]), np.array([1, 1])),
    ],
)
def test_what_holds_numbers_of_patients_shows_how_many(held: object) -> None:
    assert re.search(r"<2 values>", repr(held))
    assert "625" not in repr(held)
    assert "\n" not in repr(held)
