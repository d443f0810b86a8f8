"""What a manifest records of tables and libraries, and what of it differs in this run."""

import hashlib
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from rtxoutcomes.cohort import LOG, TABLES, Cohort
from rtxoutcomes.publish.environment import differences_from_lock, system, versions
from rtxoutcomes.publish.version import VERSION

TABLES_KEY, LIBRARIES_KEY = "tables", "libraries"
# Made by the package from other columns and from the study.
_DERIVED = ("group", "phase", "end_month")
_BETWEEN = "\x1f"


def recorded_tables(cohort: Cohort) -> dict[str, dict[str, object]]:
    """SHA-256, rows and columns of each table that was collected, as it was validated.

    The hash is of the values and does not depend on the kind of file. Columns without a value do
    not count: a later version may add an optional one.
    """
    return {name: _recorded(frame) for name, frame in tables_of(cohort)}


def tables_of(cohort: Cohort) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table that was collected, with the columns that have a value and were not derived."""
    frames = {name: getattr(cohort, name) for name in TABLES} | {LOG: cohort.engagement_log}
    for name, frame in frames.items():
        if frame is not None:
            kept = [c for c in frame if c not in _DERIVED and frame[c].notna().any()]
            yield name, frame[kept]


def _recorded(frame: pd.DataFrame) -> dict[str, object]:
    total, columns = hashlib.sha256(), sorted(map(str, frame))
    for name in columns:
        total.update(f"{name}{_BETWEEN}".encode() + _values(frame[name]))
    return {"sha256": total.hexdigest(), "rows": len(frame), "columns": columns}


def _values(column: pd.Series) -> bytes:
    """The values as bytes, the same under every version of pandas and on every processor."""
    if is_numeric_dtype(column.dtype):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan) + 0.0
        return np.where(np.isnan(numbers), np.nan, numbers).astype("<f8").tobytes()
    texts = column.astype(object).where(column.notna(), "")
    return _BETWEEN.join(map(str, texts)).encode("utf-8", "surrogatepass")


def recorded_libraries() -> dict[str, str]:
    """The version of each library that can change a number."""
    return versions()


def differing_versions(listed: Mapping[str, object]) -> list[str]:
    """What made the report of a manifest and differs in this run, in words.

    Package, libraries, operating system and processor. A manifest without libraries is compared
    with the lock.
    """
    package = mapping_of(listed, "package")
    pairs = [
        ("rtxoutcomes", str(package.get("version", "")), VERSION),
        *((name, str(made), versions().get(name, "")) for name, made in _libraries(listed)),
        ("", str(package.get("system", "")), system()),
    ]
    words = [
        f"made {'with ' + name if name else 'on'} {made}, checked {'with' if name else 'on'} {now}"
        for name, made, now in pairs
        if made not in {"", now}
    ]
    return words if mapping_of(listed, LIBRARIES_KEY) else [*words, *differences_from_lock()]


def is_same_environment(listed: Mapping[str, object]) -> bool:
    """Whether the same bytes can be expected: the system of the manifest, and the same libraries.

    The lock counts as the same libraries, since it was made to give the same bytes.
    """
    own = mapping_of(listed, "package").get("system", "")
    made = mapping_of(listed, LIBRARIES_KEY)
    same = bool(made) and all(versions().get(name) == version for name, version in made.items())
    return own in {"", system()} and (same or not differences_from_lock())


def _libraries(listed: Mapping[str, object]) -> list[tuple[str, object]]:
    return list(mapping_of(listed, LIBRARIES_KEY).items())


def mapping_of(listed: Mapping[str, object], key: str) -> dict[str, object]:
    """A block of a manifest; empty where it has none."""
    value = listed.get(key)
    return {str(name): item for name, item in value.items()} if isinstance(value, dict) else {}
