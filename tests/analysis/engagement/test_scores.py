"""Change of a score after a landmark."""

from typing import Any

import numpy as np
import pytest
from statsmodels.formula.api import ols

from analysis.engagement.reference import plan
from analysis.small import full
from rtxoutcomes.analysis.engagement.models import engagement_rows
from rtxoutcomes.analysis.engagement.people import people
from rtxoutcomes.analysis.engagement.scores import changes, score_models
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import histories
from rtxoutcomes.results import estimates_frame


def varied() -> Cohort:
    """The small cohort with baselines that differ."""
    made = full()
    assert made.visits is not None
    made.visits.loc[made.visits["month"] == 0, "edss"] = [1.0 + k % 5 for k in range(16)]
    return made


def rows(made: Cohort, outcome: str) -> Any:
    return estimates_frame(engagement_rows(made, plan(), outcome)).set_index("term")


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
    ("suffix", "formula"),
    [
        ("", "change ~ C(diagnosis) + before + exposure"),
        ("_adjusted_age_years", "change ~ C(diagnosis) + before + age_years + exposure"),
    ],
)
def test_change_of_a_score_is_the_robust_linear_model(suffix: str, formula: str) -> None:
    told = rows(varied(), "edss").loc[f"chat_message{suffix}"]

    frame = frame_of(varied())
    fit = ols(formula, frame).fit(cov_type="HC3", use_t=True)
    assert told["n"] == int(fit.nobs)
    assert told["dropped"] == 16 - int(fit.nobs)
    # Both sides solve the same small system in double precision.
    assert told["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert told["p_value"] == pytest.approx(fit.pvalues["exposure"], rel=1e-9)


def test_the_subset_has_its_diagnoses_only() -> None:
    told = rows(varied(), "edss").loc["chat_message_subset"]

    frame = frame_of(varied())
    fit = ols("change ~ before + exposure", frame[frame["diagnosis"] == "A"]).fit(
        cov_type="HC3", use_t=True
    )
    assert (told["n"], told["dropped"]) == (12, 0)
    assert told["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert ", A, HC3" in told["method"]


def test_a_score_is_not_adjusted_for_its_own_baseline_twice() -> None:
    assert "chat_message_adjusted_edss_baseline" not in rows(full(), "edss").index
    assert "chat_message_adjusted_edss_baseline" in rows(full(), "igg").index


def test_the_planning_value_is_that_many_standard_errors_in_the_unit_of_the_table() -> None:
    edss, igg = (rows(varied(), name) for name in ("edss", "igg"))

    told = edss.loc["chat_message_planning_value", "estimate"]
    ratio = igg.loc["chat_message_planning_value", "estimate"]
    assert told == pytest.approx(2.80 * edss.loc["chat_message", "std_error"])
    assert ratio == pytest.approx(np.exp(2.80 * igg.loc["chat_message", "std_error"]))


def test_baselines_that_do_not_differ_cannot_stand_in_the_model() -> None:
    told = rows(full(), "edss").loc["chat_message"]

    assert (told["status"], told["note"]) == ("not_attempted", "rank_deficient")
    assert "chat_message_shuffled" not in rows(full(), "edss").index


def test_a_score_on_the_log_scale_has_a_ratio() -> None:
    told = rows(full(), "igg").loc["chat_message"]

    assert "as a ratio" in told["method"]
    assert told["unit"].startswith("ratio")
    assert told["conf_low"] <= told["estimate"] <= told["conf_high"]


def test_who_is_not_followed_beyond_the_landmark_has_no_change() -> None:
    made = full()
    made.patients.loc[0, "follow_up_months"] = 6.0
    everybody = people(made, plan())

    told = changes(made, everybody, plan().score("edss"), 6)

    assert told is not None
    assert np.isnan(told.after[0])


def test_a_shuffle_that_changes_nothing_gives_the_model_s_own_p() -> None:
    made, study = varied(), plan()
    everybody, score = people(made, study), study.score("edss")
    later = {m: changes(made, everybody, score, m) for m in (3.0, 1.0, 6.0)}

    primary, *_ = score_models(study, everybody, score, histories(made, "chat", "message"), later)

    assert primary.shuffled is not None
    own = primary.shuffled(np.arange(16)[:, None])
    assert own.tolist() == pytest.approx([primary.value.p_value], rel=1e-9)


def test_without_a_subset_there_is_no_such_model() -> None:
    told = estimates_frame(engagement_rows(varied(), plan(subset=[]), "edss"))

    assert not told["term"].str.contains("subset").any()
