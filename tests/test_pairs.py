"""An interval and its P never contradict each other, and no other P stands beside an interval."""

import math
from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest

from contradictions import contradictions
from released import bundled, one_diagnosis_empty, small
from rtxoutcomes.estimate import hodges_lehmann, rate_ratio_exact, signed_rank
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.pairs import PAIRED

# The kinds of pairs of the bundled results; a kind without a row would make this test empty.
KINDS = (
    MethodKey.PAIRED_T,
    MethodKey.GEOMETRIC_MEAN_RATIO,
    MethodKey.ADJUSTED_CHANGE,
    MethodKey.NET_PROPORTION_MELDED,
    MethodKey.HODGES_LEHMANN,
    MethodKey.CONDITIONAL_ODDS_RATIO,
    MethodKey.EXACT_RATE_RATIO,
    MethodKey.FIRTH_COX,
    MethodKey.RELATIVE_EFFECT,
)


def limits(frame: pd.DataFrame) -> pd.Series:
    return frame["conf_low"].notna() | frame["conf_high"].notna()


@pytest.mark.parametrize("key", KINDS)
def test_each_kind_of_pair_has_a_row_and_names_its_test(key: MethodKey) -> None:
    frame = bundled().estimates
    rows = frame[(frame["method_key"] == key) & limits(frame)]

    assert not rows.empty
    own = rows[rows["quantity"] != "net_proportion_by_step"]
    assert (own["p_pair"] != "").all()


@pytest.mark.parametrize("made", [bundled, small, one_diagnosis_empty])
def test_no_interval_contradicts_its_test(made) -> None:  # type: ignore[no-untyped-def]
    assert contradictions(made().estimates) == []


def test_only_methods_of_the_list_have_a_pair() -> None:
    frame = bundled().estimates

    assert set(frame.loc[frame["p_pair"] != "", "method_key"]) <= {str(key) for key in PAIRED}


def mirrored(change: tuple[int, ...]) -> tuple[int, ...]:
    """The same sizes of change, better for worse, in rising order."""
    return tuple(-c for c in reversed(change))


def change_vectors(longest: int) -> Iterator[tuple[int, ...]]:
    """Every set of at most so many changes of -3 to 3 steps; of two mirror images one."""
    for n in range(1, longest + 1):
        for change in combinations_with_replacement(range(-3, 4), n):
            if change <= mirrored(change):
                yield change


def contradicts(change: np.ndarray) -> bool:
    """Whether the set of Hodges and Lehmann and the exact signed-rank test disagree on 0."""
    shift = hodges_lehmann(change, 0.5)
    if not np.any(change) or math.isnan(shift.conf_low) or shift.note == "lattice_degenerate":
        return False
    inside = shift.conf_low < 0 < shift.conf_high
    inside |= shift.conf_low == 0 and shift.conf_ends[0] == "["
    inside |= shift.conf_high == 0 and shift.conf_ends[1] == "]"
    return inside == (signed_rank(change).p_value <= 0.05)


def test_every_short_set_of_changes_agrees_with_its_test() -> None:
    made = list(change_vectors(8))

    # Of n changes C(n // 2 + 3, 3) sets are their own mirror image: pairs of the three sizes of
    # change, and zeros.
    alone = sum(math.comb(n // 2 + 3, 3) for n in range(1, 9))
    assert len(made) == (math.comb(15, 7) - 1 + alone) / 2
    assert [c for c in made if contradicts(np.array(c))] == []


def test_ten_thousand_sets_of_fourteen_changes_agree_with_their_test() -> None:
    """Of each set and its mirror image one: all that the test rejects, and some of the others.

    Where the test rejects, the hull of the accepted shifts may still reach across 0; where it does
    not, 0 is one of them.
    """
    rng = np.random.default_rng(20240215)
    drawn = map(tuple, np.sort(rng.integers(-3, 4, size=(10_000, 14)), axis=1).tolist())
    made = [np.array(c) for c in dict.fromkeys(min(c, mirrored(c)) for c in drawn)]

    rejected = [c for c in made if signed_rank(c).p_value <= 0.05]
    others = [c for c in made if signed_rank(c).p_value > 0.05]

    assert len(made) > 4000
    assert len(rejected) > 300
    assert [c for c in (*rejected, *others[:300]) if contradicts(c)] == []


def test_the_mirror_image_of_a_change_has_the_mirror_image_of_its_set() -> None:
    rng = np.random.default_rng(1)
    for change in rng.integers(-3, 4, size=(30, 14)):
        there, back = hodges_lehmann(change, 0.5), hodges_lehmann(-change, 0.5)

        assert back.conf_low == pytest.approx(-there.conf_high, nan_ok=True)
        assert back.conf_high == pytest.approx(-there.conf_low, nan_ok=True)
        assert (back.note, back.status) == (there.note, there.status)
        assert signed_rank(-change).p_value == signed_rank(change).p_value


@pytest.mark.parametrize("times", [(1.0, 1.0), (1.0, 3.0), (85.2, 24.8)])
def test_every_exact_ratio_of_two_rates_agrees_with_its_test(times: tuple[float, float]) -> None:
    made = [
        rate_ratio_exact(a, times[0], total - a, times[1], n=60)
        for total in range(31)
        for a in range(total + 1)
    ]
    crossed = [
        ratio
        for ratio in made
        if not math.isnan(ratio.p_value)
        and (ratio.conf_low > 1 or ratio.conf_high < 1) is not (ratio.p_value <= 0.05)
    ]

    assert len(made) == 496
    assert crossed == []


def test_a_pair_that_is_crossed_on_purpose_is_found() -> None:
    frame = bundled().estimates.copy()
    change = (frame["method_key"] == "paired_t") & (frame["group"] == "NMOSD")
    frame.loc[change, "p_pair"] = "signed_rank"

    assert any("is not its test" in found for found in contradictions(frame))


def test_an_interval_beside_a_p_of_the_other_verdict_is_found() -> None:
    frame = bundled().estimates.copy()
    change = frame.index[(frame["method_key"] == "paired_t") & (frame["group"] == "NMOSD")][0]
    frame.loc[change, "p_value"] = 0.07

    assert len(contradictions(frame)) == 1
