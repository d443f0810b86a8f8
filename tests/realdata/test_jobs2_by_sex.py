"""A public trial by sex, from a frame: own variables, grouping, covariates and interaction of R.

The data stand beside the checkout and never in it; where they are absent each test is skipped.
`jobs2_by_sex.json` was made by `jobs2_by_sex.R`, which reads the raw table itself.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import rtxoutcomes as rtx
from realdata.real_cohorts import jobs2
from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.analysis.change.scores import change_contrast_rows
from rtxoutcomes.analysis.covariates import change_difference_rows
from rtxoutcomes.analysis.subgroups import subgroup_rows
from rtxoutcomes.results.frame import estimates_frame
from shared_reference.loader import SHARED

HERE = Path(__file__).parent
DATA = SHARED / "data"
R: dict[str, Any] = json.loads((HERE / "jobs2_by_sex.json").read_text(encoding="utf-8"))
# Both sides solve the same least squares in double precision.
RTOL = 1e-8
COVARIATES: list[dict[str, object]] = [
    {"name": "offer", "label": "Offer", "kind": "yes_no", "role": ["covariate"]},
    {
        "name": "age_years",
        "label": "Age",
        "kind": "number",
        "unit": "years",
        "role": ["covariate"],
    },
]
OFFER_ALONE: list[dict[str, object]] = [
    {"name": "offer", "label": "Offer", "kind": "yes_no", "role": ["subgroup"]}
]

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder with public data sets is not beside the checkout"
)


def study(variables: list[dict[str, object]]) -> rtx.Study:
    """The study of the other test, with fewer decimals, which keeps exact methods quick."""
    plan = rtx.read_study(HERE / "jobs2.toml").model_dump(exclude_unset=True)
    scores = [{**plan["scores"][0], "decimals": 1}]
    return rtx.Study.model_validate(plan | {"scores": scores, "variables": variables})


@cache
def table(folder: Path) -> pd.DataFrame:
    """The table of the other test with the sex, and the offer as a variable beside the arm."""
    frame = pd.read_csv(jobs2(DATA, folder))
    raw = pd.read_csv(DATA / "jobs2.csv")
    sex = raw["sex"].map({1: "female", 0: "male"})
    # As R rounds, to the nearest decimal text; numpy multiplies by 10 first.
    for name, column in (("before", "depress1"), ("after", "depress2")):
        frame[f"depression_{name}"] = [round(value, 1) for value in raw[column].tolist()]
    # Attendance has tests of its own.
    frame = frame.drop(columns=["attended", "engagement_window_months"])
    return frame.assign(sex=sex, offer=(frame["diagnosis"] == "offered").astype(int))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs2")


def cohort(folder: Path, variables: list[dict[str, object]]) -> rtx.Cohort:
    return rtx.cohort_from_frames(study(variables), one_table=table(folder), origin="public")


def close(row: pd.Series, expected: dict[str, float], *columns: str) -> None:
    names = {"conf_low": "low", "conf_high": "high", "p_value": "p"}
    wanted = [expected[names.get(column, column)] for column in columns]
    assert row[list(columns)].tolist() == pytest.approx(wanted, rel=RTOL)


def test_the_change_of_each_sex_is_r_s(folder: Path) -> None:
    made = cohort(folder, COVARIATES)
    rows = rtx.score_change(made, study(COVARIATES), "depression", group_by="sex")
    rows = rows[(rows["role"] == "reported") & (rows["quantity"] == "mean_change")]

    for sex in ("female", "male"):
        (row,) = (row for _, row in rows[rows["group"] == sex].iterrows())
        close(row, R[sex], "n", "estimate", "conf_low", "conf_high", "p_value")


def test_table_1_by_sex_has_r_s_proportions(folder: Path) -> None:
    made = cohort(folder, COVARIATES)
    rows = rtx.baseline_characteristics(made, study(COVARIATES), group_by="sex")

    for sex in ("female", "male"):
        key = (rows["group"] == sex) & (rows["endpoint"] == "offer") & (rows["level"] == "yes")
        (row,) = (row for _, row in rows[key].iterrows())
        assert row["estimate"] == pytest.approx(R[sex]["offered"], rel=RTOL)


@pytest.mark.parametrize(
    ("choice", "key"), [("", "male_minus_female"), ("with_covariates", "with_covariates")]
)
def test_the_adjusted_difference_is_that_of_lm_and_sandwich(
    folder: Path, choice: str, key: str
) -> None:
    made, plan = asked(cohort(folder, COVARIATES), study(COVARIATES), "sex")
    rows = [
        *change_contrast_rows(made, plan, plan.scores[0]),
        *change_difference_rows(made, plan, plan.scores[0]),
    ]
    results = estimates_frame(rows)
    wanted = (results["quantity"] == "adjusted_difference") & (results["choice"] == choice)
    (row,) = (row for _, row in results[wanted & (results["group"] == "male")].iterrows())

    close(row, R[key], "n", "estimate", "std_error", "conf_low", "conf_high")


def test_the_interaction_is_that_of_lm_and_sandwich(folder: Path) -> None:
    made, plan = asked(cohort(folder, OFFER_ALONE), study(OFFER_ALONE), "sex")
    results = estimates_frame(subgroup_rows(made, plan))
    (row,) = (row for _, row in results[results["quantity"] == "interaction"].iterrows())

    close(row, R["interaction"], "n", "estimate", "std_error", "conf_low", "conf_high")
    assert (row["group"], row["against"], row["level"]) == ("male", "female", "yes")
