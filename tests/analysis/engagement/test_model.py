"""What is said of one model."""

import numpy as np
import pytest

from rtxoutcomes.analysis.engagement.model import (
    Modelled,
    blamed,
    planning_ratio,
    refused,
    rows_of,
    spread,
)
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.results import Estimate

QUESTION = Question("engagement", "engagement_relapse")


def estimate(**changes: object) -> Estimate:
    told: dict[str, object] = {
        "method": "m",
        "n": 90,
        "events": 20,
        "estimate": 2.0,
        "p_value": 0.1,
    }
    return Estimate(**(told | changes))  # type: ignore[arg-type]


def test_a_model_has_its_effect_and_its_size() -> None:
    told = Modelled("_x", "sensitivity", "ratio", estimate(), parameters=4, planning=1.5)

    rows = list(rows_of(QUESTION, "chat_message", told, identifiable=True))

    assert [row.term for row in rows] == [
        "chat_message_x",
        "chat_message_x_per_parameter",
        "chat_message_x_planning_value",
    ]
    assert [row.role for row in rows] == ["sensitivity", "beside", "beside"]
    assert [row.value.estimate for row in rows] == [2.0, 5.0, 1.5]
    assert rows[1].value.method == "events per coefficient; m"
    assert {row.value.note for row in rows} == {""}


def test_models_without_events_count_patients() -> None:
    told = Modelled("", "reported", "points", estimate(events=None), parameters=3)

    effect, size = rows_of(QUESTION, "e", told, identifiable=False)

    assert (effect.value.note, size.value.note) == ("not_identifiable", "not_identifiable")
    assert (size.value.estimate, size.value.method) == (30, "patients per coefficient; m")


def test_another_note_stays() -> None:
    told = Modelled("", "reported", "", estimate(status="bound_only", note="monotone_likelihood"))

    assert (
        next(rows_of(QUESTION, "e", told, identifiable=False)).value.note == "monotone_likelihood"
    )


def test_a_model_that_could_not_be_fitted_has_its_row_alone() -> None:
    told = Modelled("", "reported", "", refused("m", 9, "not_collected"), planning=2.0)

    (row,) = rows_of(QUESTION, "e", told, identifiable=False)

    assert (row.value.n, row.value.dropped, row.value.note) == (0, 9, "not_collected")


def test_a_planning_value_is_told_per_unit_of_the_exposure() -> None:
    # exp(2.80 / (2 sqrt(16)))
    assert planning_ratio(16, 2.0) == pytest.approx(np.exp(0.35))
    assert np.isnan(planning_ratio(0, 2.0))
    assert np.isnan(planning_ratio(16, 0.0))
    assert np.isnan(planning_ratio(1, 0.1))


def test_the_spread_of_one_value_is_none() -> None:
    assert spread(np.array([3.0])) == 0
    assert spread(np.array([1.0, 3.0])) == pytest.approx(np.sqrt(2))


def test_a_constant_column_is_blamed_on_the_exposure_only_where_it_is_that() -> None:
    value = estimate(
        estimate=float("nan"),
        p_value=float("nan"),
        status="not_estimable",
        note="constant_covariate",
    )

    other, own = blamed(value, np.array([1.0, 2.0])), blamed(value, np.array([2.0, 2.0]))

    assert (other.status, other.note) == ("not_attempted", "rank_deficient")
    assert own == value
    assert blamed(estimate(), np.array([1.0, 2.0])) == estimate()
