"""Library versions and the lock."""

import json

import pytest

from rtxoutcomes.publish import environment as subject

LOCK = """numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:bb
python-docx==1.2.0 \\
    --hash=sha256:cc
"""


def test_a_lock_may_hold_two_versions_of_a_library() -> None:
    assert subject.locked(LOCK) == {"numpy": {"2.4.6", "2.5.5"}, "python-docx": {"1.2.0"}}


def test_a_version_that_is_not_locked_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "lock_text", lambda: LOCK)
    monkeypatch.setattr(subject, "versions", lambda: {"numpy": "1.26.4", "python-docx": "1.2.0"})

    assert subject.differences_from_lock() == ["numpy 1.26.4, locked 2.4.6 or 2.5.5"]


def test_a_library_that_the_lock_does_not_know_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "lock_text", lambda: LOCK)
    monkeypatch.setattr(subject, "versions", lambda: {"scipy": "1.17.1"})

    assert subject.differences_from_lock() == ["scipy 1.17.1, locked nothing"]


def test_an_installation_without_a_lock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "lock_text", lambda: "")

    assert subject.differences_from_lock() == ["this installation carries no lock"]


def test_the_lock_of_this_installation_is_text() -> None:
    assert isinstance(subject.lock_text(), str)


def test_the_environment_names_every_library_and_no_path() -> None:
    result = json.loads(subject.environment("Public data"))

    assert set(result["libraries"]) == set(subject.LIBRARIES)
    assert "/" not in subject.environment("Public data").decode()
