"""The log-rank test with weights of survival."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.survival.weighted_log_rank import peto_peto

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "log_rank.json").read_text(encoding="utf-8")
)
# One small linear system on each side.
RTOL = 1e-10


@pytest.mark.parametrize("name", R["sets"])
def test_it_is_survdiff_with_rho_one(name: str) -> None:
    r = R["sets"][name]

    told = peto_peto(np.array(r["months"]), np.array(r["event"]), np.array(r["group"]))

    assert told.statistic == pytest.approx(r["peto"]["statistic"], rel=RTOL)
    assert told.p_value == pytest.approx(r["peto"]["p"], rel=RTOL)
    assert (told.df, told.n, told.events) == (r["peto"]["df"], len(r["months"]), sum(r["event"]))


@pytest.mark.parametrize(
    ("months", "event", "group", "note"),
    [
        ([], [], [], "n_zero"),
        ([1.0, 2.0], [1, 0], [0, 0], "group_absent"),
        ([1.0, 2.0], [0, 0], [0, 1], "no_events"),
        # All at risk fail at once: nothing deviates from what is expected.
        ([4.0, 4.0, 4.0], [1, 1, 1], [0, 1, 1], "zero_variance"),
    ],
)
def test_what_cannot_be_tested_says_why(
    months: list[float], event: list[int], group: list[int], note: str
) -> None:
    told = peto_peto(np.array(months), np.array(event), np.array(group, dtype=np.int64))

    assert (told.status, told.note) == ("not_attempted", note)


def test_noise_on_tied_times_and_the_order_of_patients_change_nothing() -> None:
    r = R["sets"]["three"]
    months, event, group = (np.array(r[key]) for key in ("months", "event", "group"))
    noisy = months * (1 + 1e-13 * (np.arange(months.size) % 3))

    here, there = peto_peto(months, event, group), peto_peto(noisy[::-1], event[::-1], group[::-1])

    assert here.statistic == pytest.approx(there.statistic, rel=1e-12)
