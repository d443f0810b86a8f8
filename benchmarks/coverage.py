"""Coverage of the intervals, and type I error of the tests, of proportions, changes and models.

    python benchmarks/coverage.py [--cohorts 500] [--only WORD] [--out FILE]

Samples of 14, 42 and 43 patients, the sizes of the bundled study. What has few outcomes is
enumerated exactly over a grid of true proportions; the rest is drawn with one seed, with its Monte
Carlo error. benchmarks/coverage.md is the output. Curves, rates and models of engagement are in
survival_intervals.py, restricted_mean.py, rate_intervals.py and engagement_simulation.py.
"""

import argparse
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from monte_carlo import paragraph, percent, table
from numpy.typing import NDArray
from scipy.stats import binom

from rtxoutcomes import estimate as rtx

SEED = 20240215
SIZES = (14, 42, 43)
TRUE_PROPORTIONS = np.arange(1, 51) / 100
# Follow-up in months, as in the bundled cohort.
SHORTEST, LONGEST = 12.0, 40.0
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
        results = [rtx.proportion(k, n) for k in range(n + 1)]
        for name in ("wilson", "clopper_pearson", "mid_p"):
            limits = [getattr(each, name) for each in results]
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
        results = [[interval(a, n_a, b, n_b) for b in range(n_b + 1)] for a in range(n_a + 1)]
        low = np.array([[each.conf_low for each in row] for row in results])
        high = np.array([[each.conf_high for each in row] for row in results])
        for apart in (0.0, 0.15):
            covers = []
            for p in TRUE_PROPORTIONS:
                chance = np.outer(
                    binom.pmf(np.arange(n_a + 1), n_a, p + apart),
                    binom.pmf(np.arange(n_b + 1), n_b, p),
                )
                covers.append(float(chance[(low <= apart) & (apart <= high)].sum()))
            sample = f"n = {n_a} and {n_b}"
            yield exact(
                f"risk difference: {results[0][0].method}", sample, covers, f"{apart:g} apart"
            )


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
    test = rtx.freeman_halton(np.array([[a, n_a - a], [b, n_b - b]]))
    return test.p_value if test.status == "ok" else 1.0


def exact(what: str, sample: str, covers: list[float], truth: str = "0.01 to 0.50") -> Line:
    return Line(what, sample, truth, float(np.mean(covers)), None, min(covers), 0)


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
                test = rtx.signed_rank(half, "pratt" if zeros == "pratt" else "wilcoxon")
                rejects[f"exact signed rank, {word}"] += test.p_value <= 0.05
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
        estimable, rejects = dict.fromkeys(hits, 0), dict.fromkeys(hits, 0)
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
            for name, (result, truth) in answers.items():
                estimable[name] += math.isfinite(result.p_value)
                hits[name] += covered(result, truth)
                rejects[name] += result.p_value <= 0.05
        for name, count in hits.items():
            truth = f"ratio {effect:g} per doubling"
            yield drawn(name, n, truth, count, estimable[name])
            if effect == 1:
                yield tested(name, f"n = {n}", "no effect", rejects[name], estimable[name])


def covered(result: rtx.Estimate, truth: float) -> bool:
    """Whether the truth lies in the interval; an open end does not hold its own limit."""
    low, high = result.conf_low, result.conf_high
    # A limit that does not exist excludes nothing on its side.
    above = math.isnan(low) or truth > low or (truth == low and result.conf_ends[0] == "[")
    below = math.isnan(high) or truth < high or (truth == high and result.conf_ends[1] == "]")
    return above and below and not (math.isnan(low) and math.isnan(high))


def drawn(what: str, n: int, truth: str, hits: int, cohorts: int) -> Line:
    return Line(what, f"n = {n}", truth, hits / max(cohorts, 1), None, None, cohorts)


def tested(what: str, sample: str, truth: str, hits: int, cohorts: int) -> Line:
    return Line(what, sample, truth, None, hits / max(cohorts, 1), None, cohorts)


def cells(line: Line) -> str:
    """A line as a row; the Monte Carlo error stands in brackets, of what is enumerated none."""

    def cell(share: float | None) -> str:
        if share is None:
            return ""
        return percent(share, line.cohorts) if line.cohorts else f"{100 * share:.1f}"

    lowest = "" if line.lowest is None else f"{100 * line.lowest:.1f}"
    parts = (line.what, line.sample, line.truth, cell(line.coverage), cell(line.size), lowest)
    return "| " + " | ".join(parts) + " |"


HEAD = "method | sample | truth | coverage | rejections | worst over the grid"


def markdown(lines: list[Line], cohorts: int) -> str:
    """The part of the simulation page."""
    setting = f"""
        From `python benchmarks/coverage.py`, seed {SEED}. Proportions and tables are enumerated
        exactly, over true proportions of 0.01 to 0.50; the others are {cohorts:,} samples a line,
        with the Monte Carlo standard error in brackets. In percent, nominal 95 for coverage and 5
        for rejections at P <= 0.05. Exact tests reject less often than 5% because their P values
        are discrete. Samples without limits or without a P are not counted."""
    parts = ["## Proportions, changes and models", paragraph(setting)]
    return "\n\n".join([*parts, table(HEAD, [cells(line) for line in lines], words=3)]) + "\n"


Drawn = Callable[[np.random.Generator, int], Iterator[Line]]
EXACT: tuple[Callable[[], Iterator[Line]], ...] = (proportions, differences, tables)
DRAWN: tuple[Drawn, ...] = (changes, ratios, log_ranks, models)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cohorts", type=int, default=500)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines: list[Line] = []
    for enumerate_ in EXACT:
        if options.only in enumerate_.__name__:
            lines += enumerate_()
    for draw in DRAWN:
        if options.only in draw.__name__:
            lines += draw(np.random.default_rng(SEED), options.cohorts)
            print(draw.__name__, flush=True)
    text = markdown(lines, options.cohorts)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
