"""Pseudonyms by a keyed hash."""

import hashlib
import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes import pseudonym as subject
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.pseudonym import pseudonym, pseudonyms, read_key

KEY = b"k" * 32


def test_a_pseudonym_is_the_hash_that_it_is_said_to_be() -> None:
    digest = hmac.new(KEY, b"rtxoutcomes patient\x00" + b"12345", hashlib.sha256).digest()

    assert pseudonym("12345", KEY) == f"P{int.from_bytes(digest[:16], 'big') % 10**8:08d}"


def test_spellings_of_one_number_are_one_patient() -> None:
    assert pseudonym(" Ame\u0301lie ", KEY) == pseudonym("Amélie", KEY)


@given(st.text(min_size=1), st.binary(min_size=32, max_size=40))
def test_a_pseudonym_fits_the_default_pattern_and_hangs_on_the_key(name: str, key: bytes) -> None:
    told = pseudonym(name.encode("utf-8", "ignore").decode(), key)

    assert len(told) == 9
    assert told[0] == "P"
    assert told[1:].isdecimal()
    assert pseudonym("a", key) == pseudonym("a", key)


def test_another_key_gives_others() -> None:
    names = [str(k) for k in range(100)]

    assert not set(pseudonyms(names, KEY).values()) & set(pseudonyms(names, b"x" * 32).values())


def test_two_patients_never_share_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "pseudonym", lambda _name, _key: "P1")

    with pytest.raises(UsageFault, match="make another key"):
        pseudonyms(["a", "b"], KEY)
    assert pseudonyms(["a", " a"], KEY) == {"a": "P1", " a": "P1"}


def test_a_key_is_read_without_its_line_break(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY + b"\r\n")
    (tmp_path / "out").mkdir()

    assert read_key(tmp_path / "key", outside=tmp_path / "out") == KEY


def test_a_key_that_would_travel_with_the_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "key").write_bytes(KEY)
    (tmp_path / "link").symlink_to(tmp_path / "in" / "key")

    for path in (tmp_path / "in" / "key", tmp_path / "link"):
        for outside in (tmp_path / "in", tmp_path):
            with pytest.raises(UsageFault, match="must not lie"):
                read_key(path, outside=outside)


@pytest.mark.parametrize("content", [b"", b"k" * 31 + b"\n", b"k" * 4097])
def test_a_key_is_neither_short_nor_endless(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(UsageFault, match="32 to 4096 bytes"):
        read_key(tmp_path / "key", outside=tmp_path / "out")


def test_what_is_no_file_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="must be a file"):
        read_key(tmp_path, outside=tmp_path / "out")
    for name in ("absent", "a\x00b"):
        with pytest.raises(UsageFault, match="the file of the key"):
            read_key(tmp_path / name, outside=tmp_path / "out")
