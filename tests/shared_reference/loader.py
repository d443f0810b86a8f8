"""Reference results from R next to the checkout, where they are present.

The folder is `../shared/reference` next to the repository, or what RTXOUTCOMES_SHARED names.
Where it is absent, each test is one skip that says so.
"""

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("RTXOUTCOMES_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "reference" / "cases"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one case: its task, arguments, expected results and tolerance."""

    case: str
    id: str
    task: str
    args: dict[str, Any]
    expected: Any
    absolute: float
    relative: float

    def data(self) -> pd.DataFrame:
        return pd.read_csv(CASES / self.case / "data.csv", float_precision="round_trip")

    def compare(self, got: float, expected: object, what: str = "") -> None:
        """Assert that `got` meets one expected number; null means: no finite number."""
        where = f"{self.case}/{self.id} {what}"
        if expected is None:
            assert not math.isfinite(got), f"{where}: {got}, where R has no number"
            return
        if isinstance(expected, str):
            assert got == float(expected.replace("Inf", "inf")), f"{where}: {got}, not {expected}"
            return
        assert isinstance(expected, int | float), f"{where}: cannot compare {expected!r}"
        allowed = self.absolute + self.relative * abs(expected)
        assert abs(got - expected) <= allowed, f"{where}: {got!r}, not {expected!r}"


def checks(*tasks: str) -> list[Any]:
    """Parameters for every normative check whose task is one of `tasks`, or one skip."""
    if not CASES.is_dir():
        reason = "the folder with reference results from R is not beside the checkout"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    parameters = []
    for folder in sorted(CASES.iterdir()):
        case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        for raw in case["checks"]:
            if raw["status"] == "normative" and raw["task"] in tasks:
                tolerance = raw["tolerance"]
                check = Check(
                    case["case"],
                    raw["id"],
                    raw["task"],
                    raw.get("args", {}),
                    raw["expected"],
                    tolerance["abs"],
                    tolerance["rel"],
                )
                parameters.append(pytest.param(check, id=f"{check.case}-{check.id}"))
    return parameters
