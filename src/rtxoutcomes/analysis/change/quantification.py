"""Values below the limit of quantification: what is estimated from them, and what is not.

The ratio of geometric means is estimated by a model in which such values are censored. What needs
the values themselves has no estimate: it is given with all of them at the limit, and at half of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.analysis.scale import mean_of_changes
from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.estimate.paired.left_censored import left_censored_ratio
from rtxoutcomes.results import NAN, Choice, Estimate, Measure, MethodKey, Note, Quantity, Row
from rtxoutcomes.study import Score
from rtxoutcomes.tabulate import pair_counts

Result = TypeVar("Result", Statistic, Row)
NOTE: Note = "below_quantification"
GIVEN = ("ok", "bound_only")
BELOW = {"before": "before_below", "after": "after_below"}
SUBSTITUTED = {
    Choice.AT_LIMIT: "values below quantification at the limit",
    Choice.HALF_OF_LIMIT: "values below quantification at half the limit",
}


def quantified(pairs: pd.DataFrame | None, score: Score) -> pd.DataFrame | None:
    """The pairs, with values below the score's limit of quantification set to the limit.

    Columns `before_below` and `after_below` mark these values. Without a limit the pairs are
    returned as they are.
    """
    limit = score.quantification_limit
    if pairs is None or limit is None:
        return pairs
    marks = {mark: pairs[name] < limit for name, mark in BELOW.items()}
    values = {name: substituted(pairs[name], score, Choice.AT_LIMIT) for name in BELOW}
    return pairs.assign(**values, **marks)


def some_below(pairs: pd.DataFrame, *names: str) -> Bools:
    """Which complete pairs have a value below the limit, in the named columns or in either."""
    marked = np.zeros(len(pairs), dtype=np.bool_)
    for name in names or BELOW:
        if BELOW[name] in pairs:
            marked |= pairs[BELOW[name]].to_numpy(np.bool_)
    if marked.any():
        for name in BELOW:
            marked &= pairs[name].notna().to_numpy()
    return marked


def below(pairs: pd.DataFrame, *names: str) -> int:
    """How many complete pairs have such a value."""
    return int(some_below(pairs, *names).sum())


def noted(value: Estimate) -> Estimate:
    """The estimate with the note, unless another one says more."""
    return value if value.note or value.status != "ok" else replace(value, note=NOTE)


def not_estimated(value: Estimate) -> Estimate:
    """The estimate without its numbers, which would be those of values that are not known."""
    if value.status not in GIVEN:
        return value
    return replace(
        value,
        estimate=NAN,
        std_error=NAN,
        conf_low=NAN,
        conf_high=NAN,
        conf_ends="[]",
        statistic=NAN,
        df=NAN,
        p_value=NAN,
        p_pair="",
        status="bound_only",
        note=NOTE,
    )


def needing_values(
    results: Callable[[Choice], Iterable[Result]], *, affected: bool
) -> Iterator[Result]:
    """Results that need every value: not estimated where one of them is below the limit.

    They are then repeated as sensitivity analyses, with such values at the limit and at half of
    it; `results` computes them under either choice.
    """
    if not affected:
        yield from results(Choice.AT_LIMIT)
        return
    for result in results(Choice.AT_LIMIT):
        yield replace(result, value=not_estimated(result.value))
    for choice, words in SUBSTITUTED.items():
        for result in results(choice):
            if result.value.status not in GIVEN:
                continue
            value = noted(result.value)
            value = replace(value, method=f"{value.method}; {words}")
            yield replace(result, value=value, role="sensitivity", choice=choice)


def substituted(values: pd.Series, score: Score, choice: Choice) -> pd.Series:
    """The values, those below the limit of quantification at the limit or at half of it."""
    limit = score.quantification_limit
    if limit is None:
        return values
    return values.mask(values < limit, limit if choice is Choice.AT_LIMIT else limit / 2)


def pairs_under(pairs: pd.DataFrame, score: Score, choice: Choice) -> pd.DataFrame:
    """The pairs of `quantified` with values below the limit at the limit or at half of it."""
    limit = score.quantification_limit
    if limit is None or choice is Choice.AT_LIMIT:
        return pairs
    return pairs.assign(
        **{name: pairs[name].mask(pairs[m], limit / 2) for name, m in BELOW.items()}
    )


def of_known_direction(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs, as incomplete where both values are below the limit: either may be the lower."""
    if not set(BELOW.values()) <= set(pairs):
        return pairs
    both = pairs[list(BELOW.values())].all(axis=1)
    return pairs.assign(after=pairs["after"].mask(both))


def just_below(pairs: pd.DataFrame, score: Score) -> pd.DataFrame:
    """The pairs with values below the limit one step below it.

    Whatever they are, such values are lower than a quantified one that equals the limit.
    """
    limit = score.quantification_limit
    if limit is None:
        return pairs
    below_limit = limit - float(score.lattice_step)
    return pairs.assign(
        **{name: pairs[name].mask(pairs[mark], below_limit) for name, mark in BELOW.items()}
    )


def reported_mean(pairs: pd.DataFrame, score: Score) -> Estimate:
    """Mean change, or ratio of geometric means with values below the limit as censored."""
    if score.quantification_limit is None:
        return mean_of_changes(pair_counts(pairs, score), score)
    limits = score.quantification_limit, score.quantification_limit
    return left_censored_ratio(*_complete(pairs, score), limits, _dropped(pairs))


def ratio_sensitivity(pairs: pd.DataFrame, score: Score) -> Iterator[Statistic]:
    """How many pairs have a value below the limit, and the ratio under other assumptions."""
    limit = score.quantification_limit
    if limit is None:
        return
    n, events, dropped = len(pairs) - _dropped(pairs), below(pairs), _dropped(pairs)
    count = number(
        Measure.COUNT,
        MethodKey.BELOW_QUANTIFICATION_COUNT,
        float(events) if n else NAN,
        n,
        dropped=dropped,
        events=events,
        method=f"patients with a value below the limit of quantification, {limit:g}",
    )
    yield Statistic(Quantity.BELOW_QUANTIFICATION, count, "alternative")
    values: dict[Choice, Estimate] = {}
    for choice, words in SUBSTITUTED.items():
        counts = pair_counts(pairs_under(pairs, score, choice), score)
        ratio = mean_of_changes(counts, score)
        values[choice] = replace(ratio, method=f"{ratio.method}, {words}")
    before, after = _complete(pairs, score)
    values[Choice.CENSORED_MODEL] = censored_geometric_mean_ratio(before, after, limit, dropped)
    for choice, value in values.items():
        shown = noted(value) if events else value
        yield Statistic(Quantity.GEOMETRIC_MEAN_RATIO, shown, "sensitivity", "ratio", choice=choice)


def _complete(pairs: pd.DataFrame, score: Score) -> tuple[Floats, Floats]:
    """Complete pairs, in which values below the limit are below it again."""
    known = pairs_under(pairs, score, Choice.HALF_OF_LIMIT).dropna(subset=list(BELOW))
    before, after = (known[name].to_numpy(np.float64) for name in BELOW)
    return before, after


def _dropped(pairs: pd.DataFrame) -> int:
    return int(pairs[list(BELOW)].isna().any(axis=1).sum())
