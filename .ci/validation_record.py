"""A pytest plug-in: every number that a test compares with R is written down with its error.

Recorded are the comparisons of tests/shared_reference, and each `assert_allclose` of the tests in
tests/estimate; the folder that RTXOUTCOMES_VALIDATION names gets a file a process.
"""

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(os.environ["RTXOUTCOMES_VALIDATION"])
_records: list[dict[str, Any]] = []


def pytest_sessionstart() -> None:
    # Only now has pytest put tests/ on the path.
    loader = __import__("shared_reference.loader", fromlist=["Check"])
    loader.Check.compare = _recorded_compare(loader.Check.compare)
    np.testing.assert_allclose = _recorded_allclose(np.testing.assert_allclose)


def _recorded_compare(compare: Callable[..., None]) -> Callable[..., None]:
    def recorded(self: Any, got: float, expected: object, what: str = "") -> None:
        error = allowed = 0.0
        if isinstance(expected, int | float) and math.isfinite(got):
            error = abs(got - expected)
            allowed = self.absolute + self.relative * abs(expected)
        _records.append(
            {
                "kind": "shared",
                "task": self.task,
                "case": self.case,
                "check": self.id,
                "error": error,
                "allowed": allowed,
                "absolute": self.absolute,
                "relative": self.relative,
            }
        )
        compare(self, got, expected, what)

    return recorded


def _recorded_allclose(allclose: Callable[..., None]) -> Callable[..., None]:
    def recorded(
        actual: Any, desired: Any, rtol: float = 1e-7, atol: float = 0.0, **more: Any
    ) -> None:
        got, wanted = np.asarray(actual, dtype=float), np.asarray(desired, dtype=float)
        both = np.isfinite(got) & np.isfinite(wanted) if got.shape == wanted.shape else None
        error = np.abs(got[both] - wanted[both]) if both is not None else np.zeros(0)
        allowed = atol + rtol * np.abs(wanted[both]) if both is not None else np.zeros(0)
        share = float((error / np.where(allowed > 0, allowed, np.inf)).max()) if error.size else 0.0
        _records.append(
            {
                "kind": "own",
                "node": os.environ["PYTEST_CURRENT_TEST"].split(" ")[0],
                "numbers": int(got.size),
                "error": float(error.max()) if error.size else 0.0,
                "relative": rtol,
                "absolute": atol,
                "share": share,
            }
        )
        allclose(actual, desired, rtol=rtol, atol=atol, **more)

    return recorded


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        _records.append({"kind": "outcome", "node": report.nodeid, "outcome": report.outcome})


def pytest_sessionfinish() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record) + "\n" for record in _records)
    (FOLDER / f"{os.getpid()}.jsonl").write_text(lines, encoding="utf-8")
