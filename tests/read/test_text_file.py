from pathlib import Path

import pytest

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.text_file import TextFile, read_text


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
