"""How often the interval of a ratio covers where values are below the limit of quantification.

    python benchmarks/left_censored.py [--samples 400] [--out benchmarks/left_censored.md]

Logarithms at baseline and at follow-up are bivariate normal with a standard deviation of 0.5 and a
correlation of 0.6, and one limit of quantification holds for both. Where the model refuses an
estimate (fewer than four quantified pairs, or more than half of the pairs censored), the bounds of
the median ratio are counted instead. On the samples with an estimate the model of the ratios alone,
the sensitivity analysis, is counted too.
"""

import argparse
import itertools
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rtxoutcomes import estimate as rtx
from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.tails import normal_isf

SEED = 20240215
SIZES, BASELINE, FOLLOW_UP = (14, 42), (0.0, 0.15), (0.4,)
SD, CORRELATION = 0.5, 0.6
# Of the mean log baseline above the limit, in standard deviations, where none is below it.
FAR_ABOVE = 6.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How many patients, and which proportions of the values lie below the limit."""

    n: int
    baseline: float
    follow_up: float

    @property
    def means(self) -> tuple[float, float]:
        """Mean logarithms at baseline and at follow-up, with the limit at 0."""
        above = normal_isf(self.baseline) if self.baseline else FAR_ABOVE
        return SD * above, SD * normal_isf(self.follow_up)

    @property
    def truth(self) -> float:
        before, after = self.means
        return after - before


@dataclass(slots=True)
class Counts:
    """Samples with an estimate, how many intervals covered, and the sum of the errors."""

    samples: int = 0
    covered: int = 0
    errors: list[float] = field(default_factory=list)

    def add(self, value: rtx.Estimate, truth: float) -> None:
        """Count a result; a limit that does not exist excludes nothing."""
        low, high = (
            end if math.isnan(limit) else math.log(limit)
            for limit, end in ((value.conf_low, -math.inf), (value.conf_high, math.inf))
        )
        self.samples += 1
        self.covered += low <= truth <= high
        if not math.isnan(value.estimate):
            self.errors.append(math.log(value.estimate) - truth)

    @property
    def coverage(self) -> float:
        return 100 * self.covered / self.samples if self.samples else math.nan

    @property
    def bias(self) -> float:
        return float(np.mean(self.errors)) if self.errors else math.nan


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of the reported model, of its bounds alone, and of the model of the ratios."""

    setting: Setting
    model: Counts
    bound: Counts
    ratios: Counts


SETTINGS = [Setting(*each) for each in itertools.product(SIZES, BASELINE, FOLLOW_UP)]


def drawn(setting: Setting, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Values of one sample at baseline and at follow-up; the limit is 1."""
    shared, own = rng.standard_normal((2, setting.n))
    later = CORRELATION * shared + math.sqrt(1 - CORRELATION**2) * own
    before, after = setting.means
    return np.exp(before + SD * shared), np.exp(after + SD * later)


def coverage(setting: Setting, samples: int, rng: np.random.Generator) -> Coverage:
    """Draw samples, and count those whose interval holds the true ratio."""
    result = Coverage(setting, Counts(), Counts(), Counts())
    for _ in range(samples):
        before, after = drawn(setting, rng)
        value = rtx.left_censored_ratio(before, after, (1.0, 1.0))
        if value.status != "ok":
            result.bound.add(value, setting.truth)
            continue
        result.model.add(value, setting.truth)
        alone = rtx.censored_geometric_mean_ratio(before, after, 1.0)
        if alone.status == "ok":
            result.ratios.add(alone, setting.truth)
    return result


def markdown(lines: list[Coverage], samples: int) -> str:
    """The table of all settings."""
    error = 100 * math.sqrt(0.95 * 0.05 / samples)
    rows = [
        f"| {line.setting.n} | {100 * line.setting.baseline:.0f} % "
        f"| {100 * line.setting.follow_up:.0f} % | {line.model.samples} "
        f"| {line.model.coverage:.1f} | {line.model.bias:.3f} | {line.ratios.coverage:.1f} "
        f"| {line.ratios.bias:.3f} | {line.bound.coverage:.1f} |"
        for line in lines
    ]
    return "\n".join(
        [
            "## Coverage of ratios with values below quantification",
            "",
            f"From `python benchmarks/left_censored.py`, seed {SEED}, {samples} samples a line;",
            f"coverage in percent, nominal 95, standard error {error:.1f} over all samples. "
            "The bias",
            "is that of the log ratio. Where all baselines are quantified the model is the Tobit",
            "regression, otherwise the bivariate likelihood; ratios alone are the sensitivity",
            "analysis on the same samples. Bounds are counted in the other samples, of which more",
            "than half of the pairs are censored.",
            "",
            "| patients | baselines below | follow-up below | samples with an estimate | model "
            "| its bias | ratios alone | their bias | bounds |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
        ]
    ).replace("nan", "-")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rng = np.random.default_rng(SEED)
    text = markdown(
        [coverage(setting, options.samples, rng) for setting in SETTINGS], options.samples
    )
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
