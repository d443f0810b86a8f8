"""The form with one row a patient as the tables of the other form."""

import math
from pathlib import Path

import pytest

from clinic import BUNDLED, findings, one_table, sound
from rtxoutcomes.derive.scores import fixed_time_pairs, has_months, last_visit_pairs
from rtxoutcomes.study import OneTableScore, Study


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


SEVERAL = Study.model_validate(
    BUNDLED.model_dump(exclude_unset=True)
    | {
        "one_table": {
            "scores": {
                "edss": {"visits": {"edss_pre": 0, "edss_12m": 12, "edss_24m": 24}},
                "igg": {"baseline": "igg_pre", "follow_up": "igg_post"},
            }
        }
    }
)
DATED = [
    "patient_id,diagnosis,follow_up_months,edss_pre,edss_12m,edss_24m,igg_pre,igg_post",
    "P01,RRMS,24,3,2.5,2,10.1,9",
    "P02,SPMS,11.5,4,4.5,,9.5,",
]


def test_columns_with_months_are_visits_and_others_keep_their_phase(tmp_path: Path) -> None:
    cohort = sound(one_table(tmp_path, DATED), SEVERAL)

    assert cohort.visits is not None
    edss = cohort.visits.dropna(subset=["edss"]).sort_values(["patient_id", "month"])
    assert edss[["patient_id", "month", "phase", "edss"]].to_numpy().tolist() == [
        ["P01", 0.0, "", 3.0],
        ["P01", 12.0, "", 2.5],
        ["P01", 24.0, "", 2.0],
        ["P02", 0.0, "", 4.0],
        # Planned for month 12; follow-up ended at 11.5.
        ["P02", 11.5, "", 4.5],
    ]
    igg = cohort.visits.dropna(subset=["igg_g_per_l"])
    assert set(igg["phase"]) == {"baseline", "follow_up"}
    assert igg["month"].isna().all()


def test_visits_of_columns_have_windows_and_a_fixed_time(tmp_path: Path) -> None:
    cohort = sound(one_table(tmp_path, DATED), SEVERAL)

    last = last_visit_pairs(cohort, SEVERAL.score("edss"))
    fixed = fixed_time_pairs(cohort, SEVERAL.score("edss"))

    assert last is not None
    assert fixed is not None
    assert last[["before", "after", "after_month"]].to_numpy().tolist() == [
        [3, 2, 24],
        [4, 4.5, 11.5],
    ]
    assert fixed[["before", "after", "after_month"]].to_numpy().tolist() == [
        [3, 2.5, 12],
        [4, 4.5, 11.5],
    ]
    assert fixed_time_pairs(cohort, SEVERAL.score("igg")) is None
    assert has_months(cohort, SEVERAL.score("edss"))
    assert not has_months(cohort, SEVERAL.score("igg"))


@pytest.mark.parametrize(("end", "refused"), [("11", False), ("10.9", True)])
def test_a_value_more_than_a_month_after_the_end_is_refused(
    end: str, refused: bool, tmp_path: Path
) -> None:
    rows = [DATED[0], DATED[1], DATED[2].replace("11.5", end)]

    found = findings(one_table(tmp_path, rows), SEVERAL)

    assert [(v.rule, v.column, v.line) for v in found] == (
        [("time.after_follow_up", "edss_12m", 3)] if refused else []
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"baseline": "a"},
        {"follow_up": "b"},
        {},
        {"baseline": "a", "follow_up": "b", "visits": {"c": 1}},
        {"visits": {"a": 1, "b": 1}},
    ],
)
def test_a_score_has_phases_or_months(columns: dict[str, object]) -> None:
    with pytest.raises(
        ValueError, match=r"baseline and follow_up, or visits|each month must differ"
    ):
        OneTableScore.model_validate(columns)
