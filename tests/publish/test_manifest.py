"""The manifest."""

import hashlib
import json
from pathlib import Path

import pytest

from rtxoutcomes.publish.environment import environment
from rtxoutcomes.publish.manifest import adopted, known_files, manifest, read_manifest
from rtxoutcomes.publish.recorded import mapping_of

FILES = {"b.csv": b"2", "a.csv": b"1"}
RECORDS = {"manifest.json", "environment.json", "ro-crate-metadata.json"}


def made() -> bytes:
    return manifest(
        FILES,
        inputs={"patients.csv": "ab"},
        study={"id": "trial"},
        origin="synthetic",
        package={"version": "1"},
    )


def test_it_names_every_input_and_output_by_hash() -> None:
    result = json.loads(made())

    assert result["outputs"] == {n: hashlib.sha256(c).hexdigest() for n, c in FILES.items()}
    assert result["inputs"] == {"patients.csv": "ab"}
    assert result["origin"] == "synthetic"


def test_the_order_of_files_does_not_matter() -> None:
    turned = dict(reversed(FILES.items()))

    again = manifest(
        turned,
        inputs={"patients.csv": "ab"},
        study={"id": "trial"},
        origin="synthetic",
        package={"version": "1"},
    )

    assert again == made()


def test_the_files_of_a_report_are_known_from_it() -> None:
    assert known_files(made()) == {"a.csv", "b.csv"} | RECORDS


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"outputs": 3}', b"\xff"])
def test_a_manifest_that_cannot_be_read_knows_no_file(content: bytes | None) -> None:
    assert known_files(content) == RECORDS


def test_a_report_without_a_record_is_ours_by_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(made())
    (tmp_path / "environment.json").write_bytes(environment("Synthetic data"))

    ours = adopted(tmp_path)

    assert set(ours) == {"a.csv", "b.csv", "manifest.json", "environment.json"}
    assert ours["a.csv"] == hashlib.sha256(b"1").hexdigest()
    assert ours["manifest.json"] == hashlib.sha256(made()).hexdigest()


@pytest.mark.parametrize(
    "content",
    [b'{"name": "an application"}\n', b"[]\n", b"\xff", made() + b"\n", b"[" * 100_000],
    ids=["other", "list", "bytes", "edited", "deep"],
)
def test_a_manifest_that_is_not_as_we_write_it_is_not_ours(content: bytes, tmp_path: Path) -> None:
    for name in ("manifest.json", "environment.json"):
        (tmp_path / name).write_bytes(content)

    assert not {"manifest.json", "environment.json"} & adopted(tmp_path).keys()


def test_a_manifest_is_not_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(made())
    (tmp_path / "manifest.json").symlink_to("other")

    assert adopted(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'{"package": {"system": "Linux x86_64"}}', "Linux x86_64"),
        (b'{"package": 3}', ""),
        (b"{}", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
    ],
    ids=["known", "odd", "none", "bytes", "deep"],
)
def test_the_system_of_a_report_is_in_its_manifest(
    content: bytes, name: str, tmp_path: Path
) -> None:
    assert read_manifest(tmp_path) == {}
    (tmp_path / "manifest.json").write_bytes(content)

    assert mapping_of(read_manifest(tmp_path), "package").get("system", "") == name


def test_numbers_that_were_allowed_are_recorded_with_the_reason() -> None:
    reasons = {"adverse_events.term": "lot numbers of the infusion set"}
    listed = manifest(
        FILES, inputs={}, study={}, origin="patient", package={}, allowed_numbers=reasons
    )

    assert json.loads(listed)["allowed_numbers"] == reasons
    assert "allowed_numbers" not in json.loads(made())
