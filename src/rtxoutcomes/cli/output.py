"""Output of the commands: a sentence or JSON on standard output, progress on standard error."""

import json
import shlex
import sys
import threading
import time
from collections.abc import Mapping
from typing import Self

import typer

from rtxoutcomes.interruption import check
from rtxoutcomes.publish.answers_schema import SCHEMA

QUIET_SECONDS = 2.0


def print_result(as_json: bool, result: Mapping[str, object], sentence: str) -> None:
    """Print the result as JSON, or the sentence."""
    typer.echo(answer_text({"ok": True, **result}) if as_json else sentence)


def answer_text(answer: Mapping[str, object]) -> str:
    """An answer as one line of JSON, with the version of its form."""
    return json.dumps({**answer, "schema": SCHEMA}, ensure_ascii=True)


def next_lines(cohort: str, out: str, indent: str = "Next: ") -> list[str]:
    """The command of a first report, and the file to open; `cohort` is quoted for a shell."""
    command = f"rtxoutcomes report {cohort} --out {shlex.quote(out)} --brief"
    return [f"{indent}{command}", f"{' ' * len(indent)}which writes {out}/report.html"]


def warn(sentence: str) -> None:
    """Print a warning on standard error, if there is one."""
    if sentence:
        typer.echo(f"rtxoutcomes: warning: {sentence}", err=True)


class Progress:
    """Print on a terminal what a run is doing, once it has taken more than two seconds.

    Each stage is printed as it begins, with `every` at most one in that many seconds; the stage
    that the two seconds end in is printed then. Nothing is printed where standard error is no
    terminal. Between stages a run ends that was asked to end.
    """

    def __init__(self, every: float = 0.0) -> None:
        self._next = time.monotonic() + QUIET_SECONDS
        self._every = every
        self._stage = ""
        self._late = threading.Timer(QUIET_SECONDS, self._print_stage)
        self._late.daemon = True
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        if self._is_shown and not every:
            self._late.start()

    def __call__(self, stage: str) -> None:
        check()
        self._stage = stage
        now = time.monotonic()
        if now > self._next:
            self._next = now + self._every if self._every else self._next
            self._print_stage()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # The stage of a run that is over is not printed.
        self._late.cancel()

    def join(self) -> None:
        """Wait until the quiet time is over."""
        self._late.join()

    def _print_stage(self) -> None:
        if self._is_shown and self._stage:
            typer.echo(f"rtxoutcomes: {self._stage} ...", err=True)
