"""A pytest plug-in that records every number compared with R, and its error.

It records the comparisons of tests/shared_reference and each `assert_allclose` in tests/estimate.
Each process writes one file into the folder that RTXOUTCOMES_VALIDATION names.
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
    # pytest has put tests/ on the path only by now.
    loader = __import__("shared_reference.loader", fromlist=["Check"])
    loader.Check.compare = _recorded_compare(loader.Check.compare)
    np.testing.assert_allclose = _recorded_allclose(np.testing.assert_allclose)


def _recorded_compare(compare: Callable[..., None]) -> Callable[..., None]:
    def recorded(self: Any, actual: float, expected: object, what: str = "") -> None:
        error = allowed = 0.0
        if isinstance(expected, int | float) and math.isfinite(actual):
            error = abs(actual - expected)
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
        compare(self, actual, expected, what)

    return recorded


def _recorded_allclose(allclose: Callable[..., None]) -> Callable[..., None]:
    def recorded(
        actual: Any, desired: Any, rtol: float = 1e-7, atol: float = 0.0, **options: Any
    ) -> None:
        ours, theirs = np.asarray(actual, dtype=float), np.asarray(desired, dtype=float)
        error = allowed = np.zeros(0)
        if ours.shape == theirs.shape:
            finite = np.isfinite(ours) & np.isfinite(theirs)
            error = np.abs(ours[finite] - theirs[finite])
            allowed = atol + rtol * np.abs(theirs[finite])
        ratio = error / np.where(allowed > 0, allowed, np.inf)
        _records.append(
            {
                "kind": "repository",
                "node": os.environ["PYTEST_CURRENT_TEST"].split(" ")[0],
                "numbers": ours.size,
                "error": float(error.max(initial=0)),
                "relative": rtol,
                "absolute": atol,
                "ratio": float(ratio.max(initial=0)),
            }
        )
        allclose(actual, desired, rtol=rtol, atol=atol, **options)

    return recorded


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        _records.append({"kind": "outcome", "node": report.nodeid, "outcome": report.outcome})


def pytest_sessionfinish() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record) + "\n" for record in _records)
    (FOLDER / f"{os.getpid()}.jsonl").write_text(lines, encoding="utf-8")
