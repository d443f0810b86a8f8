"""What of the record of a report is different in a run."""

from copy import deepcopy
from typing import cast

import pytest

from cohorts import STUDY, study
from plans import recorded
from rtxoutcomes.publish.causes import Cause, Kind, causes, other_bytes, study_changes
from rtxoutcomes.study import Study

FILES = {"visits.csv": "1", "study.toml": "2", "style/jama": "3"}


def manifest(inputs: dict[str, str], **tables: object) -> dict[str, object]:
    return {"inputs": FILES | inputs, "tables": tables, "origin": "patient", "libraries": {"x": ""}}


def table(sha256: str, rows: int, *columns: str) -> dict[str, object]:
    return {"sha256": sha256, "rows": rows, "columns": list(columns)}


def words(old: dict[str, object], new: dict[str, object]) -> list[str]:
    return [cause.words for cause in causes(old, new, (study(), study()), ())]


OLD = manifest({}, visits=table("a", 5, "edss", "month"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (table("b", 5, "edss", "month"), "visits: 5 rows, as before; other values"),
        (table("b", 6, "edss", "month"), "visits: 5 rows, now 6"),
        (table("b", 5, "edss"), "visits: 5 rows, as before; without the columns month"),
        (table("b", 5, "edss", "month", "igg"), "visits: 5 rows, as before; new columns igg"),
    ],
)
def test_a_table_is_named_with_its_change(now: dict[str, object], expected: str) -> None:
    assert words(OLD, manifest({"visits.csv": "9"}, visits=now)) == [expected]


def test_other_bytes_with_the_same_values_are_named_by_file() -> None:
    same = manifest({"visits.csv": "9"}, visits=table("a", 5, "edss", "month"))
    other = manifest({"visits.csv": "9"}, visits=table("b", 5, "edss", "month"))

    assert words(OLD, same) == []
    assert other_bytes(OLD, same) == [
        "visits.csv: has other bytes than the manifest's hash says, and the same values"
    ]
    # Other values are a cause, which says more.
    assert other_bytes(OLD, other) == other_bytes(OLD, OLD) == []


def test_a_recorded_plan_that_is_new_gone_or_another_is_named() -> None:
    plan = recorded(study(), registry="OSF", number="abc12")
    with_plan = study().with_plan(plan)

    def named(old: Study, new: Study) -> list[str]:
        return [cause.words for cause in causes(OLD, OLD, (old, new), ())]

    words = f"plan {plan.sha256[:8]} (OSF, abc12)"
    assert named(with_plan, study()) == [f"plan.lock.toml: {words}, now none"]
    assert named(study(), with_plan) == [f"plan.lock.toml: none, now {words}"]
    assert named(with_plan, with_plan) == []


def test_a_table_that_is_new_or_gone_is_named() -> None:
    new = manifest({"relapses.csv": "9"}, relapses=table("b", 2, "month"))

    assert words(OLD, new) == [
        "visits: was collected, now it is not",
        "relapses: was not collected, now it is",
    ]


@pytest.mark.parametrize("inputs", [{"study.toml": "9"}, {"style/jama": "9"}, {}])
def test_the_same_files_are_no_other_data_though_the_study_reads_them_otherwise(
    inputs: dict[str, str],
) -> None:
    assert words(OLD, manifest(inputs, visits=table("b", 4, "edss"))) == []


def test_another_origin_is_a_cause() -> None:
    new = manifest({"cohort.toml": "9"}, visits=OLD["tables"]["visits"])  # type: ignore[index]

    assert words(OLD, new | {"origin": "public"}) == ["origin patient, now public"]


def test_edited_files_are_causes() -> None:
    found = causes(OLD, OLD, (study(), study()), ("a.md",))

    assert found == (Cause(Kind.EDITED, "a.md", "a.md was edited after the report wrote it"),)


def test_keys_of_a_study_are_named_by_the_names_of_their_blocks() -> None:
    scores = deepcopy(cast(list[dict[str, object]], STUDY["scores"]))
    scores[0] |= {"label": "L" * 90}
    scores[1] |= {"low": [6.5]}
    identity = STUDY["study"] | {"drug": "another drug"}  # type: ignore[operator]

    found = study_changes(study(), study(scores=scores, study=identity))

    assert found == [
        ("study.drug", "a drug", "another drug"),
        ("scores.edss.label", "EDSS", f"{'L' * 60}..."),
        ("scores.igg.low", "[7.0]", "[6.5]"),
    ]


def test_a_block_that_one_study_lacks_is_named() -> None:
    found = study_changes(study(channels=[]), study())

    assert ("channels.chat.activities", "not given", "['message']") in found
