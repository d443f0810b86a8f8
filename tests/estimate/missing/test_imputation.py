import math
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.missing.imputation import impute_pairs

NAN = math.nan


def cohort(n: int = 60, seed: int = 3) -> tuple[Any, Any, Any]:
    """Two groups: after is before, less 0.5 in the one and 1 in the other."""
    rng = np.random.default_rng(seed)
    group = np.arange(n) % 2
    before = rng.normal(4, 1, n)
    after = before - 0.5 * (1 + group) + rng.normal(0, 0.1, n)
    return before, after, group


def test_observed_values_are_in_every_imputation_and_nothing_stays_missing() -> None:
    before, after, group = cohort()
    after[::7], before[3], before[7] = NAN, NAN, NAN

    result = impute_pairs(before, after, group, 5, np.random.default_rng(1))

    for values, filled in ((before, result.before), (after, result.after)):
        known = ~np.isnan(values)
        assert (filled[:, known] == values[known]).all()
        assert np.isfinite(filled).all()
        assert (filled[:, ~known].std(axis=0) > 0).all()
    # Every seventh, and the fourth; the eighth is among both.
    assert result.imputed == 10
    assert result.note == ""


def test_drawn_values_follow_baseline_and_group() -> None:
    before, after, group = cohort()
    truth = after[[10, 11]].copy()
    after[[10, 11]] = NAN

    result = impute_pairs(before, after, group, 400, np.random.default_rng(2))

    # The noise is 0.1, and the regression that of 58 patients.
    np.testing.assert_allclose(result.after[:, [10, 11]].mean(axis=0), truth, atol=0.3)
    spread = result.after[:, [10, 11]].std(axis=0)
    assert ((spread > 0.08) & (spread < 0.14)).all()


def test_a_missing_value_before_is_drawn_given_the_value_after() -> None:
    before, after, group = cohort()
    truth = before[[20, 21]].copy()
    before[[20, 21]] = NAN

    result = impute_pairs(before, after, group, 400, np.random.default_rng(2))

    np.testing.assert_allclose(result.before[:, [20, 21]].mean(axis=0), truth, atol=0.3)


def test_one_seed_gives_the_same_values_again() -> None:
    before, after, group = cohort()
    after[5] = NAN

    one, repeated, other = (
        impute_pairs(before, after, group, 3, np.random.default_rng(s)).after for s in (1, 1, 2)
    )

    assert (one == repeated).all()
    assert not (one[:, 5] == other[:, 5]).any()


def test_a_score_that_never_varies_leaves_its_values_to_the_groups() -> None:
    before, after = np.full(12, 3.0), np.arange(12.0)
    after[0] = NAN

    result = impute_pairs(before, after, np.zeros(12, dtype=int), 3, np.random.default_rng(0))

    assert np.isfinite(result.after).all()


def test_nothing_missing_has_a_note() -> None:
    before, after, group = cohort()

    result = impute_pairs(before, after, group, 2, np.random.default_rng(0))

    assert (result.note, result.imputed) == ("none_missing", 0)
    assert (result.after == after).all()


@pytest.mark.parametrize(
    ("before", "after", "group"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, NAN], [0, 0, 0]),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 2.5, 3.0, 4.0, 5.5, NAN], [0, 0, 0, 0, 0, 1]),
    ],
    ids=["too few pairs", "a group without a pair"],
)
def test_too_little_to_learn_from_leaves_values_missing(
    before: list[float], after: list[float], group: list[int]
) -> None:
    result = impute_pairs(before, after, group, 2, np.random.default_rng(0))

    assert (result.note, result.imputed) == ("rank_deficient", 1)
    assert np.isnan(result.after[:, -1]).all()


def test_malformed_arguments_are_refused_by_name() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"before\[0\] must be finite, or NaN where missing"):
        impute_pairs([math.inf], [1.0], [0], 2, rng)
    with pytest.raises(ValueError, match="after must be as long as before"):
        impute_pairs([1.0, 2.0], [1.0], [0, 0], 2, rng)
    with pytest.raises(ValueError, match=r"group\[0\] must be a label or a whole number"):
        impute_pairs([1.0], [1.0], [0.5], 2, rng)
    with pytest.raises(ValueError, match="imputations must be a whole number, at least 2"):
        impute_pairs([1.0], [1.0], [0], 1, rng)
    seed: Any = 20240215
    with pytest.raises(ValueError, match=r"rng must be a numpy.random.Generator, not 20240215"):
        impute_pairs([1.0], [1.0], [0], 2, seed)
