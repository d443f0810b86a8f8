"""Functions of a table or a curve, called with times and events as lifelines and survfit are."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes import estimate
from rtxoutcomes.estimate import event_table, kaplan_meier

MONTHS, EVENT = [2.0, 5, 6, 9, 12, 14], [1, 1, 0, 1, 1, 0]
TABLE = event_table(MONTHS, EVENT)
CURVE = kaplan_meier(TABLE)
OF_TABLE: list[tuple[str, tuple[Any, ...]]] = [
    *(("kaplan_meier", ()), ("kaplan_meier", (0.9, "log"))),
    *(("restricted_mean", (12,)), ("restricted_mean", (12, 0.9)), ("risk_at", (12, 0.2))),
]
OF_CURVE: list[tuple[str, tuple[Any, ...]]] = [
    *(("median", ()), ("median", ("beta product",)), ("quantile", (0.25,))),
    *(("survival_at", (6,)), ("survival_at_band", (6,))),
]


@pytest.mark.parametrize(("name", "others"), [*OF_TABLE, *OF_CURVE])
def test_times_and_events_give_what_their_table_gives(name: str, others: tuple[Any, ...]) -> None:
    function = getattr(estimate, name)
    expected = repr(function(TABLE if (name, others) in OF_TABLE else CURVE, *others))

    assert repr(function(TABLE, *others)) == expected
    assert repr(function(MONTHS, EVENT, *others)) == expected
    assert repr(function(pd.Series(MONTHS), EVENT, *others)) == expected
    assert repr(function(np.array(MONTHS), np.array(EVENT, bool), *others)) == expected


def test_every_argument_has_its_name() -> None:
    assert repr(kaplan_meier(months=MONTHS, event=EVENT, conf_level=0.9)) == repr(
        kaplan_meier(table=TABLE, conf_level=0.9)
    )
    assert estimate.survival_at(curve=CURVE, month=6) == estimate.survival_at(CURVE, 6)
    assert estimate.restricted_mean(MONTHS, event=EVENT, tau=12) == estimate.restricted_mean(
        TABLE, tau=12
    )


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("restricted_mean", (MONTHS, 12), "as in restricted_mean(months, event, tau)"),
        ("risk_at", (MONTHS, 12), "as in risk_at(months, event, month)"),
        ("median", (MONTHS,), "as in median(months, event)"),
        ("median", (MONTHS, "curve"), "as in median(months, event)"),
        ("kaplan_meier", (np.array(MONTHS), 0.95), "as in kaplan_meier(months, event)"),
        ("survival_at", (pd.Series(MONTHS), 6), "as in survival_at(months, event, month)"),
    ],
)
def test_times_without_events_are_answered_by_the_right_call(
    name: str, arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(TypeError) as caught:
        getattr(estimate, name)(*arguments)

    expected = f"event is missing: {name} of times needs the events too, {sentence}"
    assert str(caught.value) == expected


@pytest.mark.parametrize("name", ["kaplan_meier", "restricted_mean", "median", "survival_at"])
@pytest.mark.parametrize(
    "first", [pd.DataFrame({"t": MONTHS}), estimate.median(CURVE), 12.0, "months", None]
)
def test_what_is_neither_a_table_nor_times_is_named(name: str, first: Any) -> None:
    with pytest.raises(TypeError, match=rf"^{name} takes an? \w+, or times and events as in "):
        getattr(estimate, name)(first, EVENT)


def test_a_curve_is_no_table() -> None:
    with pytest.raises(TypeError, match=r"restricted_mean takes an EventTable, .*, not a Curve"):
        getattr(estimate, "restricted_mean")(CURVE, 12)  # noqa: B009


def test_a_call_without_any_argument_is_named() -> None:
    with pytest.raises(TypeError, match="median takes a Curve, or times and events"):
        getattr(estimate, "median")()  # noqa: B009
