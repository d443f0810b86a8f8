"""Coefficients on the log scale and as ratios."""

import math

import pytest

from rtxoutcomes.estimate.likelihood.profile import Inference
from rtxoutcomes.estimate.likelihood.ratio_scale import (
    log_and_ratio,
    no_log_and_ratio,
    unfitted,
)
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Kind, Note, Status
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

KIND = Kind(Measure.HAZARD_RATIO, MethodKey.FIRTH_COX, "some model")
SAMPLE = Sample(KIND, n=99, events=19, dropped=3, conf_level=0.9)
NAN = math.nan


def test_the_ratio_has_the_same_test_and_exponentiated_limits() -> None:
    log, ratio = log_and_ratio(SAMPLE, Inference(0.5, 0.2, 0.1, 0.9, 6.25, 1.0, 0.0124))

    assert (log.estimate, log.conf_low, log.conf_high) == (0.5, 0.1, 0.9)
    assert (ratio.estimate, ratio.conf_low, ratio.conf_high) == tuple(
        map(math.exp, (0.5, 0.1, 0.9))
    )
    for value in (log, ratio):
        assert (value.n, value.events, value.dropped, value.conf_level) == (99, 19, 3, 0.9)
        assert (value.std_error, value.statistic, value.df, value.p_value) == (0.2, 6.25, 1, 0.0124)
        assert (value.status, value.note) == ("ok", "")
        assert (value.method_key, value.method) == (KIND.method_key, "some model")
    assert (log.measure, ratio.measure) == (Measure.DIFFERENCE, Measure.HAZARD_RATIO)


def test_a_missing_limit_stays_missing_and_is_named() -> None:
    for value in log_and_ratio(SAMPLE, Inference(NAN, NAN, NAN, -0.9, 8.1, 1.0, 0.004)):
        assert (value.status, value.note) == ("bound_only", "monotone_likelihood")
        assert math.isnan(value.estimate)
        assert math.isnan(value.conf_low)
        assert value.p_value == 0.004


def test_a_ratio_too_large_for_a_double_is_missing_and_never_infinite() -> None:
    log, ratio = log_and_ratio(SAMPLE, Inference(2.0, 90.0, 0.5, 800.0, 4.0, 1.0, 0.046))

    assert (log.status, log.conf_high) == ("ok", 800.0)
    assert ratio.status == "bound_only"
    assert math.isnan(ratio.conf_high)


def test_without_a_test_nothing_is_given() -> None:
    for value in log_and_ratio(SAMPLE, Inference(0.5, 0.2, 0.1, 0.9, NAN, 1.0, NAN)):
        assert (value.status, value.note) == ("not_estimable", "not_converged")
        assert math.isnan(value.estimate)


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("no_events", "not_attempted"),
        ("all_events", "not_attempted"),
        ("rank_deficient", "not_attempted"),
        ("constant_covariate", "not_estimable"),
        ("not_converged", "not_estimable"),
    ],
)
def test_not_attempted_and_not_estimable_differ(note: Note, status: Status) -> None:
    value = unfitted(SAMPLE, note)

    assert (value.status, value.note, value.n, value.dropped) == (status, note, 99, 3)


def test_without_a_number_the_scales_still_differ_in_how_they_are_read() -> None:
    log, ratio = no_log_and_ratio(SAMPLE, "no_events")

    assert (log.measure, ratio.measure) == (Measure.DIFFERENCE, Measure.HAZARD_RATIO)
    assert (log.status, log.note) == (ratio.status, ratio.note) == ("not_attempted", "no_events")
