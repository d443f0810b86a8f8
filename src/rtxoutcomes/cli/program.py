"""One run of the command line: every fault becomes a line on standard error and an exit code."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rtxoutcomes.cli.app import app
from rtxoutcomes.cli.exit_codes import ENVIRONMENT, UNFORESEEN
from rtxoutcomes.cli.output import answer_text, print_result
from rtxoutcomes.cli.terminal import strip_colour, wants_colour
from rtxoutcomes.errors import (
    IngestError,
    OutputsDiffer,
    RtxError,
    StudyError,
    TableError,
    TextError,
)
from rtxoutcomes.findings import grouped, listing, tally
from rtxoutcomes.interruption import INTERRUPTED, requested
from rtxoutcomes.publish.version import VERSION

VERSION_OPTION = "--version"


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code.

    There is never a traceback, since a traceback may show a value of a patient.
    """
    try:
        _call(argv)
    except SystemExit as end:
        return _ended(argv, end)
    except RtxError as fault:
        return _report(argv, fault.exit_code, _message(fault), _details(fault))
    except MemoryError:
        return _report(argv, ENVIRONMENT, "not enough memory for this run")
    except OSError as fault:
        return _report(argv, ENVIRONMENT, _file_message(fault, argv))
    except Exception as fault:
        message = f"unforeseen {type(fault).__name__} in {_origin(fault)}; nothing was written"
        return _report(argv, UNFORESEEN, message)
    return 0


def _call(argv: Sequence[str]) -> None:
    """Run a command; with --version any command prints it, whatever else it needs."""
    if VERSION_OPTION in argv:
        print_result("--json" in argv, {"version": VERSION}, f"rtxoutcomes {VERSION}")
    else:
        app(argv)


def _ended(argv: Sequence[str], end: SystemExit) -> int:
    """The exit code of a command that ended by itself, or because it was asked to."""
    if code := requested():
        return _report(argv, code, INTERRUPTED)
    code = end.code if isinstance(end.code, int) else 0
    # The parser of arguments ends the run while it handles its own fault, which it has printed.
    message_of = getattr(end.__context__, "format_message", None)
    if code and message_of is not None:
        _answer(argv, code, message_of(), {})
    return code


def _message(fault: RtxError) -> str:
    if isinstance(fault, TableError):
        return listing(fault.violations, colour=wants_colour())
    return str(fault)


def _file_message(fault: OSError, argv: Sequence[str]) -> str:
    """Name the file only if the user typed its name: other names may identify a patient."""
    reason = fault.strerror
    reason = reason[0].lower() + reason[1:] if reason else type(fault).__name__
    name = Path(fault.filename).name if isinstance(fault.filename, str) else ""
    shown = name if name in {Path(word).name for word in argv} else ""
    return f"could not read or write {shown or 'a file'}: {reason}"


def _details(fault: RtxError) -> dict[str, object]:
    """Return what a program needs to know of a fault beyond its message."""
    if isinstance(fault, TableError):
        rules = {group.rule: len(group.findings) for group in grouped(fault.violations)}
        findings = [asdict(violation) for violation in fault.violations]
        return {"summary": tally(fault.violations), "rules": rules, "findings": findings}
    if isinstance(fault, IngestError | StudyError | TextError):
        problems = fault.faults if isinstance(fault, TextError) else fault.problems
        return {"findings": [asdict(problem) for problem in problems]}
    if isinstance(fault, OutputsDiffer):
        return {"files": list(fault.names), **fault.details}
    return {}


def _report(
    argv: Sequence[str], code: int, message: str, details: dict[str, object] | None = None
) -> int:
    _answer(argv, code, message, details or {})
    if sys.stderr is not None:
        print(f"rtxoutcomes: {message}", file=sys.stderr)
    return code


def _answer(argv: Sequence[str], code: int, message: str, details: Mapping[str, object]) -> None:
    """Print a fault as JSON on standard output, if the call asks for it."""
    if "--json" in argv:
        first_line = strip_colour(message.strip().splitlines()[0])
        answer = {"ok": False, "exit_code": code, "message": first_line, **details}
        print(answer_text(answer))


def _origin(fault: BaseException) -> str:
    """Return the module and line that raised, without the values that a traceback would show."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"
