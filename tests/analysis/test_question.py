"""The rows of a question."""

import math

import pandas as pd
import pytest

from cohorts import study
from rtxoutcomes.analysis.question import (
    Question,
    counted,
    groups,
    not_collected,
    of_group,
    plain,
    share,
)
from rtxoutcomes.results import Estimate

FRAME = pd.DataFrame({"diagnosis": ["B", "B"]})


def test_every_diagnosis_is_asked_about_and_all_of_them_where_wanted() -> None:
    told = [(group, len(part)) for group, part in groups(FRAME, study(), overall=True)]

    assert told == [("A", 0), ("B", 2), ("all", 2)]
    assert len(list(groups(FRAME, study(), overall=False))) == 2


def test_a_group_without_patients_says_so_whatever_the_estimator_said() -> None:
    nobody = Estimate(method="m", n=0, status="not_estimable", note="n_zero")

    assert of_group(nobody, FRAME[:0]).note == "group_absent"
    assert of_group(nobody, FRAME).note == "n_zero"


def test_a_row_carries_its_question() -> None:
    row = Question("relapse", "relapse").row("A", "rate", counted(3, 7), "beside", "per year")

    assert (row.analysis, row.endpoint, row.group, row.term) == ("relapse", "relapse", "A", "rate")
    assert (row.role, row.unit, row.value.events, row.value.n) == ("beside", "per year", 3, 7)


def test_what_was_not_collected_leaves_everybody_out() -> None:
    told = not_collected("relapses were not collected", 9)

    assert (told.n, told.dropped, told.status, told.note) == (
        0,
        9,
        "not_attempted",
        "not_collected",
    )


def test_a_share_of_nobody_is_no_number() -> None:
    assert share(3, 12, dropped=1).estimate == 0.25
    assert (share(0, 0).status, share(0, 0).note) == ("not_estimable", "n_zero")


@pytest.mark.parametrize(("n", "note"), [(0, "n_zero"), (1, "n_one")])
def test_a_description_that_does_not_exist_says_why(n: int, note: str) -> None:
    assert plain(math.nan, n, "standard deviation").note == note
    assert plain(2.5, 4, "mean").estimate == 2.5
