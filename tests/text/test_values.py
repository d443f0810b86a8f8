from dataclasses import replace

import pytest

from rtxoutcomes.presentation.rows import index
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.text.values import ATTRIBUTES
from rtxoutcomes.text.values import attribute_text as text_of
from tables.made_up import PLAN, released_of, row

KEY = "change/edss/RRMS/mean_change"
SHARE = "relapse/relapse/RRMS/proportion"


def number(key: str, **result: object) -> Number:
    made = row(key, **result)  # type: ignore[arg-type]
    return index(released_of(made)).rows[0]


def attribute_text(number: Number, attribute: str, digits: int | None = None) -> str | None:
    return text_of(PLAN, number, attribute, digits)


CHANGE = number(
    KEY,
    n=40,
    dropped=2,
    estimate=-0.325,
    ci=(-0.665, 0.016),
    p=0.0604,
    adjusted=0.12,
    unit="points",
)
EIGHT = number(SHARE, n=42, events=8, estimate=8 / 42, ci=(0.0998, 0.333), method="Wilson")
ALL_EIGHT = number(SHARE, n=8, events=8, estimate=1.0)
NONE = number(SHARE, n=42, events=0, estimate=0.0)
RATE = number(
    "safety/adverse_events/all/rate", events=3, years=85.25, estimate=0.0352, ci=(0.01, 0.1)
)
SMALL = number(
    "safety/adverse_events/all/rate", events=3, years=0.04, estimate=4e-4, ci=(2e-4, 0.005)
)
RISK = number("relapse/relapse/RRMS/risk", month=12.0, estimate=0.1449, ci=(0.002, 0.9), n=42)
GONE = number(KEY, n=0, status="not_estimable", note="group_absent")


@pytest.mark.parametrize(
    ("result", "attribute", "text"),
    [
        (CHANGE, "", "−0.33"),
        (CHANGE, "estimate", "−0.33"),
        (CHANGE, "ci", "−0.67 to 0.02"),
        (CHANGE, "low", "−0.67"),
        (CHANGE, "high", "0.02"),
        (CHANGE, "level", "95% CI"),
        (CHANGE, "p", "P = 0.060"),
        (CHANGE, "p_value", "0.060"),
        (CHANGE, "p_adjusted", "P = 0.12"),
        (CHANGE, "n", "40"),
        (CHANGE, "dropped", "2"),
        (CHANGE, "unit", "points"),
        (CHANGE, "method", "made up"),
        (CHANGE, "summary", "−0.33 (95% CI −0.67 to 0.02; P = 0.060)"),
        (EIGHT, "", "19%"),
        (EIGHT, "ci", "10 to 33"),
        (EIGHT, "events", "8"),
        (EIGHT, "count", "eight"),
        (NONE, "count", "none"),
        (EIGHT, "percent", "19%"),
        (EIGHT, "share", "8/42 (19%)"),
        (EIGHT, "summary", "19% (95% CI 10 to 33)"),
        (ALL_EIGHT, "share", "8/8 (100%)"),
        (NONE, "share", "0/42 (0%)"),
        (RATE, "person_years", "85.3"),
        (RATE, "per_100", "3.5 (95% CI 1.0 to 10.0)"),
        (SMALL, "", "<0.01"),
        (SMALL, "ci", "<0.01 to 0.01"),
        (SMALL, "per_100", "<0.1 (95% CI <0.1 to 0.5)"),
        (SMALL, "person_years", "<0.1"),
        (RISK, "months", "12"),
        (RISK, "", "14%"),
        (RISK, "ci", "<1 to 90"),
        (number("flow/flow/all/enrolled", estimate=99.0, method="count of patients"), "", "99"),
        (number("baseline/age_years/all/mean", estimate=39.46), "summary", "39.5"),
    ],
)
def test_an_attribute_reads_as_the_tables_print_it(
    result: Number, attribute: str, text: str
) -> None:
    assert attribute_text(result, attribute) == text


def test_what_a_kind_of_result_does_not_have_is_none() -> None:
    for attribute in ("events", "share", "percent", "person_years", "per_100", "months", "note"):
        assert attribute_text(CHANGE, attribute) is None
    bare = number(KEY, p=0.5)
    for attribute in ("estimate", "ci", "level", "p_adjusted", "summary", "std_error", "df"):
        assert attribute_text(bare, attribute) is None


def test_what_is_no_share_of_patients_has_no_percentage() -> None:
    attacks = number("relapse/relapse/all/rate", n=42, events=73, years=60.0, estimate=1.22)
    few = number("relapse/relapse/all/rate", n=42, events=7, years=60.0, estimate=0.117)
    risk = number("relapse/relapse/all/risk", month=12.0, n=42, events=6, estimate=0.1449)

    for result in (attacks, few, risk):
        assert attribute_text(result, "percent") is attribute_text(result, "share") is None
    none = number("relapse/relapse/all/proportion", n=42, events=0, estimate=0.0)
    assert attribute_text(none, "share") == "0/42 (0%)"


def test_what_could_not_be_given_says_its_state() -> None:
    for attribute in ("", "ci", "p", "summary", "p_adjusted"):
        assert "not estimable" in str(attribute_text(GONE, attribute)) or attribute == "ci"
    assert attribute_text(GONE, "ci") == "no interval"
    assert attribute_text(GONE, "n") == "0"
    assert str(attribute_text(GONE, "note")).startswith("The cohort has no patients")


def test_a_bound_without_limits_has_no_interval() -> None:
    bound = number(KEY, estimate=0.1, status="bound_only", note="count_unknown")

    assert attribute_text(bound, "level") == "no interval"
    assert attribute_text(bound, "summary") == "0.10 (no interval)"


def test_a_median_not_reached_says_so() -> None:
    key = "time_to_relapse/time_to_relapse/RRMS/median"
    bare = number(key, status="not_estimable", note="not_reached")
    limited = number(key, ci=(18.0, float("nan")), status="bound_only", note="not_reached")

    assert attribute_text(bare, "") == "not reached"
    assert attribute_text(limited, "ci", 1) == "18.0 to not reached"


def test_authors_may_ask_for_other_decimals() -> None:
    assert attribute_text(CHANGE, "", 3) == "−0.325"
    assert attribute_text(RATE, "per_100", 3) == "3.52 (95% CI 1.00 to 10.00)"
    assert attribute_text(RATE, "person_years", 0) == "85"


def test_a_number_reads_as_the_journal_wants() -> None:
    lancet = replace(CHANGE, style=read_style("lancet"))

    assert attribute_text(lancet, "summary") == "−0·33 (95% CI −0·67 to 0·02; p=0·060)"


def test_degrees_of_freedom_and_errors_are_there_to_be_told() -> None:
    tested = replace(CHANGE, statistic=-1.931, df=39.0, std_error=0.1683)

    result = [attribute_text(tested, name) for name in ("statistic", "df", "std_error")]
    assert result == ["−1.93", "39", "0.17"]
    assert attribute_text(replace(tested, df=38.5), "df") == "38.5"


def test_a_difference_of_proportions_is_in_percentage_points_and_names_its_direction() -> None:
    key, limits = "contrast/relapse/NMOSD/proportion_difference", (-0.302, 0.176)
    given = number(key, n=56, against="RRMS", estimate=-0.119, ci=limits)
    bare = number(key, n=56, against="RRMS", estimate=-0.119)

    assert attribute_text(given, "points") == "−12 percentage points (95% CI −30 to 18)"
    assert attribute_text(bare, "points") == "−12 percentage points"
    assert attribute_text(given, "contrast") == "NMOSD minus RRMS"


def test_other_rows_have_neither_points_nor_a_contrast() -> None:
    moved = number("transition/edss/RRMS/transition", level="2", against="3", estimate=4.0)

    assert attribute_text(EIGHT, "points") is None
    assert attribute_text(EIGHT, "contrast") is None
    assert attribute_text(moved, "contrast") is None


def test_a_month_may_have_decimals() -> None:
    half = number("relapse/relapse/RRMS/risk", month=7.5, estimate=0.1)

    assert attribute_text(replace(half, style=read_style("lancet")), "months") == "7·5"


def test_every_attribute_can_be_asked_of_every_row() -> None:
    for result in (CHANGE, EIGHT, RATE, RISK, GONE):
        for attribute in ATTRIBUTES:
            attribute_text(result, attribute)


def test_a_number_of_events_is_no_proportion_of_patients() -> None:
    key = "safety/adverse_events/all/events_by_term"
    events = number(
        key,
        level="rash",
        n=42,
        events=4,
        estimate=4.0,
        measure=Measure.COUNT,
        method_key=MethodKey.EVENT_COUNT,
    )
    patients = number("flow/flow/all/enrolled", n=42, events=4, estimate=4.0)

    assert attribute_text(events, "events") == "4"
    assert attribute_text(events, "share") is None
    assert attribute_text(patients, "share") == "4/42 (10%)"
