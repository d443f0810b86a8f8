"""Time-varying exposure."""

from typing import Any

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.people import Course, people
from rtxoutcomes.analysis.engagement.time_varying import (
    Kind,
    exposure_of,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.derive.engagement import histories

TOLD = histories(cohort_of_r(), "chat", "message")


def model(kind: Kind, **more: Any) -> Any:
    everybody = people(cohort_of_r(), plan())
    assert everybody.relapse is not None
    return time_varying_cox(TOLD, lagged(everybody, everybody.relapse, 3.0), kind, 3, **more)


@pytest.mark.parametrize("kind", ["cumulative", "recent"])
def test_a_shuffle_that_changes_nothing_gives_the_model_s_own_p(kind: Kind) -> None:
    told = model(kind, checked=True)

    assert told.suffix == f"_{kind}_lag_3"
    own = told.shuffled(np.arange(90)[:, None])
    # The two searches stop where a further step changes nothing that is told.
    assert own.tolist() == pytest.approx([told.value.p_value], rel=1e-9)


def test_a_model_that_is_not_checked_is_not_shuffled() -> None:
    assert model("recent").shuffled is None


def test_the_words_tell_the_window_and_the_attacks() -> None:
    told = model("recent", of="confirmed attacks")

    assert told.suffix == "_recent_lag_3_confirmed"
    assert told.value.method == (
        "Firth Cox, recent exposure over 3 months up to each moment, strata by diagnosis, "
        "confirmed attacks, profile likelihood, lag 3 months"
    )


def test_the_planning_value_comes_from_those_at_risk_at_the_events() -> None:
    everybody = people(cohort_of_r(), plan())
    assert everybody.relapse is not None
    at = lagged(everybody, everybody.relapse, 3.0)
    value = exposure_of(TOLD, at.rows, "cumulative", 3)
    squares = 0.0
    for place in np.flatnonzero(at.rows.event):
        same = (at.stratum == at.stratum[place]) & (at.rows.complete == at.rows.complete[place])
        squares += float(np.var(value[same]))

    told = model("cumulative")

    assert told.planning == pytest.approx(np.exp(2.80 / np.sqrt(squares)))


def test_without_an_event_nothing_is_attempted() -> None:
    everybody = people(cohort_of_r(), plan())
    nobody = Course(everybody.follow_up, np.zeros(90, dtype=bool))

    told = time_varying_cox(TOLD, lagged(everybody, nobody, 3.0), "cumulative", 3)

    assert (told.value.status, told.value.note) == ("not_attempted", "no_events")
    assert (told.value.n, told.value.events) == (90, 0)
    assert np.isnan(told.planning)
