"""Atomic output of one file."""

import errno
import os
from pathlib import Path

import pytest

from rtxoutcomes.errors import EnvironmentFault, UsageFault
from rtxoutcomes.ingest.output import check_output, write_output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".rtx")


def test_a_table_is_written_and_replaced_and_no_work_file_remains(tmp_path: Path) -> None:
    out = tmp_path / "engagement.csv"
    (tmp_path / "patients.csv").write_text("mine", encoding="utf-8")

    assert write_output(out, {out.name: "a\n"}) == ""
    assert out.stat().st_mode & 0o777 == 0o600
    assert write_output(out, {out.name: "é\n"}, group_readable=True) == ""

    assert out.read_bytes() == "é\n".encode()
    assert out.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["engagement.csv", "patients.csv"]


def test_a_table_that_somebody_edited_is_moved_and_named(tmp_path: Path) -> None:
    out = tmp_path / "engagement.csv"
    out.write_text("typed by hand\n", encoding="utf-8")

    assert write_output(out, {out.name: "a\n"}) == "kept/engagement-1.csv"
    out.write_text("edited\n", encoding="utf-8")
    assert write_output(out, {out.name: "b\n"}) == "kept/engagement-2.csv"

    kept = [(tmp_path / f"kept/engagement-{k}.csv").read_text(encoding="utf-8") for k in (1, 2)]
    assert kept == ["typed by hand\n", "edited\n"]


def test_tables_of_several_channels_may_stand_side_by_side(tmp_path: Path) -> None:
    write_output(tmp_path / "a.csv", {"a.csv": "a\n"})
    write_output(tmp_path / "b.csv", {"b.csv": "b\n"})

    assert names(tmp_path) == ["a.csv", "b.csv"]


def test_a_link_is_refused_and_its_target_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine", encoding="utf-8")
    (tmp_path / "a.csv").symlink_to(tmp_path / "other")

    with pytest.raises(UsageFault, match=r"a\.csv: is a link"):
        write_output(tmp_path / "a.csv", {"a.csv": "a\n"})

    assert (tmp_path / "other").read_text(encoding="utf-8") == "mine"


def test_after_a_fault_the_earlier_table_is_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.csv"
    write_output(out, {out.name: "old\n"})

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EnvironmentFault, match=r"no space left.*unchanged"):
        write_output(out, {out.name: "new\n"})

    assert out.read_text(encoding="utf-8") == "old\n"
    assert names(tmp_path) == ["a.csv"]


def test_places_that_cannot_be_written_are_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "in.csv").write_text("a")
    (tmp_path / "link.csv").symlink_to(tmp_path / "in.csv")
    for name, words in (
        ("a.txt", "must name a .csv file"),
        ("folder.csv", "is not a file"),
        ("in.csv", "one of the inputs"),
        ("link.csv", "one of the inputs"),
    ):
        with pytest.raises(UsageFault, match=words):
            check_output(tmp_path / name, [tmp_path / "absent", tmp_path / "in.csv"])
    with pytest.raises(EnvironmentFault, match="no such folder"):
        check_output(tmp_path / "no" / "a.csv", [])
    check_output(tmp_path / "a.csv", [tmp_path / "in.csv"])
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(EnvironmentFault, match="no permission"):
        check_output(tmp_path / "a.csv", [])
