"""The simulation of rates runs, and what it gave holds the level that the docs quote."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "benchmarks" / "rates.py"
GIVEN = SCRIPT.with_suffix(".md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (\w+) \| (.+?) \| (.+?) \| (\S+) \| (\S+) \| (\d+) \|$", re.MULTILINE)
REPORTED = ("pooled dispersion", "quasi-Poisson, pooled dispersion")
PAGE = ROOT / "docs" / "methods" / "rate.md"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rates_simulation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules["rates_simulation"] = module
    spec.loader.exec_module(module)
    return module


def coverages(what: str, methods: tuple[str, ...], frailty: str) -> list[float]:
    """The coverages of an interval in the table."""
    return [
        float(line[5])
        for line in LINE.finditer(GIVEN)
        if line[1] == what and line[2] in methods and line[4] == frailty
    ]


def test_every_interval_of_every_cohort_is_counted(simulation: ModuleType) -> None:
    lines = list(simulation.simulate(20, np.random.default_rng(1)))

    # Three rates of three methods and three ratios of two, without and with clustering.
    assert len(lines) == 2 * (3 * 3 + 3 * 2)
    assert {line.given for line in lines if line.what == "rate"} == {20}
    assert all(0 <= line.covered <= line.given <= 20 for line in lines)
    # Of 20 intervals that hold 95%, fewer than 14 cover once in 40,000 times.
    assert min(line.covered for line in lines if line.method == "pooled dispersion") >= 14
    table = simulation.table(lines, 20)
    assert len(LINE.findall(table)) == len(lines)


@pytest.mark.parametrize("frailty", ["0", "1.5"])
def test_the_reported_intervals_hold_their_level(frailty: str) -> None:
    found = coverages("rate", REPORTED, frailty) + coverages("ratio", REPORTED, frailty)

    assert len(found) == 6
    # Three standard errors of 4,000 cohorts below the nominal level.
    assert min(found) >= 95 - 3 * 0.345


def test_the_docs_quote_the_coverages_of_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for what in ("rate", "ratio"):
        for frailty in ("0", "1.5"):
            found = coverages(what, REPORTED, frailty)
            assert f"{min(found):.1f} to {max(found):.1f}%" in page
    plain = coverages("rate", ("independent attacks",), "1.5")
    assert f"{min(plain):.1f} to {max(plain):.1f}%" in page
