"""The whole way, once."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.small import full
from released import PLAN
from remembered import reports_made_once
from rtxoutcomes.analysis import analyse
from rtxoutcomes.cohort import Cohort, fingerprinted
from rtxoutcomes.errors import OutputsDiffer, TextError, UsageFault
from rtxoutcomes.progress import silent
from rtxoutcomes.publish import build
from rtxoutcomes.publish.build import released, render_report, write_report
from rtxoutcomes.publish.check import Checked, check_report
from rtxoutcomes.publish.form import Form
from rtxoutcomes.publish.manifest import NAME
from rtxoutcomes.publish.outputs import outputs
from rtxoutcomes.read.style_file import read_style
from rtxoutcomes.read.text_file import read_text

# What makes a report anew, for the test that makes one twice.
RELEASED, OUTPUTS = build.released, outputs


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    with reports_made_once():
        yield


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "reports"
    write_report(full(), PLAN, folder)
    return folder


def digests(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file() and ".rtx" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_second_run_changes_no_byte(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digests(report)
    monkeypatch.setattr(build, "released", RELEASED)
    monkeypatch.setattr(build, "outputs", OUTPUTS)

    written = write_report(full(), PLAN, report)

    assert digests(report) == before
    assert set(written) == set(before)


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
    files = render_report(full(), PLAN, silent).files

    for name in files:
        if name not in ("manifest.json", "environment.json", "ro-crate-metadata.json"):
            assert name.encode() in files["manifest.json"]


def test_style_and_text_are_inputs_and_named_in_the_manifest(tmp_path: Path) -> None:
    text = tmp_path / "mine.md"
    text.write_text("n = {{ edss.A.mean_change.n }}\n", encoding="utf-8")

    write_report(full(), PLAN, tmp_path / "out", style="jama", text=text)

    listed = json.loads((tmp_path / "out" / NAME).read_text(encoding="utf-8"))["inputs"]
    assert {"style/jama", "text/mine.md"} <= set(listed)
    checked = check_report(full(), PLAN, tmp_path / "out", style=read_style("jama"), text=text)
    assert checked == Checked((), True, ())
    with pytest.raises(OutputsDiffer):
        check_report(full(), PLAN, tmp_path / "out")


def test_a_misspelt_style_or_text_is_reported_before_anything_is_computed(tmp_path: Path) -> None:
    stages: list[str] = []

    with pytest.raises(UsageFault, match="a style is a bundled name"):
        write_report(full(), PLAN, tmp_path / "out", stages.append, style="natur")
    with pytest.raises(UsageFault, match=r"mine\.md: .*No such file"):
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


def test_files_of_the_user_stop_the_run_before_anything_is_computed(tmp_path: Path) -> None:
    stages: list[str] = []
    names = ("manuscript.docx", "report.html", "results.csv", "figures/time_to_relapse.png")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"mine")

    with pytest.raises(UsageFault) as refused:
        write_report(full(), PLAN, tmp_path, stages.append)

    assert not stages
    assert digests(tmp_path) == dict.fromkeys(names, b"mine")
    assert all(f"{name}: was not written by this command" in str(refused.value) for name in names)


def test_a_generated_file_that_was_edited_stops_the_run_or_is_kept(
    report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(report, out)
    before, stages = digests(out), list[str]()
    (out / "manuscript.docx").write_bytes(b"with authors")

    with pytest.raises(UsageFault, match=r"manuscript\.docx: was edited.*--text.*--keep-edited"):
        write_report(full(), PLAN, out, stages.append)
    files = write_report(full(), PLAN, out, keep_edited=True)

    assert not stages
    assert "kept/manuscript-1.docx" in files
    assert digests(out) == before | {"kept/manuscript-1.docx": b"with authors"}


@pytest.mark.parametrize("record", [True, False])
def test_a_text_in_the_folder_is_kept_before_it_is_filled(
    record: bool, report: Path, tmp_path: Path
) -> None:
    out, text = tmp_path / "out", "n = {{ edss.A.mean_change.n }}\n"
    if record:
        shutil.copytree(report, out)
    out.mkdir(exist_ok=True)
    (out / "manuscript.md").write_text(text, encoding="utf-8")

    files = write_report(full(), PLAN, out, text=out / "manuscript.md")

    assert "kept/manuscript-1.md" in files
    assert (out / "kept/manuscript-1.md").read_text(encoding="utf-8") == text
    assert "{{" not in (out / "manuscript.md").read_text(encoding="utf-8")


def test_a_template_of_the_report_can_be_its_text(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(report, out)
    template = out / "manuscript.template.md"
    before = template.read_bytes()

    write_report(full(), PLAN, out, text=template)
    assert template.read_bytes() == before
    write_report(full(), PLAN, out)

    assert digests(out) == digests(report)


def test_a_clone_without_the_record_is_ours_by_its_manifest(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(report, out, ignore=shutil.ignore_patterns(".rtx", "*.docx", "*.svg"))

    write_report(full(), PLAN, out)

    assert digests(out) == digests(report)


def test_a_report_that_another_checkout_brought_is_ours(report: Path, tmp_path: Path) -> None:
    # The record is that of the last run here; the files are those of the repository.
    out = tmp_path / "out"
    write_report(full(), PLAN, out, style="jama")
    for path in report.rglob("*"):
        if path.is_file() and ".rtx" not in path.parts:
            shutil.copyfile(path, out / path.relative_to(report))

    write_report(full(), PLAN, out)

    assert digests(out) == digests(report)


def of_patients() -> Cohort:
    """The same cohort as patients' data."""
    return fingerprinted(replace(full(), origin="patient"))


@pytest.mark.parametrize(("group", "mode"), [(False, 0o600), (True, 0o640)])
def test_a_report_of_patients_is_for_its_owner_and_on_request_his_group(
    group: bool, mode: int, tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir(mode=0o755)

    names = write_report(of_patients(), PLAN, tmp_path, group_readable=group)

    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in names}
    open_to_all = {"manifest.json", "environment.json"}
    assert {modes[name] for name in modes.keys() - open_to_all} == {mode}
    assert (tmp_path / "tables").stat().st_mode & 0o777 == 0o755


def test_every_file_of_a_report_of_patients_carries_its_mark() -> None:
    mark = b"internal, not checked for release"
    files = render_report(of_patients(), PLAN, form=Form(every_format=True)).files

    # The mark of a picture is drawn; its twin in CSV has it in words. The study file holds no data.
    kinds = (".png", ".pdf", "study.toml")
    unmarked = [
        name
        for name, content in files.items()
        if not name.endswith(kinds) and mark not in text_of(name, content).lower()
    ]
    assert unmarked == []


def text_of(name: str, content: bytes) -> bytes:
    if not name.endswith(".docx"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"".join(map(parts.read, parts.namelist()))


def test_the_mark_of_a_template_is_not_part_of_the_text(tmp_path: Path) -> None:
    files = render_report(of_patients(), PLAN).files
    template = files["manuscript.template.md"]
    assert template.startswith(b"<!-- Internal, not checked for release -->")
    (tmp_path / "mine.md").write_bytes(template)

    form = Form(text=read_text(tmp_path / "mine.md"))

    assert (
        render_report(full(), PLAN, form=form).files["manuscript.md"]
        == render_report(full(), PLAN).files["manuscript.md"]
    )


def test_a_report_of_every_format_is_to_be_checked_as_one(tmp_path: Path) -> None:
    write_report(full(), PLAN, tmp_path, every_format=True)

    with pytest.raises(OutputsDiffer, match="was it written with --all"):
        check_report(full(), PLAN, tmp_path)
    check_report(full(), PLAN, tmp_path, every_format=True)


def test_a_brief_report_leaves_out_the_manuscript_and_is_checked_as_one(tmp_path: Path) -> None:
    (tmp_path / "manuscript.docx").write_bytes(b"somebody's own")

    names = write_report(full(), PLAN, tmp_path, brief=True)

    assert {name for name in names if "/" not in name} == {
        "report.html",
        "manifest.json",
        "environment.json",
        "ro-crate-metadata.json",
    }
    assert "figures/participant_flow.png" in names
    assert not any("further" in name for name in names)
    assert (tmp_path / "manuscript.docx").read_bytes() == b"somebody's own"
    check_report(full(), PLAN, tmp_path, brief=True)
    with pytest.raises(OutputsDiffer, match="was it written with --brief"):
        check_report(full(), PLAN, tmp_path)


def test_a_report_of_patients_is_not_put_in_place_of_one_that_others_may_see(
    report: Path, tmp_path: Path
) -> None:
    out, stages = tmp_path / "out", list[str]()
    shutil.copytree(report, out)

    with pytest.raises(UsageFault, match="holds a report of synthetic data"):
        write_report(of_patients(), PLAN, out, stages.append)

    assert not stages
    assert digests(out) == digests(report)
