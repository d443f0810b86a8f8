"""Faults become a line on standard error and an exit code."""

import json
import re
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import rtxoutcomes as rtx
from rtxoutcomes.cli import program as subject
from rtxoutcomes.errors import OutputsDiffer, StudyError, StudyProblem
from rtxoutcomes.publish.deidentified import Summary

DOCS = Path(__file__).resolve().parents[2] / "docs"


def failing(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def app(_argv: list[str]) -> None:
        raise fault

    monkeypatch.setattr(subject, "app", app)


def bad_cohort(folder: Path) -> str:
    """Three mistakes in three tables."""
    (folder / "patients.csv").write_text(
        "patient_id,diagnosis,follow_up_months\nP01,RRMS,24\nP02,MS,18\n", encoding="utf-8"
    )
    (folder / "visits.csv").write_text(
        "patient_id,month,edss\nP01,0,3.0\nP01,12,3.25\n", encoding="utf-8"
    )
    (folder / "relapses.csv").write_text("patient_id,month\nP01,31.5\n", encoding="utf-8")
    return str(folder)


def test_three_mistakes_are_three_findings_and_exit_code_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = subject.run(["validate", bad_cohort(tmp_path), "--study", "nabiuni2023", "--json"])

    out, err = capsys.readouterr()
    result = json.loads(out)
    assert code == result["exit_code"] == 4
    assert [(f["table"], f["column"], f["line"], f["patient"]) for f in result["findings"]] == [
        ("patients", "diagnosis", 3, "P02"),
        ("visits", "edss", 3, "P01"),
        ("relapses", "month", 2, "P01"),
    ]
    assert all(f["rule"] and f["value"] and f["remedy"] for f in result["findings"])
    assert result["rules"] == {"time.after_follow_up": 1, "score.on_scale": 1, "value.allowed": 1}
    assert result["summary"] == "3 findings of 3 rules: patients 1, visits 1, relapses 1"
    assert err.splitlines()[0] == "rtxoutcomes: --out FOLDER writes this list as findings.html"
    assert err.splitlines()[1].startswith("rtxoutcomes: 3 findings of 3 rules")


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_findings_are_coloured_at_a_terminal_that_wants_it(
    no_colour: str,
    coloured: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    subject.run(["validate", bad_cohort(tmp_path), "--study", "nabiuni2023", "--json"])

    out, err = capsys.readouterr()
    assert ("\x1b[" in err) is coloured
    assert "\\u001b" not in out


@pytest.mark.parametrize("what", ["missing", "binary", "empty", "column"])
def test_what_cannot_be_read_is_one_clear_line(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cohort.csv"
    content = {
        "binary": b"\x89PNG\x00\x01",
        "empty": b"",
        "column": b"patient_id,diagnosis,follow_up_months,colour\nP01,RRMS,24,red\n",
    }
    if what in content:
        path.write_bytes(content[what])

    code = subject.run(["validate", str(path), "--study", "nabiuni2023"])

    err = capsys.readouterr().err
    assert code == (2 if what == "missing" else 4)
    assert "Traceback" not in err
    # The place of the page, the number of findings, the rule with its remedy, and the place.
    assert len(err.strip().splitlines()) == (1 if what == "missing" else 4)


def test_a_wrong_option_is_a_fault_of_usage() -> None:
    assert subject.run(["report", "--nothing"]) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["report", "--nothing"], "No such option: --nothing"),
        (["--nothing"], "No such option: --nothing"),
        (["validate"], "Missing argument 'COHORT'."),
        (["report", "--out", " "], "the path is empty"),
        (["ingest", "whatsapp"], "Missing argument 'EXPORT"),
        (["no_command"], "No such command 'no_command'."),
    ],
)
def test_a_fault_of_usage_is_one_json_object_where_json_was_asked_for(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = subject.run([*words, "--json"])

    out, err = capsys.readouterr()
    result = json.loads(out)
    assert (result["ok"], result["exit_code"], code) == (False, 2, 2)
    assert message in result["message"]
    assert set(result) == {"ok", "exit_code", "message", "schema"}
    assert err.startswith("Usage:")


def test_a_fault_of_usage_prints_no_json_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    subject.run(["report", "--nothing"])

    assert capsys.readouterr().out == ""


def page_keys() -> dict[str, list[str]]:
    """Command to the keys of its success, as the page for users lists them."""
    text = (DOCS / "command-line.md").read_text(encoding="utf-8").split("keys of a success")[1]
    rows = re.findall(r"^\| `([a-z -]+)`[^|]*\| ([^|;]+)", text, re.M)
    return {command: re.findall(r"`([a-z_]+)`", keys) for command, keys in rows}


def test_the_page_lists_the_keys_of_a_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subject.run(["synthesise", "--out", str(tmp_path / "made"), "--patients", "20", "--json"])
    made = json.loads(capsys.readouterr().out)
    subject.run(["validate", str(tmp_path / "made"), "--study", "nabiuni2023", "--json"])
    valid = json.loads(capsys.readouterr().out)

    assert list(made) == ["ok", *page_keys()["synthesise"], "schema"]
    assert list(valid) == ["ok", *page_keys()["validate"], "schema"]


@pytest.mark.parametrize(
    ("command", "kind"),
    [("ingest", rtx.Ingested), ("report --check", rtx.Checked), ("deidentify", Summary)],
)
def test_the_page_lists_what_a_command_tells_of_its_work(command: str, kind: type) -> None:
    assert page_keys()[command][-len(fields(kind)) :] == [field.name for field in fields(kind)]


def test_help_is_no_fault_under_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert subject.run(["report", "--json", "--help"]) == 0
    assert '"ok"' not in capsys.readouterr().out


def test_help_ends_well() -> None:
    assert subject.run(["--help"]) == 0


def test_an_unforeseen_fault_is_reported_by_place_without_any_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(ValueError("patient 0912 555 0143"), monkeypatch)

    code = subject.run(["report"])

    err = capsys.readouterr().err
    assert code == 1
    assert "unforeseen ValueError" in err
    assert "0143" not in err


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (MemoryError(), 6, "not enough memory"),
        (OSError(28, "No space left on device"), 6, "a file: no space left on device\n"),
        (OSError(), 6, "could not read or write a file: OSError\n"),
        (SystemExit(143), 143, ""),
        (SystemExit("text"), 0, ""),
    ],
)
def test_faults_of_the_machine_have_their_exit_code(
    fault: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(fault, monkeypatch)

    assert subject.run(["report"]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/data/my_report", "my_report"),
        ("/data/Surname Forename.csv", "a file"),
        (b"/data/my_report", "a file"),
        (3, "a file"),
    ],
)
def test_a_file_is_named_only_if_the_user_typed_its_name(
    path: object,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(OSError(13, "Permission denied", path), monkeypatch)

    assert subject.run(["report", "--out", "elsewhere/my_report"]) == 6
    message = f"rtxoutcomes: could not read or write {name}: permission denied\n"
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (OutputsDiffer("differs", ["a.csv"]), "files"),
        (StudyError("s.toml", [StudyProblem("study", "is missing")]), "findings"),
    ],
)
def test_json_holds_what_a_program_needs(
    fault: BaseException,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing(fault, monkeypatch)

    subject.run(["report", "--json"])

    result = json.loads(capsys.readouterr().out)
    assert result["ok"] is False
    assert result[key]


def test_a_cohort_without_a_study_is_a_fault_of_usage_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "patients.csv").write_text(
        "patient_id,diagnosis,follow_up_months\nP01,RRMS,24\n", encoding="utf-8"
    )
    out = str(tmp_path / "out")
    roster = [f"--{name}={tmp_path / name}" for name in ("roster", "start")]
    commands = [
        ["report", str(tmp_path), "--out", out],
        ["report", str(tmp_path), "--out", out, "--check"],
        ["validate", str(tmp_path)],
        ["deidentify", str(tmp_path), "--map", "map.toml", "--key", "key.txt", "--out", out],
        ["ingest", "whatsapp", "chat.txt", *roster, f"--out={tmp_path / 'engagement.csv'}"],
    ]

    for command in commands:
        code = subject.run(command)

        err = capsys.readouterr().err
        assert (command, code) == (command, 2)
        assert "has no study file" in err
        assert "rtxoutcomes template" in err
        assert "--study" in err
    assert [path.name for path in tmp_path.iterdir()] == ["patients.csv"]
