"""Effect sizes of a change, changes by clinical steps, and the smallest attainable P value."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rtxoutcomes.analysis.descriptive import number, share
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.analysis.scale import changes, ranked_changes
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.estimate.paired.change import rank_biserial, standardised_mean_change
from rtxoutcomes.estimate.paired.exchange import relative_effect
from rtxoutcomes.estimate.paired.responders import net_proportion_improved
from rtxoutcomes.estimate.paired.signed_rank import smallest_attainable_p
from rtxoutcomes.results import NAN, Choice, Estimate, Measure, MethodKey, Note, Quantity
from rtxoutcomes.study import Score, Study

SIGNIFICANT = 0.05


def effect_sizes(counts: PairCounts, score: Score, study: Study) -> Iterator[Statistic]:
    """Effect sizes of the change of one group, and the smallest p its size allows."""
    ranked, change = ranked_changes(counts, score), changes(counts, score)
    dropped = counts.dropped
    smallest, standardised = _smallest_p(ranked, counts), standardised_mean_change(change, dropped)
    wilcoxon, pratt = (rank_biserial(ranked, rule, dropped) for rule in ("wilcoxon", "pratt"))
    yield Statistic(Quantity.SMALLEST_ATTAINABLE_P, smallest, "alternative")
    yield Statistic(Quantity.STANDARDISED_MEAN_CHANGE, standardised, "alternative")
    yield Statistic(Quantity.RANK_BISERIAL, wilcoxon, "alternative")
    yield Statistic(Quantity.RANK_BISERIAL, pratt, "sensitivity")
    if score.higher_is != "neither":
        yield Statistic(Quantity.RELATIVE_EFFECT, _relative(counts, score, study), "alternative")


def effects_by_step(counts: PairCounts, score: Score) -> Iterator[Statistic]:
    """Net improvement by the study's steps, and improvement by the step of the baseline value."""
    dropped = counts.dropped
    if score.worsening:
        better, worse = by_step(counts, score).values()
        net = net_proportion_improved(better, worse, counts.n, dropped).net
        # The sign test is that of any change, not of steps.
        net = replace(net, method=f"{net.method}, by the study's steps", p_pair="")
        yield Statistic(Quantity.NET_PROPORTION_BY_STEP, net, "alternative")
        at_reference = by_step(counts, score, reversible=False)[Quantity.IMPROVED_BY_STEP]
        improved = share(at_reference, counts.n, dropped)
        improved = replace(improved, method=f"{improved.method}, step of the baseline value")
        choice = Choice.AT_REFERENCE
        yield Statistic(Quantity.IMPROVED_BY_STEP, improved, "sensitivity", choice=choice)


def _relative(counts: PairCounts, score: Score, study: Study) -> Estimate:
    before, after = (
        np.repeat(values, counts.count) for values in (counts.lattice_before, counts.lattice_after)
    )
    return relative_effect(
        before,
        after,
        "lower" if score.higher_is == "worse" else "higher",
        np.random.default_rng(study.randomness.seed),
        draws=study.randomness.permutations,
        dropped=counts.dropped,
    )


def by_step(counts: PairCounts, score: Score, *, reversible: bool = True) -> dict[Quantity, int]:
    """Patients who improved and who worsened by the step rule of the study, unconfirmed.

    Worsening is a change by the step that is declared for the value at baseline. Improvement is
    reversible: the way back, from the value at follow-up to that at baseline, would be worsening;
    else it too is a change by the step of the value at baseline.
    """
    towards_worse = 1 if score.higher_is == "worse" else -1
    worse = towards_worse * (counts.lattice_after - counts.lattice_before)
    back = _steps(counts.after if reversible else counts.before, score)
    return {
        Quantity.IMPROVED_BY_STEP: int(counts.count[worse <= -back].sum()),
        Quantity.WORSENED_BY_STEP: int(counts.count[worse >= _steps(counts.before, score)].sum()),
    }


def _steps(values: Floats, score: Score) -> Ints:
    """The step that counts as worsening from each value, in the smallest steps of the scale."""
    steps = [score.lattice_units(score.worsening_step(value)) for value in values]
    return np.array(steps, dtype=np.int64)


def _smallest_p(ranked: Ints, counts: PairCounts) -> Estimate:
    """The p-value if all changes had one direction; a note marks values above 0.05."""
    changed = int(np.count_nonzero(ranked))
    value = smallest_attainable_p(ranked) if changed else NAN
    note: Note = "all_zero_diff" if counts.n else "n_zero"
    method = "smallest attainable p of the exact signed rank"
    measure, key, dropped = Measure.P_VALUE, MethodKey.SMALLEST_ATTAINABLE_P, counts.dropped
    smallest = number(
        measure, key, value, counts.n, dropped=dropped, events=changed, method=method, missing=note
    )
    out_of_reach = smallest.estimate > SIGNIFICANT
    return replace(smallest, note="p_out_of_reach") if out_of_reach else smallest
