"""Results by subgroup: levels of their size, interactions, and never a P value."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter
from statsmodels.formula.api import ols

from analysis.many import VARIABLES, many, plan
from analysis.selection import one, select
from analysis.small import full
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows
from rtxoutcomes.analysis.subgroups import subgroup_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study


def rows(made: Cohort, study: Study) -> pd.DataFrame:
    return estimates_frame(subgroup_rows(made, study))


def coded(made: Cohort) -> pd.DataFrame:
    in_b = (made.patients["diagnosis"] == "B").astype(float)
    positive = (made.patients["aqp4"] == "pos").astype(float)
    return pd.DataFrame({"in_b": in_b, "positive": positive, "both": in_b * positive})


def test_a_level_has_the_result_of_its_patients_alone() -> None:
    made = many(300)
    positive = made.subset("aqp4 == 'pos'", reason="negative")

    result = rows(made, plan())

    risk = one(result, group="B", level="pos", quantity="risk")
    alone = one(estimates_frame(proportion_rows(positive, plan())), group="B", quantity="risk")
    change = one(result, group="B", level="pos", quantity="mean_change", endpoint="edss")
    changes = estimates_frame(change_rows(positive, plan(), plan().score("edss")))
    last = changes[changes["month"].isna() & (changes["role"] == "reported")]
    of_change = one(last, group="B", quantity="mean_change")
    for row, expected in ((risk, alone), (change, of_change)):
        for column in ("n", "estimate", "conf_low", "conf_high"):
            assert row[column] == expected[column]
        assert (row["subgroup"], row["role"]) == ("aqp4", "alternative")


def test_no_level_and_no_interaction_has_a_test() -> None:
    result = rows(many(400), plan())

    assert result["p_value"].isna().all()
    assert result["statistic"].isna().all()
    assert set(result["p_pair"]) == {""}
    assert result["estimate"].notna().all()


def test_the_interaction_of_hazards_is_the_product_in_a_cox_model() -> None:
    made = many()
    history = attack_history(made, plan())
    assert history is not None
    frame = coded(made).assign(months=history["months"], event=history["event"])
    fit = CoxPHFitter().fit(frame, "months", "event")

    row = one(rows(made, plan()), quantity="interaction", endpoint="relapse")

    # The penalty of Firth moves an estimate of 700 events by less than 1 %.
    assert np.log(row["estimate"]) == pytest.approx(fit.params_["both"], abs=0.01)
    assert row["std_error"] == pytest.approx(fit.standard_errors_["both"], rel=0.01)
    assert (row["group"], row["against"], row["level"]) == ("B", "A", "pos")


def test_the_interaction_of_changes_is_the_difference_of_differences() -> None:
    made = many(200)
    pairs = last_visit_pairs(made, plan().score("edss"))
    assert pairs is not None
    frame = coded(made).assign(before=pairs["before"], change=pairs["after"] - pairs["before"])
    formula = "change ~ in_b + positive + both + before"
    fit = ols(formula, frame).fit(cov_type="HC3", use_t=True)

    row = one(rows(made, plan()), quantity="interaction", endpoint="edss")

    assert row["estimate"] == pytest.approx(fit.params["both"], rel=1e-9)
    low, high = fit.conf_int().loc["both"]
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((low, high), rel=1e-9)


@pytest.mark.parametrize(("patients", "given"), [(9, False), (10, True)])
def test_a_level_of_fewer_than_ten_patients_has_its_counts_alone(
    patients: int, given: bool
) -> None:
    made = many(120)
    people = made.patients.copy()
    in_a = people.index[people["diagnosis"] == "A"]
    people["aqp4"] = "neg"
    people.loc[in_a[:patients], "aqp4"] = "pos"

    result = rows(replace(made, patients=people), plan())

    row = one(result, group="A", level="pos", quantity="mean_change", endpoint="edss")
    assert row["n"] == patients
    assert (row["status"] == "ok") is given
    assert (row["note"] == "too_few_in_level") is not given
    interaction = one(result, quantity="interaction", endpoint="edss")
    assert (interaction["note"] == "too_few_for_interaction") is not given


@pytest.mark.parametrize(("events", "given"), [(4, False), (5, True)])
def test_a_level_with_fewer_than_five_events_has_its_counts_alone(events: int, given: bool) -> None:
    made = many(120)
    people = made.patients.assign(aqp4=["neg", "neg", "pos", "pos"] * 30, follow_up_months=30.0)
    ids = people.loc[(people["diagnosis"] == "A") & (people["aqp4"] == "pos"), "patient_id"]
    others = people.loc[people["aqp4"] == "neg", "patient_id"]
    relapsed = [*ids[:events], *others[:20]]
    relapses = pd.DataFrame({"patient_id": relapsed, "month": 3.0})

    result = rows(replace(made, patients=people, relapses=relapses), plan())

    row = one(result, group="A", level="pos", quantity="risk")
    assert (row["n"], row["events"]) == (30, events)
    assert (row["note"] == "too_few_in_level") is not given
    interaction = one(result, quantity="interaction", endpoint="relapse")
    assert (interaction["note"] == "too_few_for_interaction") is not given


@pytest.mark.parametrize("patients", [40, 400])
def test_an_interaction_counts_those_whose_level_is_not_known(patients: int) -> None:
    made = many(patients)
    people = made.patients.copy()
    people.loc[:6, "aqp4"] = None

    result = rows(replace(made, patients=people), plan())

    interactions = select(result, quantity="interaction", endpoint="relapse")
    changes = select(result, quantity="interaction", endpoint="edss")
    for row in (interactions.iloc[0], changes.iloc[0]):
        assert (row["n"], row["dropped"]) == (patients - 7, 7)


def test_every_level_and_group_keeps_its_row() -> None:
    made = many(60)
    nobody = replace(made, patients=made.patients.assign(aqp4="neg"))

    result = rows(nobody, plan())

    empty = select(result, level="pos", quantity="risk")
    assert empty["note"].tolist() == ["group_absent"] * 2
    assert set(select(result, quantity="interaction")["note"]) == {"too_few_for_interaction"}


def test_what_such_a_study_can_plan_for_rests_on_its_events() -> None:
    made = many(400)
    history = attack_history(made, plan())
    assert history is not None
    events = int(history["event"].sum())

    row = one(rows(made, plan()), quantity="planning_value")

    # Four equal cells: the variance of the logarithm is the sum of 4 / events over four cells.
    z = 1.959964 + 0.841621
    assert row["estimate"] == pytest.approx(np.exp(z * np.sqrt(16 / events)), rel=1e-3)
    assert row["events"] == events


def test_without_subgroups_there_is_no_row() -> None:
    assert subgroup_rows(full(), plan(variables=[])) == []
    by_status = plan(variables=VARIABLES[:1]).grouped_by("aqp4")
    assert subgroup_rows(many(40), by_status) == []
