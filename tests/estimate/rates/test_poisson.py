import json
import math
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.rates.poisson import Covariance, PoissonFit, poisson_regression

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "count_models.json").read_text(encoding="utf-8")
)
# Both sides iterate until the deviance is constant.
RTOL = 1e-9

events_of = st.lists(st.integers(0, 5), min_size=6, max_size=40)


def reference_design(r: dict[str, Any]) -> tuple[list[int], list[float], np.ndarray, list[str]]:
    patients = REFERENCE["patients"]
    n = len(patients["years"])
    columns = [np.ones(n) if t == "(Intercept)" else np.array(patients[t]) for t in r["terms"]]
    return patients[r["y"]], patients["years"], np.column_stack(columns), r["terms"]


def groups(events: list[int], codes: list[int], **changes: Any) -> PoissonFit:
    """A model with an indicator of each group but the first; all are followed for a year."""
    result = np.array(codes)
    names = sorted(set(codes))[1:]
    design = np.column_stack([np.ones(len(codes)), *[result == name for name in names]])
    terms = ["(Intercept)", *[str(name) for name in names]]
    return poisson_regression(events, np.ones(len(codes)), design.astype(float), terms, **changes)


@pytest.mark.parametrize("kind", get_args(Covariance))
@pytest.mark.parametrize("r", REFERENCE["poisson"], ids=lambda r: f"{r['y']}-{len(r['terms'])}")
def test_estimates_and_errors_match_r(r: dict[str, Any], kind: Covariance) -> None:
    result = poisson_regression(*reference_design(r), covariance=kind)

    errors = r["model"] if kind == "model" else r["robust"][kind]
    np.testing.assert_allclose([t.log_rate.estimate for t in result.terms], r["estimate"], RTOL)
    np.testing.assert_allclose([t.log_rate.std_error for t in result.terms], errors, RTOL)
    actual = [result.deviance, result.pearson, result.log_likelihood]
    np.testing.assert_allclose(actual, [r["deviance"], r["pearson"], r["log_likelihood"]], RTOL)


def test_the_four_robust_errors_differ_and_grow() -> None:
    result = [
        groups([0, 2, 1, 0, 4, 1, 0, 1], [0, 0, 0, 0, 1, 1, 1, 1], covariance=kind)
        for kind in ("HC0", "HC2", "HC3")
    ]
    errors = [fit.terms[1].log_rate.std_error for fit in result]

    assert errors[0] < errors[1] < errors[2]


@settings(deadline=None, max_examples=40)
@given(events_of, st.data())
def test_groups_have_their_own_rates_and_empty_ones_separate(
    events: list[int], data: st.DataObject
) -> None:
    codes = [0, 1, 2] * 2 + data.draw(
        st.lists(st.sampled_from([0, 1, 2]), min_size=len(events) - 6, max_size=len(events) - 6)
    )

    result = groups(events, codes)

    sums = {c: sum(e for e, k in zip(events, codes, strict=True) if k == c) for c in (0, 1, 2)}
    for name, term in zip((1, 2), result.terms[1:], strict=True):
        if sum(events) == 0:
            assert term.log_rate.note == "no_events"
        elif sums[0] == 0 or sums[name] == 0:
            assert (term.log_rate.status, term.log_rate.note) == ("not_estimable", "separation")
        elif term.log_rate.status == "ok":
            ratio = sums[name] / codes.count(name) * codes.count(0) / sums[0]
            assert term.rate_ratio.estimate == pytest.approx(ratio, rel=1e-7)
            assert term.rate_ratio.conf_low <= ratio * (1 + 1e-7)


def test_a_group_without_events_leaves_the_others_as_they_are_without_it() -> None:
    with_it = groups([1, 0, 2, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1, 2, 2])
    without = groups([1, 0, 2, 0, 1, 1], [0, 0, 0, 0, 1, 1])

    assert with_it.terms[2].rate_ratio.note == "separation"
    assert math.isnan(with_it.terms[2].rate_ratio.estimate)
    assert with_it.terms[1].rate_ratio.estimate == pytest.approx(
        without.terms[1].rate_ratio.estimate, rel=1e-12
    )


def test_one_patient_with_all_events_is_flagged_where_errors_are_robust() -> None:
    events, codes = [3, 0, 0, 0], [0, 0, 0, 0]

    robust, model = groups(events, codes), groups(events, codes, covariance="model")

    assert (robust.terms[0].log_rate.status, robust.terms[0].log_rate.note) == ("ok", "one_cluster")
    assert model.terms[0].log_rate.note == ""


@pytest.mark.parametrize("kind", ["HC2", "HC3"])
def test_a_patient_alone_in_a_group_is_left_out_and_changes_nothing_else(kind: Covariance) -> None:
    events, codes = [1, 0, 2, 1, 0, 3, 1], [0, 0, 0, 1, 1, 1, 2]

    fit = groups(events, codes, covariance=kind, dropped=2)

    without = groups(events[:-1], codes[:-1], covariance=kind)
    for own, expected in zip(fit.terms[:2], without.terms, strict=True):
        np.testing.assert_allclose(
            [own.log_rate.estimate, own.log_rate.std_error, own.rate_ratio.conf_high],
            [
                expected.log_rate.estimate,
                expected.log_rate.std_error,
                expected.rate_ratio.conf_high,
            ],
            rtol=1e-10,
            atol=1e-14,
        )
        assert own.log_rate.person_years == 6.0
        assert (own.log_rate.n, own.log_rate.dropped, own.log_rate.events) == (6, 3, 7)
    alone = fit.terms[2].rate_ratio
    assert (alone.status, alone.note) == ("not_estimable", "leverage_one")
    assert (fit.n, fit.events, fit.left_out, fit.residual_df) == (6, 7, (6,), 4)
    assert fit.deviance == pytest.approx(without.deviance, rel=1e-10)


def test_errors_that_leverage_does_not_enter_keep_a_patient_alone_in_a_group() -> None:
    fit = groups([1, 0, 2, 1], [0, 0, 0, 1], covariance="HC1")

    assert (fit.terms[0].log_rate.status, fit.n, fit.left_out) == ("ok", 4, ())


def test_a_group_without_events_and_one_of_a_single_patient_are_told_apart() -> None:
    fit = groups([1, 0, 2, 1, 0, 0], [0, 0, 0, 1, 2, 2])

    assert [term.rate_ratio.note for term in fit.terms] == ["", "leverage_one", "separation"]
    # Without the lone patient; those fitted 0 stay.
    assert (fit.n, fit.left_out) == (5, (3,))


def test_a_patient_who_determines_a_rate_nearly_alone_is_noted() -> None:
    years = np.array([1e-3, 1.0, 1.0, 1.0])
    design = np.column_stack([np.ones(4), [1.0, 1.0, 0.0, 0.0]])

    fit = poisson_regression([1, 2, 1, 0], years[[0, 1, 2, 3]], design, ["a", "b"])

    assert fit.terms[1].rate_ratio.note == "leverage_near_one"


def test_counts_that_fit_exactly_have_no_robust_error() -> None:
    result = groups([1, 1, 1, 1], [0, 0, 0, 0])

    assert (result.terms[0].log_rate.status, result.terms[0].log_rate.note) == (
        "not_estimable",
        "zero_variance",
    )


@pytest.mark.parametrize(
    ("events", "codes", "status", "note"),
    [
        ([0, 0, 0, 0], [0, 0, 1, 1], "not_attempted", "no_events"),
        ([1, 2], [0, 1], "not_attempted", "rank_deficient"),
    ],
)
def test_what_cannot_be_fitted_has_a_status(
    events: list[int], codes: list[int], status: str, note: str
) -> None:
    result = groups(events, codes, dropped=2)

    assert {(t.log_rate.status, t.log_rate.note) for t in result.terms} == {(status, note)}
    assert result.terms[0].log_rate.dropped == 2
    assert math.isnan(result.deviance)


def test_a_fit_that_does_not_converge_gives_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rtxoutcomes.estimate.rates.poisson.fit", lambda _: None)

    result = groups([1, 0, 2, 1], [0, 0, 1, 1])

    assert result.terms[1].rate_ratio.note == "not_converged"


def test_events_per_parameter_are_given() -> None:
    assert groups([1, 0, 2, 1], [0, 0, 1, 1]).events_per_parameter == 2


def test_an_unknown_covariance_or_level_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"covariance must be one of 'model', 'HC0'.*not 'HC4'"):
        groups([1, 0, 2, 1], [0, 0, 1, 1], covariance="HC4")
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        groups([1, 0, 2, 1], [0, 0, 1, 1], conf_level=0)
    with pytest.raises(ValueError, match="dropped must be a whole number"):
        groups([1, 0, 2, 1], [0, 0, 1, 1], dropped=-1)
