import math

from rtxoutcomes.tables.select import numbers
from tables.made_up import absent, released_of, row

RELEASED = released_of(
    row("relapse/relapse/SPMS/rate", estimate=0.2, p=0.5, role="beside", method="plain"),
    row("relapse/relapse/SPMS/rate", estimate=0.1, events=3, years=30.0, method="scaled"),
    row("relapse/relapse/all/between_groups", p=0.5),
    row("relapse/relapse/RRMS/risk_12_months", estimate=0.1),
    row("relapse/relapse/RRMS/risk_6.5_months", estimate=0.1),
    absent("safety/adverse_events/NMOSD/rate"),
    row("safety/adverse_events/all/rate", estimate=0.1),
)


def test_groups_are_those_of_the_whole_frame_in_order_of_appearance() -> None:
    assert numbers(RELEASED, "relapse").groups == ("SPMS", "RRMS", "NMOSD")
    assert numbers(RELEASED, "safety").groups == ("SPMS", "RRMS", "NMOSD")
    assert numbers(RELEASED, "flow").groups == ()


def test_the_reported_row_comes_first() -> None:
    found = numbers(RELEASED, "relapse")

    rows = found.all_of("relapse", "SPMS", "rate")

    assert [number.role for number in rows] == ["reported", "beside"]
    assert found.first("relapse", "SPMS", "rate") == rows[0]


def test_a_row_keeps_its_numbers_and_says_which_are_missing() -> None:
    found = numbers(RELEASED, "relapse")

    told = found.first("relapse", "SPMS", "rate")
    test = found.first("relapse", "all", "between_groups")

    assert told is not None
    assert test is not None
    assert (told.events, told.person_years, told.estimate) == (3, 30.0, 0.1)
    assert test.events is None
    assert math.isnan(test.estimate)


def test_a_row_that_is_not_there_is_none() -> None:
    found = numbers(RELEASED, "relapse")

    assert found.first("relapse", "NMOSD", "rate") is None
    assert found.any_of("relapse", "NMOSD") is None
    assert found.any_of("relapse", "RRMS") is not None


def test_a_test_between_groups_is_no_overall_row() -> None:
    assert not numbers(RELEASED, "relapse").has_overall
    assert numbers(RELEASED, "relapse").with_overall() == ("SPMS", "RRMS", "NMOSD")
    assert numbers(RELEASED, "safety").with_overall()[-1] == "all"


def test_months_are_sorted_as_numbers() -> None:
    assert numbers(RELEASED, "relapse").months("relapse", "risk") == ("6.5", "12")


def test_endpoints_and_terms_keep_their_order() -> None:
    found = numbers(RELEASED, "relapse")

    assert found.endpoints == ("relapse",)
    assert found.terms("relapse")[:2] == ("rate", "between_groups")
