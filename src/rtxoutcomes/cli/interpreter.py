"""Settings of the interpreter for a process that makes one run and ends."""

import gc
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from rtxoutcomes.interruption import (
    ENDING,
    INTERRUPTED,
    committing,
    leave_nothing,
    request,
    requested,
)

# What a run that was asked to end may still take to come to the end of a step.
GRACE_SECONDS = 1.5
# A user's plotting style and window system must not change the figures.
PLOTTING_VARIABLES = ("MPLBACKEND", "MATPLOTLIBRC")
# The problems of a cohort are small: several threads of arithmetic spend a tenth of a report
# waiting for each other, and may sum in another order.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def configure() -> None:
    """Set garbage collection, environment, signals and streams; to be called before numpy loads."""
    # A short run keeps most of what it allocates: rarer collections save a tenth of its time, and
    # need no more memory.
    gc.set_threshold(200_000, 20, 20)
    for name in PLOTTING_VARIABLES:
        os.environ.pop(name, None)
    # The libraries read these when they are loaded.
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    _end_on_request()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def leave(code: int) -> NoReturn:
    """End the process, without the final garbage collection: a twentieth of a report's time."""
    gc.freeze()
    sys.exit(code)


def _end_on_request() -> None:
    """Let a signal end the run between two steps, or wherever it is once the grace is over.

    The main thread may be within a long call of a library; another thread sees the signal.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    for number in ENDING:
        # nohup has SIGHUP ignored, and that is what its user wants.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _request)
    watcher = threading.Thread(target=_watch, args=(reader, writer), daemon=True)
    watcher.start()


def _request(number: int, _frame: FrameType | None) -> None:
    request(number)


def _watch(reader: socket.socket, _writer: socket.socket) -> None:
    """Wait for a signal, and end the process if it has not ended by itself; a second ends it now.

    `_writer` is the other end, which must stay open.
    """
    (number,) = reader.recv(1)
    request(number)
    reader.settimeout(GRACE_SECONDS)
    with suppress(TimeoutError):
        reader.recv(1)
    with committing():
        leave_nothing()
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                print(f"rtxoutcomes: {INTERRUPTED}", file=sys.stderr, flush=True)
        os._exit(requested())
