"""A pytest plug-in that records every number compared with a reference, and its error.

It records the comparisons of tests/shared_reference, and in tests/estimate every `assert_allclose`,
`assert_array_equal`, `pytest.approx` and equality with a number of a JSON file in tests/reference.
With each test goes the list of the estimator modules that ran in it. Property-based tests are not
recorded: how many numbers they compare depends on the version of their library. Each process writes
one file into the folder that RTXOUTCOMES_VALIDATION names.
"""

import json
import math
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS, REFERENCE = ROOT / "tests", ROOT / "tests" / "reference"
FOLDER = Path(os.environ["RTXOUTCOMES_VALIDATION"])
INSIDE = f"rtxoutcomes{os.sep}estimate{os.sep}"
_records: list[dict[str, Any]] = []
_node = ""
_ran: set[str] = set()
_module_of: dict[str, str] = {}


class ReferenceFloat(float):
    """A number of a reference file: comparing it in a test is recorded."""

    def __eq__(self, other: object) -> bool:
        equal = float(self) == other
        _record_equality(equal)
        return equal

    __hash__ = float.__hash__


class ReferenceInt(int):
    """A whole number of a reference file: comparing it in a test is recorded."""

    def __eq__(self, other: object) -> bool:
        equal = int(self) == other
        _record_equality(equal)
        return equal

    __hash__ = int.__hash__


def _record_equality(equal: bool) -> None:
    # Estimators compare their arguments too, which may come from the same file.
    if equal and sys._getframe(2).f_code.co_filename.startswith(str(TESTS)):
        _record(np.zeros(1), np.zeros(1), reference=True)


def _loads(loads: Callable[..., Any]) -> Callable[..., Any]:
    """`json.loads`, with the numbers of reference files marked by their class."""

    def marked(text: str | bytes, **options: Any) -> Any:
        if sys._getframe(1).f_code.co_filename.startswith(str(TESTS / "estimate")):
            options = {"parse_float": ReferenceFloat, "parse_int": ReferenceInt} | options
        return loads(text, **options)

    return marked


# Test modules read their reference files as they are imported.
json.loads = _loads(json.loads)


def _long_numbers(value: object) -> set[float]:
    """Numbers of a reference file that are no coincidence: five digits or more."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return set().union(*map(_long_numbers, parts))
    if isinstance(value, float) and len(f"{value:.17g}".split("e")[0].strip("-0.")) > 5:
        return {value}
    return set()


LONG_NUMBERS = set[float]().union(
    *(
        _long_numbers(json.loads(file.read_text(encoding="utf-8")))
        for file in sorted(REFERENCE.glob("*.json"))
    )
)


def _from_reference(desired: object, values: np.ndarray[Any, Any]) -> bool:
    """Whether expected values were read from a reference file, in an array too."""
    if isinstance(desired, list | tuple):
        return any(_from_reference(part, np.asarray(part, dtype=object)) for part in desired)
    if isinstance(desired, ReferenceFloat | ReferenceInt):
        return True
    if not isinstance(desired, np.ndarray) or desired.dtype.kind != "f":
        return False
    return any(value in LONG_NUMBERS for value in values.ravel().tolist())


def _record(error: Any, allowed: Any, *, reference: bool) -> None:
    if _node:
        ratio = error / np.where(allowed > 0, allowed, np.inf)
        _records.append(
            {
                "kind": "repository",
                "node": _node,
                "reference": reference,
                "numbers": int(error.size),
                "ratio": float(ratio.max(initial=0)),
            }
        )


def _recorded_compare(compare: Callable[..., None]) -> Callable[..., None]:
    def recorded(self: Any, actual: float, expected: object, what: str = "") -> None:
        error = allowed = 0.0
        if isinstance(expected, int | float) and math.isfinite(actual):
            error = abs(actual - expected)
            allowed = self.absolute + self.relative * abs(expected)
        _records.append(
            {
                "kind": "shared",
                "node": _node,
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


def _recorded_array(assertion: Callable[..., None], default: float) -> Callable[..., None]:
    """An assertion of numpy on two arrays, with the tolerances that it is called with."""

    def recorded(actual: Any, desired: Any, *args: Any, **options: Any) -> None:
        ours, theirs = np.asarray(actual), np.asarray(desired)
        if ours.dtype.kind in "biuf" and theirs.dtype.kind in "biuf":
            rtol = args[0] if args else options.get("rtol", default)
            atol = args[1] if len(args) > 1 else options.get("atol", 0.0)
            ours, theirs = np.broadcast_arrays(ours.astype(float), theirs.astype(float))
            # Both may be missing or infinite: then they are equal, or the assertion fails.
            finite = np.isfinite(ours) & np.isfinite(theirs)
            error, allowed = np.zeros(ours.shape), np.ones(ours.shape)
            error[finite] = np.abs(ours[finite] - theirs[finite])
            allowed[finite] = atol + rtol * np.abs(theirs[finite])
            _record(error, allowed, reference=_from_reference(desired, theirs))
        assertion(actual, desired, *args, **options)

    return recorded


def _approx_equal(equal: Callable[[Any, object], bool]) -> Callable[[Any, object], bool]:
    """`==` of one number with a `pytest.approx`; arrays and lists come to it number by number."""

    def recorded(self: Any, actual: object) -> bool:
        expected = self.expected
        if (
            _node
            and isinstance(actual, int | float | np.number)
            and isinstance(expected, float | int)
        ):
            error = abs(float(actual) - float(expected))
            if math.isfinite(error):
                reference = isinstance(expected, ReferenceFloat | ReferenceInt)
                reference = reference or float(expected) in LONG_NUMBERS
                allowed = np.array([float(self.tolerance)])
                _record(np.array([error]), allowed, reference=reference)
                # The comparison itself is not to be recorded once more.
                self.expected = float(expected) if isinstance(expected, float) else int(expected)
        return equal(self, actual)

    return recorded


def pytest_sessionstart() -> None:
    # pytest has put tests/ on the path only by now.
    loader = __import__("shared_reference.loader", fromlist=["Check"])
    loader.Check.compare = _recorded_compare(loader.Check.compare)
    np.testing.assert_allclose = _recorded_array(np.testing.assert_allclose, 1e-7)
    np.testing.assert_array_equal = _recorded_array(np.testing.assert_array_equal, 0.0)
    scalar: Any = type(pytest.approx(1.0))
    scalar.__eq__ = _approx_equal(scalar.__eq__)


def _profile(frame: FrameType, event: str, _: object) -> None:
    if event != "call":
        return
    file = frame.f_code.co_filename
    module = _module_of.get(file)
    if module is None:
        _, found, name = file.rpartition(INSIDE)
        module = _module_of[file] = name.replace(os.sep, "/") if found else ""
    if module:
        _ran.add(module)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note the estimator modules that run in a test and in what it sets up."""
    global _node  # noqa: PLW0603
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        return (yield)
    _node = item.nodeid
    _ran.clear()
    sys.setprofile(_profile)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        _records.append({"kind": "modules", "node": _node, "modules": sorted(_ran)})
        _node = ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        _records.append({"kind": "outcome", "node": report.nodeid, "outcome": report.outcome})


def pytest_sessionfinish() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record) + "\n" for record in _records)
    (FOLDER / f"{os.getpid()}.jsonl").write_text(lines, encoding="utf-8")
