"""Engagement of synthetic patients."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.study.synthesis import SyntheticActivity
from rtxoutcomes.synthetic.participation import engagement_table

MESSAGE: dict[str, Any] = {"channel": "chat", "activity": "message", "per_month": 5.0}
QUESTION = SyntheticActivity(channel="chat", activity="question", share_of="message", share=0.3)


def drawn(
    *activities: SyntheticActivity, n: int = 400, end: float = 6.0, seed: int = 1
) -> pd.DataFrame:
    ids = [f"SYN-{k:04d}" for k in range(n)]
    return engagement_table(activities, ids, np.full(n, end), np.random.default_rng(seed))


def message(**changes: Any) -> SyntheticActivity:
    return SyntheticActivity.model_validate(MESSAGE | changes)


def test_a_question_is_also_a_message() -> None:
    rows = drawn(message(), QUESTION).pivot_table(
        index=["patient_id", "month"], columns="activity", values="count", fill_value=0
    )

    assert (rows["question"] <= rows["message"]).all()
    # 2,400 months of five messages: the share has a standard error of half a per cent.
    assert rows["question"].sum() / rows["message"].sum() == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_have_the_mean_and_the_spread_of_a_gamma_mixed_poisson(seed: int) -> None:
    rows = drawn(message(shape=2.0, decay_months=1e9), n=4000, end=1.0, seed=seed)
    counts = rows["count"].to_numpy(float)

    # 4,000 counts, those of 0 without a row: mean 5 and variance 5 + 25 / 2.
    mean = counts.sum() / 4000
    assert mean == pytest.approx(5.0, abs=5 * np.sqrt(17.5 / 4000))
    assert (counts**2).sum() / 4000 - mean**2 == pytest.approx(17.5, rel=0.15)


def test_counts_fade_as_time_goes_by() -> None:
    rows = drawn(message(decay_months=2.0), n=2000)
    by_month = rows.groupby("month")["count"].sum()

    # Each month e^(-1/2) = 0.61 of the one before; some thousand counts in the rarest month.
    assert by_month[4] / by_month[0] == pytest.approx(np.exp(-2), rel=0.15)


def test_the_stated_share_takes_no_part() -> None:
    rows = drawn(message(never=0.4, shape=50.0))

    # 160 of 400 expected, standard deviation 10; nobody else keeps silent for six months.
    assert 400 - rows["patient_id"].nunique() == pytest.approx(160, abs=40)


def test_rows_end_with_follow_up_and_are_in_order() -> None:
    ids, ends = ["SYN-1", "SYN-2"], np.array([2.0, 3.5])

    rows = engagement_table(
        [message(per_month=50.0, shape=50.0), QUESTION], ids, ends, np.random.default_rng(1)
    )

    months = rows[rows["activity"] == "message"].groupby("patient_id")["month"].apply(list)
    assert months.to_dict() == {"SYN-1": [0, 1], "SYN-2": [0, 1, 2, 3]}
    assert rows["activity"].tolist() == ["message", "question"] * 6
    assert (rows["count"] > 0).all()


def test_longer_follow_up_of_one_leaves_the_other_as_he_was() -> None:
    one = engagement_table([message()], ["a", "b"], np.array([3.0, 9.0]), np.random.default_rng(1))
    two = engagement_table([message()], ["a", "b"], np.array([8.0, 9.0]), np.random.default_rng(1))

    pd.testing.assert_frame_equal(
        one[one["patient_id"] == "b"].reset_index(drop=True),
        two[two["patient_id"] == "b"].reset_index(drop=True),
    )


def test_nobody_writes_where_the_rate_is_nil_or_nothing_is_declared() -> None:
    assert drawn(message(per_month=0.0), QUESTION).empty
    assert drawn().columns.tolist() == ["patient_id", "month", "channel", "activity", "count"]
