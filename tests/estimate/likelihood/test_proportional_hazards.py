"""The score test of proportional hazards."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.proportional_hazards import proportional_hazards_test

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "cox.json").read_text(encoding="utf-8")
)
# R's and our Newton steps end within this of the same maximum.
NEWTON = 1e-8
D = {name: np.array(values, dtype=float) for name, values in R["data"].items()}
EVENT = D["event"].astype(bool)
X = np.column_stack([D["x"], D["z"]])
MONTHS = np.array([2.0, 3.0, 5.0, 7.0, 8.0, 9.0])
SOME = np.array([True, True, False, True, False, True])


@pytest.mark.parametrize(
    "r", R["proportional"], ids=lambda r: f"{r['transform']}-{r['ties']}-{r['strata']}"
)
def test_it_is_cox_zph_of_survival_3(r: dict[str, Any]) -> None:
    result = proportional_hazards_test(
        D["months"],
        EVENT,
        X,
        ["x", "z"],
        entry=D["entry"],
        strata=D["stratum"].astype(np.int64) if r["strata"] else None,
        ties=r["ties"],
        transform=r["transform"],
        dropped=3,
    )

    values = [value for _, value in result.terms] + [result.together]
    np.testing.assert_allclose([v.statistic for v in values], r["chisq"], rtol=NEWTON)
    np.testing.assert_allclose([v.p_value for v in values], r["p"], rtol=NEWTON)
    assert [v.df for v in values] == r["df"]
    assert {(v.n, v.events, v.dropped) for v in values} == {(40, EVENT.sum(), 3)}


def test_units_and_origin_of_a_covariate_do_not_matter() -> None:
    there = proportional_hazards_test(D["months"], EVENT, X * [1000.0, -2.0] + 1900.0, ["x", "z"])
    here = proportional_hazards_test(D["months"], EVENT, X, ["x", "z"])

    assert there.together.statistic == pytest.approx(here.together.statistic, rel=1e-7)
    for (_, one), (_, two) in zip(here.terms, there.terms, strict=True):
        assert two.statistic == pytest.approx(one.statistic, rel=1e-7)


@pytest.mark.parametrize(
    ("event", "x", "note"),
    [
        (np.zeros(6, dtype=bool), np.arange(6.0), "no_events"),
        (SOME, np.ones(6), "constant_covariate"),
        # Each event has the largest covariate of all at risk.
        (SOME, np.array([6.0, 5.0, 0.0, 4.0, 0.0, 3.0]), "monotone_likelihood"),
        # With a single event time there is no time over which to drift.
        (np.arange(6) == 1, np.array([1.0, 2.0, 5.0, 0.5, 3.0, 1.5]), "zero_variance"),
    ],
)
def test_what_has_no_estimate_has_no_test(event: Any, x: Any, note: str) -> None:
    result = proportional_hazards_test(MONTHS, event, x[:, None], ["x"])

    assert result.together.status in ("not_estimable", "not_attempted")
    assert (result.together.note, result.terms[0][1].note) == (note, note)


def test_an_unknown_scale_of_time_is_refused() -> None:
    scale: Any = "sqrt"

    with pytest.raises(ValueError, match="transform must be one of 'km', 'rank'"):
        proportional_hazards_test(MONTHS, SOME, np.arange(6.0)[:, None], ["x"], transform=scale)
