"""From a number to its text."""

import dataclasses
import math

import pytest

from released import small
from rtxoutcomes.presentation.printed import (
    FORMATS,
    estimate_text,
    limits_text,
    p_value_text,
    result_text,
    state_text,
)
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity


def change() -> Number:
    row = index(small()).answers("change", "edss").first("A", Quantity.MEAN_CHANGE)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((-0.5, -1.0, 0.0), "\u22120.50 (\u22121.00 to 0.00)"),
        ((0.5, math.nan, 1.0), "0.50 (no limit to 1.00)"),
        ((0.5, math.nan, math.nan), "0.50"),
        ((math.nan, 0.0, 1.0), "not estimable"),
    ],
)
def test_a_result_is_printed_as_far_as_it_exists(
    numbers: tuple[float, float, float], text: str
) -> None:
    estimate, low, high = numbers
    row = dataclasses.replace(change(), estimate=estimate, conf_low=low, conf_high=high)

    assert result_text(row) == text


POSITIVE = {
    *(Measure.RATE, Measure.MEAN_EVENTS, Measure.RATIO, Measure.HAZARD_RATIO),
    *(Measure.ODDS_RATIO, Measure.RATE_RATIO, Measure.RISK_RATIO, Measure.DURATION),
    *(Measure.CUMULATIVE_HAZARD_RATIO, Measure.DISPERSION, Measure.EVENTS_PER_PARAMETER),
}


@pytest.mark.parametrize("measure", Measure)
def test_neither_a_positive_quantity_nor_its_limits_print_as_0(measure: Measure) -> None:
    row = dataclasses.replace(
        change(), measure=measure, estimate=6e-4, conf_low=2e-4, conf_high=3e-3
    )
    least = "<0.1" if FORMATS[measure].decimals == 1 else "<0.01"

    assert (result_text(row) == f"{least} ({least} to {least})") is (measure in POSITIVE)


def test_a_spread_of_a_score_that_is_not_0_does_not_print_as_0() -> None:
    mean = dataclasses.replace(
        change(), quantity=Quantity.BASELINE_MEAN, measure=Measure.VALUE, estimate=6e-4
    )

    spread = dataclasses.replace(mean, quantity=Quantity.BASELINE_SD)

    assert (estimate_text(spread), estimate_text(mean)) == ("<0.01", "0.00")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (3.0, math.nan, "7.0 (3.0 to not reached)"),
        (math.nan, 9.0, "7.0 (no limit to 9.0)"),
        (3.0, 9.0, "7.0 (3.0 to 9.0)"),
    ],
)
def test_only_the_upper_limit_of_a_median_is_not_reached(
    low: float, high: float, text: str
) -> None:
    median = dataclasses.replace(
        change(),
        measure=Measure.DURATION,
        quantity=Quantity.MEDIAN,
        note="not_reached",
        estimate=7.0,
        conf_low=low,
        conf_high=high,
    )

    assert (result_text(median), state_text(median)) == (text, "")


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure.COUNT, "1"),
        (Measure.PROPORTION, "54%"),
        (Measure.PROPORTION_DIFFERENCE, "54%"),
        (Measure.DESCRIPTION, "0.5"),
        (Measure.DURATION, "0.5"),
        (Measure.DURATION_DIFFERENCE, "0.5"),
        (Measure.EVENTS_PER_PARAMETER, "0.5"),
        (Measure.P_VALUE, "0.54"),
        (Measure.RATE, "0.54"),
        (Measure.DIFFERENCE, "0.54"),
        (Measure.HAZARD_RATIO, "0.54"),
        (Measure.CORRELATION, "0.54"),
    ],
)
def test_an_estimate_is_printed_in_its_measure(measure: Measure, text: str) -> None:
    assert estimate_text(dataclasses.replace(change(), measure=measure, estimate=0.543)) == text


@pytest.mark.parametrize("measure", Measure)
def test_a_ratio_without_effect_is_1_on_a_log_axis_and_a_difference_0(measure: Measure) -> None:
    form = FORMATS[measure]
    ratio = measure.endswith("ratio")
    compares = ratio or measure.endswith("difference") or measure is Measure.CORRELATION

    assert form.log == ratio
    assert form.null == float(ratio) if compares else math.isnan(form.null)
    assert form.between == ("vs" if ratio else "minus")


@pytest.mark.parametrize(("estimate", "text"), [(3 / 40, "8%"), (3 / 40 - 1e-9, "7%")])
def test_a_proportion_is_rounded_from_its_counts_where_it_is_their_quotient(
    estimate: float, text: str
) -> None:
    row = dataclasses.replace(
        change(), measure=Measure.PROPORTION, events=3, n=40, estimate=estimate
    )

    assert estimate_text(row) == text


def test_digits_may_be_asked_for_but_none_of_a_count() -> None:
    count = dataclasses.replace(change(), measure=Measure.COUNT, estimate=12.0)
    rate = dataclasses.replace(change(), measure=Measure.RATE, estimate=0.5)

    assert (estimate_text(count), estimate_text(count, 2)) == ("12", "12")
    assert (estimate_text(rate), estimate_text(rate, 3)) == ("0.50", "0.500")


def test_limits_of_a_proportion_have_the_sign_unless_a_table_has_it_in_its_head() -> None:
    row = dataclasses.replace(
        change(), measure=Measure.PROPORTION, estimate=0.2, conf_low=0.1, conf_high=0.33
    )

    assert limits_text(row) == "10% to 33%"
    assert limits_text(row, sign=False) == "10 to 33"


def test_a_result_that_was_not_attempted_says_so() -> None:
    row = dataclasses.replace(change(), estimate=math.nan, status="not_attempted")

    assert result_text(row) == "not attempted"


@pytest.mark.parametrize(
    ("p_value", "text"), [(0.0609, "P = 0.061"), (0.0001, "P < 0.001"), (math.nan, "")]
)
def test_a_p_value_is_a_sentence(p_value: float, text: str) -> None:
    assert p_value_text(dataclasses.replace(change(), p_value=p_value)) == text
