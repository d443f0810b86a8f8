"""Refusals name the file, the line and the rule, and never quote the content."""

from collections.abc import Sequence

from rtxoutcomes.errors import IngestError, IngestProblem

MAX_PROBLEMS = 20


def refusal(file: str, line: int | None, must: str, remedy: str = "") -> IngestError:
    """The error for a single place."""
    return IngestError([IngestProblem(file, line, must, remedy)])


def utf8_text(content: bytes, file: str, first: int, remedy: str) -> str:
    """The text of a part of a file that begins in line `first`.

    Raises
    ------
    IngestError
        It is not UTF-8, by its line.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = first + content.count(b"\n", 0, fault.start)
    raise refusal(file, line, "must be UTF-8 text", remedy)


def refuse_all(problems: Sequence[IngestProblem]) -> None:
    """Raise all problems at once: the first ones in full, the rest as a number.

    Raises
    ------
    IngestError
        There is at least one problem.
    """
    if len(problems) > MAX_PROBLEMS:
        more = len(problems) - MAX_PROBLEMS
        rest = IngestProblem(problems[0].file, None, f"and {more} more lines like these")
        raise IngestError([*problems[:MAX_PROBLEMS], rest])
    if problems:
        raise IngestError(problems)
