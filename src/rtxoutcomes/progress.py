"""How a long call says what it is doing: a function that hears the name of each stage."""

from collections.abc import Callable

Progress = Callable[[str], None]


def silent(_stage: str) -> None:
    """Progress that nobody hears."""
