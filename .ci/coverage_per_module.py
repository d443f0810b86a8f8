"""Fail where a module's own test file leaves more than a tenth of the module untried.

    coverage_per_module.py DATA

DATA is what one run of the whole suite wrote under `--cov-context=test`. Each module is judged by
the tests of its own file alone, and by what ran outside functions when it was imported. A module
may then look poorer than it is, since a cache was filled by another file's test or a call was made
while tests were collected: its test file is run once more by itself before it is refused.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coverage import Coverage, CoverageData

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "rtxoutcomes")
LEAST = 90.0
Arc = tuple[int, int]


def own_test(module: Path) -> Path:
    """The test file of a module, by the rule that tests/test_layout.py holds."""
    inside = module.relative_to(PACKAGE)
    return Path("tests", inside.parent, f"test_{inside.stem.strip('_')}.py")


def lines_in_functions(source: str) -> set[int]:
    """Lines that run when a function is called, not when the module is imported."""
    return {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for line in range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
    }


def recorded(data: CoverageData) -> dict[Path, str]:
    """Each module of the package with the name its installed copy has in the data."""
    found = {}
    for file in sorted(data.measured_files()):
        parts = Path(file).parts
        place = len(parts) - parts[::-1].index("rtxoutcomes")
        found[PACKAGE.joinpath(*parts[place:])] = file
    return found


def own_arcs(data: CoverageData, module: Path, file: str) -> Iterator[Arc]:
    """Steps between lines of a module that its own tests took, or that its import took."""
    data.set_query_contexts([f"^{own_test(module).as_posix()}::"])
    yield from data.arcs(file) or ()
    called = lines_in_functions(Path(file).read_text(encoding="utf-8"))
    data.set_query_contexts(["^$"])
    for start, end in data.arcs(file) or ():
        if abs(start) not in called and abs(end) not in called:
            yield start, end


def percentages(data: CoverageData) -> dict[Path, float]:
    """Covered share of lines and branches of each module, from its own tests."""
    files = recorded(data)
    with tempfile.TemporaryDirectory() as folder:
        judge = Coverage(data_file=str(Path(folder, "own")), branch=True, config_file=False)
        mine = judge.get_data()
        mine.add_arcs({file: list(own_arcs(data, m, file)) for m, file in files.items()})
        mine.touch_files(files.values())
        out = Path(folder, "own.json")
        judge.json_report(outfile=str(out))
        summary = json.loads(out.read_text(encoding="utf-8"))["files"]
    shares = {Path(ROOT, name).resolve(): v["summary"] for name, v in summary.items()}
    return {m: shares[Path(file)]["percent_covered"] for m, file in files.items()}


def alone(module: Path) -> float:
    """The share from a run of nothing but the module's test file, collection included."""
    if not own_test(module).exists():
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "alone.json")
        environ = os.environ | {"COVERAGE_FILE": str(Path(folder, "alone"))}
        words = ["--cov", f"--cov-report=json:{out}", "-q", str(own_test(module))]
        subprocess.run([sys.executable, "-m", "pytest", *words], check=True, env=environ)
        measured = json.loads(out.read_text(encoding="utf-8"))["files"]
    inside = module.relative_to(PACKAGE).as_posix()
    (share,) = (
        entry["summary"]["percent_covered"]
        for name, entry in measured.items()
        if Path(name).as_posix().endswith(f"/rtxoutcomes/{inside}")
    )
    return float(share)


def main() -> int:
    data = CoverageData(sys.argv[1])
    data.read()
    shares = percentages(data)
    for module in [module for module, share in shares.items() if share < LEAST]:
        shares[module] = alone(module)
    poor = {module: share for module, share in shares.items() if share < LEAST}
    for module, share in sorted(poor.items()):
        print(f"{share:5.1f} %  {module} from {own_test(module)}; {LEAST:g} % is the least")
    print(f"{len(shares) - len(poor)} of {len(shares)} modules reach {LEAST:g} % from their tests")
    return 1 if poor else 0


if __name__ == "__main__":
    sys.exit(main())
