"""A patient without any follow-up is counted, and contributes neither time nor risk."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.selection import one
from analysis.small import full
from cohorts import study
from rtxoutcomes.analysis.pipeline import analyse
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.cohort import Cohort, fingerprinted
from rtxoutcomes.results.frame import estimates_frame

PLAN = study(randomness={"permutations": 199}, engagement={"shuffles": 19})
NUMBERS = ["estimate", "conf_low", "conf_high", "statistic", "p_value", "person_years"]
NAMES = ["analysis", "endpoint", "group", "against", "method_key", "role", "term"]
# What rests on the times of patients under follow-up, and on nothing else.
OF_TIME = (
    *("risk", "rate", "survival", "restricted_mean", "median", "log_rank", "hazard_ratio"),
    *("survival_difference", "restricted_mean_difference", "cumulative_hazard_ratio"),
    *("rate_ratio", "mean_events", "event_incidence", "competing_incidence"),
)


def with_two_more() -> Cohort:
    """Two more patients of B, seen at the first infusion only; one died that day."""
    made = full()
    last = made.patients.iloc[-1]
    more = [
        last.to_dict() | {"patient_id": f"B9{k}", "follow_up_months": 0.0, "end_reason": reason}
        for k, reason in enumerate(("lost", "died"))
    ]
    patients = pd.concat([made.patients, pd.DataFrame(more)], ignore_index=True)
    return fingerprinted(replace(made, patients=patients.astype(made.patients.dtypes)))


@pytest.fixture(scope="module")
def both() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with and without the two patients."""
    frames = (analyse(made, PLAN).estimates for made in (with_two_more(), full()))
    longer, shorter = (frame.set_index(NAMES) for frame in frames)
    return longer, shorter


def test_they_are_counted(both: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    frame = both[0].reset_index()

    assert one(frame, analysis="flow", group="B", quantity="enrolled")["estimate"] == 6
    shortest = one(frame, analysis="follow_up", group="B", quantity="minimum")
    assert (shortest["estimate"], shortest["n"]) == (0, 6)
    survival = frame[(frame["quantity"] == "survival") & (frame["group"] == "B")]
    assert set(survival["n"]) == {6}


@pytest.mark.parametrize("quantity", OF_TIME)
def test_they_bring_neither_time_nor_risk(
    both: tuple[pd.DataFrame, pd.DataFrame], quantity: str
) -> None:
    # Best and worst cases and other assumptions on the missing are about those very patients;
    # a description is one of all patients.
    others = ["missing", "baseline", "participation"]
    longer, shorter = (
        frame[frame["quantity"] == quantity].drop(index=others, level="analysis", errors="ignore")
        for frame in both
    )

    assert len(longer) > 0
    assert longer.index.equals(shorter.index)
    # The same sums in another order of patients.
    pd.testing.assert_frame_equal(longer[NUMBERS], shorter[NUMBERS], rtol=1e-9)


def test_where_nobody_was_followed_no_proportion_is_given() -> None:
    made = full()
    none = made.patients["diagnosis"] == "B"
    patients = made.patients.assign(
        follow_up_months=made.patients["follow_up_months"].mask(none, 0.0)
    )
    assert made.relapses is not None
    onsets = made.relapses[made.relapses["patient_id"] != "B01"]
    changed = fingerprinted(replace(made, patients=patients, relapses=onsets))
    rows = [
        *proportion_rows(changed, PLAN),
        *proportion_contrast_rows(changed, PLAN),
        *safety_rows(changed, PLAN),
    ]

    frame = estimates_frame(rows)

    of_b = frame[(frame["group"] == "B") & (frame["quantity"] != "risk")]
    assert set(of_b["status"]) == {"not_estimable"}
    assert set(of_b["note"]) == {"n_zero"}
    assert set(of_b.loc[of_b["quantity"].isin(["proportion", "serious"]), "dropped"]) == {4}
    assert set(of_b.loc[of_b["against"] == "A", "dropped"]) == {4}
    # One group alone is left to compare.
    test = one(frame, group="all", quantity="between_groups", analysis="relapse")
    assert (test["status"], test["dropped"]) == ("not_attempted", 4)
    assert (
        one(frame, group="A", quantity="proportion", role="reported", analysis="relapse")["n"] == 12
    )
