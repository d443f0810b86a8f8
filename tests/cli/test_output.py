"""Output of the commands."""

import json
import sys
import time

import pytest

from rtxoutcomes import interruption
from rtxoutcomes.cli import output
from rtxoutcomes.cli.output import Progress, print_result, warn


def test_a_result_is_a_sentence_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_result(False, {"a": 1}, "é")
    print_result(True, {"a": "é"}, "x")

    sentence, answer = capsys.readouterr().out.splitlines()
    assert sentence == "é"
    assert json.loads(answer) == {"ok": True, "a": "é", "schema": "rtxoutcomes-answer/1"}
    assert answer.isascii()


def test_progress_is_quiet_at_first_and_then_as_often_as_it_may(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(output, "QUIET_SECONDS", 2.0)
    always, seldom = Progress(), Progress(every=2.0)

    with always:
        pass
    for moment in (1.0, 2.5, 3.0, 5.0):
        clock[0] = moment
        always(f"always {moment}")
        seldom(f"seldom {moment}")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "rtxoutcomes: always 2.5 ...",
        "rtxoutcomes: seldom 2.5 ...",
        "rtxoutcomes: always 3.0 ...",
        "rtxoutcomes: always 5.0 ...",
        "rtxoutcomes: seldom 5.0 ...",
    ]


def test_nothing_is_printed_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "QUIET_SECONDS", 0.0)

    Progress()("analysing")

    assert capsys.readouterr().err == ""


def test_a_stage_that_lasts_is_printed_when_the_quiet_time_is_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(output, "QUIET_SECONDS", 0.05)
    progress = Progress()

    progress("analysing")
    progress.join()

    assert capsys.readouterr().err == "rtxoutcomes: analysing ...\n"


def test_a_run_that_was_asked_to_end_ends_at_the_next_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interruption, "_requested", [15])

    with pytest.raises(SystemExit) as ended:
        Progress()("drawing")

    assert ended.value.code == 143


def test_a_warning_is_printed_only_if_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    warn("")
    warn("the key is open")

    assert capsys.readouterr().err == "rtxoutcomes: warning: the key is open\n"
