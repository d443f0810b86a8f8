"""A request to end the run: noticed between steps, and never within a commit.

The program requests an end when a signal arrives (`cli.interpreter`). Code that takes long calls
`check` between its steps; files are put in their places under `committing`, which an end waits for.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# Signals by which a user or the system asks a program to end; not every system has each.
ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
# Shells report a program that a signal ended as this plus the number of the signal.
SIGNAL_BASE = 128
INTERRUPTED = "interrupted; the files in the output folder are unchanged"
_COMMIT = threading.RLock()
_requested: list[int] = []
_last_acts: list[Callable[[], object]] = []


def request(number: int) -> None:
    """Ask the run to end, because of this signal."""
    _requested.append(number)


def requested() -> int:
    """The exit code of a run that was asked to end; 0 if it was not."""
    return SIGNAL_BASE + _requested[0] if _requested else 0


def check() -> None:
    """End the run here if it was asked to end.

    Raises
    ------
    SystemExit
        With the exit code of the signal; what was begun is cleaned up on the way.
    """
    if code := requested():
        raise SystemExit(code)


@contextmanager
def committing() -> Iterator[None]:
    """The block is completed before the process ends by a request."""
    with _COMMIT:
        yield


@contextmanager
def at_the_end(act: Callable[[], object]) -> Iterator[None]:
    """If the process has to end within the block, `act` is called first: a child is stopped."""
    _last_acts.append(act)
    try:
        yield
    finally:
        _last_acts.remove(act)


def leave_nothing() -> None:
    """Call what was registered, the last first."""
    for act in reversed(tuple(_last_acts)):
        act()
