"""What a manifest records of tables and libraries."""

from dataclasses import replace

import pytest

from analysis.small import bare, full
from rtxoutcomes.publish import recorded
from rtxoutcomes.publish.environment import system, versions
from rtxoutcomes.publish.recorded import (
    differing_versions,
    is_same_environment,
    recorded_libraries,
    recorded_tables,
)
from rtxoutcomes.publish.version import VERSION

MADE = {
    "package": {"version": VERSION, "system": system()},
    "libraries": versions(),
}


def test_a_table_is_recorded_with_hash_rows_and_columns_and_no_hash_of_a_row() -> None:
    tables = recorded_tables(full())

    assert set(tables) == {"patients", "visits", "relapses", "engagement", "adverse_events"}
    assert tables["relapses"].keys() == {"sha256", "rows", "columns"}
    assert tables["relapses"]["rows"] == 7
    assert tables["relapses"]["columns"] == ["month", "patient_id"]
    # Made by the package, or empty.
    assert not {"group", "prior_treatment"} & set(tables["patients"]["columns"])  # type: ignore[call-overload]


def test_the_hash_depends_on_every_value_and_not_on_the_types_of_a_version_of_pandas() -> None:
    made = full()
    visits, patients = made.visits, made.patients
    assert visits is not None
    same = replace(
        made,
        visits=visits.astype({"patient_id": "string", "edss": "Float64"}),
        patients=patients.astype({"sex": "string"}),
    )
    other = replace(made, visits=visits.assign(edss=visits["edss"].where(visits.index > 0, 9.5)))

    assert recorded_tables(same) == recorded_tables(made)
    assert recorded_tables(other)["visits"] != recorded_tables(made)["visits"]
    assert recorded_tables(bare()).keys() == {"patients"}


def test_the_same_versions_have_no_difference() -> None:
    assert recorded_libraries().keys() >= {"numpy", "scipy", "pandas", "statsmodels", "lifelines"}
    assert differing_versions(MADE) == []
    assert is_same_environment(MADE)


def test_every_version_that_differs_is_named() -> None:
    listed = {
        "package": {"version": "0.1.0", "system": "Plan9 mips"},
        "libraries": versions() | {"scipy": "0.1"},
    }

    assert differing_versions(listed) == [
        f"made with rtxoutcomes 0.1.0, checked with {VERSION}",
        f"made with scipy 0.1, checked with {versions()['scipy']}",
        f"made on Plan9 mips, checked on {system()}",
    ]
    assert not is_same_environment(listed)


@pytest.mark.parametrize(("locked", "same"), [([], True), (["scipy 1, locked 2"], False)])
def test_a_manifest_without_libraries_is_compared_with_the_lock(
    locked: list[str], same: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "differences_from_lock", lambda: locked)

    assert differing_versions({"package": MADE["package"]}) == locked
    assert is_same_environment({"package": MADE["package"]}) is same


def test_under_the_lock_the_same_bytes_are_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = MADE | {"libraries": versions() | {"numpy": "0.1"}}
    monkeypatch.setattr(recorded, "differences_from_lock", list)

    assert is_same_environment(listed)
    assert len(differing_versions(listed)) == 1
