"""How often the interval of a restricted mean covers, over few patients and few events.

    python benchmarks/restricted_mean.py [--samples 4000] [--out benchmarks/restricted_mean.md]

Times to relapse are exponential, with a risk of 5, 20 or 40 % within a year; follow-up ends between
12 and 40 months, beyond the horizon for all where the horizon is a year. Samples in which the curve
is not known at the horizon are drawn again. Beside the reported interval stands the usual one, the
mean plus or minus 1.96 Greenwood errors.
"""

import argparse
import itertools
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rtxoutcomes import estimate as rtx

SEED = 20240215
SIZES, RISKS, HORIZONS = (14, 42), (0.05, 0.2, 0.4), (12.0, 24.0)
SHORTEST, LONGEST = 12.0, 40.0
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Setting:
    """How many patients, the risk of a relapse within a year and the horizon in months."""

    n: int
    risk: float
    tau: float

    @property
    def hazard(self) -> float:
        return -math.log1p(-self.risk) / 12

    @property
    def truth(self) -> float:
        return -math.expm1(-self.hazard * self.tau) / self.hazard


@dataclass(frozen=True, slots=True)
class Coverage:
    """Proportions of the samples: of all, and of those with an event; of the usual interval."""

    setting: Setting
    all: float
    with_event: float
    usual: float
    samples_with_event: int


SETTINGS = [Setting(*each) for each in itertools.product(SIZES, RISKS, HORIZONS)]


def coverage(setting: Setting, samples: int, rng: np.random.Generator) -> Coverage:
    """Draw samples, and count those whose interval holds the true restricted mean."""
    covers = with_event = both = usual = 0
    for _ in range(samples):
        result = _known(setting, rng)
        hit = result.conf_low <= setting.truth <= result.conf_high
        some = result.note != "no_events"
        half = NORMAL * result.std_error if some else 0.0
        covers, with_event, both = covers + hit, with_event + some, both + (hit and some)
        usual += abs(result.estimate - setting.truth) <= half
    return Coverage(
        setting, covers / samples, both / max(with_event, 1), usual / samples, with_event
    )


def _known(setting: Setting, rng: np.random.Generator) -> rtx.Estimate:
    """The restricted mean of the first sample whose curve is known at the horizon."""
    while True:
        ends = rng.uniform(SHORTEST, LONGEST, setting.n)
        relapse = rng.exponential(1 / setting.hazard, setting.n)
        table = rtx.event_table(np.minimum(ends, relapse), relapse <= ends)
        result = rtx.restricted_mean(table, setting.tau - 1e-6)
        if result.status == "ok":
            return result


def markdown(lines: list[Coverage], samples: int) -> str:
    """The table of all settings."""
    error = 100 * math.sqrt(0.95 * 0.05 / samples)
    rows = [
        f"| {line.setting.n} | {100 * line.setting.risk:.0f} % | {line.setting.tau:.0f} "
        f"| {100 * line.all:.1f} | {100 * line.with_event:.1f} | {line.samples_with_event} "
        f"| {100 * line.usual:.1f} |"
        for line in lines
    ]
    return "\n".join(
        [
            "## Coverage of restricted means",
            "",
            f"From `python benchmarks/restricted_mean.py`, seed {SEED}, {samples} samples a line;",
            f"in percent, nominal 95, standard error {error:.1f} at 95 %. The usual interval is",
            "the mean plus or minus 1.96 Greenwood errors, a point where there is no event.",
            "",
            "| patients | risk in a year | horizon, months | all samples | samples with an event "
            "| their number | usual interval |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=4000)
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
