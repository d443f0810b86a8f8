"""Settings of the interpreter; each test undoes them, since they hold for the whole process."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from rtxoutcomes.cli.interpreter import (
    PLOTTING_VARIABLES,
    THREAD_VARIABLES,
    configure,
    leave,
)


@pytest.fixture(autouse=True)
def restore_the_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (*PLOTTING_VARIABLES, *THREAD_VARIABLES):
        # What did not exist before is removed again after the test.
        monkeypatch.setenv(name, "before")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
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


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["interrupt", "term"]
)
def test_a_signal_ends_the_program_with_its_number(number: signal.Signals, code: int) -> None:
    configure()

    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(number)

    assert ended.value.code == code


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
