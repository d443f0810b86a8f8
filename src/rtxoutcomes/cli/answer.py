"""How the command line answers: a sentence or JSON on standard output, progress beside it."""

import json
import time
from collections.abc import Mapping
from typing import Annotated

import typer

BUNDLED = "nabiuni2023"
QUIET_SECONDS = 2.0

StudyName = Annotated[
    str, typer.Option("--study", help="A bundled study, or the path of a study file (TOML).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Result as JSON on standard output.")]


def say(as_json: bool, told: Mapping[str, object], sentence: str) -> None:
    """One answer: `told` as JSON, or the sentence."""
    typer.echo(json.dumps({"ok": True, **told}, ensure_ascii=True) if as_json else sentence)


class Progress:
    """Tells the stage on stderr once the work has taken more than two seconds.

    With `every`, no more often than once in so many seconds.
    """

    def __init__(self, every: float = 0.0) -> None:
        self._next = time.monotonic() + QUIET_SECONDS
        self._every = every

    def __call__(self, stage: str) -> None:
        now = time.monotonic()
        if now > self._next:
            self._next = now + self._every if self._every else self._next
            typer.echo(f"rtxoutcomes: {stage} ...", err=True)
