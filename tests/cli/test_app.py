"""The command line, called as a program calls it."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

import rtxoutcomes as rtx
from raw_clinic import CANARIES, Style, csv_folder, key_file
from remembered import reports_made_once
from rtxoutcomes.cli.app import _numbers_checked, app
from rtxoutcomes.read.study_file import bundled_cohort_path

COHORT = str(bundled_cohort_path("nabiuni2023"))
RUN = CliRunner()


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    with reports_made_once():
        yield


def result_of(*arguments: str) -> dict[str, object]:
    result = RUN.invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    parsed: dict[str, object] = json.loads(result.stdout)
    return parsed


def test_deidentify_says_what_became_of_every_row_and_nothing_of_anybody(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, Style())
    out = tmp_path / "out"
    words = [str(raw), "--map", str(plan), "--key", str(key_file(tmp_path)), "--out", str(out)]
    words += ["--study", "nabiuni2023"]

    result = result_of("deidentify", *words)

    assert result["patients"] == 3
    assert result["tables"]["relapses"] == {  # type: ignore[index]
        "read": 4,
        "written": 2,
        "left_out": {"onset at or before the first infusion": 2},
    }
    assert not [word for word in CANARIES if word.casefold() in json.dumps(result).casefold()]


@pytest.mark.parametrize(
    "command",
    [
        "report",
        "validate",
        "deidentify",
        "template",
        "styles",
        "synthesise",
        "schema",
        "audit",
        "selftest",
    ],
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = RUN.invoke(app, [command, "--help"])

    assert result.exit_code == 0
    assert "Example" in result.stdout


def test_validate_counts_the_rows() -> None:
    result = result_of("validate", COHORT)

    assert result["valid"] is True
    assert result["rows"]["patients"] == 99  # type: ignore[index]
    plain = RUN.invoke(app, ["validate", COHORT]).stdout
    assert "valid, origin synthetic" in plain


def test_validate_tells_how_far_patients_can_be_told_apart() -> None:
    result = result_of("validate", COHORT)

    assert result["privacy"]["k"] >= 1  # type: ignore[index]
    assert "Rows of patients are never released" in RUN.invoke(app, ["validate", COHORT]).stdout


def test_validate_writes_the_list_for_the_clinic(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("patient_id,diagnosis,follow_up_months\nP01,MS,24\n", encoding="utf-8")
    out = tmp_path / "out"

    with pytest.raises(rtx.TableError):
        arguments = ["validate", str(bad), "--study", "nabiuni2023", "--out", str(out)]
        RUN.invoke(app, arguments, catch_exceptions=False)
    assert "value.allowed" in (out / "findings.csv").read_text(encoding="utf-8")

    result_of("validate", COHORT, "--out", str(out))
    assert "nothing was found" in (out / "findings.html").read_text(encoding="utf-8")


def test_a_larger_file_is_read_on_request(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    row = "P01,RRMS,24\n"
    large.write_text("patient_id,diagnosis,follow_up_months\n" + row * 100_000, encoding="utf-8")

    with pytest.raises(rtx.TableError, match=r"file\.size"):
        RUN.invoke(
            app,
            ["validate", str(large), "--study", "nabiuni2023", "--max-mib", "1"],
            catch_exceptions=False,
        )


def test_report_writes_and_checks(tmp_path: Path) -> None:
    out = str(tmp_path / "reports")

    result = result_of("report", "--out", out)

    assert result["origin"] == "synthetic"
    assert "report.html" in result["files"]  # type: ignore[operator]
    assert result_of("report", COHORT, "--out", out, "--check")["same"] is True
    plain = RUN.invoke(app, ["report", "--out", out, "--check"]).stdout
    assert "matches the expected output" in plain


def test_report_fills_the_authors_text_in_their_journal_s_style(tmp_path: Path) -> None:
    out, text = str(tmp_path / "reports"), tmp_path / "mine.md"
    text.write_text("Change {{ edss.NMOSD.mean_change }} in 7 patients.\n", encoding="utf-8")
    own = ("--text", str(text), "--style", "lancet", "--out", out)

    result = result_of("report", *own, "--trace")

    filled = (tmp_path / "reports" / "manuscript.md").read_text(encoding="utf-8")
    assert filled == "Change −0·57 in 7 patients.\n"
    assert result["text"]["unexplained"] == 1  # type: ignore[index]
    assert result["trace"][0]["numeral"] == "−0·57"  # type: ignore[index]
    assert result_of("report", *own, "--check")["same"] is True
    listed = RUN.invoke(app, ["report", *own, "--trace"]).stdout
    assert "  7 (paragraph 1: ... Change −0·57 in 7 patients. ...)" in listed
    assert "1 that no result explains" not in listed


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Checked 581 numbers in the text: 284 traced to results, 297 structural, 0 untraced"),
        (
            {"study": 2, "authors": 3, "unexplained": 1, "unused": 50},
            "Checked 587 numbers in the text: 284 traced to results, 2 to the study file, "
            "297 structural, 3 confirmed by the authors, 1 untraced",
        ),
    ],
)
def test_the_numbers_of_the_text_are_summed_up(more: dict[str, int], sentence: str) -> None:
    counts = {"row": 284, "study": 0, "structure": 297, "authors": 0, "unexplained": 0, "unused": 9}

    assert _numbers_checked(counts | more) == sentence


def test_a_study_without_a_bundled_cohort_needs_one(tmp_path: Path) -> None:
    source = Path(COHORT).parent / "study.toml"
    other = tmp_path / "other.toml"
    text = source.read_text(encoding="utf-8").replace('id = "nabiuni2023"', 'id = "other"')
    other.write_text(text, encoding="utf-8")

    with pytest.raises(rtx.UsageFault, match="has no bundled cohort"):
        RUN.invoke(app, ["report", "--study", str(other)], catch_exceptions=False)


def test_a_brief_report_has_nothing_to_trace() -> None:
    with pytest.raises(rtx.UsageFault, match="nothing to --trace"):
        RUN.invoke(app, ["report", "--brief", "--trace"], catch_exceptions=False)


def test_a_template_that_was_filled_in_is_a_study_of_its_own(tmp_path: Path) -> None:
    place = tmp_path / "mine"
    assert "study.toml" in result_of("template", str(place))["files"]  # type: ignore[operator]
    for name in ("patients", "visits", "relapses"):
        shutil.copy(Path(COHORT) / f"{name}.csv", place)
    shutil.copy(Path(COHORT) / "cohort.toml", place)

    assert result_of("validate", str(place))["valid"] is True
    result_of("report", str(place), "--all", "--out", str(tmp_path / "report"))

    # Word files are archives of XML.
    texts = {
        f"{path.name}/{part}": content
        for path in (tmp_path / "report").rglob("*")
        if path.is_file()
        for part, content in contents(path).items()
    }
    assert "[Title of the study]" in texts["manuscript.md/"]
    assert "[Drug and dose]" in texts["manuscript.md/"]
    assert any("[Title of the study]" in texts[name] for name in texts if "docx" in name)
    words = ("nabiuni", "rituximab", "skype groups", "interdisciplinary", "virtual learning")
    assert [(n, w) for n, text in texts.items() for w in words if w in text.casefold()] == []


def contents(path: Path) -> dict[str, str]:
    """The text of a file; of each part, where it is an archive."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes().decode("utf-8", errors="replace")}
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode("utf-8", errors="replace") for name in book.namelist()}


def test_the_manifest_holds_the_hash_of_the_study_file_that_was_used(tmp_path: Path) -> None:
    place, out = tmp_path / "mine", tmp_path / "report"
    shutil.copytree(COHORT, place)
    own = shutil.copy(Path(COHORT).parent / "study.toml", place)
    digest = hashlib.sha256(Path(own).read_bytes()).hexdigest()

    result_of("report", str(place), "--out", str(out))
    with_own = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    text = Path(own).read_text(encoding="utf-8")
    Path(own).write_text(text.replace("Low-dose", "High-dose"), encoding="utf-8")
    named = RUN.invoke(app, ["report", str(place), "--study", "nabiuni2023", "--out", str(out)])
    without = json.loads((out / "manifest.json").read_text(encoding="utf-8"))

    assert with_own["inputs"]["study.toml"] == digest
    assert named.exit_code == 0
    assert "not the cohort's own file" in named.stderr
    assert "study.toml" not in without["inputs"]
    assert without["study"] == with_own["study"]


def test_a_report_is_not_written_among_the_tables_of_its_cohort(tmp_path: Path) -> None:
    rtx.write_synthetic(rtx.read_study("nabiuni2023"), tmp_path, patients=20)
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(rtx.UsageFault, match="--out is the folder of the cohort"):
        RUN.invoke(
            app,
            ["report", str(tmp_path), "--study", "nabiuni2023", "--out", f"{tmp_path}/."],
            catch_exceptions=False,
        )

    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_validate_accepts_numbers_for_a_reason_and_repeats_it(tmp_path: Path) -> None:
    place = tmp_path / "in"
    copytree(COHORT, place)
    events = place / "adverse_events.csv"
    text = events.read_text(encoding="utf-8").replace("infusion reaction", "leak of set 0084575948")
    events.write_text(text, encoding="utf-8")
    reason = "ten-digit lot numbers of the infusion set"

    words = ("validate", str(place), "--study", "nabiuni2023")
    refused = RUN.invoke(app, [*words])
    result = result_of(*words, "--allow-number", f"adverse_events.term={reason}")

    assert refused.exit_code != 0
    assert result["allowed_numbers"] == {"adverse_events.term": reason}


def test_deidentify_counts_dropped_columns_and_names_none(tmp_path: Path) -> None:
    raw, plan = csv_folder(tmp_path, Style())
    people = raw / "people.csv"
    lines = people.read_text(encoding="utf-8").splitlines()
    rows = [line + (",Maryam Hosseini" if k == 0 else ",x") for k, line in enumerate(lines)]
    people.write_text("\n".join(rows) + "\n", encoding="utf-8")
    words = [str(raw), "--map", str(plan), "--key", str(key_file(tmp_path))]
    words += ["--study", "nabiuni2023"]

    plain = RUN.invoke(app, ["deidentify", *words, "--out", str(tmp_path / "a")]).stdout
    result = result_of("deidentify", *words, "--out", str(tmp_path / "b"))

    assert result["dropped"]["people.csv"] == 3  # type: ignore[index]
    assert "dropped: 3" in plain
    assert "Maryam" not in plain + json.dumps(result)


def test_the_version_is_printed_and_nothing_else_is_done() -> None:
    result = RUN.invoke(app, ["--version"])

    assert (result.exit_code, result.stdout) == (0, f"rtxoutcomes {rtx.__version__}\n")


def test_validate_says_where_the_findings_are(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["validate", COHORT, "--out", str(tmp_path / "findings.csv")])

    assert f"findings written to {tmp_path / 'findings.csv'}" in result.stderr
