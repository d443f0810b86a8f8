"""Settings of the interpreter; each test undoes them, since they hold for the whole process."""

import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from rtxoutcomes import interruption
from rtxoutcomes.cli import interpreter
from rtxoutcomes.cli.interpreter import (
    PLOTTING_VARIABLES,
    THREAD_VARIABLES,
    configure,
    leave,
)
from rtxoutcomes.interruption import ENDING, INTERRUPTED, at_the_end


@pytest.fixture(autouse=True)
def restore_the_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (*PLOTTING_VARIABLES, *THREAD_VARIABLES):
        # What did not exist before is removed again after the test.
        monkeypatch.setenv(name, "before")
    handlers = {number: signal.getsignal(number) for number in ENDING}
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_user_s_plotting_settings_are_ignored() -> None:
    configure()

    assert not [name for name in PLOTTING_VARIABLES if name in os.environ]


def test_arithmetic_has_one_thread_whatever_the_machine() -> None:
    configure()

    assert {os.environ[name] for name in THREAD_VARIABLES} == {"1"}


def test_garbage_collection_is_rare() -> None:
    configure()

    assert gc.get_threshold() == (200_000, 20, 20)


# A shell may have started the tests with interrupts ignored, which a program inherits.
HEEDED = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
STEPS = """
import time
from rtxoutcomes.cli.interpreter import configure
from rtxoutcomes.interruption import check
configure()
print("begun", flush=True)
while True:
    time.sleep(0.01)
    check()
"""
# A long call of a library, in which no step ends; a commit holds the process back.
ONE_CALL = """
import time
from rtxoutcomes.cli import interpreter
from rtxoutcomes.interruption import at_the_end, committing
interpreter.GRACE_SECONDS = 0.1
interpreter.configure()
with at_the_end(lambda: print("cleared", flush=True)):
    with committing():
        print("begun", flush=True)
        time.sleep(0.5)
        print("committed", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("program", "number", "code", "said"),
    [
        (STEPS, signal.SIGINT, 130, ""),
        (STEPS, signal.SIGTERM, 143, ""),
        (ONE_CALL, signal.SIGINT, 130, "committed\ncleared\n"),
        (ONE_CALL, signal.SIGTERM, 143, "committed\ncleared\n"),
    ],
    ids=["interrupt", "term", "interrupt_call", "term_call"],
)
def test_a_signal_ends_the_program_between_steps_or_after_the_grace(
    program: str, number: signal.Signals, code: int, said: str
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HEEDED + program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"

    child.send_signal(number)
    printed, error = child.communicate(timeout=60)

    assert (child.returncode, printed) == (code, said)
    assert error == (f"rtxoutcomes: {INTERRUPTED}\n" if said else "")


class GoneError(Exception):
    """The process has ended."""


@pytest.mark.parametrize("again", [True, False])
def test_the_watcher_ends_the_process_after_the_grace_or_at_once_when_asked_again(
    again: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes: list[int] = []

    def gone(code: int) -> None:
        codes.append(code)
        raise GoneError

    monkeypatch.setattr(interruption, "_requested", [])
    monkeypatch.setattr(os, "_exit", gone)
    # Were the second signal not seen, the test would wait for a minute.
    monkeypatch.setattr(interpreter, "GRACE_SECONDS", 60.0 if again else 0.01)
    watched, told = socket.socketpair()
    with watched, told, at_the_end(lambda: codes.append(0)), pytest.raises(GoneError):
        told.send(bytes([signal.SIGTERM] * (1 + again)))
        interpreter._watch(watched, told)

    assert codes == [0, 143]
    assert capsys.readouterr().err == f"rtxoutcomes: {INTERRUPTED}\n"


def test_a_signal_is_noted_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []
    monkeypatch.setattr(interruption, "_requested", noted)
    configure()

    signal.getsignal(signal.SIGTERM)(signal.SIGTERM, None)  # type: ignore[operator, misc]

    assert noted == [signal.SIGTERM]


def test_a_signal_that_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

    configure()

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def test_a_missing_stream_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    configure()


def test_a_character_that_the_terminal_cannot_show_is_escaped() -> None:
    code = "from rtxoutcomes.cli.interpreter import configure; configure(); print('\\u06a9')"

    printed = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    ).stdout

    assert printed.strip() == b"\\u06a9"


def test_the_process_ends_with_the_exit_code() -> None:
    with pytest.raises(SystemExit) as ended:
        leave(5)

    assert ended.value.code == 5
    assert gc.get_freeze_count() > 0
