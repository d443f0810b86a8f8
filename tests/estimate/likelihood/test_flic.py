"""Predicted risks whose mean is the observed one."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.flic import flic_risks

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "logistic.json").read_text(encoding="utf-8")
)
ROWS = np.column_stack([np.ones(8), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]])
Y = np.array([0, 0, 1, 0, 0, 1, 0, 1])


def sample(name: str) -> tuple[Any, Any]:
    r = R["sets"][name]
    return np.array(r["y"]), np.column_stack(r["columns"])


@pytest.mark.parametrize("name", R["flic"])
def test_risks_are_those_of_glm_with_firths_slopes_as_offset(name: str) -> None:
    # R's slopes come from an optimiser without derivatives of the penalty.
    np.testing.assert_allclose(flic_risks(*sample(name)), R["flic"][name], rtol=1e-6)


@pytest.mark.parametrize("name", R["flic"])
def test_risks_sum_to_the_events(name: str) -> None:
    y, x = sample(name)

    told = flic_risks(y, x)

    assert told.sum() == pytest.approx(y.sum(), rel=1e-12)
    assert ((told > 0) & (told < 1)).all()


def test_other_rows_are_predicted_by_the_same_model() -> None:
    own = flic_risks(Y, ROWS)

    np.testing.assert_allclose(flic_risks(Y, ROWS, ROWS[2:5]), own[2:5], rtol=1e-14)
    shifted = flic_risks(Y, ROWS + np.array([0.0, 1900.0]))
    np.testing.assert_allclose(shifted, own, rtol=1e-8)


@pytest.mark.parametrize(
    ("outcome", "design", "words"),
    [
        (Y, ROWS[:, 1:], "design must be with a column of ones"),
        (Y * 0, ROWS, "no_events in these data"),
        (Y[:3], ROWS[:3], "rank_deficient in these data"),
        (Y, ROWS[:5], r"design must be of shape \(8, 2\)"),
    ],
)
def test_what_gives_no_risk_is_refused(outcome: Any, design: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        flic_risks(outcome, design)
    with pytest.raises(ValueError, match="at must be of shape"):
        flic_risks(Y, ROWS, ROWS[:, :1])
