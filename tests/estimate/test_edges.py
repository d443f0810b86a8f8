"""The edges of the data, one test each: what every estimator must give where others print nonsense.

Nobody, one, two; no events, all events; nobody changed, all changed alike; everyone censored; a
group that is absent; a covariate that is constant or separates; survival of one half over a span;
all at risk failing at once; 365 days against a horizon of 12 months.
"""

import math
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate import (
    Estimate,
    aalen_johansen,
    cox,
    cumulative_hazard_ratio,
    event_table,
    firth_cox,
    firth_logistic,
    geometric_mean_ratio,
    hodges_lehmann,
    incidence_at,
    kaplan_meier,
    limit_nearest_no_change,
    log_rank,
    log_rank_exact_unstudentised,
    log_rank_permutation,
    logistic,
    mean_change,
    median,
    net_proportion_improved,
    proportional_hazards_test,
    rank_biserial,
    restricted_mean,
    restricted_mean_difference,
    reverse_kaplan_meier,
    risk_at,
    signed_rank,
    signed_rank_asymptotic,
    smallest_attainable_p,
    standardised_mean_change,
    survival_at,
    survival_at_band,
    survival_difference,
    walsh_interval,
)

HALF = 0.5


def steps(*values: int) -> Any:
    return np.array(values, dtype=np.int64)


def paired(change: Any) -> dict[str, Estimate]:
    """All results on a paired change in steps of half a point."""
    up, down = int((change > 0).sum()), int((change < 0).sum())
    benefit = net_proportion_improved(down, up, change.size)
    return {
        "mean": mean_change(change * HALF),
        "dz": standardised_mean_change(change * HALF),
        "tipping": limit_nearest_no_change(change * HALF),
        "ratio": geometric_mean_ratio(np.ones(change.size), np.exp(change * HALF)),
        "signed_rank": signed_rank(change),
        "pratt": signed_rank(change, "pratt"),
        "asymptotic": signed_rank_asymptotic(change),
        "hodges_lehmann": hodges_lehmann(change, HALF),
        "walsh": walsh_interval(change, HALF),
        "rank_biserial": rank_biserial(change),
        "net": benefit.net,
        "sign": benefit.sign,
    }


def notes(result: dict[str, Estimate]) -> dict[str, str]:
    return {name: value.note for name, value in result.items() if value.status != "ok"}


def curve(months: list[float], event: list[int]) -> Any:
    return kaplan_meier(event_table(np.array(months), np.array(event, dtype=bool)))


def test_no_patient() -> None:
    result = paired(steps())

    assert set(notes(result)) == set(result)
    assert set(notes(result).values()) == {"n_zero"}
    assert all(
        math.isnan(value.estimate) and math.isnan(value.p_value) for value in result.values()
    )


def test_one_patient_has_an_estimate_and_neither_interval_nor_test() -> None:
    result = paired(steps(-2))

    assert notes(result) == dict.fromkeys(
        (
            *("mean", "dz", "tipping", "ratio", "signed_rank", "pratt", "asymptotic"),
            *("hodges_lehmann", "walsh"),
        ),
        "n_one",
    )
    assert (result["mean"].estimate, result["hodges_lehmann"].estimate) == (-1.0, -1.0)
    # The sign test is defined, and uninformative.
    assert result["sign"].p_value == 1
    assert smallest_attainable_p(steps(-2)) == 1


def test_two_patients_have_a_t_test_of_one_degree_of_freedom() -> None:
    result = paired(steps(-1, -2))

    assert result["mean"].df == 1
    assert result["signed_rank"].p_value == smallest_attainable_p(steps(-1, -2)) == 0.5


@pytest.mark.parametrize("k", range(1, 12))
def test_the_smallest_p_halves_with_each_who_changed(k: int) -> None:
    one_way = np.arange(1, k + 1)

    assert smallest_attainable_p(one_way) == min(1.0, 2.0 ** (1 - k))
    if k > 1:
        # All changed one way: the exact test gives just that, ties or not, zeros or not.
        for change in (one_way, np.ones(k, int), np.append(one_way, [0, 0])):
            assert signed_rank(change).p_value == 2.0 ** (1 - k)
    assert (smallest_attainable_p(one_way) > 0.05) == (k <= 5)


def test_no_change() -> None:
    result = paired(steps(0, 0, 0, 0))

    assert set(notes(result)) == set(result) - {"net", "hodges_lehmann", "walsh"} | {
        "hodges_lehmann"
    }
    assert result["hodges_lehmann"].estimate == 0
    for name in ("mean", "signed_rank", "pratt", "asymptotic", "sign"):
        assert result[name].note == "all_zero_diff"
        # Never a p of 1 where there is no test.
        assert math.isnan(result[name].p_value)
    assert result["net"].estimate == 0


@pytest.mark.parametrize("n", [2, 6, 14])
def test_all_changed_alike(n: int) -> None:
    result = paired(np.full(n, -1))

    for name in ("mean", "dz", "ratio"):
        assert (result[name].note, result[name].status) == ("zero_variance", "not_estimable")
        # scipy prints p = 0 and an interval of one point here.
        assert math.isnan(result[name].p_value) and math.isnan(result[name].conf_low)
    assert result["mean"].estimate == -0.5
    assert result["signed_rank"].p_value == pytest.approx(2.0 ** (1 - n))
    # With all sizes tied the signed rank is the sign test.
    assert result["sign"].p_value == pytest.approx(result["signed_rank"].p_value)


@pytest.mark.parametrize("changes", [(-1, -1, 1, -1, -1, 1, -1), (2, 2, -2, 0, 0, 2)])
def test_with_all_sizes_tied_the_exact_test_is_the_sign_test(changes: tuple[int, ...]) -> None:
    result = paired(steps(*changes))

    assert result["signed_rank"].p_value == pytest.approx(result["sign"].p_value)


def test_everyone_censored() -> None:
    months, event = np.array([12.0, 14, 15, 20, 30]), np.zeros(5, dtype=bool)
    table = event_table(months, event)
    result = kaplan_meier(table)

    assert set(result.survival) == {1.0}
    assert np.isnan(result.conf_low).all()
    # The one-sided bound of five followed: not [1, 1], which lifelines prints.
    assert result.band_low[0] == pytest.approx(0.025 ** (1 / 5))
    assert (median(result).status, median(result).note) == ("not_estimable", "not_reached")
    mean = restricted_mean(table, 12)
    assert (mean.estimate, mean.status, mean.note) == (12, "ok", "no_events")
    # All five are at risk until then.
    assert mean.conf_low == pytest.approx(12 * 0.025 ** (1 / 5))
    assert math.isnan(mean.std_error)
    assert log_rank(months, event, np.array([0, 0, 1, 1, 1])).note == "no_events"
    assert aalen_johansen(months, event.astype(int)) == {}
    assert incidence_at(months, event.astype(int), 1, 12).estimate == 0
    assert median(reverse_kaplan_meier(months, event)).estimate == 15
    fit = firth_cox(months, event, np.arange(5.0)[:, None], ["x"])
    assert fit.coefficients[0].hazard_ratio.note == "no_events"
    assert cumulative_hazard_ratio(result, result, 12).note == "no_events"
    assert survival_difference(result, result, 12).estimate == 0


def test_all_events() -> None:
    months, event = np.array([2.0, 4, 5, 9]), np.ones(4, dtype=bool)
    result = kaplan_meier(event_table(months, event))

    assert result.survival[-1] == 0
    end = survival_at(result, 9.0)
    # R prints no limits there; lifelines prints [0, 0].
    assert (end.estimate, end.status, end.note) == (0, "bound_only", "all_events")
    assert survival_at_band(result, 9.0).conf_high == pytest.approx(1 - 0.025 ** (1 / 4))
    risk = risk_at(event_table(months, event), 12.0)
    assert (risk.estimate, risk.conf_high) == (1, 1)
    assert firth_logistic(event, np.ones((4, 1)), ["1"]).coefficients[0].log_odds.note == (
        "all_events"
    )


def test_all_at_risk_fail_at_once() -> None:
    months, event, group = np.full(6, 4.0), np.ones(6, dtype=bool), np.array([0, 0, 0, 1, 1, 1])

    assert curve([4.0] * 6, [1] * 6).survival.tolist() == [0]
    rng = np.random.default_rng(1)
    permuted = log_rank_permutation(months, event, group, rng)
    assert (permuted.statistic, permuted.p_value) == (0, 1)
    assert log_rank_exact_unstudentised(months, event, group).p_value == 1
    assert log_rank(months, event, group).note == "zero_variance"
    # In both groups all have the event at once: neither hazard is greater.
    ratio = firth_cox(months, event, group[:, None].astype(float), ["x"]).coefficients[0]
    assert (ratio.hazard_ratio.estimate, ratio.hazard_ratio.p_value) == (1, 1)
    restricted = restricted_mean(event_table(months, event), 4.0)
    assert (restricted.estimate, restricted.note) == (4, "no_events")


def test_one_patient_has_a_curve_and_a_band_and_no_more() -> None:
    result = curve([7.0], [0])

    assert (result.n, result.survival.tolist()) == (1, [1])
    assert result.band_low.tolist() == pytest.approx([0.025])
    assert log_rank(np.array([7.0]), np.array([True]), np.array([0])).note == "group_absent"


def test_a_group_that_is_absent() -> None:
    here = event_table(np.array([3.0, 9.0]), np.array([True, False]))
    nobody = event_table(np.zeros(0), np.zeros(0, dtype=bool))

    assert restricted_mean_difference(here, nobody, 6.0).note == "n_zero"
    assert log_rank(np.array([3.0, 9.0]), np.array([True, False]), np.array([1, 1])).note == (
        "group_absent"
    )
    assert survival_at(kaplan_meier(nobody), 6.0).note == "n_zero"
    assert risk_at(nobody, 12.0).note == "n_zero"


def test_survival_of_one_half_over_a_span_has_its_mid_point_as_median() -> None:
    result = median(curve([8, 8, 15, 20.0], [1, 1, 1, 0]))

    # R's 11.5; lifelines gives 8, statsmodels 15.
    assert result.estimate == 11.5


def test_365_days_reach_a_horizon_of_12_months() -> None:
    year = 365 / 30.4375
    table = event_table(np.array([3.0, year, year, 20.0]), np.array([True, False, False, False]))

    result = risk_at(table, 12.0)

    assert (result.estimate, result.note) == (0.25, "horizon_tolerance")
    # Clopper and Pearson's limits of 1 in 4, since no patient is censored before.
    assert [result.conf_low, result.conf_high] == pytest.approx([0.00630946, 0.80587959])
    assert survival_at(kaplan_meier(table), 12.0).note == ""


def test_nothing_is_quoted_beyond_the_last_time_at_risk() -> None:
    result = curve([3.0, 9, 14], [1, 0, 0])

    for value in (
        survival_at(result, 14.5),
        survival_at_band(result, 14.5),
        survival_difference(result, result, 14.5),
        incidence_at(np.array([3.0, 9, 14]), np.array([1, 0, 0]), 1, 14.5),
    ):
        assert (value.status, value.note) == ("not_estimable", "no_followup_at_tau")
        assert math.isnan(value.estimate)


@pytest.mark.parametrize("fitted", [firth_cox, cox])
def test_a_constant_covariate_has_no_hazard_ratio(fitted: Any) -> None:
    fit = fitted(np.arange(1.0, 7), np.ones(6, bool), np.ones((6, 1)), ["x"])

    assert fit.coefficients[0].hazard_ratio.note == "constant_covariate"


@pytest.mark.parametrize("fitted", [firth_logistic, logistic])
def test_a_constant_covariate_has_no_odds_ratio(fitted: Any) -> None:
    design = np.column_stack([np.ones(6), np.full(6, 3.0)])
    fit = fitted(np.array([0, 1, 0, 1, 0, 1]), design, ["1", "x"])

    assert {c.odds_ratio.note for c in fit.coefficients} == {"constant_covariate"}


def test_a_group_without_events_separates() -> None:
    y = np.array([1, 0, 1, 0, 1, 0, 0, 0, 0, 0])
    months, x = np.arange(1.0, 11), (np.arange(10) >= 6).astype(float)
    design = np.column_stack([np.ones(10), x])

    penalised = firth_logistic(y, design, ["1", "x"]).coefficients[1].odds_ratio
    assert penalised.status == "ok"
    assert 0 < penalised.conf_low < penalised.estimate < penalised.conf_high
    assert logistic(y, design, ["1", "x"]).coefficients[1].odds_ratio.note == "separation"
    diverging = cox(months, y.astype(bool), x[:, None], ["x"]).coefficients[0].hazard_ratio
    assert (diverging.status, diverging.note) == ("bound_only", "monotone_likelihood")
    firth = firth_cox(months, y.astype(bool), x[:, None], ["x"]).coefficients[0].hazard_ratio
    assert 0 < firth.conf_low < firth.estimate < 1 < firth.conf_high
    assert firth.p_value > 0.05
    tested = proportional_hazards_test(months, y.astype(bool), x[:, None], ["x"])
    assert tested.together.note == "monotone_likelihood"


def test_exact_and_normal_p_of_the_signed_rank_agree_as_n_grows() -> None:
    rng, apart = np.random.default_rng(11), []
    for n in (10, 40, 160, 640):
        change = rng.integers(-5, 6, n) + rng.integers(0, 2, n)
        apart.append(abs(signed_rank(change).p_value - signed_rank_asymptotic(change).p_value))

    assert apart[-1] < 0.002
    assert apart[-1] < apart[0]
