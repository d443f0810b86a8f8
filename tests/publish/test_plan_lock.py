"""Recording the plan of a study file."""

import json
import shutil
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.publish.plan_lock import cohort_tables, lock_plan, tables_hash
from rtxoutcomes.read.study_file import bundled_cohort_path

BUNDLED = bundled_cohort_path("nabiuni2023")


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A cohort with its study file in one folder."""
    folder = tmp_path / "cohort"
    folder.mkdir()
    for name in ("patients.csv", "relapses.csv", "cohort.toml"):
        shutil.copy(BUNDLED / name, folder)
    shutil.copy(BUNDLED.parent / "study.toml", folder)
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_plan_is_recorded_beside_the_study_file_and_read_with_it(cohort: Path) -> None:
    path, lock = lock_plan(
        cohort / "study.toml", registry="OSF", number='it\'s "abc"', date="3 March 2026"
    )

    study = rtx.study_of(cohort)
    assert path == cohort / "plan.lock.toml"
    assert study.recorded_plan == lock
    assert study.unplanned == ()
    assert lock.number == 'it\'s "abc"'
    assert lock.cohort_sha256 == tables_hash(cohort_tables(cohort / "study.toml"))
    assert rtx.read_study(cohort / "study.toml").recorded_plan == lock
    # The cohort is still read, and its own study file is still found.
    assert "study.toml" in rtx.read_cohort(cohort, study).sources


def test_comments_are_no_part_of_a_plan_and_keys_are(cohort: Path) -> None:
    lock_plan(cohort / "study.toml")
    file = cohort / "study.toml"
    text = file.read_text(encoding="utf-8")

    file.write_text(f"# a comment\n{text}", encoding="utf-8")
    assert rtx.study_of(cohort).unplanned == ()

    family = '[[multiplicity.families]]\nname = "late"\ntests = ["relapse.all.between_groups"]\n'
    file.write_text(f"{text}\n{family}", encoding="utf-8")
    frame = rtx.relapse_proportions(rtx.read_cohort(cohort, study := rtx.study_of(cohort)), study)
    between = frame[(frame["quantity"] == "between_groups") & (frame["role"] == "reported")]
    assert between["planned"].tolist() == ["test_not_recorded"]
    assert set(frame["planned"]) == {"recorded", "test_not_recorded"}


def test_a_recorded_plan_is_never_replaced(cohort: Path) -> None:
    path, _ = lock_plan(cohort / "study.toml")
    before = path.read_bytes()

    with pytest.raises(rtx.UsageFault, match="exists already, and a recorded plan is never repl"):
        lock_plan(cohort / "study.toml")
    assert path.read_bytes() == before


def test_a_plan_that_was_edited_is_refused_and_its_deposit_may_be_filled_in(cohort: Path) -> None:
    path, _ = lock_plan(cohort / "study.toml")
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace('registry = ""', 'registry = "OSF"'), encoding="utf-8")
    recorded = rtx.study_of(cohort).recorded_plan
    assert recorded is not None
    assert recorded.deposited == "OSF"

    path.write_text(text.replace('"relapse.merge_days" = "30"', '"relapse.merge_days" = "31"'))
    with pytest.raises(rtx.StudyError, match="it was edited, restore it"):
        rtx.study_of(cohort)


@pytest.mark.parametrize("place", [".", "reports", "../reports"])
@pytest.mark.parametrize("shared", ["id", "table"])
def test_a_plan_is_refused_where_a_report_of_its_cohort_stands(
    cohort: Path, place: str, shared: str
) -> None:
    (tables := cohort_tables(cohort / "study.toml")).pop("relapses.csv")
    listed = {
        "study": {"id": "nabiuni2023" if shared == "id" else "other"},
        "inputs": tables if shared == "table" else {},
    }
    folder = cohort / place
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")

    with pytest.raises(rtx.UsageFault, match="is a report of this cohort, so that its results"):
        lock_plan(cohort / "study.toml")
    assert not (cohort / "plan.lock.toml").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"study": 1, "inputs": 2}', '{"study": {}}'])
def test_other_reports_and_unreadable_manifests_are_no_obstacle(cohort: Path, text: str) -> None:
    (cohort / "manifest.json").write_text(text, encoding="utf-8")

    assert lock_plan(cohort / "study.toml")[0].exists()


def test_a_study_file_without_a_cohort_has_no_hash_of_one(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    shutil.copy(BUNDLED.parent / "study.toml", file)

    path, lock = lock_plan(file)

    assert path.name == "my.plan.lock.toml"
    assert lock.cohort_sha256 == ""


def test_the_cohort_of_one_file_and_that_of_a_folder_within_are_read(tmp_path: Path) -> None:
    header = "patient_id,diagnosis,follow_up_months\n"
    (tmp_path / "my.csv").write_text(f"{header}SYN-1,RRMS,24\n", encoding="utf-8")
    shutil.copy(BUNDLED.parent / "study.toml", tmp_path / "my.study.toml")
    inner = tmp_path / "project" / "cohort"
    inner.mkdir(parents=True)
    (inner / "patients.csv").write_text(header, encoding="utf-8")
    shutil.copy(BUNDLED.parent / "study.toml", inner.parent / "study.toml")

    assert list(cohort_tables(tmp_path / "my.study.toml")) == ["my.csv"]
    # An empty table holds no data.
    assert cohort_tables(inner.parent / "study.toml") == {}
    (inner / "patients.csv").write_text(f"{header}SYN-1,RRMS,24\n", encoding="utf-8")
    assert list(cohort_tables(inner.parent / "study.toml")) == ["patients.csv"]


def test_a_bundled_study_and_words_of_two_lines_are_refused(cohort: Path) -> None:
    with pytest.raises(rtx.UsageFault, match="is a bundled study; write its file"):
        lock_plan("nabiuni2023")
    with pytest.raises(rtx.UsageFault, match="registry: "):
        lock_plan(cohort / "study.toml", registry="two\nlines")
