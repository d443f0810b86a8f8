"""How often the intervals of rates and of their ratios cover.

    python benchmarks/rates.py [--cohorts 4000] [--out benchmarks/rates.md]

Cohorts of 42, 43 and 14 patients, the sizes of the bundled study, followed for 12 to 40 months,
with 0.16 attacks a year in every diagnosis. Attacks are independent, or cluster in patients: the
rates of patients then have a gamma distribution of variance 1.5 about a mean of 1. The intervals of
the package share one dispersion, pooled within the diagnoses. Beside them stand what they replace:
a dispersion of each group of its own, and intervals that assume independent attacks.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.random import Generator

from rtxoutcomes import estimate as rtx
from rtxoutcomes.results.estimate import Estimate

SEED = 20240215
SIZES = (42, 43, 14)
# Follow-up in years, and attacks a year, as in the bundled cohort.
SHORTEST, LONGEST, RATE = 1.0, 40 / 12, 0.16
FRAILTIES = (0.0, 1.5)
RATES = ("pooled dispersion", "own dispersion", "independent attacks")
RATIOS = ("quasi-Poisson, pooled dispersion", "conditional exact, independent attacks")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: how often an interval covered, among those that existed."""

    what: str
    method: str
    sample: str
    frailty: float
    covered: int
    given: int

    @property
    def coverage(self) -> float:
        return 100 * self.covered / self.given


def simulate(cohorts: int, rng: Generator) -> Iterator[Line]:
    """Coverage of every interval, for independent attacks and for clustered ones."""
    for frailty in FRAILTIES:
        counts: dict[tuple[str, str, str], list[int]] = {}
        for _ in range(cohorts):
            for key, interval, truth in _intervals(frailty, rng):
                covered, given = counts.setdefault(key, [0, 0])
                if interval.status == "ok":
                    high = interval.conf_high
                    counts[key] = [covered + (interval.conf_low <= truth <= high), given + 1]
        for (what, method, sample), (covered, given) in counts.items():
            yield Line(what, method, sample, frailty, covered, given)


def _intervals(
    frailty: float, rng: Generator
) -> Iterator[tuple[tuple[str, str, str], Estimate, float]]:
    """Every interval of one cohort, what it is called, and the truth."""
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    years = rng.uniform(SHORTEST, LONGEST, group.size)
    spread = rng.gamma(1 / frailty, frailty, group.size) if frailty else np.ones(group.size)
    events = rng.poisson(RATE * spread * years)
    pooled = rtx.pooled_dispersion(events, years, group)
    totals = []
    for g, size in enumerate(SIZES):
        own = rtx.rate(events[group == g], years[group == g])
        shared = rtx.rate(events[group == g], years[group == g], dispersion=pooled)
        totals.append((own.events, own.person_years))
        for method, value in zip(RATES, (shared.scaled, own.scaled, own.independent), strict=True):
            yield ("rate", method, f"n = {size}"), value, RATE
    for a, b in combinations(range(len(SIZES)), 2):
        sample = f"n = {SIZES[b]} over {SIZES[a]}"
        quasi = rtx.rate_ratio_quasi_poisson(*totals[b], *totals[a], pooled)
        exact = rtx.rate_ratio_exact(*totals[b], *totals[a])
        for method, value in zip(RATIOS, (quasi, exact), strict=True):
            yield ("ratio", method, sample), value, 1.0


def table(lines: list[Line], cohorts: int) -> str:
    """The lines as Markdown."""
    # The largest standard error of a coverage near 95%.
    error = 100 * (0.95 * 0.05 / cohorts) ** 0.5
    head = [
        "## Coverage of rates and their ratios",
        "",
        f"From `python benchmarks/rates.py`, seed {SEED}, {cohorts} cohorts a line; in percent,",
        f"nominal 95, standard error {error:.1f}. Attacks are independent (frailty 0) or cluster",
        "in patients (frailty of variance 1.5). Ratios count where both groups had an attack.",
        "",
        "| interval | dispersion or assumption | patients | frailty | coverage | cohorts |",
        "| --- | --- | --- | ---: | ---: | ---: |",
    ]
    rows = [
        f"| {a.what} | {a.method} | {a.sample} | {a.frailty:g} | {a.coverage:.1f} | {a.given} |"
        for a in sorted(lines, key=lambda line: (line.what, line.frailty))
    ]
    return "\n".join([*head, *rows, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=4000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = list(simulate(options.cohorts, np.random.default_rng(SEED)))
    text = table(lines, options.cohorts)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
