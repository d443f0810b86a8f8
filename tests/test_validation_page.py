"""The page on validation: bounds that do not change from machine to machine, and no gap."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
ESTIMATE = ROOT / "src" / "rtxoutcomes" / "estimate"
GRID = (1e-12, 1e-9, 1e-6)


@pytest.fixture(scope="module")
def magnitude() -> ModuleType:
    spec = importlib.util.spec_from_file_location("magnitude", ROOT / ".ci" / "magnitude.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("error", "before", "bound"),
    [
        (0.0, "", "1e-12"),
        (0.9e-13, "", "1e-12"),
        (1.1e-13, "", "1e-09"),
        (2e-7, "", "1e-06"),
        (2e-6, "", "above 1e-06"),
    ],
)
def test_a_bound_leaves_a_margin_above_the_error(
    magnitude: ModuleType, error: float, before: str, bound: str
) -> None:
    assert magnitude.bound(error, GRID, before) == bound


def test_a_bound_that_holds_is_kept_on_both_sides_of_the_margin(magnitude: ModuleType) -> None:
    for error in (0.9e-13, 1.1e-13, 0.9e-12):
        assert magnitude.bound(error, GRID, "1e-12") == "1e-12"
    for error in (0.9e-13, 1.1e-13, 0.9e-10):
        assert magnitude.bound(error, GRID, "1e-09") == "1e-09"


def test_a_bound_that_does_not_hold_or_says_too_little_is_replaced(magnitude: ModuleType) -> None:
    assert magnitude.bound(1.1e-12, GRID, "1e-12") == "1e-09"
    assert magnitude.bound(1e-16, GRID, "1e-06") == "1e-12"
    assert magnitude.bound(1e-16, GRID, "2.2e-16") == "1e-12"


def test_the_bounds_of_a_page_are_read_by_column_and_row(magnitude: ModuleType) -> None:
    page = (
        "| task | error below |\n| --- | --- |\n| a | 1e-12 |\n\n| task | other |\n| - | - |\n"
        "| b | 1 |\n"
    )

    bounds = magnitude.bounds_before(page, "error below")

    assert bounds["task", "a"] == "1e-12"
    assert ("task", "b") not in bounds
    assert len(magnitude.bounds_before(PAGE, "error below")) > 50


def test_every_estimator_module_is_on_the_page() -> None:
    modules = {
        file.relative_to(ESTIMATE).as_posix()
        for file in ESTIMATE.rglob("*.py")
        if file.name != "__init__.py"
    }
    rows = PAGE.partition("## Numbers compared, by module")[2].partition("\n## ")[0].splitlines()
    listed = {row.split("|")[1].strip() for row in rows if ".py |" in row}

    assert listed == modules


def test_each_reason_names_a_module_and_is_a_sentence() -> None:
    text = (ROOT / "tests" / "reference" / "modules.toml").read_text(encoding="utf-8")

    for module, reason in tomllib.loads(text)["without_reference"].items():
        assert (ESTIMATE / module).is_file()
        assert len(reason.split()) >= 8
        assert f"`{module}`: {reason}" in PAGE


def test_nothing_on_the_page_is_missed_or_not_run() -> None:
    assert "| missed |" not in PAGE
    assert "| not run |" not in PAGE
    assert "above 1" not in PAGE
