"""The form of a study file, which has a version of its own: "0.1" where a file names none."""

import re
from collections.abc import Mapping
from typing import Literal

# The newest form that is read; every older one is among the values of the key.
NEWEST = "0.1"
SchemaVersion = Literal["0.1"] | None
_FORM = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}")


def refuse_newer(document: object) -> object:
    """The document as it is, if its form is not newer than the newest that is read.

    It is asked before any other key: those of a newer form would all seem to be wrong.

    Raises
    ------
    ValueError
        The form is newer.
    """
    version = document.get("schema_version") if isinstance(document, Mapping) else None
    if isinstance(version, str) and _FORM.fullmatch(version) and _parts(version) > _parts(NEWEST):
        raise ValueError(
            f'schema_version "{version}" is newer than "{NEWEST}", the newest that this version '
            "of rtxoutcomes reads: install a newer one"
        )
    return document


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
