import io
import os
import zipfile
from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read import text_file
from rtxoutcomes.read.text_file import TextFile, marked_template, read_text


def test_a_text_is_read_with_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_bytes(b"\xef\xbb\xbfText")

    read = read_text(path)

    assert (read.name, read.markdown, read.is_word) == ("mine.md", "Text", False)


def test_a_word_file_is_reported_by_its_suffix() -> None:
    assert TextFile("Mine.DOCX", b"").is_word


def test_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(UsageFault, match=r"mine\.md: must be UTF-8"):
        _ = TextFile("mine.md", b"\xff").markdown


@pytest.mark.parametrize(
    ("name", "why"), [("mine.doc", "a text is one of"), ("mine.md", "No such file")]
)
def test_what_cannot_be_read_is_named_without_its_folder(
    tmp_path: Path, name: str, why: str
) -> None:
    with pytest.raises(UsageFault, match=f"^{name}: .*{why}"):
        read_text(tmp_path / name)


def archive(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("_", "."), content)
    return path


def test_a_pipe_is_no_text(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mine.md")

    with pytest.raises(UsageFault, match=r"^mine\.md: must be a regular file$"):
        read_text(tmp_path / "mine.md")


def test_a_word_file_is_measured_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "mine.docx", document_xml=bytes(5_000), image_png=bytes(5_000))

    assert read_text(path).is_word
    for limit, most in (("MAX_PARTS", 1), ("MAX_XML", 4_999), ("MAX_UNPACKED", 9_999)):
        with monkeypatch.context() as patched:
            patched.setattr(text_file, limit, most)
            with pytest.raises(UsageFault, match=r"mine\.docx: must (have at most|not unpack)"):
                read_text(path)
            patched.setattr(text_file, limit, most + 1)
            assert read_text(path).is_word


def test_an_archive_that_unpacks_to_much_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(64):
            part.write(bytes(1024 * 1024))

    with pytest.raises(UsageFault, match="must not unpack to more than 256 MiB, and 32 MiB"):
        read_text(path)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"PK\x01\x02" * 20_001])
def test_what_is_no_archive_of_parts_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.docx").write_bytes(content)

    with pytest.raises(UsageFault, match=r"mine\.docx: "):
        read_text(tmp_path / "mine.docx")


def test_a_file_that_mentions_very_many_parts_is_not_opened(tmp_path: Path) -> None:
    for marks, words in ((20_000, "cannot be opened"), (20_001, "at most 2,000 parts")):
        (tmp_path / "mine.docx").write_bytes(b"PK\x01\x02" * marks)

        with pytest.raises(UsageFault, match=words):
            read_text(tmp_path / "mine.docx")


def test_a_damaged_list_of_parts_is_reported(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.xml", b"a")
    damaged = file.getvalue().replace(b"PK\x01\x02", b"PK\x01\x03")
    (tmp_path / "mine.docx").write_bytes(damaged)

    with pytest.raises(UsageFault, match="cannot be opened as a Word file"):
        read_text(tmp_path / "mine.docx")


def test_a_mark_is_a_comment_that_only_its_author_sees() -> None:
    assert marked_template("# Title\n", "Synthetic data") == "<!-- Synthetic data -->\n\n# Title\n"
