import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.missing.informative_censoring import risk_with_censored_hazard
from rtxoutcomes.estimate.survival.at_month import survival_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "missing.json").read_text(encoding="utf-8")
)["censoring"]
RTOL = 1e-12

patient = st.tuples(st.integers(1, 24).map(lambda half: half / 2), st.booleans())
patients = st.lists(patient, min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("multiple", "risk"), list(zip(REFERENCE["multiples"], REFERENCE["risk"], strict=True))
)
def test_risks_match_what_is_written_out_in_r(multiple: float, risk: float) -> None:
    r = REFERENCE

    result = risk_with_censored_hazard(r["months"], r["event"], r["month"], multiple)

    assert result.estimate == pytest.approx(risk, rel=RTOL)
    if multiple == 1:
        actual = [result.std_error, result.conf_low, result.conf_high]
        np.testing.assert_allclose(actual, [r["std_error"], r["low"], r["high"]], RTOL)


@settings(deadline=None, max_examples=80)
@given(patients, st.integers(1, 24).map(lambda half: half / 2))
def test_a_multiple_of_one_is_kaplan_meier_with_greenwood_s_error(
    rows: list[tuple[float, bool]], month: float
) -> None:
    months, event = np.array([m for m, _ in rows]), np.array([e for _, e in rows])

    result = risk_with_censored_hazard(months, event, month)
    km = survival_at(kaplan_meier(event_table(months, event)), month)

    # Where all had the event the risk is 1 for ever; a curve is not prolonged even so.
    assume(not (event.all() and months.max() < month))
    assert (result.status, result.note) == (km.status, km.note)
    if result.status == "ok":
        np.testing.assert_allclose(
            [1 - result.estimate, result.std_error, 1 - result.conf_high, 1 - result.conf_low],
            [km.estimate, km.std_error, km.conf_low, km.conf_high],
            rtol=1e-9,
        )


@settings(deadline=None, max_examples=60)
@given(patients, st.sampled_from([6.0, 9.5]))
def test_the_risk_rises_with_the_multiple_between_the_two_extremes(
    rows: list[tuple[float, bool]], month: float
) -> None:
    months, event = np.array([m for m, _ in rows]), np.array([e for _, e in rows])
    result = [risk_with_censored_hazard(months, event, month, d) for d in (1e-9, 1, 2, 5, 1e6)]
    assume(result[0].status != "not_estimable")
    events, lost = int((event & (months <= month)).sum()), result[0].dropped

    risks = [value.estimate for value in result]

    assert risks == sorted(risks)
    # Where the last one at risk has the event the curve is 0, and so is every power of it.
    if risks[1] < 1:
        assert risks[0] == pytest.approx(events / len(rows), abs=1e-6)
    assert risks[-1] <= (events + lost) / len(rows) + 1e-12


def test_the_error_is_that_of_leaving_each_patient_out() -> None:
    rng = np.random.default_rng(8)
    months, event = rng.uniform(1, 20, 400), rng.random(400) < 0.4
    result = risk_with_censored_hazard(months, event, 12, 3)

    left_out = [
        risk_with_censored_hazard(np.delete(months, k), np.delete(event, k), 12, 3).estimate
        for k in range(400)
    ]

    jackknife = math.sqrt(399 / 400 * float(((np.array(left_out) - np.mean(left_out)) ** 2).sum()))
    # The two jackknives differ by terms of order 1 / n.
    assert result.std_error == pytest.approx(jackknife, rel=0.01)


def test_a_censoring_within_the_tolerance_counts_as_reaching_the_horizon() -> None:
    months, event = [11.9, 6.0, 24.0], [False, True, False]

    strict = risk_with_censored_hazard(months, event, 12)
    tolerant = risk_with_censored_hazard(months, event, 12, tolerance=0.5)

    assert (strict.dropped, tolerant.dropped) == (1, 0)


@pytest.mark.parametrize(
    ("months", "event", "status", "note"),
    [
        ([], [], "not_estimable", "n_zero"),
        ([5.0, 6.0], [True, False], "not_estimable", "no_followup_at_tau"),
        ([6.0, 6.0], [True, False], "not_estimable", "no_followup_at_tau"),
        # One was lost, but survival of those still observed has fallen to 0.
        ([5.0, 6.0], [False, True], "bound_only", "all_events"),
        ([14.0, 15.0], [True, False], "bound_only", "no_events"),
        ([5.0, 6.0], [True, True], "bound_only", "all_events"),
    ],
)
def test_degenerate_groups_have_a_status(
    months: list[float], event: list[bool], status: str, note: str
) -> None:
    result = risk_with_censored_hazard(months, event, 12, 2)

    assert (result.status, result.note) == (status, note)
    assert math.isnan(result.conf_low)


def test_malformed_arguments_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"months\[0\] must be finite and at least 0, not -1"):
        risk_with_censored_hazard([-1.0], [True], 12)
    with pytest.raises(ValueError, match=r"event\[0\] must be true or false"):
        risk_with_censored_hazard([1.0], [2], 12)
    with pytest.raises(ValueError, match="event must be as long as months"):
        risk_with_censored_hazard([1.0, 2.0], [True], 12)
    with pytest.raises(ValueError, match="month must be"):
        risk_with_censored_hazard([1.0], [True], 0)
    with pytest.raises(ValueError, match="multiple must be"):
        risk_with_censored_hazard([1.0], [True], 12, -2)
    with pytest.raises(ValueError, match="tolerance must be"):
        risk_with_censored_hazard([1.0], [True], 12, tolerance=-1)
    with pytest.raises(ValueError, match="conf_level must be"):
        risk_with_censored_hazard([1.0], [True], 12, conf_level=0)
