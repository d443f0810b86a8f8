"""Time to an event between diagnoses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.selection import one, select
from analysis.small import against_b, bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows, rate_contrast_rows
from rtxoutcomes.analysis.relapse.time_contrasts import contrast_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.cox import firth_cox
from rtxoutcomes.estimate.likelihood.planning import planning_hazard_ratio
from rtxoutcomes.estimate.survival.contrast import survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

PLAN = study()
ENDPOINT = "time_to_relapse"
B_MINUS_A = {"group": "B", "against": "A"}


def rows(made: Cohort, plan: Study = PLAN) -> pd.DataFrame:
    history = attack_history(made, plan)
    return estimates_frame(contrast_rows(ENDPOINT, history, plan, len(made.patients)))


def parts(made: Cohort) -> Any:
    history = attack_history(made, PLAN)
    assert history is not None
    return {
        code: (part["months"].to_numpy(float), part["event"].to_numpy(bool))
        for code, part in history.groupby("group")
    }


def test_a_difference_of_restricted_means_is_the_later_minus_the_earlier() -> None:
    tables = {code: event_table(*times) for code, times in parts(full()).items()}

    row = one(rows(full()), quantity="restricted_mean_difference", month=12.0, **B_MINUS_A)

    a, b = (restricted_mean(tables[code], 12).estimate for code in "AB")
    assert row["estimate"] == pytest.approx(b - a)
    assert row["unit"] == "months"


def test_a_difference_of_survival_needs_no_event_in_one_of_the_groups() -> None:
    curves = {code: kaplan_meier(event_table(*times)) for code, times in parts(full()).items()}

    frame = select(rows(full()), month=12.0, **B_MINUS_A)

    difference = one(frame, quantity="survival_difference")
    assert difference["conf_low"] == survival_difference(curves["B"], curves["A"], 12).conf_low
    assert one(frame, quantity="cumulative_hazard_ratio")["note"] == "no_events"


def test_a_diagnosis_of_which_everybody_relapsed_is_compared_with_one_of_which_nobody_did() -> None:
    early = [(f"P{k}", "A", float(k)) for k in range(1, 6)]
    people = patients([*early, *((f"Q{k}", "B", 24.0) for k in range(5))])
    onsets = table("patient_id month", *[(f"P{k}", float(k)) for k in range(1, 6)])

    frame = select(rows(cohort(people, relapses=onsets)), month=12.0, **B_MINUS_A)

    assert one(frame, quantity="survival_difference")["estimate"] == 1.0
    assert one(frame, quantity="restricted_mean_difference")["estimate"] == pytest.approx(9.0)


def test_the_hazard_ratio_is_firths_against_the_first_diagnosis() -> None:
    times = parts(full())
    months = np.concatenate([times["A"][0], times["B"][0]])
    event = np.concatenate([times["A"][1], times["B"][1]])
    x = (np.arange(16) >= 12).astype(float)[:, None]

    frame = rows(full())

    ratio, fit = one(frame, quantity="hazard_ratio"), firth_cox(months, event, x, ["B"])
    assert (ratio["group"], ratio["against"]) == ("B", "A")
    assert ratio["estimate"] == pytest.approx(fit.coefficients[0].hazard_ratio.estimate)
    assert one(frame, quantity="events_per_parameter")["estimate"] == event.sum()
    # 12 of 16 patients are in the first group.
    planned = planning_hazard_ratio(int(event.sum()), np.sqrt(0.75 * 0.25))
    planning = one(frame, quantity="planning_value", **B_MINUS_A)
    assert planning["estimate"] == pytest.approx(planned)
    assert one(frame, quantity="proportional_hazards")["group"] == "all"


def test_with_a_reference_group_others_are_compared_with_it() -> None:
    frame, other = rows(full()), rows(full(), against_b())

    compared = other[other["against"] != ""]
    assert set(zip(compared["group"], compared["against"], strict=True)) == {("A", "B")}
    ratios = [one(f, quantity="hazard_ratio")["estimate"] for f in (frame, other)]
    assert ratios[0] * ratios[1] == pytest.approx(1)


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    assert set(frame["note"]) == {"group_absent"}
    one(frame, quantity="hazard_ratio", **B_MINUS_A)
    one(frame, quantity="restricted_mean_difference", month=24.0, **B_MINUS_A)


def test_an_empty_reference_group_leaves_the_contrasts_of_the_others() -> None:
    diagnoses = [{"code": c, "label": c} for c in "ABZ"]
    block = {"id": "trial", "title": "A trial", "drug": "a drug", "reference_group": "Z"}
    plan = study(diagnoses=diagnoses, study=block)

    frame = select(rows(full(), plan), quantity="hazard_ratio")

    notes = frame.set_index(["group", "against"])["note"].to_dict()
    assert notes == {("A", "Z"): "group_absent", ("B", "Z"): "group_absent", ("B", "A"): ""}
    usual = one(rows(full()), quantity="hazard_ratio")
    assert one(frame, **B_MINUS_A)["estimate"] == pytest.approx(usual["estimate"])


def test_each_pair_has_a_hazard_ratio_from_the_model_of_all() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])
    people = patients([(f"P{k}", "ABC"[k % 3], 20.0 + k) for k in range(18)])
    onsets = [("P0", 3.0), ("P1", 5.0), ("P3", 9.0), ("P4", 7.0), ("P6", 4.0), ("P5", 11.0)]
    made = cohort(people, relapses=table("patient_id month", *onsets))

    frame = select(rows(made, plan), quantity="hazard_ratio")

    ratios = frame.set_index(["group", "against"])["estimate"]
    assert list(ratios.index) == [("B", "A"), ("C", "A"), ("C", "B")]
    # The penalised likelihood is the same whichever group is the reference; the fits stop at 1e-9.
    assert ratios["C", "B"] == pytest.approx(ratios["C", "A"] / ratios["B", "A"], rel=1e-6)
    survival = select(rows(made, plan), quantity="survival_difference", month=12.0)
    assert (survival["p_pair"] == "survival_difference_melded").all()
    assert survival["p_value"].notna().all()


def test_without_a_relapse_there_is_no_ratio_and_no_planning_value() -> None:
    people = patients([(f"P{k}", "AB"[k % 2], 12.0 + k) for k in range(12)])

    frame = rows(cohort(people, relapses=table("patient_id month")))

    assert one(frame, quantity="hazard_ratio")["note"] == "no_events"
    difference = one(frame, quantity="restricted_mean_difference", month=12.0)
    assert difference["note"] == "no_events"
    assert not {"planning_value", "events_per_parameter"} & set(frame["quantity"])


def test_a_pair_without_events_has_no_planning_value() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])
    people = patients([(f"P{k}", "ABC"[k % 3], 12.0 + k) for k in range(9)])
    made = cohort(people, relapses=table("patient_id month", ("P2", 5.0), ("P5", 8.0)))

    planning = select(rows(made, plan), quantity="planning_value")

    pairs = list(zip(planning["group"], planning["against"], strict=True))
    assert pairs == [("C", "A"), ("C", "B")]


def test_relapses_that_were_not_collected_have_no_contrast() -> None:
    row = one(rows(bare()))

    assert (row["quantity"], row["group"], row["against"]) == ("hazard_ratio", "B", "A")
    assert row["note"] == "not_collected"


def all_contrasts(made: Cohort, plan: Study) -> pd.DataFrame:
    """Every contrast of relapse between the two diagnoses that has an estimate."""
    history = attack_history(made, plan)
    frame = estimates_frame(
        [
            *proportion_contrast_rows(made, plan),
            *rate_contrast_rows(made, plan),
            *contrast_rows(ENDPOINT, history, plan, len(made.patients)),
        ]
    )
    contrasts = frame[(frame["against"] != "") & (frame["quantity"] != "planning_value")]
    return contrasts[contrasts["estimate"].notna()]


def ordered(n: int, relapses_a: int, relapses_b: int) -> Cohort:
    """Groups of n followed for two years; every relapse of A comes before those of B."""
    people = patients([(f"{code}{k}", code, 24.0) for code in "AB" for k in range(n)])
    months = [(f"A{k}", 1.0 + k / 2) for k in range(relapses_a)]
    months += [(f"B{k}", 6.0 + k / 2) for k in range(relapses_b)]
    return cohort(people, relapses=table("patient_id month", *months))


@given(st.integers(3, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n))), st.data())
@settings(deadline=None, max_examples=12, derandomize=True)
def test_every_contrast_of_a_pair_has_one_direction(sizes: tuple[int, int], data: Any) -> None:
    n, relapses_a = sizes
    made = ordered(n, relapses_a, data.draw(st.integers(1, relapses_a - 1)))

    for plan, sign in ((PLAN, 1), (against_b(), -1)):
        contrasts = all_contrasts(made, plan)
        ratio = contrasts["measure"].str.endswith("ratio")
        # B has fewer and later relapses: lower risks and rates, longer survival.
        longer = contrasts["quantity"].isin(["survival_difference", "restricted_mean_difference"])
        direction = np.sign(contrasts["estimate"] - ratio) * np.where(longer, sign, -sign)
        assert (direction > 0).all()
        assert {"hazard_ratio", "rate_ratio", "proportion_difference"} <= set(contrasts["quantity"])


first_relapses = st.lists(st.one_of(st.none(), st.integers(1, 23)), min_size=2, max_size=6)


@given(first_relapses, first_relapses)
@settings(deadline=None, max_examples=15, derandomize=True)
def test_swapping_diagnoses_flips_differences_and_inverts_ratios(
    a: list[int | None], b: list[int | None]
) -> None:
    people = [(f"P{k}", code, 24.0) for k, code in enumerate("A" * len(a) + "B" * len(b))]
    months = [(f"P{k}", float(month)) for k, month in enumerate(a + b) if month is not None]
    made = cohort(patients(people), relapses=table("patient_id month", *months))
    plans = (PLAN, study(diagnoses=[{"code": code, "label": code} for code in "BA"]))

    frames = [all_contrasts(made, plan) for plan in plans]

    key = ["quantity", "month", "method_key"]
    both = frames[0].merge(frames[1], on=key, suffixes=("", "_swapped"))
    both = both[(both["status"] == "ok") & (both["status_swapped"] == "ok")]
    assert set(both["group_swapped"]) == {"A"}
    for _, row in both.iterrows():
        limits, swapped = (
            [row[f"{name}{suffix}"] for name in ("conf_low", "estimate", "conf_high")]
            for suffix in ("", "_swapped")
        )
        ratio = row["measure"].endswith("ratio")
        if not (ratio and 0 in swapped):
            turned = [1 / value if ratio else -value for value in reversed(swapped)]
            # The searches for limits stop at a relative error of some 1e-8.
            assert limits == pytest.approx(turned, rel=1e-6, abs=1e-9, nan_ok=True)
        assert row["p_value"] == pytest.approx(row["p_value_swapped"], rel=1e-6, nan_ok=True)
