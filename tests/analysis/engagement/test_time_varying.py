"""Time-varying exposure."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.people import Course, people
from rtxoutcomes.analysis.engagement.time_varying import (
    Kind,
    exposure_of,
    known_rows,
    lagged,
    time_varying_cox,
)
from rtxoutcomes.derive.engagement import histories
from rtxoutcomes.results.quantity import Model

HISTORY = histories(cohort_of_r(), "chat", "message")


def model(kind: Kind, **more: Any) -> Any:
    everybody = people(cohort_of_r(), plan())
    assert everybody.relapse is not None
    return time_varying_cox(HISTORY, lagged(everybody, everybody.relapse, 3.0), kind, 3, **more)


@pytest.mark.parametrize("kind", [Model.CUMULATIVE, Model.RECENT])
def test_the_identity_permutation_gives_the_p_of_the_model(kind: Kind) -> None:
    modelled = model(kind, checked=True)

    assert (modelled.effect.model, modelled.effect.month) == (kind, 3.0)
    p_values = modelled.shuffled(np.arange(90)[:, None])
    # The two searches stop where a further step changes no digit that is printed.
    assert p_values.tolist() == pytest.approx([modelled.effect.value.p_value], rel=1e-9)


def test_rows_end_where_a_patient_s_months_were_not_read() -> None:
    everybody = people(cohort_of_r(), plan())
    assert everybody.relapse is not None
    at = lagged(everybody, everybody.relapse, 1.0)
    read = np.full(90, np.inf)
    read[:45] = 2

    kept = known_rows(replace(HISTORY, read=read), at)

    since = at.rows.complete - HISTORY.start[at.rows.patient]
    known = (at.rows.patient >= 45) | (since <= 2)
    assert 0 < known.sum() < known.size
    assert kept.rows.patient.tolist() == at.rows.patient[known].tolist()
    assert kept.rows.end.tolist() == at.rows.end[known].tolist()
    assert kept.stratum.tolist() == at.stratum[known].tolist()
    assert known_rows(HISTORY, at) is at


def test_a_model_that_is_not_checked_is_not_permuted() -> None:
    assert model(Model.RECENT).shuffled is None


def test_the_method_names_the_window_and_the_relapses() -> None:
    effect = model(Model.RECENT, confirmed=True).effect

    assert (effect.model, effect.month) == (Model.RECENT_CONFIRMED, 3.0)
    assert effect.value.method == (
        "Firth Cox, recent exposure over 3 months up to each moment, strata by diagnosis, "
        "confirmed relapses, profile likelihood, lag 3 months"
    )


def test_the_planning_value_comes_from_patients_at_risk_at_the_events() -> None:
    everybody = people(cohort_of_r(), plan())
    assert everybody.relapse is not None
    at = lagged(everybody, everybody.relapse, 3.0)
    value = exposure_of(HISTORY, at.rows, Model.CUMULATIVE, 3)
    squares = 0.0
    for place in np.flatnonzero(at.rows.event):
        same = (at.stratum == at.stratum[place]) & (at.rows.complete == at.rows.complete[place])
        squares += float(np.var(value[same]))

    modelled = model(Model.CUMULATIVE)

    assert modelled.planning == pytest.approx(np.exp(2.80 / np.sqrt(squares)))


def test_without_an_event_nothing_is_attempted() -> None:
    everybody = people(cohort_of_r(), plan())
    nobody = Course(everybody.follow_up, np.zeros(90, dtype=bool))

    modelled = time_varying_cox(HISTORY, lagged(everybody, nobody, 3.0), Model.CUMULATIVE, 3)

    value = modelled.effect.value
    assert (value.status, value.note) == ("not_attempted", "no_events")
    assert (value.n, value.events) == (90, 0)
    assert np.isnan(modelled.planning)
