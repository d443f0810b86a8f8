"""What a report says of itself."""

import json

import rtxoutcomes as rtx
from released import bundled
from rtxoutcomes.publish.manifest import CRATE, ENVIRONMENT, NAME
from rtxoutcomes.publish.records import records


def test_the_crate_holds_the_manifest_and_neither_holds_the_versions_of_the_run() -> None:
    cohort = rtx.bundled_cohort()

    made = records({"results.csv": b"a\n"}, cohort, bundled(), {"patients.csv": "1" * 64}, "id")

    assert set(made) == {NAME, ENVIRONMENT, CRATE}
    entities = {e["@id"] for e in json.loads(made[CRATE])["@graph"]}
    assert {NAME, "results.csv"} <= entities and ENVIRONMENT not in entities
    listed = json.loads(made[NAME])
    assert set(listed["outputs"]) == {"results.csv"}
    assert "plan" not in listed
    assert "subgroup_analyses" not in listed
