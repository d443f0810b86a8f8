"""Quantiles of a survival curve with beta product limits."""

import math

import numpy as np
import pytest
from scipy.stats import beta

from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.estimate.survival.quantile import median, quantile


def without_censoring(n: int, share: float) -> tuple[float, float]:
    """Months by which the Clopper-Pearson limits of survival fall to 1 - share; patient k at k."""
    events = np.arange(1, n + 1)
    low = np.append(beta.ppf(0.025, n - events[:-1], events[:-1] + 1), 0.0)
    high = beta.ppf(0.975, n - events + 1, events)
    # Before the first event the lower limit is that of nobody among n.
    low = np.insert(low, 0, 0.025 ** (1 / n))
    first = [np.flatnonzero(limits <= 1 - share) for limits in (low, np.insert(high, 0, 1.0))]
    lower, upper = (float(k[0]) if k.size else math.nan for k in first)
    return lower, upper


@pytest.mark.parametrize(("n", "share"), [(7, 0.5), (14, 0.5), (42, 0.5), (42, 0.25), (3, 0.5)])
def test_without_censoring_the_limits_are_read_from_those_of_clopper_and_pearson(
    n: int, share: float
) -> None:
    months = np.arange(1.0, n + 1)

    found = quantile(kaplan_meier(event_table(months, np.ones(n, bool))), share, "beta product")

    expected = without_censoring(n, share)
    assert (found.conf_low, found.conf_high) == pytest.approx(expected, nan_ok=True)


def test_a_median_that_is_not_reached_has_a_lower_limit_all_the_same() -> None:
    months, event = np.array([6.0, *[12.0] * 6, *[20.0] * 7]), np.zeros(14, bool)
    event[0] = True

    found = median(kaplan_meier(event_table(months, event)), "beta product")

    # Seven remain after 12 months, who bound survival well; nobody remains after 20.
    assert (found.status, found.note, found.conf_low) == ("bound_only", "not_reached", 20.0)


def test_a_limit_falls_where_the_last_patients_leave_though_nobody_has_the_event() -> None:
    months, event = np.array([5.0, 5.0, 5.0, 9.0]), np.zeros(4, bool)

    found = median(kaplan_meier(event_table(months, event)), "beta product")

    # Four patients free of the event bound survival from below by 0.025^(1/4) = 0.40 only.
    assert found.conf_low == 0.0


def test_ten_without_an_event_exclude_a_median_while_they_are_followed() -> None:
    months, event = np.repeat([5.0, 9.0], [8, 2]), np.zeros(10, bool)

    found = median(kaplan_meier(event_table(months, event)), "beta product")

    # 0.025^(1/10) = 0.69; two patients bound survival by 0.025^(1/2) = 0.16 only.
    assert found.conf_low == 5.0


def test_other_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="limits"):
        median(kaplan_meier(event_table(np.array([1.0]), np.array([True]))), "log")  # type: ignore[call-overload]
