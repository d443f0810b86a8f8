"""What comes out of the room."""

import errno
import traceback

import pytest

from rtxoutcomes.errors import EnvironmentFault, RtxError
from rtxoutcomes.ingest.door import behind_door
from rtxoutcomes.ingest.jalali import jalali_day
from rtxoutcomes.ingest.refusal import refusal

CANARY = "canary of a name"


def own() -> None:
    try:
        CANARY.encode("ascii")
        raise KeyError(CANARY)
    except KeyError:
        raise refusal("export", 7, "must be so") from ValueError(CANARY)


def foreign() -> None:
    (CANARY.encode() + b"\xff").decode("utf-8")


def inside() -> None:
    jalali_day(CANARY, 1, 1)  # type: ignore[arg-type]


def disk() -> None:
    raise OSError(errno.ENOSPC, "No space left", CANARY)


def nameless() -> None:
    raise OSError(CANARY)


def memory() -> None:
    raise MemoryError(CANARY)


@pytest.mark.parametrize(
    ("work", "kind", "words"),
    [
        (own, RtxError, "line 7: must be so"),
        (foreign, RtxError, "unforeseen UnicodeDecodeError in rtxoutcomes.ingest.door"),
        (inside, RtxError, "unforeseen TypeError in rtxoutcomes.ingest.jalali, line"),
        (disk, EnvironmentFault, "No space left"),
        (nameless, EnvironmentFault, "the system refused: OSError"),
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
    told = traceback.TracebackException.from_exception(fault, capture_locals=True)
    frames = [frame for frame in told.stack if "test_door" not in frame.filename]
    assert {frame.name for frame in frames} == {"behind_door"}
    assert CANARY not in "".join(told.format_exception_only())
    assert not any(CANARY in str(value) for f in frames for value in (f.locals or {}).values())


def test_what_went_well_is_handed_through() -> None:
    assert behind_door(lambda: 3) == 3
