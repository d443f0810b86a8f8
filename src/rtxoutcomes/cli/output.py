"""Output of the commands: a sentence or JSON on standard output, progress on standard error."""

import json
import time
from collections.abc import Mapping

import typer

QUIET_SECONDS = 2.0


def print_result(as_json: bool, result: Mapping[str, object], sentence: str) -> None:
    """Print the result as JSON, or the sentence."""
    typer.echo(json.dumps({"ok": True, **result}, ensure_ascii=True) if as_json else sentence)


class Progress:
    """Print each stage on standard error once the run has taken more than two seconds.

    With `every`, at most one line in that many seconds.
    """

    def __init__(self, every: float = 0.0) -> None:
        self._next = time.monotonic() + QUIET_SECONDS
        self._every = every

    def __call__(self, stage: str) -> None:
        now = time.monotonic()
        if now > self._next:
            self._next = now + self._every if self._every else self._next
            typer.echo(f"rtxoutcomes: {stage} ...", err=True)
