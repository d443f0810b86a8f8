"""Cost of this package as ratios of CPU time, and of peak memory, to what it is measured against.

Every round runs each command once, in turn, so that a busy machine hits all of them alike; a ratio
is that of medians of user plus system time of whole processes. Never seconds, which are the
machine's. Usage: python benchmarks/run.py [--peers FOLDER] [--rounds 5] [--out FILE]

The peer (`peer_a.py` and its made-up cohort) stands outside the repository; without it only the
commands measured against `import pandas` are run.
"""

import argparse
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COHORT = ROOT / "src" / "rtxoutcomes" / "studies" / "nabiuni2023" / "cohort"

# Without byte code the 230 modules of this package are compiled in every run, half a second; the
# peer's one is as well, but its libraries were compiled when they were installed.
NOT_HANDED_ON = ("PYTHONDONTWRITEBYTECODE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak memory (kilobytes) of one process."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A command against another, by CPU time or by memory, and the most that the ratio may be."""

    what: str
    command: str
    against: str
    most: float
    memory: bool = False


GOALS = (
    Goal("`rtxoutcomes report`, every output", "report", "peer", 1.2),
    Goal("the same with `--pdf`", "pdf", "peer", 1.4),
    Goal("the same outputs as the peer's", "same", "peer", 0.9),
    Goal("`rtxoutcomes validate`, bundled cohort", "validate", "pandas", 2.5),
    Goal("`rtxoutcomes --help`", "help", "pandas", 0.5),
    Goal("peak memory of the full report", "report", "peer", 1.1, memory=True),
)


def cost(command: list[str]) -> Cost:
    """Run a process to its end and say what it used."""
    # As a user has it: byte code is kept, and nobody has asked for a number of threads.
    left = {key: value for key, value in os.environ.items() if key not in NOT_HANDED_ON}
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=left)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"ended with status {status}: {' '.join(command)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


def commands(work: Path, peers: Path | None) -> dict[str, list[str]]:
    python = sys.executable
    program = [python, "-m", "rtxoutcomes"]
    result = {
        "pandas": [python, "-c", "import pandas"],
        "help": [*program, "--help"],
        "validate": [*program, "validate", str(COHORT), "--study", "nabiuni2023"],
    }
    if peers is not None:
        subprocess.run([python, str(peers / "gen_cohort.py"), str(work), "99"], check=True)
        data = str(work / "cohort_99.csv")
        result |= {
            "peer": [python, str(peers / "peer_a.py"), data, str(work / "peer")],
            "report": [*program, "report", "--out", str(work / "report")],
            "same": [python, str(Path(__file__).parent / "same_outputs.py"), str(work / "same")],
        }
        if importlib.util.find_spec("typst") is not None:
            result["pdf"] = [*program, "report", "--pdf", "--out", str(work / "pdf")]
    return result


def measured(rounds: int, result: dict[str, list[str]]) -> dict[str, list[Cost]]:
    costs: dict[str, list[Cost]] = {name: [] for name in result}
    for command in result.values():
        cost(command)  # byte code and file caches are made here, not in the first round
    for _ in range(rounds):
        for name, command in result.items():
            costs[name].append(cost(command))
    return costs


def lines(costs: dict[str, list[Cost]], rounds: int) -> list[str]:
    result = [
        "| what | against | ratio | goal, at most |",
        "| --- | --- | --- | --- |",
    ]
    names = {"peer": "`peer_a.py`", "pandas": "`import pandas`"}
    for goal in GOALS:
        if goal.command not in costs:
            continue
        pick = (lambda c: float(c.peak)) if goal.memory else (lambda c: c.seconds)
        own = statistics.median(map(pick, costs[goal.command]))
        other = statistics.median(map(pick, costs[goal.against]))
        result.append(
            f"| {goal.what} | {names[goal.against]} | {own / other:.2f} | {goal.most:g} |"
        )
    python = platform.python_version()
    result += [
        "",
        f"Medians of {rounds} interleaved rounds of CPU time (user and system) of whole processes;"
        f" {os.cpu_count()} cores, Python {python}.",
    ]
    return result


def other_sections(path: Path) -> str:
    """What other benchmarks have written into the file, each below a heading of its own."""
    _, heading, rest = (path.read_text("utf-8") if path.is_file() else "").partition("\n## ")
    return heading + rest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=ROOT.parent / "shared" / "benchmarks")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    peers = chosen.peers if (chosen.peers / "peer_a.py").is_file() else None
    if peers is None:
        print("the peer is not there: only ratios to `import pandas` are measured", file=sys.stderr)
    with tempfile.TemporaryDirectory() as work:
        result = lines(measured(chosen.rounds, commands(Path(work), peers)), chosen.rounds)
    print("\n".join(result))
    if chosen.out is not None:
        text = "# Measured\n\n" + "\n".join(result) + "\n" + other_sections(chosen.out)
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
