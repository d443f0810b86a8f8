"""A results frame for reading."""

import math

from released import bundled
from results.test_frame import row
from rtxoutcomes.results.brief import brief
from rtxoutcomes.results.frame import estimates_frame


def test_what_is_empty_in_every_row_is_left_out() -> None:
    frame = estimates_frame([row(), row(group="B", month=12.0)])

    assert list(brief(frame)) == [
        *("endpoint", "group", "month", "quantity", "method_key"),
        *("n", "events", "estimate", "p_value"),
    ]


def test_every_row_stays_and_what_a_caller_left_out_stays_out() -> None:
    frame = estimates_frame([row(), row(group="B")])[["n", "group", "unit"]]

    assert brief(frame).to_dict("list") == {"group": ["A", "B"], "n": [42, 42]}


def test_no_row_of_a_whole_report_loses_what_tells_it_from_another() -> None:
    frame = bundled().estimates

    assert not brief(frame).duplicated().any()
    assert math.isfinite(brief(frame)["estimate"].iloc[0])
