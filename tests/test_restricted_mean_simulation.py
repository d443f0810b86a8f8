"""The simulation of restricted means runs, and what it gave holds the level that is promised."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "restricted_mean.py"
GIVEN = SCRIPT.with_suffix(".md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("restricted_mean_simulation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules["restricted_mean_simulation"] = module
    spec.loader.exec_module(module)
    return module


def test_the_true_mean_is_the_area_under_an_exponential_curve(simulation: ModuleType) -> None:
    setting = simulation.Setting(14, 0.2, 24.0)
    middles = (np.arange(100_000) + 0.5) * 24 / 100_000

    assert setting.truth == pytest.approx(24 * np.mean(0.8 ** (middles / 12)), rel=1e-8)


def test_a_setting_is_counted_over_its_samples(simulation: ModuleType) -> None:
    told = simulation.coverage(simulation.Setting(14, 0.2, 12.0), 50, np.random.default_rng(1))

    assert 0.8 < told.all <= 1
    assert 40 <= told.samples_with_event <= 50
    assert "| 14 | 20 % | 12 |" in simulation.markdown([told], 50)


def test_every_setting_is_covered_in_at_least_94_percent_with_and_without_events(
    simulation: ModuleType,
) -> None:
    rows = [re.findall(r"[0-9.]+", line) for line in GIVEN.splitlines() if " % |" in line]

    covers = np.array(rows, dtype=float)
    assert [tuple(row[:3]) for row in covers.tolist()] == [
        (s.n, pytest.approx(100 * s.risk), s.tau) for s in simulation.SETTINGS
    ]
    assert covers[:, 3:5].min() >= 94


def test_the_page_on_validation_holds_the_table() -> None:
    assert GIVEN in (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
