"""Runs the command line and turns every fault into a line on stderr and an exit code."""

import dataclasses
import gc
import json
import os
import re
import signal
import sys
from types import FrameType
from typing import NoReturn

from rtxoutcomes.cli.app import app
from rtxoutcomes.errors import (
    IngestError,
    OutputsDiffer,
    RtxError,
    StudyError,
    TableError,
    TextError,
)
from rtxoutcomes.findings import grouped, listing, tally

UNFORESEEN = 1
ENVIRONMENT = 6
SIGNALLED = 128
# Places for values in the outermost frame; those of all deeper calls fit into what is left beside.
ROOM = 10_000
# A user's plotting style and window system must not change the figures.
_PAINT = re.compile(r"\x1b\[[0-9;]*m")
FOREIGN = ("MPLBACKEND", "MATPLOTLIBRC")
# Problems of a cohort are small: threads of arithmetic wait in a circle, a tenth of a report, and
# may add in another order.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> NoReturn:
    """The console script."""
    code = run(sys.argv[1:])
    # The last sweep over everything that is about to be given back takes a twentieth of a report.
    gc.freeze()
    sys.exit(code)


def run(argv: list[str]) -> int:
    """Run the command line; never a traceback, since a traceback may show a patient's value."""
    _settle()
    try:
        app(argv)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except RtxError as fault:
        return _tell(_message(fault), fault.exit_code, "--json" in argv, _details(fault))
    except MemoryError:
        return _tell("not enough memory for this run", ENVIRONMENT, "--json" in argv, {})
    except OSError as fault:
        what = fault.strerror or type(fault).__name__
        return _tell(f"the system refused: {what}", ENVIRONMENT, "--json" in argv, {})
    except Exception as fault:
        where = _where(fault)
        message = f"unforeseen {type(fault).__name__} in {where}; nothing was written"
        return _tell(message, UNFORESEEN, "--json" in argv, {})
    return 0


# Python keeps frames in pieces of 16 kilobytes and gives a piece back when the last call leaves it.
# A loop that happens to stand at the end of one fetches it anew in every round: by chance of depth
# 7,000 to 170,000 times in a report. A frame that asks for a large piece holds all that follow.
run.__code__ = run.__code__.replace(co_stacksize=ROOM)


def _settle() -> None:
    # One short run that keeps what it makes: fewer sweeps save a tenth of it, and no memory more.
    gc.set_threshold(200_000, 20, 20)
    for name in FOREIGN:
        os.environ.pop(name, None)
    # Heard by libraries that are not yet loaded, as numpy is not when the command line begins.
    os.environ.update(dict.fromkeys(THREADS, "1"))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(SIGNALLED + number)


def _message(fault: RtxError) -> str:
    if isinstance(fault, TableError):
        return listing(fault.violations, colour=_coloured())
    return str(fault)


def _coloured() -> bool:
    """Whether the reader sits at a terminal that shows colour and has not asked for none."""
    asked_not = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return not asked_not and sys.stderr is not None and sys.stderr.isatty()


def _details(fault: RtxError) -> dict[str, object]:
    if isinstance(fault, TableError):
        rules = {group.rule: len(group.findings) for group in grouped(fault.violations)}
        findings = [dataclasses.asdict(v) for v in fault.violations]
        return {"summary": tally(fault.violations), "rules": rules, "findings": findings}
    if isinstance(fault, IngestError | StudyError):
        return {"findings": [dataclasses.asdict(p) for p in fault.problems]}
    if isinstance(fault, TextError):
        return {"findings": [dataclasses.asdict(f) for f in fault.faults]}
    if isinstance(fault, OutputsDiffer):
        return {"files": list(fault.names)}
    return {}


def _tell(message: str, code: int, as_json: bool, details: dict[str, object]) -> int:
    if as_json:
        told = {
            "ok": False,
            "exit_code": code,
            "message": _plain(message.splitlines()[0]),
            **details,
        }
        print(json.dumps(told, ensure_ascii=True))
    if sys.stderr is not None:
        print(f"rtxoutcomes: {message}", file=sys.stderr)
    return code


def _plain(text: str) -> str:
    """Without the signs that make a terminal change colour."""
    return _PAINT.sub("", text)


def _where(fault: BaseException) -> str:
    """Module and line that raised, without the values that a traceback would show."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"


if __name__ == "__main__":
    main()
