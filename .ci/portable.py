"""A pytest plug-in that takes away what only some systems have, as Windows would.

    python3 noxfile.py -s portable

No `fcntl`, signals and flags of POSIX are gone, links cannot be made, and one in five files that
we replace is held by another program for a moment. It shows that nothing relies on these; only a
run on Windows or macOS shows that the program works there.
"""

import os
import random
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import filelock
import pytest

HELD = 0.2
OWN = str(Path("rtxoutcomes", "owned"))

# The library of locks has its own code for each system, and keeps what it uses here.
_as_it_is = SimpleNamespace(**vars(os))
for _name, _module in list(sys.modules.items()):
    if _name.split(".")[0] == filelock.__name__ and hasattr(_module, "os"):
        vars(_module)["os"] = _as_it_is
# To import it now raises ImportError.
sys.modules["fcntl"] = None  # type: ignore[assignment]
for _name in ("SIGHUP", "pthread_sigmask"):
    delattr(signal, _name)
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "fchmod"):
    delattr(os, _name)

_replace = os.replace
_random = random.Random(20261130)


def _replaced_or_held(source: str | Path, target: str | Path, **folders: int) -> None:
    """`os.replace`, refused now and then to our own code, which asks through pathlib."""
    caller = sys._getframe(2)
    if OWN in caller.f_code.co_filename and _random.random() < HELD:
        raise PermissionError(13, "The process cannot access the file", str(target))
    _replace(source, target, **folders)


def _no_link(*_: object, **__: object) -> None:
    """Links need a right on Windows: a test that makes one is skipped."""
    if "tests" not in Path(sys._getframe(2).f_code.co_filename).parts:
        raise OSError(1314, "A required privilege is not held by the client")
    pytest.skip("links cannot be made here")


def _no_pipe(*_: object, **__: object) -> None:
    pytest.skip("files of this kind are not known here")


vars(os).update(replace=_replaced_or_held, symlink=_no_link, mkfifo=_no_pipe)
