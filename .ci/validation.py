"""Write docs/validation.md from the comparisons with R; exit 1 if one exceeds its tolerance.

    python .ci/validation.py RECORDS

RECORDS is the folder that the plug-in validation_record wrote.
"""

import json
import platform
import re
import sys
import tomllib
from collections import defaultdict
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCOPE = ROOT / "tests" / "shared_reference" / "scope.toml"
REFERENCE = ROOT / "tests" / "reference"
LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels", "lifelines")

Records = list[dict[str, Any]]


def main(folder: str) -> int:
    records = [
        json.loads(line)
        for file in sorted(Path(folder).glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    outcomes = {r["node"]: r["outcome"] for r in records if r["kind"] == "outcome"}
    shared = [r for r in records if r["kind"] == "shared"]
    repository = [r for r in records if r["kind"] == "repository"]
    failed = sorted(node for node, outcome in outcomes.items() if outcome == "failed")
    parts = [
        _head(),
        _shared(shared),
        _not_covered(),
        _repository(repository, outcomes),
        _committed("coverage.md"),
        _committed("restricted_mean.md"),
        _committed("left_censored.md"),
        _committed("mutants.md"),
        _versions(),
    ]
    text = "\n".join(part for part in parts if part)
    (ROOT / "docs" / "validation.md").write_text(text, encoding="utf-8", newline="\n")
    misses = [f"{r['task']} {r['case']}/{r['check']}" for r in shared if _missed(r)]
    for line in [*failed, *misses]:
        print(f"miss: {line}", file=sys.stderr)
    print(f"{len(shared)} comparisons, {len(misses)} misses; {len(failed)} tests failed")
    return 1 if failed or misses or not outcomes else 0


def _missed(record: dict[str, Any]) -> bool:
    return bool(record["error"] > record["allowed"])


def _head() -> str:
    return """\
# Validation

Each requirement with the method that meets it, the independent results that it is compared with,
the largest error and the error allowed. Written by `python3 noxfile.py -s validation`, which fails
if an error exceeds its tolerance. [Methods](methods.md) describes the methods, and
[differences](differences.md) lists where other software gives other numbers.

An error is the distance between the number computed here and the reference. The error allowed is
the absolute tolerance plus the relative tolerance times the reference; a ratio above 1 is a miss.
"""


def _shared(shared: Records) -> str:
    scope = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["tasks"]
    by_task: dict[str, Records] = defaultdict(list)
    for record in shared:
        by_task[record["task"]].append(record)
    lines = [
        "## Comparison with R and NIST on public and synthetic data",
        "",
        "Results of R 4.2.2 (survival, coin, exactRankTests, brglm2, sandwich, mice and others),"
        " certified values of NIST and closed formulas are not part of this repository. The tests"
        " that need them are skipped, with a message, where the folder `../shared` is absent.",
        "",
        "| requirement | method | reference task | cases | numbers | largest error | tolerance"
        " (relative, absolute) | error / allowed | verdict |",
        "| --- | --- | --- | ---: | ---: | ---: | --- | ---: | --- |",
    ]
    for task, entry in scope.items():
        cells = f"{entry['requirement']} | `{entry['answered_by']}` | {task}"
        lines.append(f"| {cells} | {_measured(by_task.get(task, []))} |")
    return "\n".join([*lines, ""])


def _measured(records: Records) -> str:
    if not records:
        return "0 | 0 | - | - | - | not run"
    ratio = max((r["error"] / r["allowed"] for r in records if r["allowed"] > 0), default=0.0)
    error = max(r["error"] for r in records)
    tolerances = sorted({(r["relative"], r["absolute"]) for r in records})
    allowed = "; ".join(f"{relative:g}, {absolute:g}" for relative, absolute in tolerances[:3])
    verdict = "missed" if any(_missed(r) for r in records) else "met"
    cases = len({r["case"] for r in records})
    return f"{cases} | {len(records)} | {error:.1e} | {allowed} | {ratio:.1e} | {verdict}"


def _not_covered() -> str:
    reasons = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["left_out"]
    lines = ["### Reference tasks without a method here", "", "| task | reason |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {task} | {reason} |" for task, reason in reasons.items()), ""])


def _repository(records: Records, outcomes: dict[str, str]) -> str:
    lines = [
        "## Comparison with R on synthetic data of this repository",
        "",
        "The R scripts in `tests/reference/` write the JSON files of the same names, and the test"
        " modules read their numbers.",
        "",
        "| R scripts | test module | tests | numbers | largest error / allowed | verdict |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for module in sorted((ROOT / "tests" / "estimate").rglob("test_*.py")):
        scripts = _scripts(module)
        nodes = {
            node: outcome
            for node, outcome in outcomes.items()
            if node.startswith(module.relative_to(ROOT).as_posix())
        }
        if not scripts or not nodes:
            continue
        compared = [r for r in records if r["node"] in nodes]
        ratio = f"{max(r['ratio'] for r in compared):.1e}" if compared else "-"
        verdict = "missed" if "failed" in nodes.values() else "met"
        numbers = sum(r["numbers"] for r in compared)
        name = module.relative_to(ROOT / "tests" / "estimate").as_posix()
        cells = (", ".join(scripts), name, len(nodes), numbers, ratio, verdict)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


def _scripts(module: Path) -> list[str]:
    names = set(re.findall(r'"([a-z_0-9]+)\.json"', module.read_text(encoding="utf-8")))
    return sorted(f"{name}.R" for name in names if (REFERENCE / f"{name}.R").exists())


def _committed(name: str) -> str:
    """A part that takes long to compute, as last measured and committed."""
    file = ROOT / "benchmarks" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _versions() -> str:
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    version = metadata.version("rtxoutcomes")
    return (
        "## Versions\n\n"
        f"rtxoutcomes {version} on Python {platform.python_version()} with {libraries}."
        " Each JSON file in `tests/reference/` names the versions of R and its packages.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
