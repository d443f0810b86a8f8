import math

from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from tables.made_up import absent, flow_rows, released_of, row

RELAPSE = "relapse/relapse/"
RESULTS = index(
    released_of(
        row(
            RELAPSE + "SPMS/rate",
            estimate=0.2,
            p=0.5,
            role="alternative",
            method_key=MethodKey.GARWOOD,
        ),
        row(RELAPSE + "SPMS/rate", estimate=0.1, events=3, years=30.0),
        row(RELAPSE + "all/between_groups", p=0.5),
        row(RELAPSE + "RRMS/risk", month=12.0, estimate=0.1),
        row(RELAPSE + "RRMS/risk", month=6.5, estimate=0.1),
        row(RELAPSE + "RRMS/survival", month=24.0, estimate=0.1),
        row("contrast/relapse/SPMS/risk", month=3.0, against="RRMS", estimate=0.1),
        absent("safety/adverse_events/NMOSD/rate"),
        row("safety/adverse_events/all/rate", estimate=0.1),
    )
)


def test_groups_are_those_of_the_study_wherever_there_are_rows() -> None:
    groups = ("RRMS", "SPMS", "NMOSD")

    assert RESULTS.groups_with_rows("relapse") == groups
    assert RESULTS.groups_with_rows("safety") == (*groups, ALL)
    assert RESULTS.groups_with_rows("flow") == ()


def test_the_reported_row_comes_first() -> None:
    answers = RESULTS.answers("relapse", "relapse")

    rows = answers.every("SPMS", Quantity.RATE)

    assert [row.role for row in rows] == ["reported", "alternative"]
    assert answers.first("SPMS", Quantity.RATE) == rows[0]


def test_a_row_keeps_its_numbers_and_its_place() -> None:
    answers = RESULTS.answers("relapse", "relapse")

    rate = answers.first("SPMS", Quantity.RATE)
    test = answers.first(ALL, Quantity.BETWEEN_GROUPS)

    assert rate is not None
    assert test is not None
    assert (rate.place, rate.events, rate.person_years, rate.estimate) == (1, 3, 30.0, 0.1)
    assert test.events is None
    assert math.isnan(test.estimate)


def test_a_row_that_is_not_there_is_none() -> None:
    answers = RESULTS.answers("relapse", "relapse")

    assert answers.first("NMOSD", Quantity.RATE) is None
    assert answers.any_of("NMOSD") is None
    any_row = answers.any_of("SPMS")
    assert any_row is not None
    assert any_row.group == "SPMS"
    assert RESULTS.answers("relapse", "edss").rows == ()


def test_a_contrast_is_no_row_of_its_group() -> None:
    answers = RESULTS.answers("contrast", "relapse", 3.0)

    assert answers.any_of("SPMS") is None
    assert answers.first("SPMS", Quantity.RISK, against="RRMS") is not None


def test_months_of_a_quantity_rise() -> None:
    assert RESULTS.months("relapse", "relapse", Quantity.RISK) == (6.5, 12.0)
    assert RESULTS.months("contrast", "relapse", Quantity.RISK) == ()


def test_questions_and_levels_keep_the_order_of_the_rows() -> None:
    results = index(released_of(*flow_rows()))

    questions = results.questions("flow")

    assert [(q.endpoint, q.month) for q in questions if q.month == q.month] == [
        ("flow", 3.0),
        ("edss", 12.0),
    ]
    assert questions[0].levels(Quantity.FOLLOW_UP_ENDED) == ("ongoing",)
    assert questions[0].has(Quantity.ENROLLED)
    assert not questions[0].has(Quantity.RATE)
    assert results.enrolled == {"RRMS": 42, "SPMS": 43, "NMOSD": 0, ALL: 85}
