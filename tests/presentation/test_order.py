"""The order of a report: participants, then the outcomes by their rank."""

from rtxoutcomes.presentation.order import is_reported, ordered_endpoints, ordered_scores
from rtxoutcomes.results.endpoints import ENDPOINTS
from trial import TRIAL, trial_study


def keys(**blocks: object) -> list[str]:
    return [endpoint.key for endpoint in ordered_endpoints(trial_study(**blocks))]


def test_without_outcomes_the_order_is_that_of_the_registry() -> None:
    assert keys(outcomes=()) == [endpoint.key for endpoint in ENDPOINTS]
    assert [score.name for score in ordered_scores(trial_study(outcomes=()))] == ["hit", "days"]


def test_participants_come_first_and_then_the_primary_outcome() -> None:
    assert keys()[:6] == [
        *("flow", "baseline", "change", "contrast"),
        *("relapse", "time_to_relapse"),
    ]
    assert [score.name for score in ordered_scores(TRIAL)] == ["days", "hit"]


def test_contrasts_come_early_only_where_allocation_was_at_random() -> None:
    identity = TRIAL.study.model_copy(update={"allocation": "non-random"})

    assert keys(study=identity).index("contrast") > keys(study=identity).index("time_to_relapse")


def test_analyses_that_no_endpoint_names_are_reported_as_they_are() -> None:
    study = trial_study(report={"endpoints": ["days", "relapse"]})

    assert is_reported(study, "change", "days")
    assert is_reported(study, "baseline", "age_years")
    assert not is_reported(study, "change", "hit")
    assert not is_reported(study, "engagement", "days")
