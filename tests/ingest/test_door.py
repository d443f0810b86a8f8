"""Errors that leave ingestion."""

import errno
import traceback

import pytest

from rtxoutcomes.calendar import jalali_date
from rtxoutcomes.errors import EnvironmentFault, RtxError
from rtxoutcomes.ingest.door import behind_door
from rtxoutcomes.ingest.refusal import refusal

CANARY = "canary of a name"


def refused() -> None:
    try:
        CANARY.encode("ascii")
        raise KeyError(CANARY)
    except KeyError:
        raise refusal("export", 7, "must be so") from ValueError(CANARY)


def undecodable() -> None:
    (CANARY.encode() + b"\xff").decode("utf-8")


def inside() -> None:
    jalali_date(CANARY, 1, 1)  # type: ignore[arg-type]


def disk() -> None:
    raise OSError(errno.ENOSPC, "No space left", CANARY)


def nameless() -> None:
    raise OSError(CANARY)


def memory() -> None:
    raise MemoryError(CANARY)


@pytest.mark.parametrize(
    ("work", "kind", "words"),
    [
        (refused, RtxError, "line 7: must be so"),
        (undecodable, RtxError, "unforeseen UnicodeDecodeError in rtxoutcomes.ingest.door"),
        (inside, RtxError, "unforeseen TypeError in rtxoutcomes.calendar, line"),
        (disk, EnvironmentFault, "No space left"),
        (nameless, EnvironmentFault, "could not read or write a file: OSError"),
        (memory, EnvironmentFault, "not enough memory"),
    ],
)
def test_only_words_of_this_package_come_out(
    work: object, kind: type[RtxError], words: str
) -> None:
    with pytest.raises(kind, match=words) as caught:
        behind_door(work)  # type: ignore[arg-type]

    fault = caught.value
    assert fault.__cause__ is None
    assert fault.__context__ is None
    trace = traceback.TracebackException.from_exception(fault, capture_locals=True)
    frames = [frame for frame in trace.stack if "test_door" not in frame.filename]
    assert {frame.name for frame in frames} == {"behind_door"}
    assert CANARY not in "".join(trace.format_exception_only())
    assert not any(CANARY in str(value) for f in frames for value in (f.locals or {}).values())


def test_a_result_is_returned_unchanged() -> None:
    assert behind_door(lambda: 3) == 3
