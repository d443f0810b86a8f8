"""The parts of a workbook, counted before they are read."""

import io
import zipfile

import pytest

from rtxoutcomes.read import workbook_parts as subject
from rtxoutcomes.read.workbook_parts import NotAWorkbook, TooLarge, counted_parts


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(f"xl/{name}.xml", content)
    return buffer.getvalue()


def test_a_part_is_found_regardless_of_capitals_and_read_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subject, "PIECE", 3)
    parts = counted_parts(archive(Workbook=b"abcdefgh"))

    assert list(parts.pieces("XL/workbook.xml")) == [b"abc", b"def", b"gh"]
    assert parts.content("xl/Workbook.xml") == b"abcdefgh"
    with pytest.raises(KeyError):
        parts.content("xl/none.xml")


def test_all_parts_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    content = archive(a=b"x" * 60, b=b"y" * 40)
    monkeypatch.setattr(subject, "MAX_UNPACKED", 100)
    assert counted_parts(content).content("xl/b.xml") == b"y" * 40

    monkeypatch.setattr(subject, "MAX_UNPACKED", 99)
    with pytest.raises(TooLarge):
        counted_parts(content)


def test_a_part_whose_check_sum_is_wrong_is_refused() -> None:
    content = bytearray(archive(a=b"x" * 60))
    content[14] ^= 1
    entry = content.index(b"PK\x01\x02")
    content[entry + 16] ^= 1

    with pytest.raises(NotAWorkbook):
        counted_parts(bytes(content))


@pytest.mark.parametrize(("most", "refused"), [(2, False), (1, True)])
def test_an_archive_has_at_most_so_many_parts(
    most: int, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "MAX_PARTS", most)
    content = archive(a=b"x", b=b"y")

    if refused:
        with pytest.raises(NotAWorkbook):
            counted_parts(content)
    else:
        assert counted_parts(content).content("xl/b.xml") == b"y"
