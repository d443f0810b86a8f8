"""How often the intervals of survival, of risk and of the median time cover.

    python benchmarks/survival_intervals.py [--samples 4000] [--out FILE]

Times to relapse are exponential, with a risk of 5 to 40 % within a year; follow-up ends between 12
and 40 months, as in the bundled study. An interval of risk is one minus that of survival and covers
as often. benchmarks/survival_intervals.md is the output.
"""

import argparse
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from monte_carlo import paragraph, percent, proportion_error, table
from numpy.typing import NDArray

from rtxoutcomes import estimate as rtx

SEED = 20240215
SIZES, RISKS, HORIZONS = (14, 42, 100), (0.05, 0.1, 0.2, 0.4), (12.0, 24.0)
# Risks within a year whose median lies within the follow-up of most samples.
MEDIAN_RISKS = (0.4, 0.5, 0.6)
SHORTEST, LONGEST = 12.0, 40.0
# A horizon is reported where so many patients and so much of the group are at risk.
FEWEST, SMALLEST_SHARE = 5, 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Setting:
    """The number of patients and the risk of a relapse within a year."""

    n: int
    risk: float

    @property
    def hazard(self) -> float:
        return -math.log1p(-self.risk) / 12

    def survival(self, month: float) -> float:
        return math.exp(-self.hazard * month)

    @property
    def median(self) -> float:
        return math.log(2) / self.hazard


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one method in all samples, NaN where it has none; shape (samples,)."""

    low: Floats
    high: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        return ~(np.isnan(self.low) & np.isnan(self.high))

    def covers(self, truth: float) -> NDArray[np.bool_]:
        """Whether the truth is inside; a limit that is missing excludes nothing on its side."""
        return self.known & ~(self.low > truth) & ~(self.high < truth)


@dataclass(frozen=True, slots=True)
class Samples:
    """All samples of one setting: limits at each horizon, and who was at risk just before it."""

    setting: Setting
    at_risk: dict[float, Floats]
    beta: dict[float, Limits]
    log_log: dict[float, Limits]
    median: Limits


def draw(setting: Setting, samples: int, rng: np.random.Generator) -> Samples:
    at_risk = {month: np.zeros(samples) for month in HORIZONS}
    found = {name: np.full((samples, 2), np.nan) for name in ("median", *keys())}
    for k in range(samples):
        ends = rng.uniform(SHORTEST, LONGEST, setting.n)
        relapse = rng.exponential(1 / setting.hazard, setting.n)
        months = np.minimum(ends, relapse)
        curve = rtx.kaplan_meier(rtx.event_table(months, relapse <= ends))
        for month in HORIZONS:
            at_risk[month][k] = (months >= month).sum()
            for name, estimate in (
                (f"beta {month}", rtx.survival_at_band(curve, month)),
                (f"log-log {month}", rtx.survival_at(curve, month)),
            ):
                found[name][k] = estimate.conf_low, estimate.conf_high
        median = rtx.median(curve, "beta product")
        found["median"][k] = median.conf_low, median.conf_high
    limits = {name: Limits(*values.T) for name, values in found.items()}
    return Samples(
        setting,
        at_risk,
        beta={month: limits[f"beta {month}"] for month in HORIZONS},
        log_log={month: limits[f"log-log {month}"] for month in HORIZONS},
        median=limits["median"],
    )


def keys() -> Iterator[str]:
    yield from (f"{kind} {month}" for kind in ("beta", "log-log") for month in HORIZONS)


@dataclass(frozen=True, slots=True)
class Line:
    """Coverage at one horizon, and the intervals that lie below or above the truth.

    `reported` counts the samples with enough patients at risk.
    """

    setting: Setting
    month: float
    samples: int
    known: int
    covered: float
    reported: int
    covered_reported: float
    below: float
    above: float
    log_log_known: int
    log_log: float

    @property
    def row(self) -> str:
        s, survival = self.setting, self.setting.survival(self.month)
        reported = percent(self.covered_reported, self.reported) if self.reported else "-"
        cells = (
            str(s.n),
            f"{100 * s.risk:.0f}%",
            f"{self.month:.0f}",
            f"{100 * survival:.1f}%",
            percent(self.covered, self.known),
            percent(self.below, self.known),
            percent(self.above, self.known),
            f"{100 * self.reported / self.samples:.0f}",
            reported,
            f"{100 * self.log_log_known / self.samples:.0f}",
            percent(self.log_log, self.log_log_known),
        )
        return f"| {' | '.join(cells)} |"


def line(samples: Samples, month: float) -> Line:
    setting, beta, log_log = samples.setting, samples.beta[month], samples.log_log[month]
    truth = setting.survival(month)
    covers = beta.covers(truth)
    needed = max(FEWEST, SMALLEST_SHARE * setting.n)
    reported = beta.known & (samples.at_risk[month] >= needed)
    return Line(
        setting,
        month,
        samples=covers.size,
        known=int(beta.known.sum()),
        covered=float(covers[beta.known].mean()),
        reported=int(reported.sum()),
        covered_reported=float(covers[reported].mean()) if reported.any() else math.nan,
        below=float((beta.high[beta.known] < truth).mean()),
        above=float((beta.low[beta.known] > truth).mean()),
        log_log_known=int(log_log.known.sum()),
        log_log=float(log_log.covers(truth)[log_log.known].mean()),
    )


def median_row(samples: Samples) -> str:
    setting, limits = samples.setting, samples.median
    count = int(limits.known.sum())
    covered = float(limits.covers(setting.median)[limits.known].mean())
    bounded = ~np.isnan(limits.high)
    return (
        f"| {setting.n} | {100 * setting.risk:.0f}% | {setting.median:.1f}"
        f" | {100 * count / limits.low.size:.1f} | {percent(covered, count)}"
        f" | {100 * bounded.mean():.0f} |"
    )


HEAD = (
    "patients | risk in a year | month | true survival | beta product | below | above"
    " | reported | beta product, reported | with log-log limits | log-log"
)
MEDIAN_HEAD = (
    "patients | risk in a year | true median, months | samples with limits | coverage"
    " | with an upper limit"
)


def markdown(lines: list[Line], medians: list[str], samples: int) -> str:
    """The part of the simulation page."""
    covered = [100 * each.covered for each in lines]
    smallest = [100 * each.covered for each in lines if each.setting.n == min(SIZES)]
    log_log = [100 * each.log_log for each in lines]
    setting = f"""
        From `python benchmarks/survival_intervals.py`, seed {SEED}, {samples:,} samples for each
        number of patients and risk. Times to relapse are exponential, follow-up ends between
        {SHORTEST:.0f} and {LONGEST:.0f} months. In percent, nominal 95; the Monte Carlo standard
        error in brackets ({100 * proportion_error(0.95, samples):.1f} at 95%). An interval of risk
        is one minus that of survival. "Below" and "above" are the samples whose interval lies
        below or above the true survival (nominal 2.5 each). "Reported" are the samples with at
        least {FEWEST} patients and {100 * SMALLEST_SHARE:.0f}% of the group at risk just before
        the month. Coverage is that among the samples that have limits: the log-log interval does
        not exist without an event."""
    verdict = f"""
        The beta product interval covers in {min(covered):.1f} to {max(covered):.1f}% of the
        samples, with {min(SIZES)} patients in {min(smallest):.1f} to {max(smallest):.1f}%. The
        log-log interval covers in {min(log_log):.1f} to {max(log_log):.1f}%."""
    parts = [
        "## Survival, risk and median time",
        paragraph(setting),
        table(HEAD, [each.row for each in lines]),
        paragraph(verdict),
        "The median time to relapse, with limits that are read from the beta product limits:",
        table(MEDIAN_HEAD, medians),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=4000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines, medians = [], []
    for n, risk in itertools.product(SIZES, sorted({*RISKS, *MEDIAN_RISKS})):
        setting = Setting(n, risk)
        rng = np.random.default_rng([SEED, n, round(100 * risk)])
        samples = draw(setting, options.samples, rng)
        if risk in RISKS:
            lines += [line(samples, month) for month in HORIZONS]
        if risk in MEDIAN_RISKS:
            medians.append(median_row(samples))
    text = markdown(lines, medians, options.samples)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
