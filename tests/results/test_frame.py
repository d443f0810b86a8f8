"""The results frame: its columns, its key, and the digits that are written."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from released import bundled, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.frame import COLUMNS, KEY, estimates_frame, rounded, significant
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import Row

WILSON: dict[str, Any] = {
    "measure": Measure.PROPORTION,
    "method_key": MethodKey.WILSON,
    "method": "Wilson score",
}


def row(**changes: Any) -> Row:
    value = Estimate(**WILSON, n=42, events=8, estimate=8 / 42, p_value=0.06)
    fields: dict[str, Any] = {"analysis": "relapse", "endpoint": "relapse", "group": "A"}
    return Row(**(fields | {"quantity": Quantity.PROPORTION, "value": value} | changes))


def test_the_frame_has_the_columns_of_the_contract_in_order() -> None:
    frame = estimates_frame([row()])

    assert tuple(frame.columns) == COLUMNS
    assert frame[["n", "dropped", "events"]].values.tolist() == [[42, 0, 8]]


def test_an_empty_frame_has_them_too() -> None:
    assert tuple(estimates_frame([]).columns) == COLUMNS


def test_two_rows_that_answer_one_question_by_one_method_are_refused() -> None:
    with pytest.raises(ValueError, match=r"not unique.*'relapse', 'relapse', 'diagnosis', 'A'"):
        estimates_frame([row(), row(role="alternative")])


def test_rows_of_two_analyses_with_one_name_and_method_have_different_keys() -> None:
    frame = estimates_frame([row(), row(analysis="contrast"), row(group="B")])

    assert frame["key"].tolist() == [
        *("relapse.A.proportion[wilson]", "relapse.A.proportion[wilson]#2"),
        "relapse.B.proportion[wilson]",
    ]


@pytest.mark.parametrize("made", [bundled, small])
def test_the_key_of_a_row_is_its_own_and_names_it(made: Callable[[], Released]) -> None:
    frame = made().estimates

    assert frame["key"].is_unique
    name = frame["endpoint"] + "." + frame["group"] + "." + frame["term"]
    assert (frame["key"] == name + "[" + frame["method_key"] + "]").all()


@pytest.mark.parametrize(
    "other",
    [
        {"group": "B"},
        {"against": "B"},
        {"channel": "chat", "activity": "message"},
        {"month": 12.0},
        {"level": "female"},
        {"model": Model.LANDMARK},
        {"choice": Choice.IMPUTED},
        {"quantity": Quantity.RISK},
        {"value": Estimate(**(WILSON | {"method_key": MethodKey.MID_P}), n=1, estimate=0.0)},
    ],
)
def test_each_column_of_the_key_tells_two_rows_apart(other: dict[str, Any]) -> None:
    frame = estimates_frame([row(), row(**other)])

    assert len(frame) == 2
    assert not frame.duplicated(list(KEY)).any()


def test_the_members_of_enumerations_are_stored_as_ordinary_strings() -> None:
    frame = estimates_frame([row(model=Model.LANDMARK)])

    kinds = {type(frame.loc[0, name]) for name in ("quantity", "measure", "model", "method_key")}
    assert kinds == {str}


def test_a_missing_number_stands_with_its_reason() -> None:
    value = Estimate(**WILSON, n=0, status="not_estimable", note="group_absent")

    frame = estimates_frame([row(value=value)])

    assert math.isnan(frame["estimate"].iloc[0])
    assert frame.loc[0, "note"] == "group_absent"


# The largest doubles, rounded up, exceed the largest.
@given(st.floats(-1.7e308, 1.7e308))
@settings(deadline=None)
def test_ten_digits_are_kept_and_rounding_twice_changes_nothing(value: float) -> None:
    once = significant(value)

    assert once == significant(once)
    # Half a unit of the tenth digit, of a number whose first digit may be 1.
    assert once == pytest.approx(value, rel=5.00001e-10, abs=0)


def test_the_eleventh_digit_is_dropped() -> None:
    assert significant(0.1234567890149) == 0.123456789
    assert math.isnan(significant(math.nan))


def test_rounding_a_frame_leaves_counts_and_text() -> None:
    frame = rounded(estimates_frame([row()]))

    assert frame.loc[0, "estimate"] == 0.1904761905
    assert frame["n"].dtype == "Int64"
    assert frame.loc[0, "method"] == "Wilson score"


def test_the_term_of_a_row_names_what_distinguishes_it() -> None:
    full = row(
        against="B",
        channel="chat",
        activity="message",
        month=3.0,
        level="any",
        model=Model.LANDMARK,
        choice=Choice.IMPUTED,
    )

    term = estimates_frame([full]).loc[0, "term"]

    assert term == (f"proportion_3_months:chat:message:{Model.LANDMARK}:any:{Choice.IMPUTED}:vs B")
