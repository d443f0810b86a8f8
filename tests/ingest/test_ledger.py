"""The log beside the engagement table."""

from pathlib import Path

import pytest

from chats import BUNDLED, put
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.coverage import Months
from rtxoutcomes.ingest.ledger import LedgerRow, ledger_path, ledger_text, read_ledger

HEAD = "patient_id,export_sha256,channel,activity,first_month,last_month,rows_added,records_skipped"
A, B = "a" * 64, "b" * 64


def row(patient: str, export: str, months: Months, activity: str = "message") -> LedgerRow:
    return LedgerRow(patient, export, "whatsapp", activity, months, 2, 1)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    rows = [
        row("SYN-2", A, Months(0, 3)),
        row("SYN-1", B, Months(4, 4)),
        row("SYN-1", A, Months(0, 3), "question"),
        row("SYN-1", A, Months(0, 3)),
    ]

    text = ledger_text(rows, BUNDLED)

    assert "\r" not in text
    assert text.splitlines() == [
        HEAD,
        f"SYN-1,{A},whatsapp,message,0,3,2,1",
        f"SYN-1,{B},whatsapp,message,4,4,2,1",
        f"SYN-1,{A},whatsapp,question,0,3,2,1",
        f"SYN-2,{A},whatsapp,message,0,3,2,1",
    ]
    assert sorted(read_ledger(put(tmp_path, "e.log.csv", text), BUNDLED)) == sorted(rows)
    assert read_ledger(tmp_path / "absent.log.csv", BUNDLED) == []


def test_it_lies_beside_its_table() -> None:
    assert ledger_path(Path("a/engagement.csv")) == Path("a/engagement.log.csv")


@pytest.mark.parametrize(
    "line",
    [
        f"Canary Name,{A},whatsapp,message,0,3,2,1",
        f"SYN-1,{A[1:]},whatsapp,message,0,3,2,1",
        f"SYN-1,{A.upper()},whatsapp,message,0,3,2,1",
        f"SYN-1,{A},whatsapp,session,0,3,2,1",
        f"SYN-1,{A},whatsapp,message,2022-07,3,2,1",
        f"SYN-1,{A},whatsapp,message,0,3,2,",
    ],
)
def test_something_else_is_no_log(tmp_path: Path, line: str) -> None:
    path = put(tmp_path, "e.log.csv", [HEAD, line])

    with pytest.raises(IngestError, match="log of engagement, line 2: is no row") as caught:
        read_ledger(path, BUNDLED)
    assert "Canary" not in str(caught.value)
