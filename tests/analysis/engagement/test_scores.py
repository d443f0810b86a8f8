"""Change of a score after a landmark."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols

from analysis.engagement.reference import plan
from analysis.selection import one
from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.engagement.models import engagement_rows
from rtxoutcomes.analysis.engagement.people import people
from rtxoutcomes.analysis.engagement.scores import changes, score_models
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import histories
from rtxoutcomes.results.frame import estimates_frame

EFFECTS = ("change_difference", "change_ratio")


def varied() -> Cohort:
    """The small cohort with baselines that differ."""
    made = full()
    assert made.visits is not None
    made.visits.loc[made.visits["month"] == 0, "edss"] = [1.0 + k % 5 for k in range(16)]
    return made


def rows(made: Cohort, outcome: str) -> pd.DataFrame:
    return estimates_frame(engagement_rows(made, plan(), outcome))


def primary(frame: pd.DataFrame, *quantities: str) -> Any:
    """The row of the primary model."""
    chosen = frame[frame["quantity"].isin(quantities or EFFECTS)]
    return one(chosen, model="landmark", month=3.0)


def frame_of(made: Cohort) -> Any:
    assert made.visits is not None
    assert made.engagement is not None
    after = made.visits[made.visits["month"] > 3].groupby("patient_id")["edss"].last()
    start = made.visits[made.visits["month"] == 0].set_index("patient_id")["edss"]
    counts = made.engagement[made.engagement["end_month"] <= 3].groupby("patient_id")["count"].sum()
    return made.patients.set_index("patient_id").assign(
        before=start, change=after - start, exposure=np.log2(1 + counts)
    )


@pytest.mark.parametrize(
    ("model", "level", "formula"),
    [
        ("landmark", "", "change ~ C(diagnosis) + before + exposure"),
        (
            "landmark_adjusted",
            "age_years",
            "change ~ C(diagnosis) + before + age_years + exposure",
        ),
    ],
)
def test_change_of_a_score_is_the_robust_linear_model(model: str, level: str, formula: str) -> None:
    frame = rows(varied(), "edss")

    row = one(frame, model=model, level=level, month=3.0, quantity="change_difference")

    fit = ols(formula, frame_of(varied())).fit(cov_type="HC3", use_t=True)
    assert row["n"] == int(fit.nobs)
    assert row["dropped"] == 16 - int(fit.nobs)
    # Both sides solve the same small system in double precision.
    assert row["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert row["p_value"] == pytest.approx(fit.pvalues["exposure"], rel=1e-9)


def test_the_subset_has_its_diagnoses_only() -> None:
    row = one(rows(varied(), "edss"), model="landmark_subset", quantity="change_difference")

    frame = frame_of(varied())
    fit = ols("change ~ before + exposure", frame[frame["group"] == "A"]).fit(
        cov_type="HC3", use_t=True
    )
    assert (row["n"], row["dropped"]) == (12, 0)
    assert row["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert ", A, HC3" in row["method"]


def test_a_diagnosis_of_one_patient_is_left_out_and_named_and_changes_nothing_else() -> None:
    made = varied()
    lone = made.patients["patient_id"].iloc[-1]
    made.patients["group"] = np.where(made.patients["patient_id"] == lone, "B", "A")

    frame = rows(made, "edss")
    row, size = primary(frame), primary(frame, "events_per_parameter")

    others = frame_of(made).drop(index=lone)
    fit = ols("change ~ before + exposure", others).fit(cov_type="HC3", use_t=True)
    assert row["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert row["p_value"] == pytest.approx(fit.pvalues["exposure"], rel=1e-9)
    assert (row["n"], row["dropped"]) == (int(fit.nobs), 16 - int(fit.nobs))
    assert row["method"].endswith("each alone in a term of the model: one patient with B")
    assert size["estimate"] == pytest.approx(fit.nobs / 3)


def test_a_score_is_not_adjusted_for_its_baseline_twice() -> None:
    edss, igg = (set(rows(full(), name)["level"]) for name in ("edss", "igg"))

    assert "edss" not in edss
    assert "edss" in igg


def test_the_planning_value_is_that_many_standard_errors_in_the_unit_of_the_table() -> None:
    edss, igg = (rows(varied(), name) for name in ("edss", "igg"))

    difference, ratio = (primary(frame, "planning_value")["estimate"] for frame in (edss, igg))

    assert difference == pytest.approx(2.80 * primary(edss)["std_error"])
    assert ratio == pytest.approx(np.exp(2.80 * primary(igg)["std_error"]))


def test_baselines_that_do_not_differ_cannot_stand_in_the_model() -> None:
    frame = rows(full(), "edss")

    assert (primary(frame)["status"], primary(frame)["note"]) == ("not_attempted", "rank_deficient")
    assert "permutation_rejections" not in set(frame["quantity"])


def test_a_score_on_the_log_scale_has_a_ratio() -> None:
    row = primary(rows(full(), "igg"))

    assert row["quantity"] == "change_ratio"
    assert "as a ratio" in row["method"]
    assert row["unit"].startswith("ratio")
    assert row["conf_low"] <= row["estimate"] <= row["conf_high"]


def test_patients_not_followed_beyond_the_landmark_have_no_change() -> None:
    made = full()
    made.patients.loc[0, "follow_up_months"] = 6.0
    everybody = people(made, plan())

    change = changes(made, everybody, plan().score("edss"), 6)

    assert change is not None
    assert np.isnan(change.after[0])


def test_the_identity_permutation_gives_the_p_of_the_model() -> None:
    made, chosen = varied(), plan()
    everybody, score = people(made, chosen), chosen.score("edss")
    later = {m: changes(made, everybody, score, m) for m in (3.0, 1.0, 6.0)}

    first, *_ = score_models(chosen, everybody, score, histories(made, "chat", "message"), later)

    assert first.shuffled is not None
    p_values = first.shuffled(np.arange(16)[:, None])
    assert p_values.tolist() == pytest.approx([first.effect.value.p_value], rel=1e-9)


def test_without_a_subset_there_is_no_such_model() -> None:
    frame = estimates_frame(engagement_rows(varied(), plan(subset=[]), "edss"))

    assert "landmark_subset" not in set(frame["model"])


@pytest.mark.parametrize("name", ["exposure", "baseline", "adjuster", "diagnosis_0"])
def test_names_of_scores_are_no_columns_of_the_models(name: str) -> None:
    first, second = plan().model_dump()["scores"]
    renamed = study(
        engagement={"shuffles": 19, "subset": ["A"]}, scores=[first | {"name": name}, second]
    )

    for outcome, other in (("edss", name), ("igg", "igg"), ("relapse", "relapse")):
        expected, frame = (
            estimates_frame(engagement_rows(varied(), chosen, o))
            for chosen, o in ((plan(), outcome), (renamed, other))
        )
        numbers = ["n", "dropped", "estimate", "std_error", "conf_low", "conf_high", "p_value"]
        pd.testing.assert_frame_equal(frame[numbers], expected[numbers])
