"""Confirmed changes of a cohort: tables in, a row an event and a row a patient out."""

from typing import Any

import numpy as np
import pytest

from cohorts import cohort, patients, study, table, visits
from rtxoutcomes.derive.confirmed.cohort import ConfirmedChanges, confirmed_of
from rtxoutcomes.study import Confirmed

PEOPLE = [("P1", "A", 30.0), ("P2", "B", 30.0), ("P3", "A", 30.0), ("P4", "A", 30.0)]
VISITS = [
    *(("P1", 0.0, 2.0), ("P1", 6.0, 3.0), ("P1", 12.0, 3.5), ("P1", 18.0, 2.0)),
    *(("P2", -1.0, 4.0), ("P2", 0.0, 4.5), ("P2", 6.0, 4.0), ("P2", 12.0, 5.5)),
    ("P3", 0.0, 2.0),
    ("P4", 6.0, 2.0),
    ("P4", 12.0, 4.0),
    ("P4", 18.0, 4.0),
]
ONSETS = table("patient_id month", ("P1", 4.0), ("P2", 20.0))


def changes(*, relapses: Any = ONSETS, rows: Any = VISITS, **keys: Any) -> ConfirmedChanges:
    block = Confirmed(name="w", label="W", score="edss", **keys)
    made = cohort(patients(PEOPLE), visits=visits(*rows), relapses=relapses)
    found = confirmed_of(made, study(), block)
    assert found is not None
    return found


def test_a_row_for_each_event() -> None:
    (event,) = changes().events.to_dict("records")

    assert (event["patient_id"], event["group"], event["kind"]) == ("P1", "A", "worsening")
    assert (event["reference_month"], event["reference"]) == (0.0, 2.0)
    assert (event["last_before_month"], event["onset_month"], event["value"]) == (0.0, 6.0, 3.0)
    assert (event["confirmed_month"], event["association"]) == (12.0, "RAW")
    assert np.isnan(event["pira_confirmed_month"])


def test_a_row_for_each_patient() -> None:
    rows = changes().patients.set_index("patient_id")

    assert rows["assessable"].to_dict() == {"P1": True, "P2": True, "P3": False, "P4": False}
    assert rows["event"].to_dict() == {"P1": True, "P2": False, "P3": False, "P4": False}
    assert rows["months"].to_dict() == {
        "P1": 6.0,
        "P2": 12.0,
        "P3": pytest.approx(np.nan, nan_ok=True),
        "P4": pytest.approx(np.nan, nan_ok=True),
    }
    assert rows["visits"].to_dict() == {"P1": 4, "P2": 4, "P3": 1, "P4": 3}
    assert rows.loc["P2", "unconfirmed_month"] == 12.0
    assert rows["unconfirmed_month"].notna().sum() == 1
    assert rows.loc["P1", "follow_up_months"] == 18.0


def test_the_baseline_is_the_last_value_at_or_before_month_0() -> None:
    rows = changes().patients.set_index("patient_id")

    assert rows.loc["P2", "reference_month"] == 0.0


def test_a_first_value_within_the_window_is_the_baseline_where_there_is_none_before() -> None:
    rows = [("P1", 0.4, 2.0), ("P1", 6.0, 3.0), ("P1", 12.0, 3.0), ("P3", 0.6, 2.0), ("P3", 9, 3.0)]
    found = changes(rows=rows).patients.set_index("patient_id")

    assert found.loc["P1", "reference_month"] == 0.4
    assert found.loc["P1", "months"] == pytest.approx(5.6)
    assert not found.loc["P3", "assessable"]


def test_diagnoses_of_the_definition() -> None:
    assert changes(diagnoses=["B"]).patients["patient_id"].tolist() == ["P2"]


def test_without_relapses_no_visit_is_excluded_and_no_class_is_given() -> None:
    rows = [("P1", 0.0, 2.0), ("P1", 6.0, 3.0), ("P1", 12.0, 3.0)]
    near = table("patient_id month", ("P1", 11.5))

    assert changes(rows=rows, relapses=near).events.empty
    assert changes(rows=rows, relapses=None).events["association"].tolist() == [""]


def test_relapses_recorded_too_late_leave_a_worsening_undetermined() -> None:
    rows = [("P1", 0.0, 2.0), ("P1", 2.0, 3.0), ("P1", 12.0, 3.0)]
    none = table("patient_id month", ("P2", 20.0))

    assert changes(rows=rows, relapses=none).events["association"].tolist() == ["undetermined"]
    earlier = changes(rows=rows, relapses=none, relapses_collected_from_months=-12)
    assert earlier.events["association"].tolist() == ["PIRA"]
    assert earlier.events["pira_confirmed_month"].tolist() == [12.0]


def test_improvement_needs_room_on_the_scale() -> None:
    rows = [
        *(("P1", m, v) for m, v in ((0.0, 1.0), (6.0, 0.0))),
        ("P2", 0.0, 4.0),
        ("P2", 6.0, 3.0),
    ]
    rows += [("P2", 12.0, 3.0)]
    found = changes(rows=rows, kind="improvement")
    able = found.patients.set_index("patient_id")["can_change"]

    # From 1.0 the way back of a worsening of 1.5 leads below the scale.
    assert able.to_dict() == {"P1": False, "P2": True, "P3": False, "P4": False}
    assert found.events["patient_id"].tolist() == ["P2"]
    assert found.events["association"].tolist() == [""]


def test_roving_gives_every_event() -> None:
    rows = [(("P1"), 6.0 * k, v) for k, v in enumerate([2.0, 3.0, 3.0, 4.0, 4.0])]

    assert changes(rows=rows).events["onset_month"].tolist() == [6.0]
    assert changes(rows=rows, reference="roving").events["onset_month"].tolist() == [6.0, 18.0]


def test_what_was_not_collected_has_no_changes() -> None:
    block = Confirmed(name="w", label="W", score="edss")
    phases = table("patient_id month edss phase", ("P1", np.nan, 2.0, "baseline"))

    assert confirmed_of(cohort(patients(PEOPLE)), study(), block) is None
    assert confirmed_of(cohort(patients(PEOPLE), visits=phases), study(), block) is None


def test_a_roving_reference_moves_with_improvements_too() -> None:
    rows = [("P1", 6.0 * k, v) for k, v in enumerate([4.0, 3.0, 3.0, 4.0, 4.0])]

    assert changes(rows=rows, reference="roving").events["onset_month"].tolist() == [18.0]
    assert changes(rows=rows, reference="roving_worsening").events.empty
    improved = changes(rows=rows, reference="roving", kind="improvement").events
    assert improved["onset_month"].tolist() == [6.0]
