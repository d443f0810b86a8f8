"""The only way out of ingestion: an error leaves without the frames and errors behind it."""

from collections.abc import Callable
from traceback import walk_tb
from types import TracebackType
from typing import TypeVar

from rtxoutcomes.errors import EnvironmentFault, RtxError

Result = TypeVar("Result")


def behind_door(work: Callable[[], Result]) -> Result:
    """Run `work`; if it fails, only wording of this package comes out.

    The error of a library may carry the bytes on which it failed, and a traceback the values of
    every frame. What is raised here has no cause, no context and no frame of the work.

    Raises
    ------
    RtxError
        As raised by the work, or made from another error: type, module and line, but no value.
    """
    try:
        return work()
    except RtxError as refused:
        fault = refused
    except MemoryError:
        fault = EnvironmentFault("not enough memory for this export; nothing was written")
    except OSError as refused:
        reason = refused.strerror or type(refused).__name__
        fault = EnvironmentFault(f"could not read or write a file: {reason}; nothing was written")
    except Exception as unforeseen:
        where = _where(unforeseen.__traceback__)
        message = f"unforeseen {type(unforeseen).__name__} in {where}; nothing was written"
        fault = RtxError(message)
    fault.__cause__ = fault.__context__ = None
    raise fault.with_traceback(None)


def _where(trace: TracebackType | None) -> str:
    """Module and line of the innermost frame of this package."""
    frames = [(str(f.f_globals.get("__name__", "")), line) for f, line in walk_tb(trace)]
    places = [f"{name}, line {line}" for name, line in frames if name.startswith("rtxoutcomes")]
    return places[-1] if places else "an unknown place"
