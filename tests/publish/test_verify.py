"""A report is verified: what differs from a rerun, and why."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.small import full
from plans import recorded as recorded_plan
from released import PLAN
from rtxoutcomes.cohort import Cohort, fingerprinted
from rtxoutcomes.errors import OutputsDiffer, UsageFault
from rtxoutcomes.owned.record import JOURNAL, Journal, sha256
from rtxoutcomes.publish import verify
from rtxoutcomes.publish.build import Rendered, render_report
from rtxoutcomes.publish.environment import versions
from rtxoutcomes.publish.manifest import NAME
from rtxoutcomes.publish.verification import UNKNOWN
from rtxoutcomes.publish.verify import verify_report, write_verification
from rtxoutcomes.publish.verify_page import verify_page
from rtxoutcomes.read.study_file import study_text
from rtxoutcomes.study import Study

FILES = {"patients.csv": "1", "visits.csv": "2"}


def recorded() -> Cohort:
    return fingerprinted(replace(full(), sources=FILES))


def with_another_edss() -> Cohort:
    """The last EDSS of one patient is half a point higher."""
    made = full()
    assert made.visits is not None
    visits = made.visits.copy()
    last = visits.index[visits["patient_id"] == "A03"][-1]
    visits.loc[last, "edss"] += 0.5
    files = FILES | {"visits.csv": "3"}
    return fingerprinted(replace(made, visits=visits, sources=files))


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    return render_report(recorded(), PLAN)


@pytest.fixture(scope="module")
def original(rendered: Rendered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify") / "reports"
    for name, data in rendered.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def report(
    original: Path, rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A copy to be changed, and a rerun that costs nothing, since its input is the same."""
    monkeypatch.setattr(verify, "render_report", lambda *_: rendered)
    return Path(shutil.copytree(original, tmp_path / "reports"))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def change_manifest(report: Path, change: Callable[[dict[str, dict[str, object]]], object]) -> None:
    listed = json.loads((report / NAME).read_bytes())
    change(listed)
    (report / NAME).write_text(json.dumps(listed), encoding="utf-8")


def test_an_untouched_report_is_confirmed(report: Path) -> None:
    result = verify_report(report, recorded())

    assert not result.differs
    assert (result.causes, result.numbers, result.versions) == ((), (), ())
    assert result.verdict.startswith("All ")
    assert result.verdict.endswith(" estimates equal those of this run, within 1e-9.")


def test_a_changed_value_is_traced_to_its_row_and_to_all_that_it_moves(original: Path) -> None:
    before = contents(original)

    result = verify_report(original, with_another_edss(), before=recorded())

    assert contents(original) == before
    assert result.differs
    assert [cause.words for cause in result.causes] == ["visits: 48 rows, as before; other values"]
    assert [row.sentence() for row in result.rows] == [
        "visits, patient A03, month 13: edss 3.5, now 4.0"
    ]
    number = next(d for d in result.numbers if d.key.startswith("edss.A.mean_change["))
    assert (number.column, number.role) == ("estimate", "reported")
    assert float(number.new) - float(number.old) == pytest.approx(0.5 / 12, abs=1e-9)
    places = result.places[number.key]
    assert places.tables[0].startswith("Table 3. Change of scores")
    assert any(place.startswith("Abstract") for place in places.texts)
    assert any("Change in EDSS" in caption for caption in places.figures)
    assert "score_change" in {table.key for table in result.tables}
    assert "safety" not in {table.key for table in result.tables}
    assert "edss_change" in {figure.key for figure in result.figures}
    sentence = next(s for s in result.sentences if s.old.startswith("The mean change in EDSS"))
    assert (sentence.file, sentence.old != sentence.new) == ("manuscript.md", True)
    lines = str(result)
    assert "visits, patient A03, month 13: edss 3.5, now 4.0" in lines
    assert "Mean change [edss.A.mean_change" in lines
    page = verify_page(result)
    assert "Table 3. Change of scores" in page
    assert all(caption.caption in page for caption in result.figures)


def test_a_table_of_other_rows_is_named_with_its_change(report: Path) -> None:
    made = recorded()
    assert made.relapses is not None
    fewer = replace(made, relapses=made.relapses.iloc[1:], sources=FILES | {"relapses.csv": "1"})

    change = verify_report(report, fingerprinted(fewer), before=made).rows

    assert [row.sentence() for row in change] == ["relapses, patient A01, month 5: removed"]


def study_with(**changes: object) -> Study:
    return Study.model_validate(PLAN.model_dump(mode="json") | changes)


@pytest.mark.parametrize(
    ("study", "kind", "words"),
    [
        (
            study_with(randomness={"permutations": 199, "seed": 7}),
            "seed",
            "randomness.seed: 20240215, now 7",
        ),
        (
            study_with(relapse={"risk_months": 6}),
            "study file",
            "relapse.risk_months: 12.0, now 6.0",
        ),
    ],
)
def test_a_key_of_the_study_is_named(study: Study, kind: str, words: str, report: Path) -> None:
    result = verify_report(report, recorded(), study=study)

    assert [(cause.kind.value, cause.words) for cause in result.causes] == [(kind, words)]
    assert not result.differs


def test_a_library_and_another_version_of_the_package_are_named(report: Path) -> None:
    def older(listed: dict[str, dict[str, object]]) -> None:
        listed["libraries"]["scipy"] = "1.9.0"
        listed["package"]["version"] = "0.5.0"

    change_manifest(report, older)

    result = verify_report(report, recorded())

    kinds = {cause.place: cause.kind.value for cause in result.causes}
    assert kinds == {"rtxoutcomes": "code version", "scipy": "library version"}
    assert f"made with scipy 1.9.0, checked with {versions()['scipy']}" in result.versions
    assert not result.differs


@pytest.mark.parametrize(
    ("name", "old", "new", "differs"),
    [
        ("manuscript.md", b"single-arm", b"one-armed", False),
        ("manuscript.md", b"16 patients", b"17 patients", True),
        ("results.csv", b",16,", b",17,", True),
        ("study.toml", b"A trial", b"A study", False),
        ("figures/edss_change.svg", b"<svg", b"<svg ", False),
    ],
)
def test_a_file_edited_by_hand_is_named_as_such(
    name: str, old: bytes, new: bytes, differs: bool, report: Path
) -> None:
    path = report / name
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))

    result = verify_report(report, recorded(), study=PLAN)

    edited = [cause.place for cause in result.causes if cause.kind.value == "edited file"]
    assert edited == [name]
    assert f"{name} was edited after the report wrote it" in str(result)
    assert result.differs is differs


def test_a_number_in_a_sentence_that_was_added_is_another_number(report: Path) -> None:
    path = report / "manuscript.md"
    for added, differs in ((b"We thank them all.\n", False), (b"It fell in 12 of 13.\n", True)):
        path.write_bytes(path.read_bytes() + b"\n" + added)

        assert verify_report(report, recorded(), study=PLAN).differs is differs


def test_the_plan_that_was_recorded_lies_in_the_report_and_is_rerun_with_it(
    tmp_path: Path,
) -> None:
    planned = PLAN.with_plan(recorded_plan(PLAN))
    for name, data in render_report(recorded(), planned).files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    result = verify_report(tmp_path, recorded())

    assert (result.causes, result.sentences, dict(result.files)) == ((), (), {})
    without = verify_report(tmp_path, recorded(), study=PLAN)
    assert [cause.place for cause in without.causes] == ["plan.lock.toml"]
    assert any("recorded" in sentence.old for sentence in without.sentences)


def test_numbers_that_nothing_of_the_record_explains_are_said_to_be_so(report: Path) -> None:
    path = report / "curves.csv"
    path.write_bytes(path.read_bytes().replace(b",16,", b",17,").replace(b",12,", b",11,"))
    data = path.read_bytes()

    def forged(listed: dict[str, dict[str, object]]) -> None:
        listed["outputs"]["curves.csv"] = sha256(data)

    change_manifest(report, forged)

    result = verify_report(report, recorded())

    assert result.cells["curves.csv"] > 0
    assert result.verdict == "Numbers differ from this run in curves.csv."
    assert UNKNOWN in str(result)
    assert UNKNOWN in verify_page(result)


def test_a_report_of_an_earlier_version_is_explained(report: Path) -> None:
    (report / "study.toml").unlink()
    change_manifest(report, lambda listed: listed.pop("libraries"))

    with pytest.raises(UsageFault, match=r"holds no study\.toml.*write it again"):
        verify_report(report, recorded())


def test_a_brief_report_is_explained(report: Path) -> None:
    (report / "study.toml").unlink()

    with pytest.raises(UsageFault, match=r"is a brief report.*report --check --brief"):
        verify_report(report, recorded())


def test_a_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputsDiffer, match="no report"):
        verify_report(tmp_path / "nothing")
    with pytest.raises(UsageFault, match="it is no report"):
        verify_report(tmp_path)
    (tmp_path / JOURNAL).parent.mkdir()
    (tmp_path / JOURNAL).write_bytes(Journal().content())
    with pytest.raises(OutputsDiffer, match="interrupted"):
        verify_report(tmp_path)


def test_a_page_is_written_outside_the_report_only(report: Path, tmp_path: Path) -> None:
    result = verify_report(report, fingerprinted(replace(recorded(), origin="patient")))

    with pytest.raises(UsageFault, match="is the folder of the report"):
        write_verification(result, report / "tables")
    path = Path(write_verification(result, tmp_path / "pages"))

    assert path.name == "verification.html"
    assert "Internal, not checked for release" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [cause.words for cause in result.causes] == []


def test_the_study_of_a_report_reads_back_as_that_of_its_run(original: Path) -> None:
    assert (original / "study.toml").read_bytes() == study_text(PLAN)


def test_the_bundled_cohort_is_not_taken_for_another_one(report: Path) -> None:
    with pytest.raises(
        UsageFault, match=r"not made from the bundled cohort.*patients, relapses, visits"
    ):
        verify_report(report)


def test_an_earlier_cohort_that_is_not_that_of_the_report_is_refused(report: Path) -> None:
    with pytest.raises(UsageFault, match="--before: visits differs"):
        verify_report(report, recorded(), before=with_another_edss())
