"""Visits of synthetic patients."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from cohorts import STUDY
from rtxoutcomes.study import Study
from rtxoutcomes.synthetic.people import patients_table
from rtxoutcomes.synthetic.visits import visit_months, visits_table
from synthetic.blocks import group, small

IGG: dict[str, Any] = {"baseline": [10.0, 2.0], "log_ratio": [-0.5, 0.1]}
LOW: dict[str, Any] = {"baseline_counts": {"1.0": 5}, "change_counts": {"-1.0": 5}}


def drawn(study: Study, seed: int = 1) -> pd.DataFrame:
    assert study.synthesis is not None
    patients = patients_table(study.synthesis, None, np.random.default_rng(1))
    return visits_table(study, study.synthesis, patients, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("end", "months"),
    [
        (12.0, [0, 6, 12]),
        (14.0, [0, 6, 14]),
        (15.0, [0, 6, 12, 15]),
        (8.5, [0, 8.5]),
        (2.0, [0, 2]),
    ],
)
def test_the_last_visit_is_at_the_end_and_none_is_close_before(
    end: float, months: list[float]
) -> None:
    assert visit_months(end, 6) == months


def test_first_and_last_values_are_the_stated_ones_and_some_between_are_missing() -> None:
    visits = drawn(small())

    # Whole rows: `first` and `last` of a column would pass over a missing value.
    ends = visits.groupby("patient_id").tail(1)
    assert visits.groupby("patient_id").head(1)["edss"].tolist() == [2.0] * 5
    assert ends["edss"].tolist() == [1.5] * 5
    assert visits["edss"].isna().any()


def test_nothing_is_missing_where_nothing_is_to_be() -> None:
    stated = small(missing_between=0, groups=[group(scores={"edss": LOW, "igg": IGG})])

    assert drawn(stated).notna().all(axis=None)


@pytest.mark.parametrize("seed", range(20))
def test_values_between_stay_on_the_scale(seed: int) -> None:
    stated = small(missing_between=0, groups=[group(scores={"edss": LOW, "igg": IGG})])

    visits = drawn(stated, seed)

    # From 1.0 down to 0, where the way leads over the value that does not exist.
    assert set(visits["edss"]) <= {0.0, 1.0, 1.5, 2.0}
    assert (visits["igg_g_per_l"].round(2) == visits["igg_g_per_l"]).all()


def test_a_ratio_is_reached_step_by_step() -> None:
    stated = small(
        missing_between=0, follow_up_months={"30": 5}, groups=[group(scores={"igg": IGG})]
    )

    mean = drawn(stated).groupby("month")["igg_g_per_l"].mean()

    # A fall to three fifths in five steps of a tenth; the noise of a mean of five is 0.013.
    assert (np.diff(np.log(mean)) < -0.04).all()


def test_a_study_without_scores_still_has_visits() -> None:
    stated = Study.model_validate(
        STUDY | {"scores": [], "synthesis": small(groups=[group(scores={})]).synthesis}
    )

    assert drawn(stated).columns.tolist() == ["patient_id", "month"]
