"""Comparing a folder with what it should hold."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rtxoutcomes.publish.compare import differences, same
from rtxoutcomes.publish.manifest import manifest


def png(value: int, level: int) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(np.full((4, 4, 3), value, dtype=np.uint8))
    image.save(buffer, "png", compress_level=level)
    return buffer.getvalue()


def docx(text: str, kind: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.writestr("word/document.xml", text)
    return buffer.getvalue()


def listed(files: dict[str, bytes]) -> bytes:
    return manifest(files, inputs={}, study={}, origin="public", package={})


def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_an_equal_folder_has_no_difference(tmp_path: Path) -> None:
    files = {"a.csv": b"1", "tables/b.md": b"2"}

    assert differences(folder(tmp_path, files), files) == []


def test_each_kind_of_difference_names_its_file(tmp_path: Path) -> None:
    old = {"a.csv": b"1", "b.csv": b"2", "old.csv": b"3"}
    place = folder(tmp_path, old | {"manifest.json": listed(old), "mine.txt": b"mine"})
    new = {"a.csv": b"9", "b.csv": b"2", "c.csv": b"4"}

    told = differences(place, new | {"manifest.json": listed(new)})

    assert told == [
        "c.csv: is missing",
        "old.csv: is not an output of this input",
        "a.csv: differs",
        "manifest.json: differs",
    ]


def test_the_environment_is_never_compared(tmp_path: Path) -> None:
    place = folder(tmp_path, {"environment.json": b"{}"})

    assert differences(place, {"environment.json": b"{1}"}) == []


def test_a_link_in_the_place_of_a_file_differs(tmp_path: Path) -> None:
    place = folder(tmp_path / "out", {"b.csv": b"1"})
    (place / "a.csv").symlink_to(place / "b.csv")

    assert differences(place, {"a.csv": b"1", "b.csv": b"1"}) == ["a.csv: differs"]


def test_under_other_library_versions_only_numbers_are_compared(tmp_path: Path) -> None:
    place = folder(tmp_path, {"a.csv": b"1", "a.svg": b"1", "manifest.json": b"{}"})
    files = {"a.csv": b"2", "a.svg": b"2", "manifest.json": b"{ }"}

    assert differences(place, files, numbers_only=True) == ["a.csv: differs"]


def test_pictures_are_compared_by_their_pixels() -> None:
    assert same("a.png", png(7, 0), png(7, 9))
    assert not same("a.png", png(7, 0), png(8, 0))
    assert not same("a.png", png(7, 0), b"no picture")


def test_word_files_are_compared_by_their_parts() -> None:
    assert same("a.docx", docx("x", zipfile.ZIP_STORED), docx("x", zipfile.ZIP_DEFLATED))
    assert not same("a.docx", docx("x", zipfile.ZIP_STORED), docx("y", zipfile.ZIP_STORED))
    assert not same("a.docx", docx("x", zipfile.ZIP_STORED), b"no archive")


def test_a_manifest_may_differ_in_the_hashes_of_pictures_only() -> None:
    one = listed({"a.png": b"1", "a.csv": b"1"})

    assert same("manifest.json", one, listed({"a.png": b"2", "a.csv": b"1"}))
    assert not same("manifest.json", one, listed({"a.png": b"1", "a.csv": b"2"}))
    assert not same("manifest.json", one, b"no manifest")


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pdf", "a.html"])
def test_text_is_compared_by_its_bytes(name: str) -> None:
    assert not same(name, b"1", b"1 ")
