"""Cost of validating 10^6 patients against a bare pandera schema with the same checks.

Both sides begin with the text of the file and end with typed columns: the peer reads it with
pandas and runs one pandera schema with the checks that the tables' columns have (form of an id,
allowed values, ranges, the lattice of a score) and the rules over a row; this package reads,
checks and makes the cohort. Every run is a process of its own, the two in turn; ratios are those of
medians of CPU time (user and system), and of peak memory to that of the frame of texts.

Usage: python benchmarks/intake.py [--patients 1000000] [--rounds 3] [--out FILE]
"""

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SELF = Path(__file__).resolve()
HEADER = (
    "patient_id",
    "diagnosis",
    "follow_up_months",
    "sex",
    "age_years",
    "relapsed",
    "relapse_month",
    "relapse_count",
    "edss_baseline",
    "edss_follow_up",
    "igg_baseline_g_per_l",
    "skype_sessions",
    "whatsapp_messages",
    "whatsapp_questions",
    "engagement_window_months",
    "adverse_events",
)
LIMIT = 1 << 30
BEGINNING, END = "<!-- intake -->", "<!-- /intake -->"


def write_cohort(path: Path, patients: int, faulty: float) -> None:
    """A made-up cohort with a row a patient; a share of the rows has one fault."""
    rng = np.random.default_rng(1)
    relapsed = rng.random(patients) < 0.2
    month = rng.integers(120, 400, patients) / 10
    edss = np.delete(np.arange(0, 20) / 2, 1)
    columns = [
        [f"P{k:07d}" for k in range(patients)],
        rng.choice(["RRMS", "SPMS", "NMOSD"], patients),
        month,
        rng.choice(["female", "male"], patients),
        rng.integers(18, 89, patients),
        relapsed.astype(int),
        np.where(relapsed, (month * rng.random(patients)).round(1).clip(0.1), np.nan),
        relapsed.astype(int),
        rng.choice(edss, patients).astype(object),
        rng.choice(edss, patients).astype(object),
        rng.integers(400, 1800, patients) / 100,
        *(rng.integers(0, top, patients) for top in (20, 300, 40)),
        np.full(patients, 3),
        rng.integers(0, 3, patients),
    ]
    wrong = np.flatnonzero(rng.random(patients) < faulty)
    columns[8][wrong] = "3.25"  # type: ignore[call-overload]
    told = [column if isinstance(column, list) else column.tolist() for column in columns]
    cells = [[str(cell).replace("nan", "") for cell in column] for column in told]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(zip(*cells, strict=True))


def bare(path: str) -> None:
    """The peer: pandas and one pandera schema, written as their manuals do."""
    import pandas as pd  # noqa: PLC0415
    import pandera.pandas as pa  # noqa: PLC0415
    from pandera.errors import SchemaErrors  # noqa: PLC0415

    half = [v / 2 for v in range(21) if v != 1]
    number = {"coerce": True, "nullable": True}
    between = pa.Check.in_range
    pattern = pa.Check.str_matches(r"^[A-Za-z]{1,8}-?[0-9]{1,8}$")
    schema = pa.DataFrameSchema(
        {
            "patient_id": pa.Column(str, pattern, unique=True),
            "diagnosis": pa.Column(str, pa.Check.isin(["RRMS", "SPMS", "NMOSD"])),
            "follow_up_months": pa.Column(float, between(0, 600, include_min=False), coerce=True),
            "sex": pa.Column(str, pa.Check.isin(["female", "male"]), nullable=True),
            "age_years": pa.Column(float, between(0, 89), **number),
            "relapsed": pa.Column(str, pa.Check.isin(["0", "1"]), nullable=True),
            "relapse_month": pa.Column(float, between(0, 600, include_min=False), **number),
            "relapse_count": pa.Column("Int64", between(0, 1_000_000), **number),
            "edss_baseline": pa.Column(float, pa.Check.isin(half), **number),
            "edss_follow_up": pa.Column(float, pa.Check.isin(half), **number),
            "igg_baseline_g_per_l": pa.Column(float, between(0.1, 40), **number),
            "skype_sessions": pa.Column("Int64", between(0, 1_000_000), **number),
            "whatsapp_messages": pa.Column("Int64", between(0, 1_000_000), **number),
            "whatsapp_questions": pa.Column("Int64", between(0, 1_000_000), **number),
            "engagement_window_months": pa.Column(float, between(0, 600), **number),
            "adverse_events": pa.Column("Int64", between(0, 1_000_000), **number),
        },
        checks=[
            pa.Check(lambda d: (d["relapsed"] == "1") == d["relapse_month"].notna()),
            pa.Check(lambda d: (d["relapsed"] == "1") == (d["relapse_count"] > 0)),
            pa.Check(lambda d: ~(d["relapse_month"] > d["follow_up_months"])),
            pa.Check(lambda d: ~(d["engagement_window_months"] > d["follow_up_months"])),
        ],
        strict=True,
    )
    frame = pd.read_csv(path, dtype=str)
    if os.environ.get("ONLY_FRAME"):
        print(int(frame.memory_usage(deep=True).sum()))
        return
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as found:
        print(len(found.failure_cases))


def own(path: str) -> None:
    import rtxoutcomes as rtx  # noqa: PLC0415

    try:
        rtx.read_cohort(path, rtx.read_study("nabiuni2023"), max_bytes=LIMIT)
    except rtx.TableError as found:
        print(len(found.violations))


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak memory (kilobytes) of one process."""

    seconds: float
    peak: int


def cost(which: str, path: Path) -> Cost:
    command = [sys.executable, str(SELF), "--run", which, str(path)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"ended with status {status}: {which}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss)


def frame_size(path: Path) -> int:
    """Bytes of the frame of texts, as pandas counts them."""
    command = [sys.executable, str(SELF), "--run", "bare", str(path)]
    environ = {**os.environ, "ONLY_FRAME": "1"}
    return int(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)


def median(costs: list[Cost], memory: bool = False) -> float:
    return statistics.median(c.peak if memory else c.seconds for c in costs)


def measured(patients: int, rounds: int, work: Path) -> list[str]:
    files = {
        "empty": (1, 0.0),
        "quarter": (patients // 4, 0.0),
        "clean": (patients, 0.0),
        "faulty": (patients, 0.01),
    }
    for name, (count, share) in files.items():
        # In a process of its own: a child begins with the peak memory of its parent.
        words = ["--write", str(work / f"{name}.csv"), str(count), str(share)]
        subprocess.run([sys.executable, str(SELF), *words], check=True)
    costs: dict[tuple[str, str], list[Cost]] = {}
    for _ in range(rounds):
        for name in files:
            for which in ("bare", "own"):
                costs.setdefault((which, name), []).append(cost(which, work / f"{name}.csv"))
    seconds = {key: median(told) for key, told in costs.items()}
    clean = seconds["own", "clean"] / seconds["bare", "clean"]
    faulty = seconds["own", "faulty"] / seconds["bare", "faulty"]
    start = seconds["own", "empty"]
    growth = (seconds["own", "clean"] - start) / (seconds["own", "quarter"] - start)
    peak = median(costs["own", "clean"], memory=True) - median(costs["own", "empty"], memory=True)
    memory = peak * 1024 / frame_size(work / "clean.csv")
    return [
        "| what | against | ratio | goal, at most |",
        "| --- | --- | --- | --- |",
        f"| {patients} clean patients, read and validated | bare pandera | {clean:.2f} | 1.2 |",
        f"| the same with 1 % faulty rows | bare pandera | {faulty:.2f} | 1.5 |",
        f"| four times the patients | a quarter of them | {growth:.1f} | 4.8 |",
        f"| peak memory beyond that of one patient | the frame of texts | {memory:.2f} | 3 |",
        "",
        f"Medians of {rounds} interleaved rounds of CPU time (user and system) of whole processes;"
        f" {os.cpu_count()} cores, Python {platform.python_version()}.",
    ]


def keep(file: Path, told: list[str]) -> None:
    """Replace this section of the results, and leave the others."""
    text = file.read_text(encoding="utf-8")
    section = "\n".join([BEGINNING, "## Intake", "", *told, END])
    if BEGINNING in text:
        before, rest = text.split(BEGINNING)
        text = before + section + rest.split(END)[1]
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    file.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--run", nargs=2, metavar=("WHICH", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=3, metavar=("FILE", "N", "SHARE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.write is not None:
        file, count, share = chosen.write
        write_cohort(Path(file), int(count), float(share))
        return
    if chosen.run is not None:
        {"bare": bare, "own": own}[chosen.run[0]](chosen.run[1])
        return
    with tempfile.TemporaryDirectory() as work:
        told = measured(chosen.patients, chosen.rounds, Path(work))
    print("\n".join(told))
    if chosen.out is not None:
        keep(chosen.out, told)


if __name__ == "__main__":
    main()
