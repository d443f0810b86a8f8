"""Two survival curves at one month."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import survival_difference_at_fixed_point_in_time_test

from rtxoutcomes.estimate.proportions.two_proportions import risk_difference_newcombe
from rtxoutcomes.estimate.survival.contrast import cumulative_hazard_ratio, survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kaplan_meier

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
# Closed forms in double precision on both sides.
RTOL = 1e-10


def curve(months: list[float], event: list[int], conf_level: float = 0.95) -> Curve:
    return kaplan_meier(event_table(np.array(months), np.array(event, dtype=bool)), conf_level)


def group(name: str, conf_level: float = 0.95) -> Curve:
    r = R["groups"][name]
    return curve(r["months"], r["event"], conf_level)


@pytest.mark.parametrize("r", R["contrasts"], ids=lambda r: f"{r['a']}-{r['b']}")
def test_the_ratio_of_hazards_rests_on_standard_errors_of_survfit(r: dict[str, Any]) -> None:
    result = cumulative_hazard_ratio(group(r["a"], 0.9), group(r["b"], 0.9), r["month"])

    np.testing.assert_allclose(
        [result.estimate, result.std_error, result.conf_low, result.conf_high, result.statistic],
        [r["ratio"], r["std_error"], *r["conf"], r["z"]],
        rtol=RTOL,
    )
    assert result.p_value == pytest.approx(r["p"], rel=RTOL)


def test_the_test_is_that_of_lifelines() -> None:
    fits = []
    for name in ("mixed", "last_event"):
        r = R["groups"][name]
        fits.append(KaplanMeierFitter().fit(r["months"], r["event"]))

    result = cumulative_hazard_ratio(group("mixed"), group("last_event"), 12.0)
    theirs = survival_difference_at_fixed_point_in_time_test(12.0, *fits)

    assert result.statistic**2 == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert result.p_value == pytest.approx(theirs.p_value, rel=1e-9)


@pytest.mark.parametrize("month", [6.0, 12.0])
def test_the_other_way_round_is_the_mirror_image(month: float) -> None:
    a, b = group("mixed"), group("last_event")

    ratio, turned = cumulative_hazard_ratio(a, b, month), cumulative_hazard_ratio(b, a, month)
    difference, back = survival_difference(a, b, month), survival_difference(b, a, month)

    assert ratio.estimate == pytest.approx(1 / turned.estimate)
    assert (ratio.p_value, ratio.events) == (turned.p_value, turned.events)
    assert (difference.conf_low, difference.conf_high) == (-back.conf_high, -back.conf_low)


@pytest.mark.parametrize("conf_level", [0.5, 0.8, 0.95, 0.99])
def test_p_is_below_alpha_exactly_when_one_is_outside_the_limits(conf_level: float) -> None:
    a, b = group("mixed", conf_level), group("last_event", conf_level)

    result = cumulative_hazard_ratio(a, b, 12.0)

    assert (result.p_value <= 1 - conf_level) == (not result.conf_low < 1 < result.conf_high)


def test_without_censoring_the_difference_puts_clopper_pearson_limits_together() -> None:
    # 3 of 10 against 6 of 12 by month 12; no patient is censored before.
    a = curve([5.0] * 3 + [20.0] * 7, [1] * 3 + [0] * 7)
    b = curve([6.0] * 6 + [20.0] * 6, [1] * 6 + [0] * 6)

    result = survival_difference(a, b, 12.0)

    assert result.estimate == pytest.approx(0.7 - 0.5)
    assert (result.n, result.events) == (22, 9)
    # Newcombe's limits put Wilson intervals together the same way; Clopper-Pearson's are wider.
    newcombe = risk_difference_newcombe(7, 10, 6, 12)
    assert result.conf_low < newcombe.conf_low
    assert result.conf_high > newcombe.conf_high


@pytest.mark.parametrize(
    ("a", "b", "month", "note"),
    [
        ("mixed", "no_event", 12.0, "no_events"),
        ("mixed", "no_event", 60.0, "no_followup_at_tau"),
        ("mixed", "last_event", 28.0, "all_events"),
        ("mixed", "last_event", 25.0, "all_events"),
    ],
)
def test_without_both_survivals_there_is_no_ratio(a: str, b: str, month: float, note: str) -> None:
    result = cumulative_hazard_ratio(group(a), group(b), month)

    assert (result.status, result.note) == ("not_estimable", note)


def test_a_group_without_an_event_still_has_a_difference() -> None:
    result = survival_difference(group("mixed"), group("no_event"), 12.0)

    assert result.status == "ok"
    assert -1 <= result.conf_low < result.estimate < result.conf_high <= 1


def test_a_group_of_which_all_had_the_event_is_compared_beyond_its_last_time() -> None:
    everybody, nobody = curve([1.0, 2, 3, 4, 5], [1] * 5), curve([30.0] * 5, [0] * 5)

    result = survival_difference(nobody, everybody, 12.0)

    assert (result.status, result.estimate) == ("ok", 1.0)
    # Square-and-add of the limits of 5 of 5 and 0 of 5: each lies 0.4782 from its end.
    bound = 1 - 0.025 ** (1 / 5)
    assert [result.conf_low, result.conf_high] == pytest.approx([1 - bound * 2**0.5, 1.0])


def test_an_empty_group_has_no_difference() -> None:
    nobody = curve([], [])

    for contrast in (cumulative_hazard_ratio, survival_difference):
        result = contrast(group("mixed"), nobody, 12.0)

        assert (result.status, result.note) == ("not_estimable", "n_zero")
