"""What systems do differently."""

import errno
import os
import signal
import time
from pathlib import Path

import pytest

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.interruption import ENDING
from rtxoutcomes.owned.system import (
    ATTEMPTS,
    explained,
    is_held,
    replace,
    signals_held,
    sync_folder,
)


def refusing(times: int, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the system refuse a replacement so many times; the pauses that were made."""
    real, pauses, calls = os.replace, list[float](), []

    def refuse(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) <= times:
            raise PermissionError(errno.EACCES, "held by Word")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def test_a_file_that_a_program_lets_go_of_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_bytes(b"new")
    pauses = refusing(ATTEMPTS - 1, monkeypatch)

    replace(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_bytes() == b"new"
    assert len(pauses) == ATTEMPTS - 1


def test_a_file_that_stays_held_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_bytes(b"new")
    refusing(ATTEMPTS, monkeypatch)

    with pytest.raises(PermissionError):
        replace(tmp_path / "new", tmp_path / "old")


def test_a_held_file_is_known_before_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"1")

    assert not is_held(tmp_path / "a")
    assert not is_held(tmp_path / "absent")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "held by Word")

    monkeypatch.setattr(os, "rename", refuse)
    assert is_held(tmp_path / "a")


def test_a_folder_that_cannot_be_opened_is_not_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_folder(tmp_path)

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "a folder")

    monkeypatch.setattr(os, "open", refuse)
    sync_folder(tmp_path)


def test_signals_wait_until_the_block_is_through() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with signals_held():
            signal.raise_signal(signal.SIGTERM)
            assert not heard
    finally:
        signal.signal(signal.SIGTERM, before)

    assert heard == [signal.SIGTERM]
    assert set(ENDING) >= {signal.SIGINT, signal.SIGTERM}


def test_a_system_that_cannot_hold_signals_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask")

    with signals_held():
        pass


def test_a_refusal_says_where_why_and_how_things_stand() -> None:
    with (
        pytest.raises(EnvironmentFault, match=r"^out: no space left.*--out\. All is well\.$"),
        explained("out", "All is well."),
    ):
        raise OSError(errno.ENOSPC, "x")
