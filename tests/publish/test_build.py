"""The whole way, once."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.small import full
from released import PLAN
from rtxoutcomes.analysis import analyse
from rtxoutcomes.cohort import Cohort, fingerprinted
from rtxoutcomes.errors import OutputsDiffer, TextError, UsageFault
from rtxoutcomes.publish import build
from rtxoutcomes.publish.build import (
    Checked,
    check_report,
    released,
    render_report,
    silent,
    write_report,
)
from rtxoutcomes.publish.environment import differences_from_lock
from rtxoutcomes.publish.manifest import NAME
from rtxoutcomes.read.style_file import read_style


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "reports"
    write_report(full(), PLAN, folder)
    return folder


def digests(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_second_run_changes_no_byte(report: Path) -> None:
    before = digests(report)

    written = write_report(full(), PLAN, report)

    assert digests(report) == before
    assert set(written) == set(before)


def test_a_folder_that_holds_exactly_this_passes_the_check(report: Path) -> None:
    check_report(full(), PLAN, report)


def test_one_changed_cell_is_found_and_named(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "differences_from_lock", list)
    made = full()
    assert made.visits is not None
    made.visits.loc[made.visits["month"] > 9, "edss"] += [0.5] + [0.0] * (
        (made.visits["month"] > 9).sum() - 1
    )

    with pytest.raises(OutputsDiffer) as caught:
        check_report(fingerprinted(made), PLAN, report)

    assert "results.csv" in caught.value.names
    assert "tables/score_change.csv" in caught.value.names
    assert "tables/safety.csv" not in caught.value.names
    assert "results.csv: differs" in str(caught.value)
    assert f": {len(caught.value.names)} files differ from" in str(caught.value)


def test_other_library_versions_compare_numbers_only_and_say_so(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "differences_from_lock", lambda: ["numpy 1.0, locked 2.0"])

    assert check_report(full(), PLAN, report).differs_from_lock == ("numpy 1.0, locked 2.0",)


def test_a_folder_that_is_not_there_fails_the_check(tmp_path: Path) -> None:
    with pytest.raises(OutputsDiffer, match="there is no report to check"):
        check_report(full(), PLAN, tmp_path / "nothing")


def test_a_failing_figure_leaves_the_old_report(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(report)

    def fail(*_: object, **__: object) -> dict[str, bytes]:
        raise RuntimeError("the figure backend failed")

    monkeypatch.setattr(build, "outputs", fail)

    with pytest.raises(RuntimeError):
        write_report(full(), PLAN, report)

    assert digests(report) == before


def test_the_manifest_names_every_other_file() -> None:
    files = render_report(full(), PLAN, silent)

    for name in files:
        if name not in ("manifest.json", "environment.json"):
            assert name.encode() in files["manifest.json"]


def test_style_and_text_are_inputs_and_named_in_the_manifest(tmp_path: Path) -> None:
    text = tmp_path / "mine.md"
    text.write_text("n = {{ edss.A.mean_change.n }}\n", encoding="utf-8")

    write_report(full(), PLAN, tmp_path / "out", style="jama", text=text)

    listed = json.loads((tmp_path / "out" / NAME).read_text(encoding="utf-8"))["inputs"]
    assert {"style/jama", "text/mine.md"} <= set(listed)
    checked = check_report(full(), PLAN, tmp_path / "out", style=read_style("jama"), text=text)
    assert checked == Checked(tuple(differences_from_lock()), ())
    with pytest.raises(OutputsDiffer):
        check_report(full(), PLAN, tmp_path / "out")


def test_a_misspelt_style_or_text_is_reported_before_anything_is_computed(tmp_path: Path) -> None:
    stages: list[str] = []

    with pytest.raises(UsageFault, match="a style is a bundled name"):
        write_report(full(), PLAN, tmp_path / "out", stages.append, style="natur")
    with pytest.raises(UsageFault, match=r"mine\.md: No such file"):
        write_report(full(), PLAN, tmp_path / "out", stages.append, text=tmp_path / "mine.md")
    assert not stages


def test_a_text_that_cannot_be_filled_leaves_the_old_report(report: Path, tmp_path: Path) -> None:
    text = tmp_path / "mine.md"
    text.write_text("{{ nope }}", encoding="utf-8")
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}

    with pytest.raises(TextError, match="is not known"):
        write_report(full(), PLAN, report, text=text)

    assert {path: path.read_bytes() for path in report.rglob("*") if path.is_file()} == before


def test_what_is_shown_has_passed_the_door() -> None:
    assert released(full(), PLAN).mark == "Synthetic data"


def edited_in_place(made: Cohort) -> Cohort:
    made.patients.loc[0, "age_years"] = 99.0
    return made


def with_other_rows(made: Cohort) -> Cohort:
    return replace(made, patients=made.patients.iloc[1:].reset_index(drop=True))


@pytest.mark.parametrize("edit", [edited_in_place, with_other_rows])
def test_a_cohort_that_was_edited_in_memory_is_refused(
    edit: Callable[[Cohort], Cohort], report: Path, tmp_path: Path
) -> None:
    before, made = digests(report), edit(full())
    refused = "^patients: changed in memory.*read them with read_cohort"

    with pytest.raises(UsageFault, match=refused):
        write_report(made, PLAN, report)
    with pytest.raises(UsageFault, match=refused):
        write_report(made, PLAN, tmp_path / "new")
    with pytest.raises(UsageFault, match=refused):
        check_report(made, PLAN, report)

    assert digests(report) == before
    assert not (tmp_path / "new" / NAME).exists()
    # A trial in a notebook stays possible: no file is vouched for.
    assert len(analyse(made, PLAN).estimates) > 0
