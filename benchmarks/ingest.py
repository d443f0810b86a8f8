"""Cost of `rtxoutcomes ingest whatsapp` on large exports, as ratios to whatstk on the same file.

An export is made up with a seed, so that the runs of two machines are of one text. Ratios of CPU
time (user and system) and of peak memory of whole processes, never seconds; and whether the time of
a million messages is ten times that of a hundred thousand, start-up taken off. whatstk is GPL and
no dependency: name the Python of an environment of its own that has it.

Usage: python benchmarks/ingest.py --peer PYTHON [--messages 1000000] [--rounds 3]
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

PEOPLE = 60
PEER = (
    "import sys, whatstk; "
    "print(len(whatstk.WhatsAppChat.from_source(sys.argv[1], max_size=None).df))"
)
WORDS = {
    "Latin": ("good", "morning", "when", "is", "the", "next", "infusion", "please", "bring", "lab"),
    "Persian": ("سلام", "صبح", "بخیر", "تزریق", "بعدی", "کی", "است", "لطفا", "برگه", "آزمایش"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak memory (kilobytes) of one process."""

    seconds: float
    peak: int


def cost(command: list[str]) -> Cost:
    """Run a process to its end and say what it used."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"ended with status {status}: {' '.join(command[:6])} ...")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


def export(path: Path, messages: int, words: Sequence[str]) -> Path:
    """A made-up export: a tenth asks, a twentieth has two lines, a twentieth is media."""
    draw = random.Random(20240215)
    moment = datetime(2019, 1, 13, 8, 0)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for _ in range(messages):
            moment += timedelta(seconds=draw.randint(1, 200))
            body, kind = " ".join(draw.choices(words, k=draw.randint(2, 16))), draw.random()
            if kind < 0.1:
                body += "?"
            elif kind < 0.15:
                body = "<Media omitted>"
            elif kind < 0.2:
                body += "\n" + " ".join(draw.choices(words, k=5))
            who = draw.randrange(PEOPLE)
            file.write(f"{moment:%d/%m/%Y, %H:%M} - Person {who:03}: {body}\n")
    return path


def ingest(folder: Path, path: Path) -> list[str]:
    """The command that reads an export, with a roster and start dates for it."""
    roster, start = folder / "roster.csv", folder / "start.csv"
    rows = [f"Person {k:03},SYN-{k:03},patient" for k in range(PEOPLE)]
    roster.write_text("\n".join(["author,patient_id,role", *rows]) + "\n", encoding="utf-8")
    days = [f"SYN-{k:03},2019-0{1 + k % 9}-01" for k in range(PEOPLE)]
    start.write_text("\n".join(["patient_id,start_date", *days]) + "\n", encoding="utf-8")
    out = folder / f"{path.stem}.csv"
    files = ["--roster", str(roster), "--start", str(start), "--out", str(out)]
    options = [*files, "--study", "nabiuni2023", "--replace"]
    return [sys.executable, "-m", "rtxoutcomes", "ingest", "whatsapp", str(path), *options]


def measured(commands: dict[str, list[str]], rounds: int) -> dict[str, Cost]:
    """The median of interleaved rounds, so that a busy machine hits all alike."""
    told: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            told[name].append(cost(command))
    return {
        name: Cost(statistics.median(c.seconds for c in costs), max(c.peak for c in costs))
        for name, costs in told.items()
    }


def lines(messages: int, peer: str | None, rounds: int) -> list[str]:
    """The table of results."""
    told = ["| what | measured | goal |", "| --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        files = {name: export(folder / f"{name}.txt", messages, w) for name, w in WORDS.items()}
        files["tenth"] = export(folder / "tenth.txt", messages // 10, WORDS["Latin"])
        files["none"] = export(folder / "none.txt", 1, WORDS["Latin"])
        commands = {name: ingest(folder, path) for name, path in files.items()}
        if peer is not None:
            commands |= {f"{n} peer": [peer, "-c", PEER, str(files[n])] for n in WORDS}
        costs = measured(commands, rounds)
    for name in WORDS:
        own, size = costs[name], f"{messages:,} messages, {name}"
        if peer is not None:
            other = costs[f"{name} peer"]
            time, memory = own.seconds / other.seconds, own.peak / other.peak
            told.append(f"| CPU time, {size}, to whatstk | {time:.2f} | at most 1 |")
            told.append(f"| peak memory, {size}, to whatstk | {memory:.2f} | at most 1 |")
        told.append(f"| peak memory, {size} | {own.peak / 1024:.0f} MB | under 500 MB |")
    start = costs["none"].seconds
    ratio = (costs["Latin"].seconds - start) / (costs["tenth"].seconds - start)
    told.append(f"| CPU time of ten times the messages, start-up taken off | {ratio:.1f} | 10 |")
    told += ["", f"Medians of {rounds} interleaved rounds of whole processes; {_machine()}."]
    return told


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="Python of an environment that has whatstk.")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    print("\n".join(lines(chosen.messages, chosen.peer, chosen.rounds)))


if __name__ == "__main__":
    main()
