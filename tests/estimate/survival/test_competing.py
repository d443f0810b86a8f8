"""Cumulative incidence with competing ends."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.competing import aalen_johansen, incidence_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "competing.json").read_text(encoding="utf-8")
)
# Sums of products in double precision; R stores 15 digits.
RTOL = 1e-12
patients = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), min_size=1, max_size=25)


@pytest.mark.parametrize("name", R["groups"])
def test_incidence_and_its_error_are_those_of_survfit(name: str) -> None:
    r = R["groups"][name]

    result = aalen_johansen(np.array(r["months"]), np.array(r["cause"]))

    assert list(result) == [cause["cause"] for cause in r["causes"]]
    for cause in r["causes"]:
        curve = result[cause["cause"]]
        np.testing.assert_array_equal(curve.months, r["time"])
        np.testing.assert_array_equal(curve.at_risk, r["n_risk"])
        np.testing.assert_allclose(curve.incidence, cause["incidence"], rtol=RTOL, atol=RTOL)
        np.testing.assert_allclose(curve.std_error, cause["std_error"], rtol=RTOL, atol=1e-9)


@pytest.mark.parametrize("name", R["groups"])
def test_limits_are_symmetric_on_the_log_log_scale(name: str) -> None:
    r = R["groups"][name]

    for cause in r["causes"]:
        result = incidence_at(
            np.array(r["months"]), np.array(r["cause"]), cause["cause"], 6.0, conf_level=0.9
        )

        if cause["at_6"][0] is None:
            assert math.isnan(result.conf_low)
        else:
            np.testing.assert_allclose(
                [result.conf_low, result.conf_high], cause["at_6"], rtol=1e-9
            )
        assert result.conf_level == 0.9


def test_a_tiny_group_by_hand() -> None:
    # Of four, one has the event at 1, one the other end at 2, one is censored at 2, one has the
    # event at 3: 1/4, then 3/4 x 1/3 go the other way, then half is left and all of it goes.
    months, cause = np.array([1.0, 2.0, 2.0, 3.0]), np.array([1, 2, 0, 1])

    result = aalen_johansen(months, cause)

    np.testing.assert_allclose(result[1].incidence, [0.25, 0.25, 0.75], rtol=1e-15)
    np.testing.assert_allclose(result[2].incidence, [0, 0.25, 0.25], rtol=1e-15)
    assert result[1].events.tolist() == [1, 0, 1]


@settings(deadline=None, max_examples=60)
@given(patients)
def test_incidences_and_survival_without_any_event_sum_to_one(rows: list[tuple[int, int]]) -> None:
    months, cause = np.array(rows, dtype=float).T

    result = aalen_johansen(months, cause.astype(np.int64))
    free = kaplan_meier(event_table(months, cause > 0)).survival

    total = free + sum((curve.incidence for curve in result.values()), np.zeros(free.size))
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)


@settings(deadline=None, max_examples=60)
@given(patients, st.randoms(use_true_random=False))
def test_the_order_of_patients_and_noise_on_tied_times_change_nothing(
    rows: list[tuple[int, int]], random: Any
) -> None:
    shuffled = random.sample(rows, len(rows))
    noisy = np.array([m * (1 + 1e-13 * (k % 3)) for k, (m, _) in enumerate(shuffled)])

    here = aalen_johansen(np.array([float(m) for m, _ in rows]), np.array([c for _, c in rows]))
    there = aalen_johansen(noisy, np.array([c for _, c in shuffled]))

    assert list(here) == list(there)
    for cause, curve in here.items():
        np.testing.assert_allclose(curve.incidence, there[cause].incidence, rtol=1e-12)
        np.testing.assert_allclose(curve.std_error, there[cause].std_error, rtol=1e-9, atol=1e-12)


def test_with_one_cause_it_is_one_less_kaplan_meier() -> None:
    months, event = np.array([2.0, 3.0, 3.0, 7.0, 9.0]), np.array([True, True, False, True, False])

    result = aalen_johansen(months, event.astype(np.int64))[1]
    curve = kaplan_meier(event_table(months, event))

    np.testing.assert_allclose(result.incidence, 1 - curve.survival, rtol=1e-14)
    # The infinitesimal jackknife is Greenwood's error where it can be compared.
    np.testing.assert_allclose(result.std_error, curve.std_error, rtol=1e-12)


@pytest.mark.parametrize(
    ("months", "cause", "month", "status", "note"),
    [
        ([], [], 6.0, "not_estimable", "n_zero"),
        ([3.0, 5.0], [0, 0], 4.0, "bound_only", "no_events"),
        ([3.0, 5.0], [2, 0], 4.0, "bound_only", "no_events"),
        ([3.0, 5.0], [1, 0], 6.0, "not_estimable", "no_followup_at_tau"),
        ([5.0, 5.0], [1, 0], 6.0, "not_estimable", "no_followup_at_tau"),
        ([3.0, 5.0], [0, 1], 6.0, "bound_only", "all_events"),
        ([3.0, 5.0], [1, 1], 6.0, "bound_only", "all_events"),
        ([3.0, 5.0], [1, 1], 4.0, "ok", ""),
        ([3.0], [1], 3.0, "bound_only", "all_events"),
    ],
)
def test_what_is_not_estimable_has_a_note(
    months: list[float], cause: list[int], month: float, status: str, note: str
) -> None:
    result = incidence_at(np.array(months), np.array(cause, dtype=np.int64), 1, month)

    assert (result.status, result.note) == (status, note)


def test_after_the_last_patient_the_incidence_is_constant() -> None:
    result = incidence_at(np.array([2.0, 3.0, 5.0]), np.array([1, 2, 1]), 1, 40.0)

    assert result.estimate == pytest.approx(2 / 3)
    assert result.events == 2


def test_a_cause_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"wanted\[0\] must be a whole number, at least 1, not 0"):
        incidence_at(np.array([2.0]), np.array([1]), 0, 1.0)
