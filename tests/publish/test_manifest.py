"""The manifest."""

import hashlib
import json

import pytest

from rtxoutcomes.publish.manifest import known_files, manifest

FILES = {"b.csv": b"2", "a.csv": b"1"}


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
    assert known_files(made()) == {"a.csv", "b.csv", "manifest.json", "environment.json"}


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"outputs": 3}', b"\xff"])
def test_a_manifest_that_cannot_be_read_knows_no_file(content: bytes | None) -> None:
    assert known_files(content) == {"manifest.json", "environment.json"}


def test_numbers_that_were_allowed_are_recorded_with_the_reason() -> None:
    reasons = {"adverse_events.term": "lot numbers of the infusion set"}
    listed = manifest(
        FILES, inputs={}, study={}, origin="patient", package={}, allowed_numbers=reasons
    )

    assert json.loads(listed)["allowed_numbers"] == reasons
    assert "allowed_numbers" not in json.loads(made())
