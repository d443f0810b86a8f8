"""Exports within archives, and files that are not archives."""

import io
import os
import stat
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import SAMPLES, put
from rtxoutcomes.errors import IngestError, RtxError, UsageFault
from rtxoutcomes.ingest import containers
from rtxoutcomes.ingest.containers import opened_skype, opened_whatsapp

CHAT = (SAMPLES / "android_24h_dmy.txt").read_bytes()
MESSAGES = (SAMPLES / "skype_messages.json").read_bytes()


Member = tuple[str | zipfile.ZipInfo, bytes]


def zipped(path: Path, *members: Member, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression=compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def whatsapp(path: Path) -> bytes:
    with opened_whatsapp(path, "export") as stream:
        return stream.read()


def skype(path: Path) -> bytes:
    with opened_skype(path, "export") as stream:
        return stream.read()


@pytest.mark.parametrize(
    "names",
    [
        ["_chat.txt", "00000012-PHOTO.jpg", "notes.txt"],
        ["WhatsApp Chat with RTX.txt", "DOC-20220301-WA0001.txt"],
        ["chat.txt", "picture.jpg", "folder/other.txt"],
    ],
)
def test_the_chat_is_selected_among_media(tmp_path: Path, names: list[str]) -> None:
    path = zipped(tmp_path / "a.zip", (names[0], CHAT), *((name, b"x") for name in names[1:]))

    assert whatsapp(path) == CHAT


def test_plain_files_are_read_as_they_are(tmp_path: Path) -> None:
    assert whatsapp(put(tmp_path, "a.TXT", CHAT)) == CHAT
    assert skype(SAMPLES / "skype_messages.json") == MESSAGES
    assert skype(SAMPLES / "skype_export.tar") == MESSAGES


def test_a_tar_may_hold_folders_and_pictures(tmp_path: Path) -> None:
    path = tarred(
        tmp_path / "a.tar",
        (member("media", tarfile.DIRTYPE), b""),
        (member("media/1.jpg"), b"x"),
        (member("./messages.json"), b"{}"),
    )

    assert skype(path) == b"{}"


def link_in_zip() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("_chat.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


ONE_TEXT = (
    r"\n  export: must hold one text of a chat, and holds {} \(unpack it and give the .txt file\)$"
)
HOSTILE_ZIP: dict[str, tuple[list[Member], str]] = {
    "bomb": ([("_chat.txt", b"0" * 50_000_000)], "less than 1/250"),
    "no text": ([("a.jpg", b"x")], ONE_TEXT.format(0)),
    "two texts": ([("a.txt", b"x"), ("b.txt", b"x")], ONE_TEXT.format(2)),
    "path": ([("_chat.txt", b"x"), ("../a", b"x")], "leads out"),
    "absolute path": ([("_chat.txt", b"x"), ("/etc/a", b"x")], "leads out"),
    "drive": ([("_chat.txt", b"x"), ("C:\\a", b"x")], "leads out"),
    "backslash": ([("_chat.txt", b"x"), ("a\\..\\..\\b", b"x")], "leads out"),
    "link": ([(link_in_zip(), b"/etc/hostname")], "link"),
}


@pytest.mark.parametrize("what", HOSTILE_ZIP)
def test_a_hostile_zip_is_refused(tmp_path: Path, what: str) -> None:
    members, words = HOSTILE_ZIP[what]
    path = zipped(tmp_path / "a.zip", *members)

    with pytest.raises(IngestError, match=words):
        whatsapp(path)


def test_a_zip_of_another_method_a_lock_or_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="no phone uses"):
        whatsapp(zipped(tmp_path / "a.zip", ("_chat.txt", CHAT), compression=zipfile.ZIP_BZIP2))
    locked = zipped(tmp_path / "b.zip", ("_chat.txt", CHAT)).read_bytes()
    for mark in (b"PK\x03\x04\x14\x00", b"PK\x01\x02\x14\x03\x14\x00"):
        locked = locked.replace(mark + b"\x00\x00", mark + b"\x01\x00")
    with pytest.raises(IngestError, match="locked"):
        whatsapp(put(tmp_path, "c.zip", locked))
    with pytest.raises(IngestError, match="damaged"):
        whatsapp(put(tmp_path, "d.zip", CHAT))


def test_a_zip_whose_content_was_changed_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", CHAT), compression=zipfile.ZIP_STORED)
    content = path.read_bytes()

    with pytest.raises(IngestError, match="damaged"):
        whatsapp(put(tmp_path, "b.zip", content.replace(b"infusion", b"Infusion")))


def sparse() -> tarfile.TarInfo:
    return member("messages.json", tarfile.GNUTYPE_SPARSE)


HOSTILE_TAR = {
    "path": ([(member("../messages.json"), b"{}")], "leads out"),
    "absolute path": ([(member("/messages.json"), b"{}")], "leads out"),
    "symbolic link": ([(member("messages.json", tarfile.SYMTYPE, "/etc/passwd"), b"")], "link"),
    "hard link": ([(member("messages.json", tarfile.LNKTYPE, "a"), b"")], "link"),
    "device": ([(member("messages.json", tarfile.CHRTYPE), b"")], "device"),
    "pipe": ([(member("a", tarfile.FIFOTYPE), b""), (member("messages.json"), b"{}")], "device"),
    "none": ([(member("a.json"), b"{}")], "holds 0"),
    "two": ([(member("messages.json"), b"{}")] * 2, "holds 2"),
    "in a folder": ([(member("a/messages.json"), b"{}")], "holds 0"),
    "zero byte": ([(member("messages.json"), b"{}"), (member("a\0" * 99), b"")], "leads out"),
    "long header": ([(member("a" * 2_000_000), b"{}")], "larger than 1 MiB"),
}


@pytest.mark.parametrize("what", HOSTILE_TAR)
def test_a_hostile_tar_is_refused(tmp_path: Path, what: str) -> None:
    members, words = HOSTILE_TAR[what]
    path = tarred(tmp_path / "a.tar", *members)

    with pytest.raises(IngestError, match=words) as refused:
        skype(path)

    (problem,) = refused.value.problems
    assert problem.line is None
    assert problem.remedy


def test_a_long_header_of_just_a_mebibyte_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tarred(tmp_path / "a.tar", (member("b" * 3_000), b""), (member("messages.json"), b"{}"))
    # The name and its final zero, in blocks of 512 bytes.
    monkeypatch.setattr(containers, "MAX_READ", 3_072)
    assert skype(path) == b"{}"
    monkeypatch.setattr(containers, "MAX_READ", 3_071)
    with pytest.raises(IngestError, match="states a header larger than 1 MiB"):
        skype(path)


def test_a_tar_that_is_cut_packed_or_none_is_refused(tmp_path: Path) -> None:
    complete = tarred(tmp_path / "a.tar", (member("messages.json"), b"{}" * 5_000)).read_bytes()
    for content in (complete[:4_000], zlib.compress(complete), b"", b"x" * 2_000):
        with pytest.raises(IngestError, match="damaged or cut"):
            skype(put(tmp_path, "b.tar", content))


def test_too_many_files_or_too_large_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"ab"), ("b.jpg", b""))
    tar = tarred(tmp_path / "a.tar", (member("a"), b""), (member("messages.json"), b"{}"))
    monkeypatch.setattr(containers, "MAX_MEMBERS", 1)
    with pytest.raises(IngestError, match="more than 1 files"):
        whatsapp(path)
    with pytest.raises(IngestError, match="more than 1 files"):
        skype(tar)
    monkeypatch.setattr(containers, "MAX_BYTES", 1)
    with pytest.raises(UsageFault, match="must not exceed"):
        whatsapp(path)


def test_as_many_files_and_bytes_as_allowed_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"ab"), ("b.jpg", b""))
    tar = tarred(tmp_path / "a.tar", (member("a"), b""), (member("messages.json"), b"{}"))
    monkeypatch.setattr(containers, "MAX_MEMBERS", 2)
    monkeypatch.setattr(containers, "MAX_BYTES", path.stat().st_size)

    assert whatsapp(path) == b"ab"
    monkeypatch.setattr(containers, "MAX_BYTES", tar.stat().st_size)
    assert skype(tar) == b"{}"


def test_a_text_may_be_packed_to_the_limit_and_not_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"ab" * 5_000))
    with zipfile.ZipFile(path) as archive:
        packed = archive.infolist()[0].compress_size
    monkeypatch.setattr(containers, "MAX_RATIO", 100)

    monkeypatch.setattr(containers, "MAX_READ", 10_000 - 100 * packed)
    assert whatsapp(path) == b"ab" * 5_000
    monkeypatch.setattr(containers, "MAX_READ", 10_000 - 100 * packed - 1)
    with pytest.raises(IngestError, match="is packed to less than 1/100"):
        whatsapp(path)


def test_a_text_of_more_than_two_gibibytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"ab" * 5_000))
    monkeypatch.setattr(containers, "MAX_BYTES", 9_000)

    with pytest.raises(IngestError, match="more than 2 GiB"):
        whatsapp(path)
    monkeypatch.setattr(containers, "MAX_BYTES", 10_000)
    assert whatsapp(path) == b"ab" * 5_000


def test_what_is_no_file_of_the_kind_is_a_fault_of_the_call(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    for name in ("a.txt", "b.txt", "absent.txt", "a\x00.txt", "a.doc", "secret name"):
        with pytest.raises(UsageFault) as caught:
            whatsapp(tmp_path / name)
        assert "secret" not in str(caught.value)
    with pytest.raises(UsageFault, match=r"\.json or \.tar"):
        skype(tmp_path / "a.zip")


@settings(deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from([".zip", ".tar"]), st.integers(0, 3_000))
def test_no_bytes_break_the_archives(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str, at: int
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    sound = (
        zipped(folder / "s.zip", ("_chat.txt", CHAT))
        if kind == ".zip"
        else tarred(folder / "s.tar", (member("messages.json"), MESSAGES))
    ).read_bytes()
    path = put(folder, f"a{kind}", sound[:at] + content[:20] + sound[at + len(content[:20]) :])
    try:
        content_read = whatsapp(path) if kind == ".zip" else skype(path)
    except RtxError:
        return

    assert isinstance(content_read, bytes)
