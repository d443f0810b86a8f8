"""The rows of a question."""

import math
from collections.abc import Iterator

import pandas as pd

from analysis.small import against_b
from cohorts import STUDY, study
from rtxoutcomes.analysis.descriptive import counted, described, not_collected, number
from rtxoutcomes.analysis.question import Question, Statistic, of_group, of_pair
from rtxoutcomes.results.estimate import Estimate, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Choice, Model, Quantity

FRAME = pd.DataFrame({"group": ["B", "B"]})
QUESTION = Question("engagement", "relapse", 12.0, "chat", "message")


def without_number(note: Note) -> Estimate:
    return number(Measure.COUNT, MethodKey.COUNT, math.nan, 0, missing=note)


def test_an_absent_group_is_the_reason_whatever_the_estimator_gave() -> None:
    assert of_group(without_number("n_zero"), FRAME[:0]).note == "group_absent"
    assert of_group(without_number("n_zero"), FRAME).note == "n_zero"
    assert of_group(counted(0, 0), FRAME[:0]) == counted(0, 0)


def test_what_was_not_collected_stays_so_in_an_absent_group() -> None:
    nothing = not_collected("m", 0, Measure.RATE)

    assert of_group(nothing, FRAME[:0]) == nothing


def test_a_contrast_with_an_absent_group_has_the_reason() -> None:
    value = without_number("n_zero")

    assert of_pair(value, absent=True).note == "group_absent"
    assert of_pair(value, absent=False) == value


def test_a_row_carries_its_question_and_its_statistic() -> None:
    statistic = Statistic(
        Quantity.HAZARD_RATIO,
        counted(3, 7),
        "alternative",
        "per year",
        against="A",
        level="age_years",
        model=Model.LANDMARK_ADJUSTED,
        choice=Choice.SMALLEST,
    )

    row = QUESTION.row("B", statistic)

    assert (row.analysis, row.endpoint) == ("engagement", "relapse")
    assert (row.group, row.against) == ("B", "A")
    assert (row.channel, row.activity, row.month) == ("chat", "message", 12.0)
    assert (row.level, row.model, row.choice) == (
        "age_years",
        Model.LANDMARK_ADJUSTED,
        Choice.SMALLEST,
    )
    assert (row.quantity, row.role, row.unit) == (Quantity.HAZARD_RATIO, "alternative", "per year")
    assert (row.value.events, row.value.n) == (3, 7)


def test_the_month_of_a_statistic_comes_before_that_of_the_question() -> None:
    statistic = Statistic(Quantity.RISK, counted(3, 7), month=0.0)

    assert QUESTION.row("A", statistic).month == 0.0


def test_every_group_has_its_statistics_in_order() -> None:
    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        yield Statistic(Quantity.MEAN, described(math.nan, len(patients), MethodKey.MEAN))
        yield Statistic(Quantity.ENROLLED, counted(len(patients), len(patients)))

    rows = QUESTION.rows(FRAME, study(), statistics, overall=True)

    assert [(row.group, row.value.n, row.value.note) for row in rows] == [
        *(("A", 0, "group_absent"), ("A", 0, "")),
        *(("B", 2, "n_one"), ("B", 2, "")),
        *(("all", 2, "n_one"), ("all", 2, "")),
    ]


def test_each_later_group_has_its_contrasts_against_each_earlier_one() -> None:
    def statistics(later: pd.DataFrame, earlier: pd.DataFrame) -> Iterator[Statistic]:
        difference = float(len(later) - len(earlier))
        yield Statistic(Quantity.MEAN, described(difference, 2, MethodKey.MEAN), "alternative")

    frame = pd.DataFrame({"group": ["B", "B", "C"]})
    three = study(diagnoses=[*STUDY["diagnoses"], {"code": "C", "label": "Third"}])

    rows = QUESTION.contrasts(frame, three, statistics)

    assert [(row.group, row.against, row.value.estimate, row.value.note) for row in rows] == [
        ("B", "A", 2.0, "group_absent"),
        ("C", "A", 1.0, "group_absent"),
        ("C", "B", -1.0, ""),
    ]
    assert {row.role for row in rows} == {"alternative"}
    assert [(r.group, r.against) for r in QUESTION.contrasts(frame, against_b(), statistics)] == [
        ("A", "B")
    ]
