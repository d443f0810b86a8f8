"""The relative effect of paired values."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from rtxoutcomes.estimate.paired.exchange import Better, relative_effect
from rtxoutcomes.results.estimate import Estimate

# EDSS in half points: nine better by a point, two worse by half of one, three unchanged.
BEFORE = np.array([6, 7, 8, 4, 5, 6, 10, 9, 12, 3, 4, 6, 7, 8])
AFTER = BEFORE + np.repeat([-2, 1, 0], [9, 2, 3])
pairs_of = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=8)
many_of = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=40)


def effect(before: object, after: object, better: Better = "lower", **given: object) -> Estimate:
    rng = np.random.default_rng(20240215)
    one, two = (np.asarray(values, dtype=np.int64) for values in (before, after))
    return relative_effect(one, two, better, rng, **given)  # type: ignore[arg-type]


def columns(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [before for before, _ in rows], [after for _, after in rows]


def test_effect_interval_and_p_are_those_of_an_enumeration_in_r() -> None:
    result = effect(BEFORE, AFTER, dropped=2)

    # R 4.2.2: s <- outer(b, a, function(x, y) (y < x) + (y == x) / 2); z <- rowMeans(s) +
    # colMeans(s); p <- mean(s); se <- sd(z) / sqrt(14); t <- qlogis(p) * p * (1 - p) / se for all
    # 2^11 exchanges; P <- mean(abs(t) >= abs(t[1])); c <- sort(abs(t))[2048 - floor(0.05 * 2048)];
    # plogis(qlogis(p) + c(-1, 1) * c * se / (p * (1 - p))).
    np.testing.assert_allclose(
        [result.estimate, result.std_error, result.statistic, result.p_value],
        [0.627551020408163, 0.0456778981667395, 2.66963134705362, 0.0107421875],
        rtol=1e-12,
    )
    # The limits are wider by a part of 10^9, so that rounding never parts them from P.
    limits = [0.53862581767604, 0.708609045007783]
    assert [result.conf_low, result.conf_high] == pytest.approx(limits, rel=1e-8)
    assert (result.n, result.dropped, result.status, result.note) == (14, 2, "ok", "")
    assert result.method.endswith("logit scale, all 2,048 exchanges")


def test_with_ties_over_patients_they_are_those_of_r_too() -> None:
    result = effect([8, 8, 10, 6, 4], [6, 8, 6, 7, 4], conf_level=0.95)

    actual = [result.estimate, result.std_error, result.statistic, result.p_value]
    np.testing.assert_allclose(actual, [0.66, 0.146287388383278, 1.01747132156662, 0.5], rtol=1e-12)
    limits = [0.441884693094058, 0.826368425933479]
    assert [result.conf_low, result.conf_high] == pytest.approx(limits, rel=1e-8)


@settings(deadline=None, max_examples=60)
@given(many_of)
def test_the_effect_is_a_difference_of_mean_ranks(rows: list[tuple[int, int]]) -> None:
    before, after = columns(rows)
    n = len(rows)
    ranks = rankdata([*before, *after])

    result = effect(before, after, draws=50)

    if result.status == "ok":
        expected = 0.5 + (ranks[:n].mean() - ranks[n:].mean()) / (2 * n)
        assert result.estimate == pytest.approx(expected, rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(many_of, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_p_is_at_most_its_level_exactly_where_one_half_is_outside_the_interval(
    rows: list[tuple[int, int]], level: float
) -> None:
    result = effect(*columns(rows), draws=199, conf_level=level)

    if result.status == "ok":
        assert 0 <= result.conf_low <= result.estimate <= result.conf_high <= 1
        outside = not result.conf_low <= 0.5 <= result.conf_high
        assert outside is bool(result.p_value <= (1 - level) * (1 + 1e-9))


@settings(deadline=None, max_examples=30)
@given(pairs_of)
def test_p_counts_every_exchange_within_patients(rows: list[tuple[int, int]]) -> None:
    result = effect(*columns(rows))
    if result.status != "ok":
        return

    def statistic(exchanged: tuple[bool, ...]) -> float:
        b = np.array([a if x else b for (b, a), x in zip(rows, exchanged, strict=True)])
        a = np.array([b if x else a for (b, a), x in zip(rows, exchanged, strict=True)])
        better = (a[None, :] < b[:, None]) + (a[None, :] == b[:, None]) / 2
        z, p = better.mean(axis=1) + better.mean(axis=0), float(better.mean())
        error = z.std(ddof=1) / np.sqrt(len(rows))
        if error < 1e-12:
            return 0.0 if abs(p - 0.5) < 1e-12 else np.inf
        return float(abs(np.log(p / (1 - p)) * p * (1 - p) / error))

    every = [statistic(x) for x in itertools.product([False, True], repeat=len(rows))]
    reached = np.mean([t >= every[0] * (1 - 1e-9) for t in every])
    assert result.p_value == pytest.approx(float(reached), rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(pairs_of)
def test_turning_time_or_the_scale_around_mirrors_the_effect(rows: list[tuple[int, int]]) -> None:
    before, after = columns(rows)

    here, there = effect(before, after), effect(after, before)
    higher = effect([-b for b in before], [-a for a in after], "higher")

    assert (here.status, here.note) == (there.status, there.note)
    if here.status == "ok":
        np.testing.assert_allclose(
            [there.estimate, there.conf_low, there.p_value],
            [1 - here.estimate, 1 - here.conf_high, here.p_value],
            rtol=1e-9,
        )
        assert (higher.estimate, higher.p_value) == (here.estimate, here.p_value)


def test_many_patients_are_exchanged_at_random_and_repeatably() -> None:
    before, after = np.tile(BEFORE, 3), np.tile(AFTER, 3)

    result, again = effect(before, after, draws=999), effect(before, after, draws=999)

    assert result == again
    assert result.method.endswith("999 random exchanges")
    assert result.estimate == pytest.approx(0.627551020408163, rel=1e-12)
    assert (result.p_value * 1000).is_integer()
    assert result.p_value >= 1 / 1000


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ([], [], "n_zero"),
        ([3], [2], "n_one"),
        ([3, 4, 5], [3, 4, 5], "all_zero_diff"),
        # Each value after is better than each before.
        ([6, 7, 8, 9], [1, 2, 3, 4], "zero_variance"),
    ],
)
def test_what_the_data_cannot_answer_has_a_note(
    before: list[int], after: list[int], note: str
) -> None:
    result = effect(before, after)

    assert (result.status, result.note) == ("not_estimable", note)
    assert np.isnan([result.conf_low, result.p_value]).all()


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"better": "worse"}, "better must be"),
        ({"draws": 0}, "draws must be"),
        ({"conf_level": 95}, "conf_level must be"),
        ({"after": [1, 2]}, "after must be as long as before"),
        ({"before": [0.5, 1, 1]}, "whole number"),
    ],
)
def test_malformed_arguments_are_refused(given_: dict[str, object], words: str) -> None:
    arguments: dict[str, object] = {"before": [2, 3, 3], "after": [1, 3, 2], "better": "lower"}

    with pytest.raises(ValueError, match=words):
        relative_effect(rng=np.random.default_rng(1), **(arguments | given_))  # type: ignore[arg-type]
