"""Pseudonyms by a keyed hash."""

import hashlib
import hmac
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes import pseudonym
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.pseudonym import TEMPLATE, open_key, pseudonyms, read_key, same_id

KEY = bytes(range(65, 97))


def test_a_pseudonym_is_the_hash_that_it_is_documented_to_be() -> None:
    digest = hmac.new(KEY, b"rtxoutcomes pseudonym 1\x00" + b"12345", hashlib.sha256).hexdigest()

    # The lowest decimal digits of the hash, the last first.
    assert pseudonyms(["12345"], KEY, "SYN-####")["12345"] == f"SYN-{str(int(digest, 16))[:-5:-1]}"


def test_pseudonyms_never_change_from_one_version_to_the_next() -> None:
    assert pseudonyms(["12345", "mrn-9 ", "Ab-77"], KEY) == {
        "12345": "FVKM23231724",
        "mrn-9 ": "VCMC25915235",
        "Ab-77": "KNJV37268136",
    }


@pytest.mark.parametrize("spelling", ["12345", " 12345", "۱۲۳۴۵", "12\u200f345", "１２３４５"])
def test_spellings_of_one_number_are_one_patient(spelling: str) -> None:
    assert same_id(spelling) == "12345"
    assert pseudonyms([spelling], KEY) == {spelling: "FVKM23231724"}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_every_pseudonym_fits_its_template(names: list[str]) -> None:
    by_name = pseudonyms(names, KEY)

    assert set(by_name) == set(names)
    assert all(re.fullmatch("[A-Z]{4}[0-9]{8}", name) for name in by_name.values())


def test_another_key_gives_others() -> None:
    names = [str(k) for k in range(100)]
    other = pseudonyms(names, KEY[::-1])

    assert not set(pseudonyms(names, KEY).values()) & set(other.values())


def test_two_patients_never_share_one() -> None:
    with pytest.raises(UsageFault, match="longer template"):
        pseudonyms([str(k) for k in range(1_001)], KEY, "P###")


@pytest.mark.parametrize("template", ["", "P##", "P ####", "#" * 33, "é###"])
def test_a_template_must_be_one(template: str) -> None:
    with pytest.raises(UsageFault, match="a template of pseudonyms"):
        pseudonyms(["1"], KEY, template)
    assert pseudonyms([], KEY, TEMPLATE) == {}


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


@pytest.mark.parametrize("content", [b"", KEY[:31] + b"\n", KEY * 129, b"abcdefg" * 10])
def test_a_key_is_neither_short_nor_endless_nor_plain(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(UsageFault, match="32 to 4096 characters of at least 8 kinds"):
        read_key(tmp_path / "key", outside=tmp_path / "out")


def test_what_is_no_file_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="must be a file"):
        read_key(tmp_path, outside=tmp_path / "out")
    for name in ("absent", "a\x00b"):
        with pytest.raises(UsageFault, match="the file of the key"):
            read_key(tmp_path / name, outside=tmp_path / "out")


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_key_that_others_can_read_is_warned_of(
    mode: int, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    key.write_text("x", encoding="utf-8")
    key.chmod(mode)

    assert open_key(key).startswith("others on this machine") is warned
    assert open_key(tmp_path / "absent") == ""
    monkeypatch.setattr(pseudonym, "HAS_MODES", False)
    assert open_key(str(key)) == ""
