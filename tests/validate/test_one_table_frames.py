"""The form with one row a patient as the tables of the other form."""

import math
from pathlib import Path

from clinic import one_table, sound


def test_the_form_becomes_the_tables(tmp_path: Path) -> None:
    cohort = sound(one_table(tmp_path))

    assert cohort.form == "one_table"
    assert cohort.patients["relapse_count"].tolist()[:2] == [2, 0]
    assert cohort.patients["relapse_count"].isna().tolist() == [False, False, True]
    assert cohort.visits is not None
    assert cohort.visits["phase"].value_counts().to_dict() == {"baseline": 3, "follow_up": 3}
    assert cohort.visits["month"].isna().all()
    assert cohort.relapses is not None
    assert cohort.relapses[["patient_id", "month"]].values.tolist() == [["P01", 7.5], ["P03", 5.0]]
    assert cohort.engagement is not None
    assert cohort.engagement["end_month"].tolist() == [3.0, 3.0, 3.0]
    assert cohort.adverse_events is not None
    assert cohort.adverse_events["patient_id"].tolist() == ["P02", "P02"]
    assert cohort.adverse_events["event_id"].tolist() == ["1", "2"]
    assert cohort.infusions is None


def test_what_the_file_does_not_hold_was_not_collected(tmp_path: Path) -> None:
    cohort = sound(one_table(tmp_path, ["patient_id,diagnosis,follow_up_months", "P01,RRMS,24"]))

    assert cohort.visits is None
    assert cohort.relapses is None
    assert cohort.engagement is None
    assert cohort.adverse_events is None


def test_totals_without_a_window_have_no_end(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,whatsapp_messages", "P01,RRMS,24,7"]

    cohort = sound(one_table(tmp_path, lines))

    assert cohort.engagement is not None
    assert math.isnan(cohort.engagement["end_month"].iloc[0])


def test_each_count_stays_with_its_patient_where_some_are_unknown(tmp_path: Path) -> None:
    lines = [
        "patient_id,diagnosis,follow_up_months,skype_sessions,whatsapp_messages",
        "P01,RRMS,24,,7",
        "P02,SPMS,18,4,",
        "P03,NMOSD,12,5,9",
    ]

    cohort = sound(one_table(tmp_path, lines))

    assert cohort.engagement is not None
    columns = ["patient_id", "channel", "count"]
    assert cohort.engagement[columns].to_numpy().tolist() == [
        ["P02", "skype", 4],
        ["P03", "skype", 5],
        ["P01", "whatsapp", 7],
        ["P03", "whatsapp", 9],
    ]


def test_adverse_events_without_information_stay_unknown(tmp_path: Path) -> None:
    cohort = sound(one_table(tmp_path))

    known = cohort.patients["adverse_event_count"]
    assert known.isna().tolist() == [False, False, True]
    assert known.tolist()[:2] == [0, 2]


def test_a_score_of_one_phase_only_is_missing_in_the_other(tmp_path: Path) -> None:
    lines = [
        "patient_id,diagnosis,follow_up_months,edss_baseline,edss_follow_up,igg_baseline_g_per_l",
        "P01,RRMS,24,3.0,2.5,9.5",
    ]

    cohort = sound(one_table(tmp_path, lines))

    assert cohort.visits is not None
    assert cohort.visits["edss"].tolist() == [3.0, 2.5]
    assert cohort.visits["igg_g_per_l"].isna().tolist() == [False, True]


def test_events_are_numbered_from_one_for_each_patient(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,follow_up_months,adverse_events"
    rows = [f"P0{k},RRMS,24,{count}" for k, count in enumerate((2, 0, 3), start=1)]

    cohort = sound(one_table(tmp_path, [header, *rows]))

    assert cohort.adverse_events is not None
    events = cohort.adverse_events[["patient_id", "event_id"]].values.tolist()
    assert events == [["P01", "1"], ["P01", "2"], ["P03", "1"], ["P03", "2"], ["P03", "3"]]


def test_attacks_alone_are_a_collected_table_without_onsets(tmp_path: Path) -> None:
    lines = ["patient_id,diagnosis,follow_up_months,relapse_count", "P01,RRMS,24,0"]

    cohort = sound(one_table(tmp_path, lines))

    assert cohort.relapses is not None
    assert cohort.relapses.empty
    assert cohort.patients["relapse_count"].tolist() == [0]


def test_engagement_without_information_stay_unknown(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,follow_up_months,whatsapp_messages,engagement_window_months"

    cohort = sound(one_table(tmp_path, [header, "P01,RRMS,24,0,3", "P02,RRMS,24,,3"]))

    assert cohort.engagement is not None
    assert cohort.engagement[["patient_id", "count"]].values.tolist() == [["P01", 0]]
