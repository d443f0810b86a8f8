"""The engagement table as text."""

from pathlib import Path

import pytest

from chats import BUNDLED, put
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.table import EngagementRow, existing_rows, new_rows, table_text
from rtxoutcomes.study import Study

HEAD = "patient_id,month,channel,activity,count"


def test_rows_are_in_the_order_of_patient_month_and_study() -> None:
    counts = {("SYN-2", 0, "question"): 1, ("SYN-2", 0, "message"): 3, ("SYN-1", 12, "message"): 2}
    rows = new_rows(counts, "whatsapp", {"message": "message", "question": "question"})

    text = table_text([*rows, EngagementRow("SYN-2", 0, "skype", "session", 1)], BUNDLED)

    assert text.splitlines() == [
        HEAD,
        "SYN-1,12,whatsapp,message,2",
        "SYN-2,0,skype,session,1",
        "SYN-2,0,whatsapp,message,3",
        "SYN-2,0,whatsapp,question,1",
    ]


def test_what_the_study_does_not_collect_is_not_written() -> None:
    assert new_rows({("SYN-1", 0, "question"): 1}, "whatsapp", {"message": "message"}) == []


def test_columns_have_the_names_of_the_study() -> None:
    names = {"columns": {"engagement": {"count": "how_often", "month": "since"}}}
    study = Study.model_validate(BUNDLED.model_dump() | names)

    text = table_text([], study)

    assert text == "patient_id,since,channel,activity,how_often\n"


def test_the_rows_of_earlier_runs_are_read(tmp_path: Path) -> None:
    path = put(tmp_path, "e.csv", [HEAD, "P01,0,skype,session,2", "P01,0,whatsapp,message,9"])

    assert existing_rows(path, BUNDLED) == [
        EngagementRow("P01", 0, "skype", "session", 2),
        EngagementRow("P01", 0, "whatsapp", "message", 9),
    ]
    assert existing_rows(tmp_path / "absent.csv", BUNDLED) == []


@pytest.mark.parametrize(
    "row",
    [
        "P01,0.5,skype,session,2",
        "P01,0,skype,session,-2",
        "Canary Name,0,skype,session,2",
        "P01,0,teams,session,2",
        "P01,0,skype,message,2",
    ],
)
def test_a_table_of_something_else_is_not_replaced(tmp_path: Path, row: str) -> None:
    path = put(tmp_path, "e.csv", [HEAD, row])

    with pytest.raises(IngestError, match="line 2: is no row of an engagement table") as caught:
        existing_rows(path, BUNDLED)
    assert "Canary" not in str(caught.value)
