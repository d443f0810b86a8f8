"""One fitted model: its effect and its size."""

import numpy as np
import pytest

from rtxoutcomes.analysis.engagement.model import (
    Modelled,
    blamed,
    design_of,
    indicators,
    planning_ratio,
    refused,
    size_rows,
    spread,
    with_note,
)
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Model, Quantity
from rtxoutcomes.results.row import Role


def estimate(**changes: object) -> Estimate:
    fields: dict[str, object] = {
        "measure": Measure.HAZARD_RATIO,
        "method_key": MethodKey.LANDMARK_COX,
        "method": "m",
        "n": 90,
        "events": 20,
        "estimate": 2.0,
        "p_value": 0.1,
    }
    return Estimate(**(fields | changes))  # type: ignore[arg-type]


def effect(value: Estimate, role: Role = "reported") -> Statistic:
    level, model = "age_years", Model.LANDMARK_ADJUSTED
    quantity = Quantity.HAZARD_RATIO
    return Statistic(quantity, value, role, "ratio", month=3.0, level=level, model=model)


def test_a_model_has_its_size() -> None:
    modelled = Modelled(effect(estimate(), "sensitivity"), parameters=4, planning=1.5)

    rows = list(size_rows(modelled))

    quantities = [Quantity.EVENTS_PER_PARAMETER, Quantity.PLANNING_VALUE]
    assert [row.quantity for row in rows] == quantities
    assert [row.role for row in rows] == ["alternative", "alternative"]
    assert [row.unit for row in rows] == ["", "ratio"]
    assert [row.value.estimate for row in rows] == [5.0, 1.5]
    assert rows[0].value.method == "events per coefficient; m"
    assert {row.value.note for row in rows} == {""}
    variants = {(row.model, row.month, row.level) for row in rows}
    assert variants == {(Model.LANDMARK_ADJUSTED, 3.0, "age_years")}


def test_models_without_events_count_patients() -> None:
    modelled = Modelled(effect(estimate(events=None)), parameters=3)

    (size,) = size_rows(modelled)

    assert (size.value.estimate, size.value.method) == (30, "patients per coefficient; m")
    assert size.value.method_key is MethodKey.PATIENTS_PER_PARAMETER


@pytest.mark.parametrize(
    ("value", "note"),
    [
        (estimate(), "not_identifiable"),
        (estimate(note="leverage_near_one"), "not_identifiable"),
        (estimate(note="above_nominal_level"), "above_nominal_level"),
        (estimate(status="bound_only", note="monotone_likelihood"), "monotone_likelihood"),
    ],
)
def test_what_cannot_be_told_apart_is_marked_unless_there_is_another_note(
    value: Estimate, note: str
) -> None:
    assert with_note(value, identifiable=False).note == note
    assert with_note(value, identifiable=True) == value


def test_a_model_that_could_not_be_fitted_has_no_size() -> None:
    value = refused(Measure.HAZARD_RATIO, MethodKey.LANDMARK_COX, "m", 9, "not_collected")

    assert list(size_rows(Modelled(effect(value), planning=2.0))) == []
    assert (value.n, value.dropped, value.note) == (0, 9, "not_collected")
    assert value.status == "not_attempted"


def test_a_planning_value_is_per_unit_of_the_exposure() -> None:
    # exp(2.80 / (2 sqrt(16)))
    assert planning_ratio(16, 2.0) == pytest.approx(np.exp(0.35))
    assert np.isnan(planning_ratio(0, 2.0))
    assert np.isnan(planning_ratio(16, 0.0))
    assert np.isnan(planning_ratio(1, 0.1))
    # The least information: a root of the events times the spread of one half.
    assert planning_ratio(16, 0.125) == pytest.approx(np.exp(5.6), rel=2e-3)
    assert np.isnan(planning_ratio(16, 0.124))


def test_the_spread_of_one_value_is_none() -> None:
    assert spread(np.array([3.0])) == 0
    assert spread(np.array([1.0, 3.0])) == pytest.approx(np.sqrt(2))


def test_indicators_omit_the_first_diagnosis_of_the_patients_analysed() -> None:
    columns = indicators(np.array([0, 1, 2, 2]), np.array([False, True, True, True]))

    assert columns.tolist() == [[0.0], [0.0], [1.0], [1.0]]


def test_a_design_has_intercept_diagnoses_covariates_and_the_exposure_last() -> None:
    diagnosis, seen = np.array([0, 1, 1]), np.array([True, False, True])
    exposure, age = np.array([5.0, 6.0, 7.0]), np.array([30.0, 40.0, 50.0])

    design, names = design_of(diagnosis, seen, exposure, {"age_years": age})

    assert names == ["(Intercept)", "group 0", "age_years", "exposure"]
    assert design.tolist() == [[1.0, 0.0, 30.0, 5.0], [1.0, 1.0, 50.0, 7.0]]


def test_a_constant_column_is_blamed_on_the_exposure_only_where_it_is_that() -> None:
    value = estimate(
        estimate=float("nan"),
        p_value=float("nan"),
        status="not_estimable",
        note="constant_covariate",
    )

    other, constant = blamed(value, np.array([1.0, 2.0])), blamed(value, np.array([2.0, 2.0]))

    assert (other.status, other.note) == ("not_attempted", "rank_deficient")
    assert constant == value
    assert blamed(estimate(), np.array([1.0, 2.0])) == estimate()
