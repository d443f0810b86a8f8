"""A refusal says which file, which line and what must hold; never what stands there."""

from collections.abc import Sequence

from rtxoutcomes.errors import IngestError, IngestProblem

MOST_SHOWN = 20


def refusal(file: str, line: int | None, must: str, remedy: str = "") -> IngestError:
    """The fault of one place."""
    return IngestError([IngestProblem(file, line, must, remedy)])


def refuse_all(problems: Sequence[IngestProblem]) -> None:
    """Raise what was found, the first of it in full and the rest as a number.

    Raises
    ------
    IngestError
        There is anything.
    """
    if len(problems) > MOST_SHOWN:
        more = len(problems) - MOST_SHOWN
        rest = IngestProblem(problems[0].file, None, f"and {more} more lines like these")
        raise IngestError([*problems[:MOST_SHOWN], rest])
    if problems:
        raise IngestError(problems)
