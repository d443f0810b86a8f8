"""Settings of the interpreter for a process that makes one run and ends."""

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from rtxoutcomes.cli.exit_codes import SIGNAL_BASE

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
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _exit_on_signal)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def leave(code: int) -> NoReturn:
    """End the process, without the final garbage collection: a twentieth of a report's time."""
    gc.freeze()
    sys.exit(code)


def _exit_on_signal(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(SIGNAL_BASE + number)
