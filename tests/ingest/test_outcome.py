"""The result of a run, and what it leaves where it fails."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from chats import put, read, setting
from rtxoutcomes.errors import EnvironmentFault, UsageFault
from rtxoutcomes.ingest.count import count_lines
from rtxoutcomes.ingest.coverage import calendar_months
from rtxoutcomes.ingest.outcome import Counted, Export, finish
from rtxoutcomes.ingest.setting import Prepared, prepare

CHAT = "13/02/2022, 09:05 - P-017: a?\n13/02/2022, 09:05 - Nurse A: b\n"


def counted(prepared: Prepared) -> Counted:
    log = read(CHAT)
    return Counted(count_lines([log], prepared.roster), [calendar_months(log)], [0])


def test_a_run_is_reported_in_sentences(tmp_path: Path) -> None:
    chosen = setting(tmp_path)
    rows = ["patient_id,month,channel,activity,count", "P01,0,skype,session,2"]
    put(tmp_path / "out", "engagement.csv", rows)
    prepared = prepare(chosen, [], ("message", "question"))

    done = finish(prepared, [put(tmp_path, "a.txt", CHAT)], lambda _: counted(prepared))

    assert done.sentences()[0] == (
        "2 rows of 1 patient (message, question): 2 added, 0 increased, 0 replaced; "
        "1 other row kept"
    )
    assert done.sentences()[1] == "the table as it was edited: kept/engagement-1.csv"
    assert done.sentences()[2].startswith("2 dated lines: 1 messages of patients")


def test_table_and_log_are_the_owner_s_alone(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path), [], ("message", "question"))

    finish(prepared, [put(tmp_path, "a.txt", CHAT)], lambda _: counted(prepared))

    files = [path for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert sorted(path.name for path in files) == ["engagement.csv", "engagement.log.csv"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_group_may_be_allowed_to_read_them(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path, group_readable=True), [], ("message", "question"))

    finish(prepared, [put(tmp_path, "a.txt", CHAT)], lambda _: counted(prepared))

    files = [path for path in (tmp_path / "out").iterdir() if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o640}


def test_the_log_names_an_export_by_the_hash_of_its_file(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path), [], ("message", "question"))
    seen: list[Export] = []

    def reader(exports: Sequence[Export]) -> Counted:
        seen.extend(exports)
        return counted(prepared)

    # SHA-256 of the three bytes "abc" (FIPS 180-4, example B.1).
    finish(prepared, [put(tmp_path, "a.txt", b"abc")], reader)

    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert [(export.number, export.sha256) for export in seen] == [(1, digest)]
    log = (tmp_path / "out" / "engagement.log.csv").read_text(encoding="utf-8").splitlines()
    assert log[1] == f"SYN-0017,{digest},whatsapp,message,0,0,1,0"
    assert len(log) == 5


def test_an_export_that_is_not_there_is_named_as_one_or_by_its_number(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path), [], ("message", "question"))
    absent, there = tmp_path / "Canary.txt", put(tmp_path, "a.txt", CHAT)

    for paths, name in (([absent], "export"), ([there, absent], "export 2")):
        with pytest.raises(UsageFault, match=rf"^{name}: must be a file") as caught:
            finish(prepared, paths, lambda _: counted(prepared))
        assert "Canary" not in str(caught.value)


def test_a_table_that_another_run_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path), [], ("message", "question"))
    rows = ["patient_id,month,channel,activity,count", "P01,0,skype,session,2"]

    def reader(_: object) -> Counted:
        put(tmp_path / "out", "engagement.csv", rows)
        return counted(prepared)

    with pytest.raises(EnvironmentFault, match=r"^another run wrote the table meanwhile; run"):
        finish(prepared, [put(tmp_path, "a.txt", CHAT)], reader)
    assert (tmp_path / "out" / "engagement.csv").read_text().splitlines() == rows
