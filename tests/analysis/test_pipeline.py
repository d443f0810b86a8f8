"""The whole analysis."""

from typing import Any

import pytest

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.pipeline import (
    about,
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
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results import COLUMNS

PLAN = study(randomness={"permutations": 199}, multiplicity={"family": ["edss.A.t", "igg.A.t"]})


def test_every_endpoint_is_there_in_the_order_of_the_manuscript() -> None:
    told = list(dict.fromkeys(analyse(full(), PLAN).estimates["analysis"]))

    assert told == [
        "flow",
        "baseline",
        "relapse",
        "contrast",
        "before_after",
        "recurrent",
        "change",
        "transition",
        "trajectory",
        "time_to_relapse",
        "follow_up",
        "competing",
        "participation",
        "engagement",
        "safety",
        "missing",
        "sensitivity",
    ]


def test_one_endpoint_at_a_time_gives_the_rows_of_the_whole() -> None:
    whole = analyse(full(), PLAN).estimates
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

    flow = (whole["analysis"] == "flow").sum()
    assert sum(len(part) for part in parts) + flow == len(whole)
    assert all(tuple(part.columns) == COLUMNS for part in parts)


def test_the_family_is_the_same_whichever_score_is_asked_for() -> None:
    key = ["endpoint", "group", "term", "role"]
    frame: Any = score_change(full(), PLAN, "edss").set_index(key)
    igg: Any = score_change(full(), PLAN, "igg").set_index(key)

    p_edss = frame.loc[("edss", "A", "mean_change", "reported")]
    p_igg = igg.loc[("igg", "A", "ratio", "reported")]

    assert p_igg["p_adjusted"] == pytest.approx(2 * p_igg["p_value"])
    assert p_edss["p_adjusted"] == pytest.approx(p_edss["p_value"])


def test_a_cohort_of_patients_only_keeps_every_question() -> None:
    whole, empty = analyse(full(), PLAN), analyse(bare(), PLAN)

    assert set(whole.estimates["endpoint"]) >= {"relapse", "edss", "time_to_relapse"}
    assert set(empty.estimates["analysis"]) == set(whole.estimates["analysis"])
    rows = empty.estimates[~empty.estimates["analysis"].isin(["flow", "baseline", "follow_up"])]
    assert set(rows["status"]) == {"not_attempted"}
    assert empty.curves.empty


def test_the_words_of_the_study_travel_with_the_results() -> None:
    told = about(study(channels=[{"name": "chat", "activities": ["message"]}]))

    assert told["diagnosis.A"] == "First"
    assert told["score.edss"] == "EDSS"
    assert told["unit.igg"] == "g/L"
    assert told["channel.chat"] == "chat"


def test_an_unknown_score_is_told_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="edss"):
        score_change(full(), PLAN, "sdmt")


def test_totals_are_refused_where_somebody_would_ask_for_them() -> None:
    with pytest.raises(ImmortalTimeError, match="less time to take part"):
        engagement_effects(full(), PLAN, outcome="relapse", exposure="total")
