import re

import pandas as pd
import pytest

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.disclose import internal
from rtxoutcomes.results.collection import (
    CURVE_COLUMNS,
    DISTRIBUTION_COLUMNS,
    PARTICIPATION_COLUMNS,
    Results,
)
from rtxoutcomes.results.frame import estimates_frame
from tables.made_up import PLAN, row


def results(origin: str = "patient") -> Results:
    rows = [row("relapse/relapse/RRMS/rate", estimate=1 / 3)]
    return Results(
        estimates=estimates_frame(rows),
        curves=pd.DataFrame(columns=list(CURVE_COLUMNS)),
        distributions=pd.DataFrame(columns=list(DISTRIBUTION_COLUMNS)),
        origin=origin,
        study=PLAN,
    )


def test_numbers_leave_with_ten_significant_digits() -> None:
    released = internal(results())

    assert released.estimates["estimate"].tolist() == [0.3333333333]


def test_nothing_is_withheld_and_nobodys_frame_is_changed() -> None:
    given = results()

    released = internal(given)

    assert given.estimates["estimate"].tolist() == [1 / 3]
    assert len(released.estimates) == len(given.estimates)
    assert list(released.curves) == list(CURVE_COLUMNS)
    assert list(released.distributions) == list(DISTRIBUTION_COLUMNS)
    assert list(released.participation) == list(PARTICIPATION_COLUMNS)


@pytest.mark.parametrize("origin", ["synthetic", "public", "patient"])
def test_the_mark_is_shown_wherever_the_value_is(origin: str) -> None:
    released = internal(results(origin))

    assert released.mark == MARKS[origin]
    assert released.mark in repr(released)
    assert released.mark in released._repr_html_()


def test_patients_are_marked_as_not_checked() -> None:
    assert internal(results("patient")).mark == "Internal, not checked for release"


def test_an_origin_without_a_mark_is_refused() -> None:
    message = "origin 'made up' is none of synthetic, public, patient"

    with pytest.raises(ValueError, match=re.escape(message)):
        internal(results("made up"))
