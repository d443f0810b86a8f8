"""Atomic output of table and log: what is there stays in place until the new files are complete."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault, UsageFault
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.owned.system import UNCHANGED


def check_output(out: Path, inputs: Iterable[str | Path]) -> None:
    """Refuse an output that cannot be written, before the work begins.

    Raises
    ------
    UsageFault
        The output is a folder, is one of the inputs, or its name does not end in .csv.
    EnvironmentFault
        Its folder does not exist or is not writable.
    """
    if out.suffix.lower() != ".csv":
        raise UsageFault("--out must name a .csv file, as my_cohort/engagement.csv")
    if out.exists() and not out.is_file():
        raise UsageFault(f"{out}: is not a file; --out must name a .csv file")
    if not out.parent.is_dir():
        raise EnvironmentFault(f"{out.parent}: there is no such folder; make it first")
    if not os.access(out.parent, os.W_OK | os.X_OK):
        raise EnvironmentFault(f"{out.parent}: no permission to write there. {UNCHANGED}")
    if out.exists() and any(_same(out, Path(path)) for path in inputs):
        raise UsageFault("--out is one of the inputs; name another file")


def write_output(out: Path, texts: Mapping[str, str], *, group_readable: bool = False) -> str:
    """Write the table and its log in one step; what somebody edited is moved to `kept/`.

    `texts` maps names of files in the folder of `out` to their content. The rows of an edited table
    are in the new one, since that is merged with what was there. The owner alone can read them,
    with `group_readable` the owner's group too.

    Returns
    -------
    str
        Where the edited table was moved to; empty if it was as it was last written.

    Raises
    ------
    EnvironmentFault
        Disk full, a limit, a permission or another run; the existing file is unchanged.
    """
    with locked(out.parent, "ingest") as own:
        allowed = Allowed(kept=tuple(texts))
        modes = dict.fromkeys(texts, private_mode(group_readable))
        files = {name: text.encode() for name, text in texts.items()}
        kept = own.write(files, allowed, modes=modes, spared=own.hashes())
    return kept.get(out.name, "")


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError, ValueError):
        return one.samefile(other)
    return False
