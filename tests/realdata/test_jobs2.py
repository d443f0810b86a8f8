"""Attendance of a workshop against depression: the whole way from a table, against R's numbers.

The data stand beside the checkout and never in it; where they are absent each test is skipped.
`jobs2.json` was made by `jobs2.R`, which reads the raw table itself.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import rtxoutcomes as rtx
from realdata.real_cohorts import jobs2
from shared_reference.loader import SHARED

HERE = Path(__file__).parent
DATA = SHARED / "data"
R: dict[str, Any] = json.loads((HERE / "jobs2.json").read_text(encoding="utf-8"))
# Both sides solve the same least squares in double precision.
RTOL = 1e-8

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder with public data sets is not beside the checkout"
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Any:
    study = rtx.read_study(HERE / "jobs2.toml")
    cohort = rtx.read_cohort(jobs2(DATA, tmp_path_factory.mktemp("jobs2")), study)
    frame = rtx.engagement_effects(cohort, study, outcome="depression")
    effects = frame["quantity"].isin(["change_difference", "permutation_rejections"])
    return frame[effects].set_index(["quantity", "model", "month"]).sort_index()


@pytest.mark.parametrize(
    ("model", "key"),
    [("landmark", "all"), ("landmark_adjusted", "adjusted"), ("landmark_subset", "offered")],
)
def test_the_adjusted_slope_is_that_of_lm_and_sandwich(rows: Any, model: str, key: str) -> None:
    own, expected = rows.loc[("change_difference", model)], R[key]
    # The adjustment for age, among the study's covariates.
    row = own[own["level"].isin(["", "age_years"]) & (own["status"] == "ok")].iloc[0]

    assert (row["n"], row["df"]) == (expected["n"], expected["df"])
    got = [row[c] for c in ("estimate", "std_error", "conf_low", "conf_high", "p_value")]
    wanted = [expected[c] for c in ("estimate", "std_error", "low", "high", "p")]
    assert got == pytest.approx(wanted, rel=RTOL)


def test_a_landmark_that_is_not_the_end_of_the_window_is_not_attempted(rows: Any) -> None:
    row = rows.loc[[("change_difference", "landmark", 2.0)]].iloc[0]

    assert (row["status"], row["note"]) == ("not_attempted", "window_not_landmark")


def test_shuffled_attendance_claims_about_as_often_as_it_should(rows: Any) -> None:
    row = rows.loc["permutation_rejections"].iloc[0]

    # Above 250 patients shuffles are fewer in proportion: 200 x 250 / 899.
    assert " of 56 permutations with P < 0.05" in row["method"]
    assert row["n"] == 899
    assert row["conf_low"] < 0.05 < row["conf_high"]
