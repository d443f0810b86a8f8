"""Comparing a folder with what it should hold."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rtxoutcomes.publish.compare import Comparison, close, compare, same
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

    assert compare(folder(tmp_path, files), files) == Comparison({}, ())


def test_each_kind_of_difference_names_its_file(tmp_path: Path) -> None:
    old = {"a.csv": b"1", "b.csv": b"2", "old.csv": b"3"}
    place = folder(tmp_path, old | {"manifest.json": listed(old), "mine.txt": b"mine"})
    new = {"a.csv": b"9", "b.csv": b"2", "c.csv": b"4"}

    comparison = compare(place, new | {"manifest.json": listed(new)})

    assert comparison.lines == (
        "c.csv: is missing",
        "old.csv: is not an output of this input",
        "a.csv: differs",
        "manifest.json: differs",
    )


PICTURES = {"a.csv": b"1", "a.svg": b"<svg/>", "a.png": png(7, 0), "a.docx": docx("x", 0)}


def test_an_absent_output_that_the_manifest_records_is_no_difference(tmp_path: Path) -> None:
    recorded = PICTURES | {"manifest.json": listed(PICTURES)}
    place = folder(tmp_path, {n: recorded[n] for n in ("a.csv", "manifest.json")})
    # Another build compresses otherwise.
    again = PICTURES | {"a.png": png(7, 9), "a.docx": docx("x", zipfile.ZIP_DEFLATED)}

    comparison = compare(place, again | {"manifest.json": listed(again)})

    assert comparison == Comparison({}, ("a.docx", "a.png", "a.svg"))


@pytest.mark.parametrize("name", ["a.csv", "a.md"])
def test_csv_and_markdown_are_never_absent(tmp_path: Path, name: str) -> None:
    files = PICTURES | {name: b"1"}
    files |= {"manifest.json": listed(files)}
    place = folder(tmp_path, {n: content for n, content in files.items() if n != name})

    assert compare(place, files) == Comparison({name: "is missing"}, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", b"<svg />"), ("a.png", png(8, 0)), ("a.docx", docx("y", 0))],
    # The bytes of a Word file hold the time.
    ids=["svg", "png", "docx"],
)
def test_an_absent_output_that_is_not_as_recorded_differs(
    tmp_path: Path, name: str, content: bytes
) -> None:
    place = folder(tmp_path, {"a.csv": b"1", "manifest.json": listed(PICTURES)})
    now = PICTURES | {name: content}

    comparison = compare(place, now | {"manifest.json": listed(PICTURES)})

    assert comparison.lines == (f"{name}: is absent, and not as the manifest records it",)
    assert name not in comparison.absent


def test_without_a_manifest_an_absent_output_is_missing(tmp_path: Path) -> None:
    comparison = compare(folder(tmp_path, {"a.csv": b"1"}), {"a.csv": b"1", "a.svg": b"2"})

    assert comparison == Comparison({"a.svg": "is missing"}, ())


def test_the_environment_is_never_compared(tmp_path: Path) -> None:
    place = folder(tmp_path, {"environment.json": b"{}"})

    assert compare(place, {"environment.json": b"{1}"}) == Comparison({}, ())


def test_a_link_in_the_place_of_a_file_differs(tmp_path: Path) -> None:
    place = folder(tmp_path / "out", {"b.csv": b"1"})
    (place / "a.csv").symlink_to(place / "b.csv")

    assert compare(place, {"a.csv": b"1", "b.csv": b"1"}).lines == ("a.csv: differs",)


def elsewhere(tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> tuple[str, ...]:
    """What differs between an untouched report and the outputs of another system."""
    place = folder(tmp_path, old | {"manifest.json": listed(old)})
    return compare(place, new | {"manifest.json": listed(new)}, exactly=False).lines


NUMBERS = {"results.csv": b"key,estimate\na,1.5\n", "manuscript.md": b"It was 1.5 (Table 2)."}


def test_elsewhere_a_number_may_be_rounded_otherwise_and_so_may_its_numeral(tmp_path: Path) -> None:
    new = {
        "results.csv": b"key,estimate\na,1.50000000000001\n",
        "manuscript.md": b"It was 1.6 (Table 2).",
    }

    assert elsewhere(tmp_path, NUMBERS, new) == ()


@pytest.mark.parametrize(
    "text", [b"It was 1.7 (Table 2).", b"It is 1.5 (Table 2).", b"It was 1.55 (Table 2)."]
)
def test_elsewhere_other_words_and_other_numerals_differ(tmp_path: Path, text: bytes) -> None:
    assert elsewhere(tmp_path, NUMBERS, NUMBERS | {"manuscript.md": text}) == (
        "manuscript.md: differs",
    )


def test_elsewhere_no_numeral_may_move_where_a_number_differs(tmp_path: Path) -> None:
    new = {"results.csv": b"key,estimate\na,1.6\n", "manuscript.md": b"It was 1.6 (Table 2)."}

    assert elsewhere(tmp_path, NUMBERS, new) == ("manuscript.md: differs", "results.csv: differs")


def test_elsewhere_figures_are_compared_by_what_they_draw(tmp_path: Path) -> None:
    old = {"figures/a.svg": b"<svg/>", "figures/a.png": png(7, 0), "figures/a.csv": b"1"}
    new = {"figures/a.svg": b"<svg />", "figures/a.png": png(8, 0), "figures/a.csv": b"2"}

    assert elsewhere(tmp_path, old, new) == ("figures/a.csv: differs",)


def test_elsewhere_pages_and_word_files_are_compared_by_what_they_print(tmp_path: Path) -> None:
    old = {"a.html": b"<svg>1</svg><p>x</p>", "a.docx": docx("<w:p>x</w:p>", 0)}
    new = {"a.html": b"<svg>2</svg><p>x</p>", "a.docx": docx("<w:p><w:r>x</w:r></w:p>", 0)}

    assert elsewhere(tmp_path, old, new) == ()
    other = {"a.html": b"<p>y</p>", "a.docx": docx("<w:p>y</w:p>", 0)}
    assert elsewhere(tmp_path, old, other) == ("a.docx: differs", "a.html: differs")


def test_elsewhere_an_absent_output_is_no_difference(tmp_path: Path) -> None:
    place = folder(tmp_path, {"a.csv": b"1", "manifest.json": listed(PICTURES)})
    new = PICTURES | {"a.png": png(8, 0), "manifest.json": listed(PICTURES)}

    comparison = compare(place, new, exactly=False)

    assert comparison == Comparison({}, ("a.docx", "a.png", "a.svg"))


@pytest.mark.parametrize("exactly", [True, False])
@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.png", "a.docx"])
def test_a_file_that_was_edited_is_named_as_such(tmp_path: Path, name: str, exactly: bool) -> None:
    others = {"a.csv": b"2", "a.svg": b"<g/>", "a.png": png(8, 0), "a.docx": docx("y", 0)}
    place = folder(tmp_path, PICTURES | {"manifest.json": listed(PICTURES)})
    (place / name).write_bytes(others[name])

    comparison = compare(place, PICTURES | {"manifest.json": listed(PICTURES)}, exactly=exactly)

    assert comparison.lines == (f"{name}: was edited after the report wrote it",)
    assert comparison.edited == (name,)


def test_lines_that_end_as_on_windows_are_no_edit(tmp_path: Path) -> None:
    old = {"a.md": b"one\ntwo\n"}
    place = folder(tmp_path, {"a.md": b"one\r\ntwo\r\n", "manifest.json": listed(old)})

    comparison = compare(place, old | {"manifest.json": listed(old)}, exactly=False)

    assert comparison.edited == ()


def test_an_edited_word_file_is_named_whatever_bytes_it_has(tmp_path: Path) -> None:
    """A line end of Windows within an archive is no line end."""
    files = {"manuscript.docx": docx("one", zipfile.ZIP_STORED)}
    edited = docx("two\r\n" * 40, zipfile.ZIP_STORED)
    place = folder(tmp_path, {"manifest.json": listed(files), "manuscript.docx": edited})

    found = compare(place, files | {"manifest.json": listed(files)})

    assert found.edited == ("manuscript.docx",)


def test_pictures_are_compared_by_their_pixels() -> None:
    assert same("a.png", png(7, 0), png(7, 9))
    assert not same("a.png", png(7, 0), png(8, 0))
    assert not same("a.png", png(7, 0), b"no picture")


def test_word_files_are_compared_by_their_parts() -> None:
    assert same("a.docx", docx("x", zipfile.ZIP_STORED), docx("x", zipfile.ZIP_DEFLATED))
    assert not same("a.docx", docx("x", zipfile.ZIP_STORED), docx("y", zipfile.ZIP_STORED))
    assert not same("a.docx", docx("x", zipfile.ZIP_STORED), b"no archive")


def test_a_manifest_may_differ_in_the_compression_of_pictures_only() -> None:
    one = listed({"a.png": png(7, 0), "a.csv": b"1"})

    assert same("manifest.json", one, listed({"a.png": png(7, 9), "a.csv": b"1"}))
    assert not same("manifest.json", one, listed({"a.png": png(8, 0), "a.csv": b"1"}))
    assert not same("manifest.json", one, listed({"a.png": png(7, 0), "a.csv": b"2"}))
    assert not same("manifest.json", one, b"no manifest")


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pdf", "a.html"])
def test_text_is_compared_by_its_bytes(name: str) -> None:
    assert not same(name, b"1", b"1 ")


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (b"a,1.00000000001,-2e-07", True),
        (b"a,1.00000001,-2e-07", False),
        (b"b,1,-2e-07", False),
        (b"a,1", False),
        (b"a,-1,-2e-07", False),
        (b"a,1,-2.0000000001e-07", True),
    ],
)
def test_another_system_may_round_a_number_otherwise(other: bytes, alike: bool) -> None:
    assert close("a.csv", b"a,1,-2e-07", other) is alike


@pytest.mark.parametrize(
    ("block", "alike"), [("package", True), ("libraries", True), ("study", False)]
)
def test_manifests_may_name_other_versions_and_no_other_study(block: str, alike: bool) -> None:
    one, other = (
        json.dumps(json.loads(listed({"a.csv": b"1"})) | {block: value}).encode()
        for value in ({"scipy": "1.0"}, {"scipy": "2.0"})
    )

    assert same("manifest.json", one, other) is alike
    assert close("manifest.json", one, other) is alike


def test_elsewhere_manifests_may_differ_in_the_hashes_of_outputs() -> None:
    one, other = listed({"a.csv": b"1"}), listed({"a.csv": b"2"})

    assert close("manifest.json", one, other)
    assert not close("manifest.json", one, listed({"b.csv": b"1"}))
