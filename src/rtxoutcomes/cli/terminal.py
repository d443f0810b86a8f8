"""What only a person at a terminal sees: colours, and names from an export."""

import os
import re
import sys
from collections.abc import Callable

import typer

_ANSI_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def wants_colour() -> bool:
    """Whether standard error is a terminal with colours whose user has not turned them off."""
    turned_off = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return not turned_off and sys.stderr is not None and sys.stderr.isatty()


def strip_colour(text: str) -> str:
    """Strip ANSI colour codes."""
    return _ANSI_COLOUR.sub("", text)


def terminal_writer() -> Callable[[str], None] | None:
    """Return a function that writes a line to the terminal; None where there is no terminal.

    Names of patients may be shown on a terminal, never in a file or to another program.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    return lambda line: typer.echo(line, err=True)
