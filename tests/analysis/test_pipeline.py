"""The complete analysis, and one endpoint at a time."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.selection import one, select
from analysis.small import against_b, bare, full
from cohorts import cohort, study
from rtxoutcomes.analysis import (
    adverse_events,
    analyse,
    baseline_characteristics,
    engagement_description,
    engagement_effects,
    missing_data,
    relapse_proportions,
    relapse_rates,
    score_change,
    score_over_time,
    sensitivity_grid,
    time_to_relapse,
)
from rtxoutcomes.analysis.pipeline import ANALYSES
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.endpoints import KEYS
from rtxoutcomes.results.frame import COLUMNS, KEY
from rtxoutcomes.study import Confirmed, Study, Variable

PLAN = study(randomness={"permutations": 199}, multiplicity={"family": ["edss.A.t", "igg.A.t"]})


@cache
def whole() -> Results:
    """The analysis that most tests look at; none changes it."""
    return analyse(full(), PLAN)


def test_every_endpoint_of_the_registry_is_there_in_its_order() -> None:
    sex = {"name": "sex", "label": "Sex", "kind": "category", "role": "subgroup"}
    worsening = Confirmed(name="worsening", label="Worsening", score="edss")
    variables = (Variable.model_validate(sex),)
    plan = PLAN.model_copy(update={"variables": variables, "confirmed": (worsening,)})
    analyses = list(dict.fromkeys(analyse(full(), plan).estimates["analysis"]))

    assert tuple(analyses) == KEYS == tuple(ANALYSES)


def test_one_endpoint_at_a_time_gives_the_rows_of_the_analysis() -> None:
    estimates = whole().estimates
    parts = [
        baseline_characteristics(full(), PLAN),
        relapse_proportions(full(), PLAN),
        relapse_rates(full(), PLAN),
        score_change(full(), PLAN, "edss"),
        score_change(full(), PLAN, "igg"),
        score_over_time(full(), PLAN, "edss"),
        score_over_time(full(), PLAN, "igg"),
        time_to_relapse(full(), PLAN),
        engagement_description(full(), PLAN),
        engagement_effects(full(), PLAN),
        engagement_effects(full(), PLAN, "edss"),
        engagement_effects(full(), PLAN, outcome="igg"),
        adverse_events(full(), PLAN),
        missing_data(full(), PLAN),
        sensitivity_grid(full(), PLAN),
    ]

    flow = len(select(estimates, analysis="flow"))
    assert sum(len(part) for part in parts) + flow == len(estimates)
    assert all(tuple(part.columns) == COLUMNS for part in parts)


def test_the_family_is_the_same_whichever_score_is_asked_for() -> None:
    edss, igg = (score_change(full(), PLAN, score) for score in ("edss", "igg"))

    last_visit = {"group": "A", "role": "reported", "month": None}
    mean = one(edss, quantity="mean_change", **last_visit)
    ratio = one(igg, quantity="geometric_mean_ratio", **last_visit)
    assert ratio["p_adjusted"] == pytest.approx(2 * ratio["p_value"])
    assert mean["p_adjusted"] == pytest.approx(mean["p_value"])


def test_a_cohort_of_patients_only_keeps_every_analysis() -> None:
    full_results, results = whole(), analyse(bare(), PLAN)

    assert set(results.estimates["analysis"]) == set(full_results.estimates["analysis"])
    collected = results.estimates["analysis"].isin(["flow", "baseline", "follow_up"])
    assert set(results.estimates.loc[~collected, "status"]) == {"not_attempted"}
    assert results.curves.empty


def test_results_hold_the_study_and_the_origin_of_the_cohort() -> None:
    results = whole()

    assert results.study is PLAN
    assert results.origin == "synthetic"


def test_an_unknown_score_is_refused_with_a_list_of_the_known_ones() -> None:
    with pytest.raises(KeyError, match="edss"):
        score_change(full(), PLAN, "sdmt")


def test_a_total_as_exposure_is_refused() -> None:
    with pytest.raises(ImmortalTimeError, match="immortal time bias"):
        engagement_effects(full(), PLAN, outcome="relapse", exposure="total")


def test_no_changes_are_pooled_over_the_diagnoses() -> None:
    estimates = whole().estimates

    overall = set(select(estimates, group="all")["analysis"])
    assert {"relapse", "safety", "baseline", "participation"} <= overall
    assert set(select(estimates, analysis="change", group="all")["quantity"]) == {"between_groups"}
    assert not {"transition", "trajectory"} & overall


TABLES = ("visits", "relapses", "engagement", "adverse_events")
PLANS = (
    PLAN,
    against_b(missing={"imputations": 2}, randomness={"permutations": 99}),
    study(
        diagnoses=[{"code": code, "label": code} for code in "ZAB"],
        engagement={"subset": ["A", "B"], "shuffles": 19},
        channels=[
            {"name": "chat", "activities": ["message", "question"]},
            {"name": "chat_message", "activities": ["question"]},
        ],
        sensitivity={
            "scores": {"edss": {"follow_up_months": [[6, 13]]}, "igg": {"zero_rules": ["pratt"]}},
            "washout_days": [30, 90],
        },
    ),
)


@given(
    st.sets(st.integers(0, 15), min_size=1, max_size=7),
    st.sets(st.sampled_from(TABLES)),
    st.sampled_from(PLANS),
)
@settings(deadline=None, max_examples=8, derandomize=True)
def test_the_key_of_the_frame_is_unique(places: set[int], omitted: set[str], plan: Study) -> None:
    made = full()
    people = made.patients.iloc[sorted(places)].reset_index(drop=True)
    kept = {name: getattr(made, name) for name in TABLES if name not in omitted}
    tables = {
        name: table[table["patient_id"].isin(people["patient_id"])] for name, table in kept.items()
    }

    estimates = analyse(cohort(people, **tables), plan).estimates

    assert not estimates.duplicated(list(KEY)).any()
    assert not estimates.duplicated(["analysis", "endpoint", "group", "term", "method_key"]).any()
    assert set(estimates["analysis"]) <= set(KEYS)


def test_no_change_of_a_score_is_pooled_over_diagnoses_with_an_interval() -> None:
    frame = whole().estimates
    scores = [score.name for score in PLAN.scores]
    pooled = frame[(frame["group"] == "all") & frame["endpoint"].isin(scores)]

    # Models of engagement hold diagnosis as a covariate, so that they are not pooled.
    assert set(pooled.loc[pooled["conf_low"].notna(), "analysis"]) <= {"engagement"}
