"""`datapackage.json`: the files of a cohort with their schemas, for programs in any language.

Data Package, version 2 (datapackage.org). Reading a cohort ignores this file.
"""

import hashlib
import json
from collections.abc import Mapping

from rtxoutcomes.cohort import ONE_TABLE, TABLES
from rtxoutcomes.study import Study
from rtxoutcomes.validate.table_schema import schemas

PACKAGE = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"


def data_package(study: Study, files: Mapping[str, bytes], *, filled: bool = True) -> str:
    """The package of the tables among `files`, which maps names to content.

    `filled`: with size and SHA-256 of each. Empty tables have none, since they are to be filled in.

    Raises
    ------
    StudyError
        The study's own names of columns cannot be used.
    """
    known = schemas(study)
    tables = {_table(file): (file, content) for file, content in files.items() if _is_table(file)}
    package = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": study.id,
        "title": study.study.title,
        "resources": [
            _resource(name, *tables[name], known[name], filled=filled)
            for name in (*TABLES, ONE_TABLE)
            if name in tables
        ],
    }
    return f"{json.dumps(package, indent=2, ensure_ascii=False)}\n"


def _is_table(file: str) -> bool:
    stem, _, suffix = file.rpartition(".")
    return suffix == "csv" and "/" not in stem and stem != "data_dictionary"


def _table(file: str) -> str:
    """The table in a file; one of another name has a row a patient."""
    stem = file.removesuffix(".csv")
    return stem if stem in TABLES else ONE_TABLE


def _resource(
    name: str, file: str, content: bytes, schema: Mapping[str, object], *, filled: bool
) -> dict[str, object]:
    sizes = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": name,
        "type": "table",
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **(sizes if filled else {}),
        "schema": dict(schema),
    }
