"""A check of a report folder, under the same versions and elsewhere."""

import platform
from pathlib import Path

import pytest

from analysis.small import full
from released import PLAN
from rtxoutcomes.errors import OutputsDiffer
from rtxoutcomes.owned.record import JOURNAL, Journal
from rtxoutcomes.publish import check, recorded
from rtxoutcomes.publish.build import Rendered, render_report
from rtxoutcomes.publish.check import Checked, check_report
from rtxoutcomes.publish.differing_numbers import csv_rows
from rtxoutcomes.publish.environment import versions


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    return render_report(full(), PLAN)


@pytest.fixture
def report(rendered: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of these files, and a run that gives them again at no cost."""
    monkeypatch.setattr(check, "render_report", lambda *_: rendered)
    for name, data in rendered.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def edit(report: Path, name: str, old: str, new: str) -> None:
    text = (report / name).read_text(encoding="utf-8")
    assert old in text
    (report / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "versions", lambda: versions() | {"numpy": "1.0"})
    monkeypatch.setattr(recorded, "differences_from_lock", lambda: ["numpy 1.0, locked 2.0"])
    monkeypatch.setattr(recorded, "system", lambda: "Windows AMD64")


OTHERS = (
    f"made with numpy {versions()['numpy']}, checked with 1.0",
    f"made on {platform.system()} {platform.machine()}, checked on Windows AMD64",
)


def test_a_folder_that_holds_exactly_this_passes(report: Path) -> None:
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}

    assert check_report(full(), PLAN, report) == Checked((), True, ())
    assert {path: path.read_bytes() for path in report.rglob("*") if path.is_file()} == before


def test_other_versions_are_named_where_everything_agrees(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch)

    assert check_report(full(), PLAN, report) == Checked(OTHERS, False, ())


def test_numbers_that_differ_are_named_with_the_versions(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch)
    rows = csv_rows((report / "results.csv").read_bytes())
    now = next(r["estimate"] for r in rows if r["key"].startswith("edss.A.mean_change["))
    edit(report, "results.csv", f",{now},", ",-9.5,")

    with pytest.raises(OutputsDiffer) as caught:
        check_report(full(), PLAN, report)

    assert caught.value.names == ("results.csv",)
    lines = str(caught.value).splitlines()
    assert lines[0] == (f"{report}: 1 file differs from the expected output ({'; '.join(OTHERS)})")
    assert lines[1] == "  1 number of results.csv differs; `verify` names the cause:"
    assert "Mean change [edss.A.mean_change[paired_t]]: estimate -9.5, now" in lines[2]
    assert lines[3] == "  results.csv: was edited after the report wrote it"
    assert caught.value.details["versions"] == list(OTHERS)
    (number,) = caught.value.details["numbers"]  # type: ignore[misc]
    assert (number["old"], number["new"]) == ("-9.5", now)  # type: ignore[has-type]


def test_a_file_without_another_number_is_named(report: Path) -> None:
    edit(report, "tables/safety.md", "Adverse", "adverse")

    with pytest.raises(OutputsDiffer, match=r"(?s)no number of results\.csv differs.*safety\.md"):
        check_report(full(), PLAN, report)


def test_a_folder_of_every_format_is_to_be_checked_as_one(report: Path) -> None:
    listed = '"outputs": {\n  "figures/edss_change.pdf": "0",'
    edit(report, "manifest.json", '"outputs": {', listed)
    (report / "figures/edss_change.pdf").write_bytes(b"")

    with pytest.raises(OutputsDiffer, match="was it written with --all"):
        check_report(full(), PLAN, report)


def test_a_folder_without_results_is_no_report(report: Path) -> None:
    (report / "results.csv").unlink()

    with pytest.raises(OutputsDiffer, match=r"results\.csv: is missing"):
        check_report(full(), PLAN, report)


def test_a_folder_that_is_not_there_or_was_interrupted_fails(tmp_path: Path) -> None:
    with pytest.raises(OutputsDiffer, match="there is no report to check"):
        check_report(full(), PLAN, tmp_path / "nothing")
    (tmp_path / JOURNAL).parent.mkdir()
    (tmp_path / JOURNAL).write_bytes(Journal().content())
    with pytest.raises(OutputsDiffer, match="interrupted: run report again"):
        check_report(full(), PLAN, tmp_path)
    assert (tmp_path / JOURNAL).exists()
