"""Firth's Cox model against firthmodels where that can fit it, and coxph where events abound."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.cox import cox, firth_cox

FOLDER = Path(__file__).parents[1] / "reference"
THEIRS: dict[str, Any] = json.loads((FOLDER / "firthmodels_cox.json").read_text(encoding="utf-8"))
PLENTY: dict[str, Any] = json.loads((FOLDER / "cox_plentiful.json").read_text(encoding="utf-8"))
# firthmodels stops where its score is small; its limits are those of a root finder of its own.
SEARCH = 1e-6


@pytest.mark.parametrize("name", list(THEIRS["cases"]))
def test_estimates_limits_and_tests_are_those_of_firthmodels(name: str) -> None:
    case = THEIRS["cases"][name]
    x, months, event = (np.array(case[key]) for key in ("x", "months", "event"))

    fit = firth_cox(months, event, x, [f"x{k}" for k in range(x.shape[1])])

    result = [c.log_hazard for c in fit.coefficients]
    for key, got in (
        ("beta", [v.estimate for v in result]),
        ("low", [v.conf_low for v in result]),
        ("high", [v.conf_high for v in result]),
        ("p", [v.p_value for v in result]),
    ):
        np.testing.assert_allclose(got, case[key], rtol=SEARCH, atol=SEARCH, err_msg=key)


def test_where_events_abound_the_penalty_is_nothing() -> None:
    k = np.arange(6000)
    x = np.column_stack([(k * 37) % 11 / 10, (k * 53) % 17 / 16])
    entry = ((k * 7) % 4).astype(float)
    u = ((k * 7919) % 10007 + 0.5) / 10007
    rate = 0.05 * np.exp(x @ [0.7, -0.4])
    months = entry + np.ceil(-np.log(u) / rate * 4) / 4
    event = k % 5 > 0
    rows: dict[str, Any] = {"entry": entry, "strata": (k % 3).astype(np.int64)}

    plain = cox(months, event, x, ["x", "z"], **rows)
    firth = firth_cox(months, event, x, ["x", "z"], **rows)

    error = np.array(PLENTY["se"])
    assert firth.events == PLENTY["events"]
    for fit, tolerance in ((plain, 1e-7), (firth, 0.01)):
        apart = [c.log_hazard.estimate for c in fit.coefficients] - np.array(PLENTY["beta"])
        # The plain model to the last digits, Firth's within a hundredth of a standard error.
        assert (np.abs(apart) < tolerance * error).all()
    np.testing.assert_allclose(
        [c.log_hazard.std_error for c in firth.coefficients], error, rtol=1e-3
    )
