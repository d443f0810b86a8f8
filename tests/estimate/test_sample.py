"""Results of a method applied to a sample."""

import math
from dataclasses import fields

import pytest

from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

KIND = Kind(Measure.PROPORTION, MethodKey.WILSON, "Wilson score")
SAMPLE = Sample(KIND, n=14, dropped=2, events=3, person_years=21.5, conf_level=0.9)


def test_a_result_has_the_method_the_patients_and_the_numbers() -> None:
    numbers = {
        "estimate": 0.2,
        "std_error": 0.1,
        "conf_low": 0.05,
        "conf_high": 0.5,
        "statistic": 1.5,
        "df": 3.0,
        "p_value": 0.04,
    }

    result = SAMPLE.result(**numbers, conf_ends="[)", status="bound_only", note="n_one")

    assert (result.measure, result.method_key, result.method) == (
        Measure.PROPORTION,
        MethodKey.WILSON,
        "Wilson score",
    )
    for field in fields(Sample):
        if field.name != "kind":
            assert getattr(result, field.name) == getattr(SAMPLE, field.name)
    assert {name: getattr(result, name) for name in numbers} == numbers
    assert (result.conf_ends, result.status, result.note) == ("[)", "bound_only", "n_one")


def test_what_is_not_given_is_missing() -> None:
    result = Sample(KIND, 0).result(p_value=0.5)

    assert (result.n, result.dropped, result.events, result.conf_level) == (0, 0, None, 0.95)
    assert math.isnan(result.person_years)
    assert math.isnan(result.estimate)
    assert (result.conf_ends, result.status, result.note) == ("[]", "ok", "")


def test_a_refusal_has_a_status_a_note_and_at_most_an_estimate() -> None:
    bare = SAMPLE.not_estimable("n_zero")
    with_estimate = SAMPLE.not_estimable("zero_variance", estimate=0.2)
    not_attempted = SAMPLE.not_attempted("no_events")

    assert (bare.status, bare.note, bare.n) == ("not_estimable", "n_zero", 14)
    assert math.isnan(bare.estimate)
    assert with_estimate.estimate == 0.2
    assert (not_attempted.status, not_attempted.note) == ("not_attempted", "no_events")


def test_an_estimate_on_a_student_reference_has_its_interval_and_p() -> None:
    result = Sample(KIND, 3, conf_level=0.5).t_result(-2.0, 2.0, 1)

    # Student's distribution with 1 df is Cauchy's: its quartile is 1, to 11 digits in old scipy.
    assert (result.conf_low, result.conf_high) == pytest.approx((-4.0, 0.0), abs=1e-10)
    assert (result.statistic, result.df) == (-1.0, 1.0)
    assert result.p_value == pytest.approx(0.5, rel=1e-14)
