"""Cost of single estimators as ratios of CPU time to what others offer for the same question.

Every round runs both sides once, in turn, in this process, so that a busy machine hits them alike;
a ratio is that of medians. Never seconds, which are the machine's. Usage:
python benchmarks/estimators.py [--rounds 9] [--out benchmarks/results.md]

Needs firthmodels beside the package for one row and R with coin for another; a row whose other side
is not there is left out and named.
"""

import argparse
import importlib.util
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lifelines.statistics import multivariate_logrank_test
from scipy.stats import wilcoxon

from rtxoutcomes import estimate

PERMUTATIONS = 10_000
# A loop of so many stands for one of 10,000, which would take minutes.
LOOPED = 40
SECTION = "## Estimators"
R_SCRIPT = """
suppressPackageStartupMessages(library(coin))
d <- scan(file("stdin"), quiet = TRUE)
after <- pmax(d, 0); before <- pmax(-d, 0)
for (k in 1:{rounds}) {{
  t <- system.time(p <- pvalue(wilcoxsign_test(after ~ before, distribution = "exact",
                                               zero.method = "Wilcoxon")))
  cat(t[["user.self"]] + t[["sys.self"]], p, "\\n")
}}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: how much more, or how many times less, CPU time we take than the other side."""

    what: str
    against: str
    ratio: float
    goal: str


def half_points(n: int) -> np.ndarray:
    """Changes of a score in steps, with the ties and zeros that such scores have."""
    return np.random.default_rng(n).integers(-5, 5, n)


def cohort() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """99 patients in groups of 42, 43 and 14, followed for 12 to 40 months, 19 with the event."""
    rng = np.random.default_rng(99)
    group = np.repeat([0, 1, 2], [42, 43, 14])
    event = rng.permutation(np.arange(99) < 19)
    months = np.where(event, rng.integers(1, 30, 99), rng.integers(12, 41, 99)).astype(float)
    return months, event, group


def cost(call: Callable[[], object], times: int) -> float:
    begin = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - begin) / times


def ratio(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int, times: tuple[int, int]
) -> float:
    """Ours over theirs; each side is repeated so often that the clock can tell."""
    ours(), theirs()
    pairs = [(cost(ours, times[0]), cost(theirs, times[1])) for _ in range(rounds)]
    one, two = (statistics.median(side) for side in zip(*pairs, strict=True))
    return one / two


def measured(rounds: int) -> Iterator[Measured]:
    change = half_points(100)
    yield Measured(
        "exact signed rank, n = 100",
        "scipy `wilcoxon`, its default (a normal approximation here)",
        ratio(
            lambda: estimate.signed_rank(change), lambda: wilcoxon(change / 2), rounds, (200, 200)
        ),
        "at most 1",
    )
    yield from _against_coin(rounds)
    yield _against_lifelines(rounds)
    yield from _against_firthmodels(rounds)


def _against_coin(rounds: int) -> Iterator[Measured]:
    change = half_points(1000)
    told = _r(change, rounds)
    if told is None:
        return
    cpu, p_value = told
    if not np.isclose(p_value, estimate.signed_rank(change).p_value, rtol=1e-6):
        raise SystemExit("coin and we disagree about the exact signed rank")
    own = statistics.median(cost(lambda: estimate.signed_rank(change), 3) for _ in range(rounds))
    yield Measured("exact signed rank, n = 1,000", "R coin, exact", own / max(cpu, 1e-3), "below 2")


def _r(change: np.ndarray, rounds: int) -> tuple[float, float] | None:
    """Median CPU seconds of coin's exact test, and its p; None without R or coin."""
    program = shutil.which("Rscript")
    if program is None:
        print("R is not there: no ratio to coin", file=sys.stderr)
        return None
    text = " ".join(map(str, change.tolist()))
    script = R_SCRIPT.format(rounds=rounds)
    told = subprocess.run(
        [program, "-e", script], input=text, capture_output=True, text=True, check=False
    )
    if told.returncode != 0:
        print(f"R could not do it: no ratio to coin\n{told.stderr[-500:]}", file=sys.stderr)
        return None
    lines = np.array([line.split() for line in told.stdout.splitlines() if line], dtype=float)
    return float(np.median(lines[:, 0])), float(lines[0, 1])


def _against_lifelines(rounds: int) -> Measured:
    months, event, group = cohort()

    def ours() -> object:
        rng = np.random.default_rng(1)
        return estimate.log_rank_permutation(months, event, group, rng, PERMUTATIONS)

    def theirs() -> object:
        rng = np.random.default_rng(1)
        return [
            multivariate_logrank_test(months, rng.permutation(group), event).test_statistic
            for _ in range(LOOPED)
        ]

    share = ratio(ours, theirs, rounds, (3, 1)) * LOOPED / PERMUTATIONS
    return Measured(
        "10,000 log-rank permutations, 99 patients, three groups, times faster",
        "a loop over lifelines' test",
        1 / share,
        "at least 500",
    )


def _against_firthmodels(rounds: int) -> Iterator[Measured]:
    if importlib.util.find_spec("firthmodels") is None:
        print("firthmodels is not there: no ratio to it", file=sys.stderr)
        return
    model = importlib.import_module("firthmodels").FirthLogisticRegression
    _, event, group = cohort()
    exposure = np.log2(1 + np.random.default_rng(5).poisson(6, 99))
    x = np.column_stack([group == 1, group == 2, exposure]).astype(float)
    design = np.column_stack([np.ones(99), x])
    terms = ["(Intercept)", "b", "c", "exposure"]

    def theirs() -> object:
        fit = model().fit(x, event.astype(int))
        return fit.lrt().conf_int(method="pl")

    yield Measured(
        "Firth logistic, n = 99: four terms with profile limits and likelihood-ratio tests",
        "firthmodels, the same",
        ratio(lambda: estimate.firth_logistic(event, design, terms), theirs, rounds, (5, 5)),
        "at most 1",
    )


def section(rows: list[Measured], rounds: int) -> str:
    told = [SECTION, "", "| what | against | ratio | goal |", "| --- | --- | --- | --- |"]
    for row in rows:
        shown = f"{row.ratio:,.0f}" if row.ratio >= 100 else f"{row.ratio:.2f}"
        told.append(f"| {row.what} | {row.against} | {shown} | {row.goal} |")
    told += [
        "",
        f"Medians of {rounds} interleaved rounds of CPU time in one process;"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}.",
    ]
    return "\n".join(told) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--out", type=Path, help="replace the section on estimators in this file")
    chosen = parser.parse_args()
    text = section(list(measured(chosen.rounds)), chosen.rounds)
    print(text)
    if chosen.out is not None:
        whole = chosen.out.read_text(encoding="utf-8") if chosen.out.is_file() else "# Measured\n"
        kept = whole.split(SECTION)[0].rstrip("\n")
        chosen.out.write_text(f"{kept}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
