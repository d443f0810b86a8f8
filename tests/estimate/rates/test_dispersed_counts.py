import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimate.rates.test_poisson import reference_design
from rtxoutcomes.estimate.rates.dispersed_counts import NegativeBinomialFit, negative_binomial
from rtxoutcomes.estimate.rates.poisson import poisson_regression

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "count_models.json").read_text(encoding="utf-8")
)
# glm.nb alternates between theta and the rest until the likelihood moves by less than 1e-14.
RTOL = 1e-6

counts = st.lists(st.integers(0, 6), min_size=4, max_size=40)


def one_rate(events: list[int]) -> NegativeBinomialFit:
    n = len(events)
    return negative_binomial(events, np.ones(n), np.ones((n, 1)), ["(Intercept)"])


@pytest.mark.parametrize("r", REFERENCE["negative_binomial"], ids=lambda r: str(len(r["terms"])))
def test_estimates_errors_and_dispersion_match_glm_nb_of_r(r: dict[str, Any]) -> None:
    result = negative_binomial(*reference_design(r))

    np.testing.assert_allclose(
        [t.log_rate.estimate for t in result.terms], r["estimate"], RTOL, 1e-7
    )
    np.testing.assert_allclose([t.log_rate.std_error for t in result.terms], r["error"], RTOL)
    assert result.theta == pytest.approx(r["theta"], rel=RTOL)
    assert result.theta_std_error == pytest.approx(r["theta_error"], rel=RTOL)
    assert result.log_likelihood == pytest.approx(r["log_likelihood"], rel=1e-10)
    assert result.dispersion.statistic == pytest.approx(r["ratio"], rel=1e-8)
    assert result.dispersion.p_value == pytest.approx(r["p_boundary"], rel=1e-8)


def test_the_dispersion_is_the_inverse_of_theta_and_so_is_its_error() -> None:
    result = one_rate([0, 0, 5, 1, 0, 0, 7, 0])

    assert result.dispersion.estimate == pytest.approx(1 / result.theta)
    assert result.dispersion.std_error == pytest.approx(result.theta_std_error / result.theta**2)


@settings(deadline=None, max_examples=30)
@given(counts)
def test_counts_that_spread_no_more_than_poisson_lie_on_the_boundary(events: list[int]) -> None:
    result = one_rate(events)
    mean = sum(events) / len(events)
    excess = sum((e - mean) ** 2 - e for e in events)

    if sum(e > 0 for e in events) > 1 and excess <= -1e-9:
        assert (result.dispersion.status, result.dispersion.note) == (
            "not_estimable",
            "dispersion_at_boundary",
        )
        assert result.terms[0].log_rate.note == "dispersion_at_boundary"
    elif result.dispersion.status == "ok":
        assert excess > -1e-9
        assert math.exp(result.terms[0].log_rate.estimate) == pytest.approx(mean, rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(counts)
def test_an_estimated_dispersion_never_narrows_an_interval(events: list[int]) -> None:
    result = one_rate(events)
    n = len(events)
    plain = poisson_regression(
        events, np.ones(n), np.ones((n, 1)), ["(Intercept)"], covariance="model"
    )

    if result.dispersion.status == "ok":
        assert result.log_likelihood >= plain.log_likelihood - 1e-9
        assert result.terms[0].log_rate.std_error >= plain.terms[0].log_rate.std_error


def test_regular_counts_of_the_reference_are_on_the_boundary() -> None:
    patients = REFERENCE["patients"]
    n = len(patients["years"])

    result = negative_binomial(patients["regular"], patients["years"], np.ones((n, 1)), ["one"])

    assert result.dispersion.note == "dispersion_at_boundary"
    assert math.isnan(result.theta)


def test_one_patient_with_all_events_cannot_fix_a_dispersion() -> None:
    result = one_rate([0, 9, 0, 0, 0])

    assert (result.dispersion.status, result.dispersion.note) == ("not_estimable", "one_cluster")
    assert result.terms[0].log_rate.note == "one_cluster"


def test_no_event_is_not_attempted() -> None:
    result = one_rate([0, 0, 0])

    assert (result.dispersion.status, result.dispersion.note) == ("not_attempted", "no_events")


def test_a_group_without_events_loses_its_own_term_only() -> None:
    events = [0, 0, 5, 1, 0, 4, 0, 0, 0, 0]
    group = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
    design = np.column_stack([np.ones(10), group == 1, group == 2]).astype(float)

    result = negative_binomial(events, np.ones(10), design, ["(Intercept)", "b", "c"])

    assert [t.log_rate.status for t in result.terms] == ["ok", "ok", "not_estimable"]
    assert result.terms[2].log_rate.note == "separation"


@pytest.mark.parametrize("fails_at", [0, 1, 3])
def test_a_fit_that_fails_on_the_way_gives_no_number(
    fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "rtxoutcomes.estimate.rates.dispersed_counts.fit"
    from_library = negative_binomial.__globals__["fit"]
    calls: list[object] = []

    def failing(*arguments: Any) -> object:
        calls.append(arguments)
        return None if len(calls) > fails_at else from_library(*arguments)

    monkeypatch.setattr(module, failing)

    result = one_rate([0, 0, 5, 1, 0, 0, 7, 0])

    assert {t.log_rate.note for t in result.terms} == {"not_converged"}
    assert result.dispersion.status == "not_estimable"


def test_a_last_fit_that_fails_gives_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from_library = negative_binomial.__globals__["fit"]
    monkeypatch.setattr("rtxoutcomes.estimate.rates.dispersed_counts._dispersion", lambda *_: 2.5)
    monkeypatch.setattr(
        "rtxoutcomes.estimate.rates.dispersed_counts.fit",
        lambda rows, alpha=0.0: None if alpha == 2.5 else from_library(rows, alpha),
    )

    assert one_rate([0, 0, 5, 1]).dispersion.note == "not_converged"


def test_a_dispersion_without_a_maximum_in_reach_is_not_converged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rtxoutcomes.estimate.rates.dispersed_counts._LARGEST_ALPHA", 1e-2)

    assert one_rate([0, 0, 5, 1, 0, 0, 7, 0]).dispersion.note == "not_converged"


def test_a_dispersion_too_small_to_distinguish_from_zero_is_on_the_boundary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rtxoutcomes.estimate.rates.dispersed_counts._SMALLEST_ALPHA", 50.0)

    assert one_rate([0, 0, 5, 1, 0, 0, 7, 0]).dispersion.note == "dispersion_at_boundary"


def test_malformed_arguments_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"events\[0\] must be a whole number"):
        negative_binomial([-1, 2, 0], np.ones(3), np.ones((3, 1)), ["a"])
    with pytest.raises(ValueError, match="conf_level"):
        negative_binomial([1, 2, 0], np.ones(3), np.ones((3, 1)), ["a"], conf_level=2)
