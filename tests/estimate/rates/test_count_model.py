from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates.count_model import (
    CountRows,
    count_rows,
    fit,
    rate_terms,
    reduced,
    refusal,
    unfitted_terms,
)
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

SAMPLE = Sample(Kind(Measure.RATE_RATIO, MethodKey.POISSON_REGRESSION, "some model"), 6, events=4)
YEARS = np.array([1.0, 2.0, 1.5, 3.0, 2.5, 1.0])


def rows(events: list[int], *columns: list[float]) -> CountRows:
    design = np.column_stack([np.ones(len(events)), *columns])
    return CountRows(np.array(events, float), YEARS[: len(events)], design)


def test_a_group_without_an_event_is_fitted_zero_and_only_its_term_is_lost() -> None:
    result = reduced(rows([1, 0, 2, 1, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]))

    assert result.lost == ("", "", "separation")
    assert result.rows.n == 4
    assert result.rows.design.shape == (4, 2)


def test_known_terms_are_fitted_next_to_unknown_ones() -> None:
    # Group 0 has no event: the rates of the others are known, their ratios to it are not.
    model = rows([0, 0, 2, 1, 1, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1], [0, 1, 0, 1, 0, 1])
    result = reduced(model)

    fitted = fit(result.rows)

    assert result.lost == ("separation", "separation", "separation", "")
    assert fitted is not None
    alone = fit(CountRows(model.events[2:], model.years[2:], model.design[2:, 1:]))
    assert alone is not None
    slope = result.terms(fitted.beta, np.eye(len(fitted.beta)))[0][3]
    assert slope == pytest.approx(alone.beta[2], rel=1e-9)


def test_a_slope_along_which_only_patients_without_events_fall_separates() -> None:
    result = reduced(rows([1, 2, 1, 0, 0, 0], [0, 0, 0, 1, 2, 3]))

    assert result.lost == ("", "separation")
    assert result.rows.n == 3


def test_where_all_terms_diverge_together_none_is_known() -> None:
    # The one patient with an event fixes the sum of the two coefficients only.
    result = reduced(rows([0, 0, 0, 0, 0, 2], [0, 0, 0, 0, 0, 1]))

    assert result.lost == ("separation", "separation")


def test_terms_that_do_not_separate_are_all_known() -> None:
    result = reduced(rows([1, 0, 2, 1, 0, 1], [0, 1, 0, 1, 2, 2]))

    assert not any(result.lost)
    assert result.rows.n == 6
    assert not result.lone


def test_one_patient_with_all_events_is_seen() -> None:
    assert reduced(rows([0, 3, 0])).lone


@pytest.mark.parametrize(
    ("events", "column", "note"),
    [
        ([1, 1, 0], [1.0, 1.0, 1.0], "constant_covariate"),
        ([1, 1, 0], [0.0, 0.0, 0.0], "constant_covariate"),
        ([0, 0, 0], [1.0, 0.0, 2.0], "no_events"),
        ([1, 1], [1.0, 0.0], "rank_deficient"),
        ([1, 1, 0], [1.0, 0.0, 2.0], ""),
    ],
)
def test_what_cannot_be_modelled_has_a_reason(
    events: list[int], column: list[float], note: str
) -> None:
    assert refusal(rows(events, column)) == note


def test_collinear_columns_are_refused() -> None:
    assert refusal(rows([1, 1, 0, 1, 2, 0], [0, 1, 0, 1, 2, 3], [1, 3, 1, 3, 5, 7])) == (
        "rank_deficient"
    )


def test_the_fit_of_one_rate_is_events_over_years() -> None:
    result = fit(rows([1, 0, 2, 1, 0, 1]))

    assert result is not None
    assert np.exp(result.beta[0]) == pytest.approx(5 / YEARS.sum(), rel=1e-12)
    np.testing.assert_allclose(result.mean, 5 / YEARS.sum() * YEARS, rtol=1e-12)


def test_a_fit_that_warns_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtxoutcomes.estimate.rates.count_model._MOST_STEPS", 1)

    assert fit(rows([1, 0, 2, 1, 0, 1], [0, 1, 0, 1, 2, 2])) is None


def test_a_fit_that_ends_without_a_warning_but_unconverged_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Unfinished:
        converged = False
        fittedvalues = (1.0,)
        params = (0.0,)

    class Model:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def fit(self, **_: object) -> Unfinished:
            return Unfinished()

    monkeypatch.setattr("rtxoutcomes.estimate.rates.count_model.GLM", Model)

    assert fit(rows([1, 0, 2])) is None


def test_each_term_has_its_ratio_and_a_separating_one_a_note() -> None:
    part = reduced(rows([1, 0, 2, 1, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]))

    beta, covariance = np.array([0.5, 1.0]), np.diag([0.04, 0.09])
    one, two, lost = rate_terms(["1", "a", "b"], SAMPLE, part, beta, covariance, note="one_cluster")

    assert one.rate_ratio.estimate == pytest.approx(np.exp(one.log_rate.estimate), rel=1e-14)
    assert (one.log_rate.measure, one.rate_ratio.measure) == ("difference", "rate_ratio")
    assert (two.rate_ratio.status, two.rate_ratio.note) == ("ok", "one_cluster")
    assert two.log_rate.statistic == pytest.approx(
        two.log_rate.estimate / two.log_rate.std_error, rel=1e-14
    )
    assert (lost.term, lost.rate_ratio.status, lost.log_rate.note) == (
        "b",
        "not_estimable",
        "separation",
    )


def test_an_error_of_zero_is_no_error() -> None:
    part = reduced(rows([1, 0, 2, 1, 0, 1]))

    (term,) = rate_terms(["1"], SAMPLE, part, np.array([0.5]), np.zeros((1, 1)))

    assert (term.rate_ratio.status, term.rate_ratio.note) == ("not_estimable", "zero_variance")


def test_terms_of_a_model_that_was_not_fitted_have_its_note() -> None:
    terms = unfitted_terms(["1", "a"], SAMPLE, "no_events")

    assert [term.term for term in terms] == ["1", "a"]
    assert {term.log_rate.status for term in terms} == {"not_attempted"}
    assert {term.rate_ratio.note for term in terms} == {"no_events"}


def test_malformed_rows_are_refused_by_name_and_place() -> None:
    one = np.ones((2, 1))

    with pytest.raises(ValueError, match=r"events\[1\] must be a whole number.*not 1\.5"):
        count_rows([1, 1.5], [1, 1], one, ["a"])
    with pytest.raises(ValueError, match=r"years\[0\] must be finite and above 0, not 0"):
        count_rows([1, 1], [0, 1], one, ["a"])
    with pytest.raises(ValueError, match="years must be as long as events"):
        count_rows([1, 1], [1], one, ["a"])
    with pytest.raises(ValueError, match=r"design must be of shape \(2, 1\)"):
        count_rows([1, 1], [1, 1], np.ones((3, 1)), ["a"])
    with pytest.raises(ValueError, match=r"design\[1, 0\] must be finite"):
        count_rows([1, 1], [1, 1], np.array([[1.0], [np.nan]]), ["a"])
    missing: Any = None
    with pytest.raises(ValueError, match="terms must be a list of names, not a NoneType"):
        count_rows([1, 1], [1, 1], one, missing)
    with pytest.raises(ValueError, match="terms must be a list of names, not 'ab'"):
        count_rows([1, 1], [1, 1], np.ones((2, 2)), "ab")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-2, 2)), min_size=4, max_size=14), st.data()
)
def test_what_is_left_has_a_finite_fit_and_no_way_to_fall(
    people: list[tuple[int, int]], data: st.DataObject
) -> None:
    n = len(people)
    events = data.draw(st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=n, max_size=n))
    group, slope = (np.array(column) for column in zip(*people, strict=True))
    design = np.column_stack([np.ones(n), group == 1, group == 2, slope]).astype(float)
    model = CountRows(np.array(events, float), np.ones(n), design)
    if refusal(model):
        return

    result = reduced(model)

    repeated = reduced(result.rows)
    assert repeated.rows.n == result.rows.n
    assert not any(repeated.lost)
    fitted = fit(result.rows)
    assert fitted is not None
    assert np.abs(fitted.beta).max() < 40
