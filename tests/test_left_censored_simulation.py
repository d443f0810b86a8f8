"""The simulation of ratios with values below quantification runs, and its intervals cover."""

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rtxoutcomes.estimate import Estimate, left_censored_ratio

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "left_censored.py"
GIVEN = SCRIPT.with_suffix(".md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("left_censored_simulation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules["left_censored_simulation"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("baseline", "follow_up"), [(0.0, 0.4), (0.15, 0.2)])
def test_a_setting_has_the_proportions_below_the_limit_and_the_true_ratio(
    simulation: ModuleType, baseline: float, follow_up: float
) -> None:
    setting = simulation.Setting(40_000, baseline, follow_up)

    before, after = simulation.drawn(setting, np.random.default_rng(1))

    # Three standard errors of a proportion and of a mean of 40,000.
    assert np.mean(before < 1) == pytest.approx(baseline, abs=0.0075)
    assert np.mean(after < 1) == pytest.approx(follow_up, abs=0.0075)
    assert np.mean(np.log(after / before)) == pytest.approx(setting.truth, abs=0.0075)


def test_a_setting_is_counted_over_its_samples(simulation: ModuleType) -> None:
    setting = simulation.Setting(14, 0.0, 0.4)

    counted = simulation.coverage(setting, 40, np.random.default_rng(1))

    assert counted.model.samples + counted.bound.samples == 40
    assert counted.bound.samples > 0
    assert 0.8 < counted.model.coverage / 100 <= 1
    assert "| 14 | 0 % | 40 % |" in simulation.markdown([counted], 40)


def test_a_limit_that_does_not_exist_excludes_nothing(simulation: ModuleType) -> None:
    counts = simulation.Counts()
    bound: Estimate = left_censored_ratio(np.arange(9.0, 17.0), np.full(8, 0.2), (0.3, 0.3))
    assert math.isnan(bound.conf_low)

    counts.add(bound, math.log(0.01))
    counts.add(bound, math.log(0.04))

    assert (counts.samples, counts.covered, counts.errors) == (2, 1, [])


def test_the_model_covers_and_is_less_biased_than_that_of_the_ratios_alone(
    simulation: ModuleType,
) -> None:
    rows = [line.strip("| ").split(" | ") for line in GIVEN.splitlines() if " % | " in line]

    assert [(int(r[0]), *(int(p.split()[0]) for p in r[1:3])) for r in rows] == [
        (s.n, round(100 * s.baseline), round(100 * s.follow_up)) for s in simulation.SETTINGS
    ]
    # Two and a half standard errors of 400 samples below 95.
    assert min(float(row[4]) for row in rows) >= 92.3
    large = [row for row in rows if row[0] == "42"]
    assert all(abs(float(row[5])) < abs(float(row[7])) for row in large)


def test_the_page_on_validation_holds_the_table() -> None:
    assert GIVEN in (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")
