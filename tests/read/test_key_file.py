"""The key of pseudonyms."""

import os
from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read import key_file
from rtxoutcomes.read.key_file import open_key, read_key

KEY = bytes(range(65, 97))


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
    with pytest.raises(UsageFault, match="must be a regular file"):
        read_key(tmp_path, outside=tmp_path / "out")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageFault, match="must be a regular file"):
        read_key(tmp_path / "pipe", outside=tmp_path / "out")
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
    monkeypatch.setattr(key_file, "HAS_MODES", False)
    assert open_key(str(key)) == ""
