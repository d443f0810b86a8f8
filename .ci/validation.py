"""Write docs/validation.md from what the tests compared with R; exit 1 on a miss.

    python .ci/validation.py RECORDS

RECORDS is the folder that the plug-in validation_record filled.
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
    own = [r for r in records if r["kind"] == "own"]
    failed = sorted(node for node, outcome in outcomes.items() if outcome == "failed")
    parts = [
        _head(),
        _scope_of_others(shared),
        _left_out(),
        _own(own, outcomes),
        _kept("coverage.md"),
        _kept("mutants.md"),
        _versions(),
    ]
    text = "\n".join(part for part in parts if part)
    (ROOT / "docs" / "validation.md").write_text(text, encoding="utf-8", newline="\n")
    misses = [f"{r['task']} {r['case']}/{r['check']}" for r in shared if _missed(r)]
    for line in [*failed, *misses]:
        print(f"miss: {line}", file=sys.stderr)
    print(
        f"{len(shared)} numbers of R met, {len(outcomes) - len(failed)} tests, {len(misses)} misses"
    )
    return 1 if failed or misses or not outcomes else 0


def _missed(record: dict[str, Any]) -> bool:
    return bool(record["error"] > record["allowed"])


def _head() -> str:
    return """\
# Validation

Which requirement is met by which method, held to which result that this project did not compute,
with the largest error seen and the error allowed. Written by `python3 noxfile.py -s validation`,
which fails on a miss. How each method works is in [methods](methods.md), where other
software gives other numbers in [differences](differences.md).

An error is the distance between the number here and that of the reference; allowed is the absolute
tolerance plus the relative one times the reference. "Share" is the largest error as a share of what
is allowed: 1 would be a miss.
"""


def _scope_of_others(shared: Records) -> str:
    scope = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["tasks"]
    by_task: dict[str, Records] = defaultdict(list)
    for record in shared:
        by_task[record["task"]].append(record)
    lines = [
        "## Held to results of R and NIST on public and made-up data",
        "",
        "Results of R 4.2.2 (survival, coin, exactRankTests, brglm2, sandwich, mice and others),"
        " certified values of NIST and written formulas stand outside this repository. Where they"
        " are not beside the checkout these tests are skipped and say so.",
        "",
        "| requirement | answered by | reference task | cases | numbers | largest error | tolerance"
        " (relative, absolute) | share | verdict |",
        "| --- | --- | --- | ---: | ---: | ---: | --- | ---: | --- |",
    ]
    for task, told in scope.items():
        found = by_task.get(task, [])
        lines.append(
            f"| {told['requirement']} | `{told['answered_by']}` | {task} | {_measured(found)} |"
        )
    return "\n".join([*lines, ""])


def _measured(found: Records) -> str:
    if not found:
        return "0 | 0 | - | - | - | not run"
    share = max((r["error"] / r["allowed"] for r in found if r["allowed"] > 0), default=0.0)
    error = max(r["error"] for r in found)
    tolerances = sorted({(r["relative"], r["absolute"]) for r in found})
    allowed = "; ".join(f"{relative:g}, {absolute:g}" for relative, absolute in tolerances[:3])
    verdict = "missed" if any(_missed(r) for r in found) else "met"
    cases = len({r["case"] for r in found})
    return f"{cases} | {len(found)} | {error:.1e} | {allowed} | {share:.1e} | {verdict}"


def _left_out() -> str:
    left = tomllib.loads(SCOPE.read_text(encoding="utf-8"))["left_out"]
    lines = ["### Left out, and why", "", "| reference task | why |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {task} | {why} |" for task, why in left.items()), ""])


def _own(own: Records, outcomes: dict[str, str]) -> str:
    lines = [
        "## Held to R on made-up data of this repository",
        "",
        "Each JSON of `tests/reference/` is written by the R script beside it. A test module reads"
        " the numbers from there; nothing is pasted by hand.",
        "",
        "| R scripts | test module | tests | numbers in arrays | largest share | verdict |",
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
        found = [r for r in own if r["node"] in nodes]
        share = f"{max(r['share'] for r in found):.1e}" if found else "-"
        verdict = "missed" if "failed" in nodes.values() else "met"
        numbers = sum(r["numbers"] for r in found)
        cells = (", ".join(scripts), module.name, len(nodes), numbers, share, verdict)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


def _scripts(module: Path) -> list[str]:
    named = set(re.findall(r'"([a-z_0-9]+)\.json"', module.read_text(encoding="utf-8")))
    return sorted(f"{name}.R" for name in named if (REFERENCE / f"{name}.R").exists())


def _kept(name: str) -> str:
    """A part that takes long, as it was last measured and committed."""
    file = ROOT / "benchmarks" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _versions() -> str:
    told = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    version = metadata.version("rtxoutcomes")
    return (
        "## Versions\n\n"
        f"rtxoutcomes {version} on Python {platform.python_version()} with {told}. Versions of R"
        " and its packages stand in each JSON of `tests/reference/`.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
