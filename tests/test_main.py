"""Faults become a line on stderr and an exit code."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rtxoutcomes import __main__ as subject
from rtxoutcomes.errors import OutputsDiffer, StudyError, StudyProblem


@pytest.fixture(autouse=True)
def keep_signals() -> object:
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
        signal.signal(number, handler)


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
    code = subject.run(["validate", bad_cohort(tmp_path), "--json"])

    out, err = capsys.readouterr()
    told = json.loads(out)
    assert code == told["exit_code"] == 4
    assert [(f["table"], f["column"], f["line"], f["patient"]) for f in told["findings"]] == [
        ("patients", "diagnosis", 3, "P02"),
        ("visits", "edss", 3, "P01"),
        ("relapses", "month", 2, "P01"),
    ]
    assert all(f["rule"] and f["value"] and f["remedy"] for f in told["findings"])
    assert told["rules"] == {"time.after_follow_up": 1, "score.on_scale": 1, "value.allowed": 1}
    assert told["summary"] == "3 findings of 3 rules: patients 1, visits 1, relapses 1"
    assert err.startswith("rtxoutcomes: 3 findings of 3 rules")


@pytest.mark.parametrize(("no_colour", "painted"), [("", True), ("1", False)])
def test_findings_are_painted_at_a_terminal_that_wants_it(
    no_colour: str,
    painted: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    subject.run(["validate", bad_cohort(tmp_path), "--json"])

    out, err = capsys.readouterr()
    assert ("\x1b[" in err) is painted
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

    code = subject.run(["validate", str(path)])

    err = capsys.readouterr().err
    assert code == (2 if what == "missing" else 4)
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == (1 if what == "missing" else 3)


def test_a_wrong_option_is_a_fault_of_usage() -> None:
    assert subject.run(["report", "--nothing"]) == 2


def test_help_ends_well() -> None:
    assert subject.run(["--help"]) == 0


def test_an_unforeseen_fault_tells_where_and_no_value(
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
        (OSError(28, "No space left on device"), 6, "No space left"),
        (OSError(), 6, "OSError"),
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

    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told[key]


def test_a_signal_ends_the_program_with_its_number() -> None:
    with pytest.raises(SystemExit) as ended:
        subject._leave(signal.SIGTERM, None)

    assert ended.value.code == 143


def test_a_user_s_plotting_settings_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "no_such_backend")
    failing(SystemExit(0), monkeypatch)

    subject.run([])

    assert "MPLBACKEND" not in os.environ


def test_sums_are_made_by_one_thread_whatever_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in subject.THREADS:
        monkeypatch.setenv(name, "7")
    failing(SystemExit(0), monkeypatch)

    subject.run([])

    assert {os.environ[name] for name in subject.THREADS} == {"1"}


def test_the_outermost_frame_asks_for_room_for_all_that_follow() -> None:
    # Python doubles its piece of 16 kilobytes until the frame fits.
    assert 8 * subject.run.__code__.co_stacksize > 4 * 16 * 1024


def test_the_libraries_that_hear_of_one_thread_are_not_loaded_before() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import rtxoutcomes.__main__, sys; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "False"


def test_the_program_runs_as_a_module() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "rtxoutcomes", "validate", "/nothing/there"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2
    assert "No such file" in told.stderr


def test_the_console_script_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["rtxoutcomes", "--help"])

    with pytest.raises(SystemExit) as ended:
        subject.main()

    assert ended.value.code == 0
