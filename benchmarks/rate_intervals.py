"""How often the intervals of a rate and of a ratio of rates cover where relapses cluster.

    python benchmarks/rate_intervals.py [--cohorts 20000] [--out FILE]

Three diagnoses of the sizes of the bundled study. Each patient's rate is drawn from a gamma
distribution (mean 1, the variance in the table): 0 makes relapses independent. Three intervals of a
rate are compared: Garwood's for the count, for the count over the dispersion of the diagnosis
itself, and for the count over the dispersion pooled within the diagnoses. The output is
benchmarks/rate_intervals.md.
"""

import argparse
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from monte_carlo import paragraph, percent, proportion_error, table
from numpy.typing import NDArray
from scipy.stats import chi2, t

SEED = 20240215
SIZES = (42, 43, 14)
SHORTEST, LONGEST = 12.0, 40.0
RATES, SPREADS = (0.16, 0.4), (0.0, 0.5, 1.5, 3.0)
# With fewer events no dispersion is estimated, and 1 is used.
MINIMUM_EVENTS = 5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Many cohorts at once: events and years of every patient, shape (cohorts, patients)."""

    events: Floats
    years: Floats
    group: NDArray[np.int64]

    def totals(self, values: Floats) -> Floats:
        """Sums by diagnosis, shape (cohorts, diagnoses)."""
        return np.column_stack([values[:, self.group == g].sum(axis=1) for g in self.groups])

    @property
    def groups(self) -> range:
        return range(int(self.group.max()) + 1)

    def pearson(self) -> Floats:
        """Pearson's chi-square of each diagnosis around its own rate."""
        rate = self.totals(self.events) / self.totals(self.years)
        expected = rate[:, self.group] * self.years
        with np.errstate(invalid="ignore"):
            return self.totals(np.nan_to_num((self.events - expected) ** 2 / expected))


def draw(rate: float, spread: float, cohorts: int, rng: np.random.Generator) -> Cohorts:
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    shape = (cohorts, group.size)
    years = rng.uniform(SHORTEST, LONGEST, shape) / 12
    frailty = rng.gamma(1 / spread, spread, shape) if spread else np.ones(shape)
    return Cohorts(rng.poisson(rate * frailty * years).astype(np.float64), years, group)


def garwood(count: Floats, phi: Floats, years: Floats) -> tuple[Floats, Floats]:
    """Garwood's limits of count / phi, times phi, per year."""
    scaled = count / phi
    low = np.where(scaled > 0, chi2.ppf(0.025, 2 * np.maximum(scaled, 1e-300)) / 2, 0.0)
    return low * phi / years, chi2.isf(0.025, 2 * scaled + 2) / 2 * phi / years


def independent(made: Cohorts) -> Floats:
    """No dispersion: 1 for every diagnosis."""
    return np.ones((made.events.shape[0], len(made.groups)))


def own(made: Cohorts) -> Floats:
    """The dispersion of each diagnosis, at least 1, from five events on."""
    df = np.bincount(made.group) - 1
    phi = np.maximum(1.0, made.pearson() / df)
    return np.where(made.totals(made.events) >= MINIMUM_EVENTS, phi, 1.0)


def pooled(made: Cohorts) -> Floats:
    """One dispersion within the diagnoses, at least 1, from five events on."""
    df = made.group.size - len(made.groups)
    phi = np.maximum(1.0, made.pearson().sum(axis=1) / df)
    phi = np.where(made.events.sum(axis=1) >= MINIMUM_EVENTS, phi, 1.0)
    return np.repeat(phi[:, None], len(made.groups), axis=1)


METHODS: dict[str, Callable[[Cohorts], Floats]] = {
    "Garwood": independent,
    "own dispersion": own,
    "pooled dispersion": pooled,
}


def coverage(made: Cohorts, rate: float) -> dict[str, Floats]:
    """The proportion of the cohorts whose interval holds the rate, by method and diagnosis."""
    count, years = made.totals(made.events), made.totals(made.years)
    limits = {name: garwood(count, phi(made), years) for name, phi in METHODS.items()}
    return {n: ((low <= rate) & (rate <= high)).mean(axis=0) for n, (low, high) in limits.items()}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Cohorts with relapses in both diagnoses: how often the interval of their ratio covers 1."""

    cohorts: int
    scaled: float
    independent: float


def ratio(made: Cohorts, a: int, b: int) -> Ratio:
    """The log ratio of two diagnoses with the pooled quasi-Poisson error, and with that of Poisson.

    Student's t on the degrees of freedom of the dispersion; the true ratio is 1.
    """
    count, years = made.totals(made.events), made.totals(made.years)
    both = (count[:, a] > 0) & (count[:, b] > 0)
    count, years, phi = count[both], years[both], pooled(made)[both, 0]
    log_ratio = np.log(count[:, a] / years[:, a] / (count[:, b] / years[:, b]))
    error = np.sqrt(1 / count[:, a] + 1 / count[:, b])
    quantile = t.isf(0.025, made.group.size - len(made.groups))
    return Ratio(
        int(both.sum()),
        scaled=float((np.abs(log_ratio) <= quantile * np.sqrt(phi) * error).mean()),
        independent=float((np.abs(log_ratio) <= 1.959964 * error).mean()),
    )


def rate_rows(made: Cohorts, rate: float, spread: float) -> list[str]:
    cohorts, covers, rows = made.events.shape[0], coverage(made, rate), []
    phi = pooled(made)[:, 0].mean()
    for place in (0, 2):
        cells = [percent(float(covers[name][place]), cohorts) for name in METHODS]
        head = f"| {SIZES[place]} | {rate:g} | {spread:g} | {phi:.2f}"
        rows.append(f"{head} | {' | '.join(cells)} |")
    return rows


def ratio_row(made: Cohorts, rate: float, spread: float) -> str:
    found = ratio(made, 2, 0)
    return (
        f"| {rate:g} | {spread:g} | {100 * found.cohorts / made.events.shape[0]:.1f}"
        f" | {percent(found.independent, found.cohorts)} | {percent(found.scaled, found.cohorts)} |"
    )


def markdown(rates: list[str], ratios: list[str], cohorts: int) -> str:
    """The part of the simulation page."""
    setting = f"""
        From `python benchmarks/rate_intervals.py`, seed {SEED}, {cohorts:,} cohorts of {SIZES[0]},
        {SIZES[1]} and {SIZES[2]} patients for each rate and variance, followed for
        {SHORTEST:.0f} to {LONGEST:.0f} months. In percent, nominal 95; the Monte Carlo standard
        error in brackets ({100 * proportion_error(0.95, cohorts):.1f} at 95%). The rates of
        patients vary about the mean with the variance of a gamma frailty; 0 makes relapses
        independent. The dispersion is at least 1, and is not estimated from fewer than
        {MINIMUM_EVENTS} relapses. Garwood's interval for the count divided by a dispersion is a
        heuristic; the table shows how far it holds."""
    contrast = f"""
        The ratio of the rates of {SIZES[2]} and {SIZES[0]} patients where they are equal, among the
        cohorts with relapses in both: the Poisson error with the normal distribution, and the
        quasi-Poisson error with the pooled dispersion and Student's t."""
    head = (
        f"patients | relapses a year | frailty variance | mean dispersion | {' | '.join(METHODS)}"
    )
    ratio_head = "relapses a year | frailty variance | relapses in both | Poisson | quasi-Poisson"
    parts = ["## Rates", paragraph(setting), table(head, rates)]
    return "\n\n".join([*parts, paragraph(contrast), table(ratio_head, ratios)]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=20_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rates, ratios = [], []
    for rate, spread in itertools.product(RATES, SPREADS):
        rng = np.random.default_rng([SEED, round(100 * rate), round(100 * spread)])
        made = draw(rate, spread, options.cohorts, rng)
        rates += rate_rows(made, rate, spread)
        ratios.append(ratio_row(made, rate, spread))
    text = markdown(rates, ratios, options.cohorts)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
