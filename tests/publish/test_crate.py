"""The report folder as an RO-Crate."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import rtxoutcomes as rtx
from rtxoutcomes.publish.compare import same
from rtxoutcomes.publish.crate import crate
from rtxoutcomes.publish.manifest import CRATE as NAME
from rtxoutcomes.publish.manifest import known_files

FILES = {"manifest.json": b"{}", "results.csv": b"a\n", "figures/a b.png": b"P", "odd.xyz": b""}
INPUTS = {"patients.csv": "1" * 64, "my notes.csv": "2" * 64}


def written(**changed: Any) -> bytes:
    cohort, study = rtx.bundled_cohort(), rtx.read_study("nabiuni2023")
    files = {**FILES, **changed.pop("files", {})}
    return crate(files, replace(cohort, **changed), study, INPUTS, "rtxoutcomes-report:1")


def graph(content: bytes) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(content)["@graph"]}


def test_every_file_is_part_of_it_with_its_hash_and_size() -> None:
    entities = graph(written())

    parts = [part["@id"] for part in entities["./"]["hasPart"]]
    assert parts == ["figures/a%20b.png", "manifest.json", "odd.xyz", "results.csv"]
    assert entities["results.csv"] == {
        "@id": "results.csv",
        "@type": "File",
        "name": "results.csv",
        "encodingFormat": "text/csv",
        "contentSize": "2",
        "sha256": hashlib.sha256(b"a\n").hexdigest(),
    }
    assert entities["odd.xyz"]["encodingFormat"] == "application/octet-stream"
    assert NAME not in entities["./"]["hasPart"]


def test_what_was_read_is_named_by_its_hash_and_is_no_part() -> None:
    entities = graph(written(origin="patient"))

    read = entities["#input-my%20notes.csv"]
    assert (read["sha256"], read["name"]) == ("2" * 64, "my notes.csv")
    assert read["description"] == "Not in this crate: rows of patients"
    assert {"@id": "#input-patients.csv"} in entities["#analysis"]["object"]
    assert not [p for p in entities["./"]["hasPart"] if "input" in p["@id"]]
    assert "Internal, not checked for release" in entities["./"]["description"]


def test_the_process_names_the_program_and_every_reference_resolves() -> None:
    entities = graph(written())

    action = entities["#analysis"]
    assert action["@type"] == "CreateAction"
    assert action["actionStatus"] == "http://schema.org/CompletedActionStatus"
    assert entities[action["instrument"]["@id"]]["softwareVersion"] == rtx.__version__
    named = {a["@id"] for k in ("object", "result") for a in action[k]}
    named |= {entities["./"][k]["@id"] for k in ("license", "conformsTo", "mentions")}
    assert named | {action["agent"]["@id"]} <= entities.keys()


def test_there_is_no_clock_and_the_date_is_that_of_the_declaration() -> None:
    assert written() == written()
    assert b"endTime" not in written()
    dated = graph(written(declared_on="2026-03-01"))["./"]
    assert dated["datePublished"] == "2026-03-01"
    assert "datePublished" not in graph(written(declared_on="in March"))["./"]


def test_crates_are_the_same_whatever_compressed_their_pictures() -> None:
    other = written(files={"figures/a b.png": b"other bytes", "manifest.json": b"{ }"})

    assert same(NAME, written(), other)
    assert not same(NAME, written(), written(files={"results.csv": b"b\n"}))
    assert not same(NAME, written(), b"{}")
    assert NAME in known_files(b"{}")
