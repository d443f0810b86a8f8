"""How often each interval covers, and how often each test rejects where nothing is to be found.

    python benchmarks/coverage.py [--cohorts 1000] [--only WORD] [--out benchmarks/coverage.md]

Samples of 14, 42 and 43 patients, the sizes of the bundled study. What has few outcomes is
enumerated exactly over a grid of true proportions; the rest is drawn with one seed, and the Monte
Carlo error stands beside. A nominal level is 95 % for intervals and 5 % for tests.
"""

import argparse
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from rtxoutcomes import estimate as rtx

SEED = 20240215
SIZES = (14, 42, 43)
TRUE_PROPORTIONS = np.arange(1, 51) / 100
# Follow-up of 12 to 40 months; attacks at 0.16 a year as in the bundled cohort.
SHORTEST, LONGEST, ATTACKS_PER_YEAR = 12.0, 40.0, 0.16
# Chance of a change of 0, 1, 2, 3 or 4 half points of EDSS, up and down alike.
CHANGE_SIZES = np.array([0.26, 0.32, 0.26, 0.1, 0.06])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `size` is None for an interval, `coverage` for a test."""

    what: str
    sample: str
    truth: str
    coverage: float | None
    size: float | None
    lowest: float | None
    cohorts: int


def proportions() -> Iterator[Line]:
    """Exact: every count, weighted by its chance, over true proportions of 0.01 to 0.50."""
    for n in SIZES:
        told = [rtx.proportion(k, n) for k in range(n + 1)]
        for name in ("wilson", "clopper_pearson", "mid_p"):
            limits = [getattr(each, name) for each in told]
            low = np.array([each.conf_low for each in limits])
            high = np.array([each.conf_high for each in limits])
            covers = [
                float(binom.pmf(np.arange(n + 1), n, p)[(low <= p) & (p <= high)].sum())
                for p in TRUE_PROPORTIONS
            ]
            yield exact(f"proportion: {limits[0].method}", f"n = {n}", covers)


def differences() -> Iterator[Line]:
    """Exact: two groups with the same true proportion, or 0.15 apart."""
    for (n_a, n_b), interval in itertools.product(
        ((42, 43), (42, 14)),
        (rtx.risk_difference_newcombe, rtx.risk_difference_miettinen_nurminen),
    ):
        told = [[interval(a, n_a, b, n_b) for b in range(n_b + 1)] for a in range(n_a + 1)]
        low = np.array([[each.conf_low for each in row] for row in told])
        high = np.array([[each.conf_high for each in row] for row in told])
        for apart in (0.0, 0.15):
            covers = []
            for p in TRUE_PROPORTIONS:
                chance = np.outer(
                    binom.pmf(np.arange(n_a + 1), n_a, p + apart),
                    binom.pmf(np.arange(n_b + 1), n_b, p),
                )
                covers.append(float(chance[(low <= apart) & (apart <= high)].sum()))
            sample = f"n = {n_a} and {n_b}"
            yield exact(f"risk difference: {told[0][0].method}", sample, covers, f"{apart:g} apart")


def tables() -> Iterator[Line]:
    """Exact: the exact test of two groups, over true proportions."""
    for n_a, n_b in ((42, 43), (42, 14)):
        p_values = np.array(
            [[table_p(a, n_a, b, n_b) for b in range(n_b + 1)] for a in range(n_a + 1)]
        )
        sizes = [
            float(
                np.outer(
                    binom.pmf(np.arange(n_a + 1), n_a, p), binom.pmf(np.arange(n_b + 1), n_b, p)
                )[p_values <= 0.05].sum()
            )
            for p in TRUE_PROPORTIONS
        ]
        yield Line(
            "Freeman-Halton exact test",
            f"n = {n_a} and {n_b}",
            "no difference",
            None,
            float(np.mean(sizes)),
            float(max(sizes)),
            0,
        )


def table_p(a: int, n_a: int, b: int, n_b: int) -> float:
    told = rtx.freeman_halton(np.array([[a, n_a - a], [b, n_b - b]]))
    return told.p_value if told.status == "ok" else 1.0


def exact(what: str, sample: str, covers: list[float], truth: str = "0.01 to 0.50") -> Line:
    return Line(what, sample, truth, float(np.mean(covers)), None, min(covers), 0)


def rates(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """Attacks of patients who differ (gamma frailty of this variance; 0: all alike)."""
    for n, spread in itertools.product(SIZES, (0.0, 1.5)):
        hits = {"scaled": 0, "independent": 0}
        for _ in range(cohorts):
            years = rng.uniform(SHORTEST, LONGEST, n) / 12
            frailty = rng.gamma(1 / spread, spread, n) if spread else np.ones(n)
            told = rtx.rate(rng.poisson(ATTACKS_PER_YEAR * frailty * years), years)
            for name in hits:
                hits[name] += covered(getattr(told, name), ATTACKS_PER_YEAR)
        truth = f"frailty of variance {spread:g}" if spread else "independent attacks"
        for name, label in (("scaled", "scaled for dispersion"), ("independent", "plain")):
            yield drawn(f"rate: Garwood, {label}", n, truth, hits[name], cohorts)


def changes(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """Changes of EDSS in half points, symmetric about 0."""
    for n in SIZES:
        covers = dict.fromkeys(("mean change: t", "Hodges-Lehmann: acceptance set"), 0)
        covers["net proportion improved: melded exact"] = 0
        rejects = dict.fromkeys(
            ("paired t", "exact signed rank, zeros dropped", "exact signed rank, Pratt"), 0
        )
        rejects["exact sign test"] = 0
        for _ in range(cohorts):
            half = rng.choice(5, n, p=CHANGE_SIZES) * rng.choice((-1, 1), n)
            mean = rtx.mean_change(half / 2)
            net = rtx.net_proportion_improved(int((half < 0).sum()), int((half > 0).sum()), n)
            covers["mean change: t"] += covered(mean, 0)
            covers["Hodges-Lehmann: acceptance set"] += covered(rtx.hodges_lehmann(half, 0.5), 0)
            covers["net proportion improved: melded exact"] += covered(net.net, 0)
            rejects["paired t"] += mean.p_value <= 0.05
            for zeros, word in (("wilcoxon", "zeros dropped"), ("pratt", "Pratt")):
                told = rtx.signed_rank(half, "pratt" if zeros == "pratt" else "wilcoxon")
                rejects[f"exact signed rank, {word}"] += told.p_value <= 0.05
            rejects["exact sign test"] += net.sign.p_value <= 0.05
        for what, hits in covers.items():
            yield drawn(what, n, "symmetric about 0", hits, cohorts)
        for what, hits in rejects.items():
            yield tested(what, f"n = {n}", "symmetric about 0", hits, cohorts)


def ratios(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """IgG falling by 7 % with a spread of 13 %."""
    for n in SIZES:
        hits = 0
        for _ in range(cohorts):
            before = rng.normal(11, 2, n).clip(4)
            after = before * np.exp(rng.normal(math.log(0.93), 0.13, n))
            hits += covered(rtx.geometric_mean_ratio(before, after), 0.93)
        yield drawn("geometric mean ratio: t of logarithms", n, "0.93", hits, cohorts)


def curves(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """A fifth relapse within a year; follow-up of 12 to 40 months."""
    hazard = -math.log(0.8) / 12
    tau = 12.0
    area = (1 - math.exp(-hazard * tau)) / hazard
    for n in SIZES:
        hits = dict.fromkeys(
            [f"{kind}, month {m}" for m in (12, 24) for kind in ("log-log", "beta product")], 0
        )
        estimable = dict.fromkeys(hits, 0)
        mean = mean_estimable = 0
        for _ in range(cohorts):
            months, event = followed(rng, n, hazard)
            table = rtx.event_table(months, event)
            curve = rtx.kaplan_meier(table)
            for month, (kind, at) in itertools.product(
                (12, 24), (("log-log", rtx.survival_at), ("beta product", rtx.survival_at_band))
            ):
                told = at(curve, month - 1e-6)
                name = f"{kind}, month {month}"
                estimable[name] += math.isfinite(told.conf_low)
                hits[name] += covered(told, math.exp(-hazard * month))
            told = rtx.restricted_mean(table, tau - 1e-6)
            mean_estimable += math.isfinite(told.conf_low)
            mean += covered(told, area)
        for name, count in hits.items():
            truth = f"limits in {estimable[name]} cohorts"
            yield drawn(f"survival: {name}", n, truth, count, estimable[name])
        truth = f"limits in {mean_estimable} cohorts"
        yield drawn("restricted mean to 12 months", n, truth, mean, mean_estimable)


def followed(
    rng: np.random.Generator,
    n: int,
    hazard: float | NDArray[np.float64],
    shortest: float = SHORTEST,
    longest: float = LONGEST,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Times to relapse or to the end of follow-up, and which of the two."""
    ends = rng.uniform(shortest, longest, n)
    relapse = rng.exponential(1 / hazard, n)
    return np.minimum(ends, relapse), relapse <= ends


def log_ranks(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """No difference; two groups followed for different times, and three groups alike."""
    hazard = -math.log(0.8) / 12
    designs: dict[str, tuple[tuple[int, float, float], ...]] = {
        "n = 42 (24 to 40 months) and 14 (12 to 16)": ((42, 24.0, 40.0), (14, 12.0, 16.0)),
        "n = 42, 43 and 14": tuple((n, SHORTEST, LONGEST) for n in (42, 43, 14)),
    }
    for sample, design in designs.items():
        hits = dict.fromkeys(("studentised permutation log-rank", "asymptotic log-rank"), 0)
        for _ in range(cohorts):
            parts = [followed(rng, n, hazard, low, high) for n, low, high in design]
            months = np.concatenate([m for m, _ in parts])
            event = np.concatenate([e for _, e in parts])
            group = np.repeat(np.arange(len(design)), [n for n, _, _ in design])
            permuted = rtx.log_rank_permutation(months, event, group, rng, draws=999)
            hits["studentised permutation log-rank"] += permuted.p_value <= 0.05
            hits["asymptotic log-rank"] += rtx.log_rank(months, event, group).p_value <= 0.05
        for what, count in hits.items():
            yield tested(what, sample, "no difference", count, cohorts)


def models(rng: np.random.Generator, cohorts: int) -> Iterator[Line]:
    """An exposure like a count of messages, per doubling of (1 + count); no effect, or 0.8."""
    base = -math.log(0.8) / 12
    for n, effect in itertools.product((14, 42, 99), (1.0, 0.8)):
        hits = dict.fromkeys(("Firth Cox", "Firth logistic", "linear, HC3"), 0)
        told_of, rejects = dict.fromkeys(hits, 0), dict.fromkeys(hits, 0)
        for _ in range(cohorts):
            exposure = np.log2(1.0 + rng.poisson(9 * rng.gamma(0.9, 1 / 0.9, n) * 3))
            lift = effect ** (exposure - exposure.mean())
            months, event = followed(rng, n, base * lift)
            odds = 0.25 * lift
            outcome = rng.uniform(size=n) < odds / (1 + odds)
            change = math.log(effect) * exposure + rng.normal(0, 0.5 + 0.1 * exposure)
            design = np.column_stack([np.ones(n), exposure])
            terms = ["(Intercept)", "exposure"]
            cox = rtx.firth_cox(months, event, exposure[:, None], ["exposure"]).coefficients[0]
            logit = rtx.firth_logistic(outcome, design, terms, only=["exposure"]).coefficients[0]
            line = rtx.linear_hc3(change, design, terms).terms[1].value
            answers = {
                "Firth Cox": (cox.hazard_ratio, effect),
                "Firth logistic": (logit.odds_ratio, effect),
                "linear, HC3": (line, math.log(effect)),
            }
            for name, (told, truth) in answers.items():
                told_of[name] += math.isfinite(told.p_value)
                hits[name] += covered(told, truth)
                rejects[name] += told.p_value <= 0.05
        for name, count in hits.items():
            truth = f"ratio {effect:g} per doubling"
            yield drawn(name, n, truth, count, told_of[name])
            if effect == 1:
                yield tested(name, f"n = {n}", "no effect", rejects[name], told_of[name])


def covered(told: rtx.Estimate, truth: float) -> bool:
    """Whether the truth lies in the interval; an open end does not hold its own limit."""
    low, high = told.conf_low, told.conf_high
    # A limit that does not exist excludes nothing on its side.
    above = math.isnan(low) or truth > low or (truth == low and told.conf_ends[0] == "[")
    below = math.isnan(high) or truth < high or (truth == high and told.conf_ends[1] == "]")
    return above and below and not (math.isnan(low) and math.isnan(high))


def drawn(what: str, n: int, truth: str, hits: int, cohorts: int) -> Line:
    return Line(what, f"n = {n}", truth, hits / max(cohorts, 1), None, None, cohorts)


def tested(what: str, sample: str, truth: str, hits: int, cohorts: int) -> Line:
    return Line(what, sample, truth, None, hits / max(cohorts, 1), None, cohorts)


def cells(line: Line) -> str:
    """A line as a row; the error is that of a share of so many cohorts."""
    share = line.coverage if line.coverage is not None else line.size
    told = share if share is not None else math.nan
    error = f"{100 * math.sqrt(told * (1 - told) / line.cohorts):.1f}" if line.cohorts else "exact"
    worst = "" if line.lowest is None else f"{100 * line.lowest:.1f}"
    coverage = "" if line.coverage is None else f"{100 * line.coverage:.1f}"
    size = "" if line.size is None else f"{100 * line.size:.1f}"
    parts = (line.what, line.sample, line.truth, coverage, size, worst, error)
    return "| " + " | ".join(parts) + " |"


def markdown(lines: list[Line], cohorts: int) -> str:
    return "\n".join(
        [
            "## Coverage of intervals and size of tests",
            "",
            "From `python benchmarks/coverage.py`, seed "
            f"{SEED}, {cohorts} cohorts a line where nothing else is said; in percent. Nominal are"
            " 95 and 5. Exact tests on a lattice reject less often than 5 % because their P values"
            " jump. Where limits do not exist, the cohorts that have them are counted.",
            "",
            "| method | sample | truth | covers | rejects | worst over the grid | error |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: |",
            *map(cells, lines),
            "",
        ]
    )


Drawn = Callable[[np.random.Generator, int], Iterator[Line]]
EXACT: tuple[Callable[[], Iterator[Line]], ...] = (proportions, differences, tables)
DRAWN: tuple[Drawn, ...] = (rates, changes, ratios, curves, log_ranks, models)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=1000)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    told = parser.parse_args()
    lines: list[Line] = []
    for enumerate_ in EXACT:
        if told.only in enumerate_.__name__:
            lines += enumerate_()
    for draw in DRAWN:
        if told.only in draw.__name__:
            lines += draw(np.random.default_rng(SEED), told.cohorts)
            print(draw.__name__, flush=True)
    text = markdown(lines, told.cohorts)
    if told.out is None:
        print(text)
    else:
        told.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
