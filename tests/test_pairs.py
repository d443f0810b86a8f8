"""An interval and its P never contradict each other, and no other P stands beside an interval."""

import pandas as pd
import pytest

from contradictions import contradictions
from released import bundled, one_diagnosis_empty, small
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
