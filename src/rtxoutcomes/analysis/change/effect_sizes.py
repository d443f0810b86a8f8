"""What stands in the appendix of a change: effect sizes, steps that count, what p could be had."""

from dataclasses import replace

import numpy as np

from rtxoutcomes.counts import PairCounts
from rtxoutcomes.estimate.paired.change import rank_biserial, standardised_mean_change
from rtxoutcomes.estimate.paired.responders import net_benefit
from rtxoutcomes.estimate.paired.signed_rank import ratio_ranks, smallest_attainable_p
from rtxoutcomes.results import Estimate, Role
from rtxoutcomes.study import Score

# Term, role and unit of a row; the unit "score" stands for the score's own.
Key = tuple[str, Role, str]
SIGNIFICANT = 0.05


def appendix(counts: PairCounts, score: Score) -> dict[Key, Estimate]:
    """Effect sizes of the change of one group, and the smallest p its size allows."""
    before, after = (
        np.repeat(values, counts.count) for values in (counts.lattice_before, counts.lattice_after)
    )
    as_ratio = score.scale == "log"
    ranked = ratio_ranks(before, after) if as_ratio else after - before
    plain = ranked * float(score.lattice_step)
    change = np.asarray(np.log(after / before) if as_ratio else plain, dtype=np.float64)
    told: dict[Key, Estimate] = {
        ("smallest_p", "beside", ""): _smallest_p(ranked, counts),
        ("standardised_change", "beside", ""): standardised_mean_change(change, counts.dropped),
        ("rank_biserial", "beside", ""): rank_biserial(ranked, "wilcoxon", counts.dropped),
        ("rank_biserial", "sensitivity", ""): rank_biserial(ranked, "pratt", counts.dropped),
    }
    if score.worsening:
        better, worse = by_step(counts, score).values()
        by_steps = net_benefit(better, worse, counts.n, counts.dropped).net
        method = f"{by_steps.method}, by the study's steps"
        told[("net_benefit_by_step", "beside", "")] = replace(by_steps, method=method)
    return told


def by_step(counts: PairCounts, score: Score) -> dict[str, int]:
    """Patients who improved and who worsened by the step that counts from their baseline."""
    towards_worse = 1 if score.higher_is == "worse" else -1
    worse = towards_worse * (counts.lattice_after - counts.lattice_before)
    steps = np.array([score.worsening_step(b) for b in counts.before])
    needed = np.array([score.lattice_units(s) for s in steps], dtype=np.int64)
    return {
        "improved_by_step": int(counts.count[worse <= -needed].sum()),
        "worsened_by_step": int(counts.count[worse >= needed].sum()),
    }


def _smallest_p(ranked: np.ndarray, counts: PairCounts) -> Estimate:
    """The p-value if all who changed had changed one way; its note says if 0.05 is out of reach."""
    least = smallest_attainable_p(ranked)
    method = "smallest attainable p of the exact signed rank"
    changed = int(np.count_nonzero(ranked))
    if changed == 0:
        return Estimate(
            method=method,
            n=counts.n,
            dropped=counts.dropped,
            events=0,
            status="not_estimable",
            note="all_zero_diff" if counts.n else "n_zero",
        )
    return Estimate(
        method=method,
        n=counts.n,
        dropped=counts.dropped,
        events=changed,
        estimate=least,
        note="p_out_of_reach" if least > SIGNIFICANT else "",
    )
