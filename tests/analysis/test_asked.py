"""What an endpoint function is given: the likely slips, each answered in one sentence."""

import pytest

import rtxoutcomes as rtx
from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.cohort import Cohort

ENDPOINTS = (
    *(rtx.adverse_events, rtx.analyse, rtx.baseline_characteristics, rtx.engagement_description),
    *(rtx.engagement_effects, rtx.missing_data, rtx.relapse_proportions, rtx.relapse_rates),
    *(rtx.sensitivity_grid, rtx.time_to_relapse),
)
FRAME = full().patients


def message(function: object, *given: object) -> str:
    assert callable(function)
    with pytest.raises((TypeError, KeyError, rtx.UsageFault)) as caught:
        function(*given)
    return str(caught.value.args[0])


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_endpoint_names_the_right_call(endpoint: object) -> None:
    assert (
        message(endpoint, study(), full())
        == "first the cohort, then the study: the two are swapped"
    )
    assert "rtx.cohort_from_frames(study, patients=..." in message(endpoint, FRAME, study())
    assert "rtx.read_cohort(path, study)" in message(endpoint, "cohort/", study())
    assert "rtx.read_study" in message(endpoint, full(), FRAME)


def test_results_are_not_a_cohort() -> None:
    results = rtx.analyse(full(), study())

    assert "the cohort they came from" in message(rtx.relapse_rates, results, study())


def test_a_score_that_is_not_there_is_answered_with_those_that_are() -> None:
    assert "no score 'sdmt'; the study has edss, igg" in message(
        rtx.score_change, full(), study(), "sdmt"
    )
    assert "swapped" in message(rtx.score_change, study(), full(), "edss")


def test_a_study_may_be_named_and_a_grouping_replaced() -> None:
    cohort, plan = asked(rtx.bundled_cohort(), "nabiuni2023", "sex")

    assert isinstance(cohort, Cohort)
    assert plan.codes == ("female", "male")
    assert set(cohort.patients["group"]) == {"female", "male"}


def test_a_grouping_that_is_not_there_is_answered_with_those_that_are() -> None:
    assert "no variable 'centre' divides the patients; there are diagnosis, sex" in message(
        asked, full(), study(), "centre"
    )


def test_a_grouping_is_one_variable() -> None:
    with pytest.raises(TypeError, match="group_by is the name of one variable, not a list"):
        rtx.analyse(full(), study(), group_by=["sex"])  # type: ignore[arg-type]
