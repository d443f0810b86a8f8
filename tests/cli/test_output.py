"""Output of the commands."""

import json
import time

import pytest

from rtxoutcomes.cli.output import Progress, print_result


def test_a_result_is_a_sentence_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_result(False, {"a": 1}, "é")
    print_result(True, {"a": "é"}, "x")

    sentence, answer = capsys.readouterr().out.splitlines()
    assert sentence == "é"
    assert json.loads(answer) == {"ok": True, "a": "é"}
    assert answer.isascii()


def test_progress_is_quiet_at_first_and_then_as_often_as_it_may(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    always, seldom = Progress(), Progress(every=2.0)

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
