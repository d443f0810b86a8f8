"""`deidentify` and `lookup`: the one place that sees raw tables, key and new folder together."""

import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault, RtxError, TableError, UsageFault
from rtxoutcomes.owned.folder import private_mode
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.owned.record import is_interrupted
from rtxoutcomes.pseudonym import TEMPLATE, pseudonyms
from rtxoutcomes.pseudonymise.pipeline import Deidentified, RowCounts, pseudonymise
from rtxoutcomes.pseudonymise.plan import parse_plan
from rtxoutcomes.pseudonymise.proof import Proof
from rtxoutcomes.pseudonymise.raw import Raw
from rtxoutcomes.pseudonymise.starts import start_dates
from rtxoutcomes.read.clinic import read_clinic
from rtxoutcomes.read.content import MAX_TOML, given_bytes
from rtxoutcomes.read.key_file import read_key
from rtxoutcomes.study import Study

_KEY_BYTES = 32


class ProofFailed(RtxError):
    """The output does not have the intervals, orders or counts of the raw tables."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What `deidentify` did: nothing in it links a pseudonym to a patient."""

    files: tuple[str, ...]
    patients: int
    tables: Mapping[str, RowCounts]
    dropped: Mapping[str, int]
    top_coded_ages: int
    proof: Proof
    allowed_numbers: Mapping[str, str]

    def lines(self) -> tuple[str, ...]:
        """The summary in words."""
        counted = [
            f"{table}: {copied.written} of {copied.read} rows"
            + "".join(f"; excluded {n}: {reason}" for reason, n in copied.left_out.items())
            for table, copied in self.tables.items()
        ]
        dropped = [
            f"columns of {file} that the map does not name, dropped: {columns}"
            for file, columns in self.dropped.items()
        ]
        allowed = [
            f"ten-digit numbers allowed in {column}: {reason}"
            for column, reason in self.allowed_numbers.items()
        ]
        return (
            f"{self.patients} patients",
            *counted,
            *dropped,
            *allowed,
            f"ages lowered to the highest allowed: {self.top_coded_ages}",
            _proved(self.proof),
        )


def _proved(proof: Proof) -> str:
    """What was compared with the raw tables; where no date is read there is no interval."""
    rows = f"checked against your tables, without a difference: {proof.rows} rows"
    if not proof.intervals:
        return f"{rows}; no column of dates becomes months, so that there is no interval to compare"
    return (
        f"{rows}, {proof.intervals} intervals between dates, and the order of the dates of "
        f"{proof.orders} patients"
    )


def deidentify(
    raw: str | Path,
    map_file: str | Path,
    key_file: str | Path,
    out: str | Path,
    study: Study,
    *,
    new_key: bool = False,
    new_start: str | Path | None = None,
    allow_numbers: Mapping[str, str] | None = None,
    replace: bool = False,
    group_readable: bool = False,
) -> Summary:
    """Make a cohort of a clinic's dated, named tables, and write it into a folder.

    Parameters
    ----------
    raw
        A folder of tables, or one file. It is only read.
    map_file
        Which column is what, in TOML (docs/deidentify.md).
    key_file
        The key of the pseudonyms, at least 32 characters. Who has it can link; keep it apart.
    out
        A folder. Tables of an earlier call are replaced unless somebody edited them; other files
        are not touched.
    study
        What the cohort is checked against.
    new_key
        Make the key file; it must not exist.
    new_start
        A new file, readable by its owner alone, of each patient's number and first infusion, as
        `ingest_whatsapp` and the others need it. Keep it where the clinic keeps names.
    allow_numbers
        As of `read_cohort`; the summary lists it, and reading the cohort needs it again.
    replace
        Move files of the cohort's names that were edited, or that others wrote, to `kept/`.
    group_readable
        Allow the owner's group to read the tables, which are otherwise the owner's alone.

    Raises
    ------
    TableError
        Cells that break a rule, in the words of the raw tables. Nothing was written.
    MapError
        The map cannot be used.
    UsageFault
        Paths that would mix raw tables, key and output, or lead nowhere; a weak key; a file in
        the way.
    EnvironmentFault
        A missing extra, or a folder that cannot be written.
    """
    source, target, key_path = Path(raw), Path(out), Path(key_file)
    _keep_apart(source, target, key_path)
    starts = None if new_start is None else Path(new_start)
    if starts is not None:
        _keep_starts_apart(starts, source, target)
    plan = parse_plan(given_bytes(map_file, "the map", MAX_TOML), "the map")
    key = _new_key(key_path) if new_key else read_key(key_path, outside=target)
    tables, faults = read_clinic(source, plan.sources(), plan.declared, plan.skipped)
    if faults:
        raise TableError(faults)
    made = pseudonymise(tables, plan, key, study, "the map", allow_numbers=allow_numbers)
    if made.proof.faults:
        raise ProofFailed("; ".join(["nothing was written", *made.proof.faults]))
    modes = dict.fromkeys(made.files, private_mode(group_readable))
    _write(made, target, (key_path, key if new_key else None), Allowed(replace=replace), modes)
    if starts is not None:
        _write_own(starts, start_dates(Raw(tables, plan)), "the file of --new-start")
    return Summary(
        files=tuple(sorted(made.files)),
        patients=made.patients,
        tables=made.tables,
        dropped=made.dropped,
        top_coded_ages=made.top_coded_ages,
        proof=made.proof,
        allowed_numbers=dict(allow_numbers or {}),
    )


def looked_up(
    numbers: Sequence[str], key_file: str | Path, map_file: str | Path | None = None
) -> tuple[str, ...]:
    """The pseudonym of each number, as `deidentify` gives it with this key.

    Every text has a pseudonym: that a number has one does not mean that it is in the cohort.

    Parameters
    ----------
    map_file
        The map of the cohort, for the form of its pseudonyms; without it the usual form.

    Raises
    ------
    UsageFault
        There is no such key, or it is too short.
    MapError
        The map cannot be used.
    """
    template = TEMPLATE
    if map_file is not None:
        template = parse_plan(given_bytes(map_file, "the map", MAX_TOML), "the map").pseudonym
    found = pseudonyms(numbers, read_key(key_file), template)
    return tuple(found[number] for number in numbers)


def _keep_apart(raw: Path, out: Path, key: Path) -> None:
    """Refuse an output inside the input or around it, and a key in either."""
    inside, target, secret = (_resolved(path) for path in (raw, out, key))
    if not inside.exists():
        raise UsageFault("RAW: there is nothing at that path")
    if target == inside or inside in target.parents or target in inside.parents:
        raise UsageFault("--out must lie outside RAW, and must not hold it")
    if secret == target or target in secret.parents:
        raise UsageFault("--key must lie outside --out: who has both can name every patient")
    if secret == inside or (inside.is_dir() and inside in secret.parents):
        raise UsageFault("--key must lie outside RAW, in a place of its own")
    if target.exists() and not target.is_dir():
        raise UsageFault("--out must be a folder")


def _keep_starts_apart(path: Path, raw: Path, out: Path) -> None:
    """Refuse a place for numbers and dates in the cohort, among the raw tables, or in use."""
    if path.exists() or path.is_symlink():
        raise UsageFault("the file of --new-start exists already; name another, or delete it")
    inside, target, own = (_resolved(each) for each in (raw, out, path))
    if target in own.parents or own == target:
        raise UsageFault("--new-start must lie outside --out: it holds the patients' numbers")
    if inside.is_dir() and inside in own.parents:
        raise UsageFault("--new-start must lie outside RAW, where every table is read")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        pass
    raise UsageFault("a path leads nowhere, or in a circle")


def _new_key(path: Path) -> bytes:
    if path.exists() or path.is_symlink():
        raise UsageFault("the file of --key exists already; leave --new-key out to use it")
    return secrets.token_hex(_KEY_BYTES).encode()


def _write(
    made: Deidentified,
    out: Path,
    key: tuple[Path, bytes | None],
    allowed: Allowed,
    modes: Mapping[str, int],
) -> None:
    """The cohort, all of it or nothing; a new key first, without which the cohort is lost."""
    key_path, new_key = key
    with locked(out, "deidentify") as own:
        own.look(made.files, allowed)
        if new_key is not None:
            _write_own(key_path, new_key + b"\n", "the key")
        try:
            own.write(made.files, allowed, modes=modes)
        except BaseException:
            # A commit that the next run completes needs its key.
            if new_key is not None and not is_interrupted(own.root):
                key_path.unlink(missing_ok=True)
            raise


def _write_own(path: Path, content: bytes, what: str) -> None:
    """A new file that only its owner may read."""
    why = ""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
    if why:
        raise EnvironmentFault(f"{what} could not be written: {why}")
