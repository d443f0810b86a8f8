"""The one way out of this room: a fault leaves without the frames and faults behind it."""

from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from rtxoutcomes.errors import EnvironmentFault, RtxError

Result = TypeVar("Result")


def behind_door(work: Callable[[], Result]) -> Result:
    """Do the work; whatever goes wrong in it, only words of this package come out.

    A library's fault may carry the bytes it failed on, and a traceback the values of every frame.
    Both are left behind: what is raised has no cause, no context and no frame of the work.

    Raises
    ------
    RtxError
        As the work raised it, or made here from what else it raised: module and line, no value.
    """
    try:
        return work()
    except RtxError as refused:
        fault = refused
    except MemoryError:
        fault = EnvironmentFault("not enough memory for this export; nothing was written")
    except OSError as refused:
        what = refused.strerror or type(refused).__name__
        fault = EnvironmentFault(f"the system refused: {what}; nothing was written")
    except Exception as unforeseen:
        where = _where(unforeseen.__traceback__)
        told = f"unforeseen {type(unforeseen).__name__} in {where}; nothing was written"
        fault = RtxError(told)
    fault.__cause__ = fault.__context__ = None
    raise fault.with_traceback(None)


def _where(trace: TracebackType | None) -> str:
    """Module and line of the innermost frame of this package."""
    place = "an unknown place"
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("rtxoutcomes"):
            place = f"{name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
