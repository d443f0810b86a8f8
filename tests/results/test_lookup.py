"""Selecting one row, and the errors where none or several match."""

import math
from typing import Any

import pandas as pd
import pytest

from cohorts import study
from results.test_frame import WILSON, row
from rtxoutcomes.errors import LookupFault, UsageFault
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model, Quantity
from rtxoutcomes.results.row import Row

OTHER = Estimate(**(WILSON | {"method_key": MethodKey.MID_P}), n=7, estimate=0.1)
ROWS = [
    row(),
    row(value=OTHER, role="alternative"),
    row(month=12.0),
    row(group="B"),
    row(against="B", quantity=Quantity.PROPORTION_DIFFERENCE),
    row(channel="chat", activity="message", model=Model.LANDMARK, month=3.0, level="any"),
    row(choice=Choice.IMPUTED, role="sensitivity"),
    row(quantity=Quantity.RISK, month=6.0),
    row(quantity=Quantity.RISK, month=12.0),
    row(quantity=Quantity.RATE),
    row(quantity=Quantity.RATE, value=OTHER),
]


def results(rows: list[Row] = ROWS) -> Results:
    empty = pd.DataFrame()
    return Results(estimates_frame(rows), empty, empty, "synthetic", study())


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({}, 0),
        ({"role": "alternative"}, 1),
        ({"role": "alternative", "method": "mid_p"}, 1),
        ({"method": MethodKey.WILSON}, 0),
        ({"month": 12}, 2),
        ({"month": math.nan}, 0),
        ({"group": "B"}, 3),
        ({"quantity": Quantity.PROPORTION_DIFFERENCE, "against": "B"}, 4),
        (
            {"channel": "chat", "activity": "message", "model": "landmark"}
            | {"month": 3, "level": "any"},
            5,
        ),
        ({"choice": "imputed", "role": "sensitivity"}, 6),
        ({"quantity": "rate", "method": "mid_p"}, 10),
    ],
)
def test_each_column_of_the_key_chooses(keys: dict[str, Any], place: int) -> None:
    question = {"endpoint": "relapse", "group": "A", "quantity": "proportion"} | keys

    found = results().get(**question)

    assert found.place == place
    assert (found.n, found.estimate) == (ROWS[place].value.n, ROWS[place].value.estimate)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            {"endpoint": "relaps"},
            "no row has endpoint 'relaps'; there is relapse",
        ),
        (
            {"group": "C"},
            "no row has group 'C' for relapse; there is A, B",
        ),
        (
            {"quantity": "proportio"},
            "no row has quantity 'proportio' for relapse.A; there is proportion, "
            "proportion_difference",
        ),
        (
            {"quantity": "risk"},
            "no row of relapse.A.risk matches; the nearest has month=6; or month=12",
        ),
        (
            {"quantity": "proportion_difference"},
            "no row of relapse.A.proportion_difference matches; the nearest has against='B'",
        ),
        (
            {"group": "B", "month": 12, "level": "any"},
            "no row of relapse.B.proportion matches; the nearest has no month, no level",
        ),
        (
            {"quantity": "rate"},
            "2 rows match relapse.A.rate; choose one by method='wilson'; or method='mid_p'",
        ),
    ],
)
def test_none_or_several_are_told_apart_in_a_sentence(question: dict[str, Any], said: str) -> None:
    asked = {"endpoint": "relapse", "group": "A", "quantity": "proportion"} | question

    with pytest.raises(LookupFault) as fault:
        results().get(**asked)

    assert str(fault.value) == said
    assert isinstance(fault.value, LookupError)
    assert isinstance(fault.value, UsageFault)


def test_of_many_ways_a_few_are_named_and_the_others_counted() -> None:
    rows = [row(quantity=Quantity.RISK, month=float(month)) for month in range(1, 9)]

    with pytest.raises(LookupFault, match=r"month=5; or 3 more$"):
        results(rows).get("relapse", "A", "risk")


def test_results_without_a_row_say_so() -> None:
    with pytest.raises(LookupFault, match="no row has endpoint 'relapse'; there is no row at all"):
        results([]).get("relapse", "A", "risk")
