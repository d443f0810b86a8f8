"""The log of engagement as a table of the cohort."""

from pathlib import Path

import pytest

from chats import BUNDLED, put
from rtxoutcomes.errors import TableError
from rtxoutcomes.intake import read_cohort

HEAD = "patient_id,export_sha256,channel,activity,first_month,last_month,rows_added,records_skipped"
A = "0123456789abcdef" * 4
SOUND = f"P01,{A},skype,session,0,3,1,0"


def folder(place: Path, *lines: str) -> Path:
    put(place, "patients.csv", ["patient_id,diagnosis,follow_up_months", "P01,RRMS,24"])
    put(
        place,
        "engagement.csv",
        ["patient_id,month,channel,activity,count", "P01,1,skype,session,2"],
    )
    put(place, "engagement.log.csv", [HEAD, *lines])
    return place


def test_a_sound_log_is_part_of_the_cohort(tmp_path: Path) -> None:
    cohort = read_cohort(folder(tmp_path, SOUND), BUNDLED)

    assert cohort.engagement_log is not None
    assert cohort.engagement_log.loc[0, "export_sha256"] == A
    assert "engagement.log.csv" in cohort.sources
    cohort.engagement_log.loc[0, "last_month"] = 9
    assert cohort.edited() == ("engagement_log",)


@pytest.mark.parametrize(
    ("line", "rule", "place"),
    [
        (
            SOUND.replace("P01", "P02"),
            "",
            "patient_id (column A) line 2, patient P02: must be a patient",
        ),
        (
            SOUND.replace(A, A[1:]),
            "value.hash",
            "export_sha256 (column B) line 2, patient P01: must be the SHA-256",
        ),
        (
            SOUND.replace("session", "message"),
            "",
            "activity (column D) line 2, patient P01: must be an activity",
        ),
        (
            SOUND.replace("0,3", "4,3"),
            "log.order",
            "last_month (column F) line 2, patient P01: must not lie before",
        ),
        (
            SOUND.replace("0,3", "-1,3"),
            "",
            "first_month (column E) line 2, patient P01: must be between 0",
        ),
        (
            SOUND.replace("0,3", "0,"),
            "",
            "last_month (column F) line 2, patient P01: must not be empty",
        ),
        (f"{SOUND}\n{SOUND}", "", "export_sha256 (column B) line 3, patient P01: must be unique"),
    ],
)
def test_each_rule_names_its_place(tmp_path: Path, line: str, rule: str, place: str) -> None:
    with pytest.raises(TableError) as caught:
        read_cohort(folder(tmp_path, line), BUNDLED)

    assert [
        v.sentence().startswith(f"engagement.log.{place}") for v in caught.value.violations
    ] == [True]
    assert rule in ("", caught.value.violations[0].rule)


def test_the_months_of_a_log_may_lie_after_the_end_of_follow_up(tmp_path: Path) -> None:
    assert read_cohort(folder(tmp_path, SOUND.replace("0,3", "0,40")), BUNDLED)
