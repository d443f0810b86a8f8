"""Write docs/validation.md from the comparisons with R; exit 1 if one exceeds its tolerance.

    python .ci/validation.py RECORDS

RECORDS is the folder that the plug-in validation_record wrote. A module of estimators without a
compared number is a failure too, unless tests/reference/modules.toml gives the reason.
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

from magnitude import ERRORS, RATIOS, bound, bounds_before

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
ESTIMATE = ROOT / "src" / "rtxoutcomes" / "estimate"
TESTS = ROOT / "tests" / "estimate"
SCOPE = ROOT / "tests" / "shared_reference" / "scope.toml"
REFERENCE = ROOT / "tests" / "reference"
LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels", "lifelines")
ERROR, RATIO = "error below", "error / allowed below"

Records = list[dict[str, Any]]


def main(folder: str) -> int:
    records = [
        json.loads(line)
        for file in sorted(Path(folder).glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    outcomes = {r["node"]: r["outcome"] for r in records if r["kind"] == "outcome"}
    shared = [r for r in records if r["kind"] == "shared"]
    # A test of the results outside the repository may compare more than those results.
    outside = {r["node"] for r in shared}
    repository = [r for r in records if r["kind"] == "repository" and r["node"] not in outside]
    ran = {r["node"]: r["modules"] for r in records if r["kind"] == "modules"}
    modules = numbers_by_module([*shared, *repository], ran)
    parts = [
        _head(shared, repository),
        _shared(shared, page),
        _not_covered(),
        _modules(modules),
        _repository(repository, outcomes, page),
        (ROOT / "benchmarks" / "mutants.md").read_text(encoding="utf-8"),
        _versions(),
    ]
    PAGE.write_text("\n".join(parts), encoding="utf-8", newline="\n")
    failed = sorted(node for node, outcome in outcomes.items() if outcome == "failed")
    misses = [f"{r['task']} {r['case']}/{r['check']}" for r in shared if _missed(r)]
    silent = without_numbers(modules, reasons())
    for line in [*failed, *misses, *silent]:
        print(f"miss: {line}", file=sys.stderr)
    print(f"{len(shared)} comparisons, {len(misses)} misses; {len(failed)} tests failed")
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    print(f"Python {platform.python_version()} with {libraries}")
    return 1 if failed or misses or silent or not outcomes else 0


def _missed(record: dict[str, Any]) -> bool:
    return bool(record["error"] > record["allowed"])


def _head(shared: Records, repository: Records) -> str:
    references = sum(r["numbers"] for r in repository if r["reference"])
    further = sum(r["numbers"] for r in repository if not r["reference"])
    return f"""\
# Validation

Each requirement with the method that meets it, the independent results that it is compared with,
the size of the largest error and the error allowed. Written by `python3 noxfile.py -s validation`,
which fails if an error exceeds its tolerance or a module of estimators is compared with nothing.
[Methods](methods.md) describes the methods, [differences](differences.md) lists where other
software gives other numbers, and [simulation](simulation.md) how often the intervals cover.

An error is the distance between the number computed here and the reference. The error allowed is
the absolute tolerance plus the relative tolerance times the reference; an error above it is a miss.
Errors are given by their order of magnitude, since their last digits depend on the processor and
the build of the libraries: a bound is kept as long as the error is below it.

Compared are {len(shared):,} numbers outside this repository, {references:,} numbers of R in it,
and {further:,} further numbers: closed formulas, published values and other algorithms. Numbers in
property-based tests are not counted.
"""


def _shared(shared: Records, page: str) -> str:
    scope = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["tasks"]
    before = bounds_before(page, ERROR)
    by_task: dict[str, Records] = defaultdict(list)
    for record in shared:
        by_task[record["task"]].append(record)
    head = ("reference task", "requirement", "method", "cases", "numbers", ERROR)
    lines = [
        "## Comparison with R and NIST on public and synthetic data",
        "",
        "Results of R 4.2.2 (survival, coin, exactRankTests, brglm2, sandwich, mice and others),"
        " certified values of NIST and closed formulas are not part of this repository. The tests"
        " that need them are skipped, with a message, where the folder `../shared` is absent.",
        "",
        f"| {' | '.join(head)} | tolerance (relative, absolute) | verdict |",
        "| --- | --- | --- | ---: | ---: | ---: | --- | --- |",
    ]
    for task, entry in scope.items():
        cells = f"{task} | {entry['requirement']} | `{entry['answered_by']}`"
        measured = _measured(by_task.get(task, []), before.get((head[0], task), ""))
        lines.append(f"| {cells} | {measured} |")
    return "\n".join([*lines, ""])


def _measured(records: Records, before: str) -> str:
    if not records:
        return "0 | 0 | - | - | not run"
    error = bound(max(r["error"] for r in records), ERRORS, before)
    tolerances = sorted({(r["relative"], r["absolute"]) for r in records})
    allowed = "; ".join(f"{relative:g}, {absolute:g}" for relative, absolute in tolerances[:3])
    verdict = "missed" if any(_missed(r) for r in records) else "met"
    cases = len({r["case"] for r in records})
    return f"{cases} | {len(records)} | {error} | {allowed} | {verdict}"


def _not_covered() -> str:
    left_out = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["left_out"]
    lines = ["### Reference tasks without a method here", "", "| task | reason |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {task} | {reason} |" for task, reason in left_out.items()), ""])


def estimator_modules() -> list[str]:
    """Every module of estimators, by its path in `estimate`."""
    return sorted(
        file.relative_to(ESTIMATE).as_posix()
        for file in ESTIMATE.rglob("*.py")
        if file.name != "__init__.py"
    )


def numbers_by_module(
    compared: Records, ran: dict[str, list[str]]
) -> dict[str, tuple[int, int, int]]:
    """Numbers outside the repository, of R in it, and further ones, by module.

    A number counts for every module that ran in its test.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for record in compared:
        if record["kind"] == "shared":
            counts[record["node"]]["shared"] += 1
        else:
            kind = "reference" if record["reference"] else "further"
            counts[record["node"]][kind] += record["numbers"]
    found = {}
    for module in estimator_modules():
        own = [counts[node] for node, modules in ran.items() if module in modules]
        shared, reference, further = (
            sum(each[kind] for each in own) for kind in ("shared", "reference", "further")
        )
        found[module] = (shared, reference, further)
    return found


def reasons() -> dict[str, str]:
    """Why a module is compared with no number of R."""
    text = (REFERENCE / "modules.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["without_reference"])


def without_numbers(modules: dict[str, tuple[int, int, int]], named: dict[str, str]) -> list[str]:
    """Modules without a number of a reference and without a reason, and reasons that are not."""
    silent = {
        module for module, (shared, reference, _) in modules.items() if not shared + reference
    }
    return [
        *(f"estimate/{module} is compared with nothing" for module in sorted(silent - set(named))),
        *(f"estimate/{module} needs no reason" for module in sorted(set(named) - silent)),
    ]


def _modules(modules: dict[str, tuple[int, int, int]]) -> str:
    named = reasons()
    lines = [
        "## Numbers compared, by module",
        "",
        "A number counts for every module of `src/rtxoutcomes/estimate` that ran in its test.",
        "",
        "| module | outside the repository | R in the repository | further |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {' | '.join(map(str, counts))} |" for name, counts in modules.items()),
        "",
    ]
    if named:
        lines += ["Compared with no number of a reference:", ""]
        lines += [f"- `{module}`: {reason}" for module, reason in named.items()]
        lines += [""]
    return "\n".join(lines)


def _repository(records: Records, outcomes: dict[str, str], page: str) -> str:
    before = bounds_before(page, RATIO)
    head = ("test module", "R scripts", "tests", "numbers of R", "further", RATIO)
    lines = [
        "## Comparison with R on synthetic data of this repository",
        "",
        "The R scripts in `tests/reference/` write the JSON files of the same names, and the test"
        " modules read their numbers. Further numbers are closed formulas, published values and"
        " results of other algorithms.",
        "",
        f"| {' | '.join(head)} | verdict |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for module in sorted(TESTS.rglob("test_*.py")):
        start = f"{module.relative_to(ROOT).as_posix()}::"
        nodes = {node: outcome for node, outcome in outcomes.items() if node.startswith(start)}
        compared = [r for r in records if r["node"].startswith(start)]
        name, scripts = module.relative_to(TESTS).as_posix(), _scripts(module)
        if not nodes or not (scripts or compared):
            continue
        references = sum(r["numbers"] for r in compared if r["reference"])
        further = sum(r["numbers"] for r in compared if not r["reference"])
        largest = max((r["ratio"] for r in compared), default=0.0)
        ratio = bound(largest, RATIOS, before.get((head[0], name), "")) if compared else "-"
        verdict = "missed" if largest > 1 else "met"
        cells = (name, ", ".join(scripts), len(nodes), references, further, ratio, verdict)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


def _scripts(module: Path) -> list[str]:
    names = set(re.findall(r'"([a-z_0-9]+)\.json"', module.read_text(encoding="utf-8")))
    return sorted(f"{name}.R" for name in names if (REFERENCE / f"{name}.R").exists())


def _versions() -> str:
    return (
        "## Versions\n\n"
        f"rtxoutcomes {metadata.version('rtxoutcomes')} with the libraries of"
        " `requirements/lock.txt`. Each JSON file in `tests/reference/` names the versions of R and"
        " its packages.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
