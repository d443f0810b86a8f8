"""The results frame."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.results import (
    COLUMNS,
    Estimate,
    Results,
    Row,
    estimates_frame,
    rounded,
    significant,
)


def row(**changes: Any) -> Row:
    value = Estimate(method="Wilson score", n=42, events=8, estimate=8 / 42, p_value=0.06)
    given_ = {"analysis": "relapse", "endpoint": "relapse", "group": "A", "term": "proportion"}
    return Row(**(given_ | {"value": value} | changes))


def test_results_are_equal_where_their_fields_are_and_where_neither_has_a_number() -> None:
    one, other = row(p_adjusted=float("nan")), row(p_adjusted=float("nan"))

    assert one == other
    assert len({one, other}) == 1
    assert one.value == other.value
    assert one != row(p_adjusted=0.5)
    assert one.value != row(group="B", value=Estimate(method="mid-p", n=1, estimate=0.0)).value
    assert one != "one"


def test_the_frame_has_the_columns_of_the_contract_in_order() -> None:
    frame = estimates_frame([row()])

    assert tuple(frame.columns) == COLUMNS
    assert frame[["n", "dropped", "events"]].values.tolist() == [[42, 0, 8]]


def test_an_empty_frame_has_them_too() -> None:
    assert tuple(estimates_frame([]).columns) == COLUMNS


def test_two_rows_that_answer_one_question_by_one_method_are_refused() -> None:
    with pytest.raises(ValueError, match=r"not unique.*'relapse', 'A', 'proportion'"):
        estimates_frame([row(), row(role="beside")])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"n": 0, "status": "not_estimable"}, "needs a note"),
        ({"n": 3}, "neither an estimate nor a p-value"),
        ({"n": 3, "estimate": math.inf}, "infinite"),
        ({"n": 3, "estimate": 1.0, "conf_high": math.inf}, "infinite"),
        ({"n": 3, "p_value": 0.0}, "p-value 0.0"),
        ({"n": 3, "p_value": 1.2}, "p-value 1.2"),
        ({"n": 3, "estimate": 1.0, "status": "fine"}, "unknown status"),
        ({"n": 3, "estimate": 1.0, "note": "oops"}, "unknown status or note"),
        ({"n": 3, "estimate": 1.0, "method": ""}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "conf_level": 95}, "no method or no level"),
        ({"n": 3, "estimate": 1.0, "conf_level": 0}, "no method or no level"),
    ],
)
def test_an_estimate_that_hides_something_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Estimate(**({"method": "a method"} | fields))


def test_a_missing_number_stands_with_its_reason() -> None:
    value = Estimate(method="a method", n=0, status="not_estimable", note="group_absent")

    frame = estimates_frame([row(value=value)])

    assert math.isnan(frame["estimate"].iloc[0])
    assert frame.loc[0, "note"] == "group_absent"


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
@settings(deadline=None)
def test_twelve_digits_are_kept_and_rounding_twice_changes_nothing(value: float) -> None:
    once = significant(value)

    assert once == significant(once)
    # Half a unit of the twelfth digit, of a number whose first digit may be 1.
    assert once == pytest.approx(value, rel=5.0000001e-12, abs=0)


def test_the_thirteenth_digit_is_dropped() -> None:
    assert significant(0.12345678901249) == 0.123456789012
    assert math.isnan(significant(math.nan))


def test_rounding_a_frame_leaves_counts_and_text() -> None:
    frame = estimates_frame([row()])

    told = rounded(frame)

    assert told.loc[0, "estimate"] == 0.190476190476
    assert told["n"].dtype == "Int64"
    assert told.loc[0, "method"] == "Wilson score"


def test_results_show_as_a_table_in_a_notebook() -> None:
    empty = pd.DataFrame()
    results = Results(estimates_frame([row()]), empty, empty, "synthetic")

    assert "<table" in results._repr_html_()
    assert "Wilson score" in results._repr_html_()
    assert repr(results).startswith("<Results: 1 rows, origin synthetic")
