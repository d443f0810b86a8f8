"""Firth Cox tests of many versions of one covariate."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.resampling import cox as many_cox
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values

RNG = np.random.default_rng(20240215)
N = 50
ENTRY = RNG.choice([0.0, 1.0, 3.0], N)
# To a half, so that events tie.
MONTHS = ENTRY + np.ceil(RNG.exponential(12, N) * 2) / 2
EVENT = RNG.random(N) < 0.3
STRATA = RNG.integers(0, 3, N)
VERSIONS = np.column_stack(
    [RNG.normal(size=(N, 20)), RNG.poisson(3, (N, 20)), RNG.exponential(50, (N, 10)) + 1000]
).astype(np.float64)
# The two searches stop where a further step changes no reported digit.
SEARCH = 1e-9
# The statistic of a single model is cut at ten decimals, which near 0 moves a p near 1 by more.
CUT = 1e-8


def p_values(versions: np.ndarray, event: np.ndarray = EVENT) -> np.ndarray:
    return firth_cox_p_values(MONTHS, event, versions, entry=ENTRY, strata=STRATA)


def test_each_version_has_the_p_of_its_own_model() -> None:
    result = p_values(VERSIONS)

    for column, p_value in zip(VERSIONS.T, result, strict=True):
        fit = firth_cox(MONTHS, EVENT, column[:, None], ["x"], entry=ENTRY, strata=STRATA)
        assert p_value == pytest.approx(fit.coefficients[0].log_hazard.p_value, rel=CUT)


def test_separated_versions_are_found_too() -> None:
    months = np.array([2.0, 3, 5, 7, 8, 9, 11, 12, 12.5, 13])
    event = np.array([True] * 4 + [False] * 6)
    x = np.array([1.0, 1, 1, 1, 0, 0, 0, 0, 1, 0])

    result = firth_cox_p_values(
        months, event, x[:, None] * [1, 100], entry=np.zeros(10), strata=np.zeros(10, np.int64)
    )

    fit = firth_cox(months, event, x[:, None], ["x"])
    assert result == pytest.approx([fit.coefficients[0].log_hazard.p_value] * 2, rel=SEARCH)


def test_a_version_that_does_not_vary_at_an_event_has_no_p() -> None:
    # Constant, and constant within each stratum.
    flat = np.column_stack([np.full(N, 7.0), STRATA.astype(float), VERSIONS[:, 0]])

    assert np.isnan(p_values(flat)).tolist() == [True, True, False]


def test_without_an_event_or_a_version_there_is_nothing() -> None:
    assert np.isnan(p_values(VERSIONS, np.zeros(N, dtype=bool))).all()
    assert p_values(VERSIONS[:, :0]).size == 0


def test_the_other_versions_do_not_matter() -> None:
    np.testing.assert_allclose(p_values(VERSIONS[:, 3:5]), p_values(VERSIONS)[3:5], rtol=SEARCH)


def test_versions_are_taken_in_parts_where_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    unsplit = p_values(VERSIONS)

    monkeypatch.setattr(many_cox, "_AT_ONCE", 7 * N)

    np.testing.assert_allclose(p_values(VERSIONS), unsplit, rtol=SEARCH)
