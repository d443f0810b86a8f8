"""A request to end the run."""

import signal
import threading

import pytest

from rtxoutcomes import interruption
from rtxoutcomes.interruption import (
    at_the_end,
    check,
    committing,
    leave_nothing,
    request,
    requested,
)


@pytest.fixture(autouse=True)
def nothing_requested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruption, "_requested", [])


def test_a_run_that_nobody_interrupts_goes_on() -> None:
    check()

    assert requested() == 0


def test_the_first_signal_gives_the_exit_code() -> None:
    request(signal.SIGTERM)
    request(signal.SIGINT)

    with pytest.raises(SystemExit) as ended:
        check()

    assert ended.value.code == requested() == 143


def test_what_was_registered_is_called_last_first_and_only_within_its_block() -> None:
    called: list[str] = []
    with at_the_end(lambda: called.append("outer")):
        with at_the_end(lambda: called.append("over")):
            pass
        with at_the_end(lambda: called.append("inner")):
            leave_nothing()
    leave_nothing()

    assert called == ["inner", "outer"]


def test_another_thread_waits_for_a_commit_and_the_same_one_does_not() -> None:
    reached = threading.Event()

    def end() -> None:
        with committing():
            reached.set()

    thread = threading.Thread(target=end)
    with committing(), committing():
        thread.start()
        assert not reached.wait(0.05)
    thread.join()

    assert reached.is_set()
