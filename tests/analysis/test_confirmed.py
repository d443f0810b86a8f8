"""Rows of confirmed changes."""

import pandas as pd
import pytest

import rtxoutcomes as rtx
from cohorts import cohort, patients, study, table, visits
from rtxoutcomes.analysis.confirmed.rows import confirmed_rows
from rtxoutcomes.analysis.pipeline import frame_of
from rtxoutcomes.study import Study


def plan(**keys: object) -> Study:
    block = {"name": "worsening", "label": "Worsening", "score": "edss"} | keys
    return study(confirmed=[block])


def rows_of(made: rtx.Cohort, chosen: Study) -> pd.DataFrame:
    return frame_of(confirmed_rows(made, chosen), chosen)


@pytest.fixture(scope="module")
def bundled() -> pd.DataFrame:
    frame = rtx.analyse(rtx.bundled_cohort(), "nabiuni2023").estimates
    return frame[(frame["analysis"] == "confirmed") & (frame["choice"] == "")]


@pytest.mark.parametrize(
    ("name", "events", "unconfirmed", "late"),
    [("worsening_12_weeks", 17, 7, 13), ("worsening_24_weeks", 13, 11, 13)],
)
def test_the_bundled_cohort_has_the_events_that_independent_runs_found(
    bundled: pd.DataFrame, name: str, events: int, unconfirmed: int, late: int
) -> None:
    rows = bundled[(bundled["endpoint"] == name) & (bundled["group"] == "all")]
    of = rows.set_index("quantity")

    assert of.loc["proportion", "events"] == events
    assert of.loc["proportion", "n"] == 85
    assert of.loc["unconfirmed", "estimate"] == unconfirmed
    assert (of.loc["confirmed_late", "events"], of.loc["confirmed_late", "n"]) == (late, events)
    classes = rows[rows["quantity"] == "patients_by_association"]
    assert classes["estimate"].sum() == events


def test_only_diagnoses_of_the_definition_have_rows(bundled: pd.DataFrame) -> None:
    assert set(bundled["group"]) == {"RRMS", "SPMS", "all"}


def test_an_open_worsening_and_the_date_of_confirmation_are_sensitivity_analyses() -> None:
    made = cohort(
        patients([(f"P{k}", "A", 30.0) for k in range(1, 7)]),
        visits=visits(
            *((f"P{k}", m, 2.0) for k in range(1, 7) for m in (0.0, 6.0, 24.0)),
            ("P1", 9.0, 3.0),
            ("P1", 15.0, 3.0),
            ("P2", 26.0, 3.0),
        ),
        relapses=table("patient_id month", ("P3", 2.0)),
    )
    rows = rows_of(made, plan(sustained=False))
    risk = rows[(rows["quantity"] == "risk") & (rows["group"] == "A")]
    at = {(r.month, r.choice): r.estimate for r in risk.itertuples()}

    assert at[12, ""] == pytest.approx(1 / 6)
    assert at[12, "at_confirmation"] == 0
    assert at[24, "at_confirmation"] == pytest.approx(1 / 6)
    assert at[24, "unconfirmed_as_events"] == pytest.approx(1 / 6)
    unconfirmed = rows[(rows["quantity"] == "unconfirmed") & (rows["group"] == "A")]
    assert unconfirmed["estimate"].tolist() == [1.0]


def test_the_rate_ends_with_the_first_event() -> None:
    made = cohort(
        patients([("P1", "A", 30.0), ("P2", "A", 30.0)]),
        visits=visits(
            *(("P1", 0.0, 2.0), ("P1", 6.0, 3.0), ("P1", 12.0, 3.0), ("P1", 24.0, 3.0)),
            *(("P2", 0.0, 2.0), ("P2", 18.0, 2.0)),
        ),
        relapses=table("patient_id month", ("P2", 2.0)),
    )
    rate = rows_of(made, plan()).query("quantity == 'rate' and group == 'A'").iloc[0]

    assert (rate["events"], rate["person_years"]) == (1, pytest.approx(2.0))


def test_patients_without_a_reference_are_excluded_and_counted() -> None:
    made = cohort(
        patients([("P1", "A", 30.0), ("P2", "A", 30.0)]),
        visits=visits(("P1", 0.0, 2.0), ("P1", 6.0, 2.0), ("P2", 6.0, 2.0)),
        relapses=table("patient_id month", ("P2", 2.0)),
    )
    rows = rows_of(made, plan()).query("quantity == 'proportion' and group == 'A'")

    assert (rows["n"].tolist(), rows["dropped"].tolist()) == ([1], [1])


def test_a_score_that_was_not_collected_has_a_row_with_its_reason() -> None:
    made = cohort(patients([("P1", "A", 30.0)]))
    rows = rows_of(made, plan())

    assert set(rows["note"]) == {"not_collected"}
    assert set(rows["quantity"]) == {"proportion"}


def test_improvements_have_no_relation_to_relapses() -> None:
    made = cohort(
        patients([("P1", "A", 30.0)]),
        visits=visits(("P1", 0.0, 4.0), ("P1", 6.0, 3.0), ("P1", 12.0, 3.0)),
        relapses=table("patient_id month", ("P1", 20.0)),
    )
    rows = rows_of(made, plan(kind="improvement"))

    assert not set(rows["quantity"]) & {"unconfirmed", "patients_by_association"}
    assert rows.query("quantity == 'proportion' and group == 'A'")["events"].tolist() == [1]


def test_events_of_a_definition_are_a_frame() -> None:
    events = rtx.confirmed_events(rtx.bundled_cohort(), "nabiuni2023", "worsening_12_weeks")

    assert len(events) == 17
    assert events["diagnosis"].value_counts().to_dict() == {"SPMS": 13, "RRMS": 4}
    with pytest.raises(KeyError, match="no confirmed change 'x'"):
        rtx.confirmed_events(rtx.bundled_cohort(), "nabiuni2023", "x")


def quiet_and_active(mri: pd.DataFrame | None = None) -> rtx.Cohort:
    """Of A: one without activity, one with a relapse, one whose follow-up ends in month 9."""
    people = patients([("P1", "A", 30.0), ("P2", "A", 30.0), ("P3", "A", 9.0)])
    dated = [(f"P{k}", month, 2.0) for k in (1, 2) for month in (0.0, 6.0, 12.0, 24.0)]
    seen = visits(*dated, ("P3", 0.0, 2.0), ("P3", 8.0, 2.0))
    return cohort(people, visits=seen, relapses=table("patient_id month", ("P2", 5.0)), mri=mri)


def neda(made: rtx.Cohort) -> pd.DataFrame:
    rows = rows_of(made, plan(neda_months=[12]))
    return rows[rows["quantity"].isin(["no_activity", "activity_unknown"])].query("group == 'A'")


def test_neda_is_of_the_patients_known_with_both_extremes_of_the_others() -> None:
    rows = neda(quiet_and_active())
    two = rows[rows["level"] == "NEDA-2"]
    at = {(r.quantity, r.choice): r for r in two.itertuples()}

    known = at["no_activity", ""]
    assert (known.events, known.n, known.dropped, known.month) == (1, 2, 1, 12)
    assert at["activity_unknown", ""].estimate == 1
    assert at["no_activity", "worst_case"].estimate == pytest.approx(1 / 3)
    assert at["no_activity", "best_case"].estimate == pytest.approx(2 / 3)
    assert rows[rows["level"] == "NEDA-3"]["note"].tolist() == ["not_collected"]


def test_a_lesion_on_a_scan_is_activity() -> None:
    scans = table(
        "patient_id month new_t2 gad", ("P1", 6.0, 0, 1), ("P2", 6.0, 0, 0), ("P3", 6.0, 0, None)
    )
    rows = neda(quiet_and_active(mri=scans))
    at = {(r.quantity, r.choice): r for r in rows[rows["level"] == "NEDA-3"].itertuples()}

    assert (at["no_activity", ""].events, at["no_activity", ""].n) == (0, 2)
    assert at["activity_unknown", ""].estimate == 1


def test_without_relapses_neda_is_not_attempted() -> None:
    made = cohort(patients([("P1", "A", 30.0)]), visits=visits(("P1", 0.0, 2.0), ("P1", 6.0, 2.0)))

    assert set(neda(made)["note"]) == {"not_collected"}


def test_all_events_are_counted_with_a_reference_that_moves() -> None:
    made = cohort(
        patients([("P1", "A", 30.0), ("P2", "B", 30.0)]),
        visits=visits(
            *(("P1", 6.0 * k, v) for k, v in enumerate([2.0, 3.0, 3.0, 4.0, 4.0])),
            *(("P2", 6.0 * k, 2.0) for k in range(5)),
        ),
        relapses=table("patient_id month", ("P2", 2.0)),
    )
    rows = rows_of(made, plan())
    every = rows.query("quantity == 'rate_of_all_events'").set_index("group")

    assert every["events"].to_dict() == {"A": 2, "B": 0, "all": 2}
    assert every.loc["A", "person_years"] == pytest.approx(2.0)
    (ratio,) = rows.query("quantity == 'rate_ratio'").itertuples()
    assert (ratio.group, ratio.against, ratio.events) == ("B", "A", 1)
    assert rows.query("quantity == 'survival_difference'")["month"].tolist() == [12, 24]


def test_groups_are_compared_only_if_the_definition_is_of_both() -> None:
    made = cohort(
        patients([("P1", "A", 30.0), ("P2", "B", 30.0)]),
        visits=visits(("P1", 0.0, 2.0), ("P1", 6.0, 2.0), ("P2", 0.0, 2.0), ("P2", 6.0, 2.0)),
        relapses=table("patient_id month", ("P2", 2.0)),
    )

    assert set(rows_of(made, plan(diagnoses=["A"]))["against"]) == {""}
