"""The simulation behind docs/validation-engagement.md still runs, and simulates what it says."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "engagement_simulation.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("engagement_simulation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules["engagement_simulation"] = module
    spec.loader.exec_module(module)
    return module


def test_cohorts_have_the_study_s_sizes_and_follow_up(simulation: ModuleType) -> None:
    made = simulation.without_effect(simulation.NULLS[0], np.random.default_rng(1))

    assert np.bincount(made.people.diagnosis).tolist() == [42, 43, 14]
    assert (made.people.follow_up.min(), made.people.follow_up.max()) == (12, 40)
    # Messages are written in months begun before the end of follow-up.
    late = np.arange(made.monthly.shape[1]) >= made.people.follow_up[:, None]
    assert made.monthly[late].sum() == 0


def test_relapses_make_write_where_the_scenario_says_so(simulation: ModuleType) -> None:
    rng = np.random.default_rng(2)
    onsets, end = [np.array([10.0])] * 400, np.full(400, 20.0)

    counts = simulation.written(simulation.Scenario("", shape=50, after=6), onsets, end, rng)

    before, after = counts[:, :10].mean(), counts[:, 10:16].mean()
    # Three times as much; four standard errors of the ratio are below 0.2.
    assert after / before == pytest.approx(3, abs=0.2)


def test_the_tables_have_a_line_a_model_and_an_effect_size(simulation: ModuleType) -> None:
    null = list(simulation.null_table(2, seed=1))
    effect = list(simulation.effect_table(2, seed=1))

    models = len(simulation.DEFAULT) + len(simulation.SENSITIVITY) + len(simulation.REFUSED)
    assert len(null) == 3 + models
    assert len(effect) == 2 + 2 * len(simulation.RATIOS)
    page = (ROOT / "docs" / "validation-engagement.md").read_text(encoding="utf-8")
    for line in null[3:]:
        # The page holds the same models, by the same names.
        assert f"{line.split(' | ')[0]} |" in page
