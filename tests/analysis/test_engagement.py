"""Engagement after a landmark against later outcome."""

from typing import Any

import numpy as np
import pytest
from statsmodels.formula.api import ols

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.engagement import engagement_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort, outcome: str) -> Any:
    return estimates_frame(engagement_rows(made, study(), outcome)).set_index("term")


def test_who_relapsed_before_the_landmark_is_left_out_and_counted() -> None:
    told = rows(full(), "relapse").loc["chat_message"]

    assert (told["n"], told["dropped"], told["events"]) == (15, 1, 5)
    assert told["role"] == "reported"
    assert "Firth Cox" in told["method"]


def test_other_landmarks_are_sensitivity() -> None:
    frame = rows(full(), "relapse")

    assert frame.loc["chat_message_landmark_1", "role"] == "sensitivity"
    assert frame.loc["chat_message_landmark_6", "dropped"] == 2


def test_the_planning_value_stands_beside() -> None:
    told = rows(full(), "relapse").loc["chat_message_planning_value"]

    assert told["role"] == "beside"
    assert told["estimate"] > 1


def test_drug_and_groups_begun_together_are_marked_on_every_effect() -> None:
    for outcome in ("relapse", "igg"):
        frame = rows(full(), outcome)
        assert set(frame.loc[frame["status"] == "ok", "note"]) == {"not_identifiable"}


def test_groups_begun_later_are_identifiable() -> None:
    frame = rows(full(start=1.0), "relapse")

    assert "not_identifiable" not in set(frame["note"])


def test_change_of_a_score_is_the_robust_linear_model() -> None:
    made = full()
    told = rows(made, "edss").loc["chat_message"]

    assert made.visits is not None
    assert made.engagement is not None
    after = made.visits[made.visits["month"] > 3].groupby("patient_id")["edss"].last()
    before = made.visits[made.visits["month"] <= 3].groupby("patient_id")["edss"].last()
    counts = made.engagement[made.engagement["end_month"] <= 3].groupby("patient_id")["count"].sum()
    frame = made.patients.set_index("patient_id")[["diagnosis"]].assign(
        before=before, change=after - before, exposure=np.log2(1 + counts)
    )
    # Every baseline is 3.0 here, so that it cannot stand in the model beside the intercept.
    assert (told["status"], told["note"]) == ("not_estimable", "constant_covariate")
    made.visits.loc[made.visits["month"] == 0, "edss"] = [1.0 + k % 5 for k in range(16)]
    again = rows(made, "edss").loc["chat_message"]
    start = made.visits[made.visits["month"] == 0].set_index("patient_id")["edss"]
    frame = frame.assign(before=start, change=after - start)
    fit = ols("change ~ C(diagnosis) + before + exposure", frame).fit(cov_type="HC3", use_t=True)
    assert again["estimate"] == pytest.approx(fit.params["exposure"], rel=1e-9)
    assert again["p_value"] == pytest.approx(fit.pvalues["exposure"], rel=1e-9)


def test_a_score_on_the_log_scale_has_a_ratio() -> None:
    told = rows(full(), "igg").loc["chat_message"]

    assert "as a ratio" in told["method"]
    assert told["unit"].startswith("ratio")
    assert told["conf_low"] <= told["estimate"] <= told["conf_high"]


@pytest.mark.parametrize("outcome", ["relapse", "edss"])
def test_engagement_that_was_not_collected_is_not_attempted(outcome: str) -> None:
    assert set(rows(bare(), outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_was_not_collected_is_not_attempted() -> None:
    made = full()
    without = bare()
    together = type(made)(
        **{name: getattr(without, name) for name in made.__slots__}
        | {"patients": made.patients, "engagement": made.engagement}
    )

    for outcome in ("relapse", "edss"):
        assert set(rows(together, outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_is_neither_relapse_nor_a_score_is_refused() -> None:
    with pytest.raises(KeyError, match="no score 'sdmt'"):
        engagement_rows(full(), study(), "sdmt")
