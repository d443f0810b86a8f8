"""Findings as SARIF 2.1.0, for programs that show them next to the code.

Such a list may be seen by many: it holds no value, no id of a patient, and no wording that may
hold one. The table, the column and the line lead those who hold the tables to the cell.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from rtxoutcomes.cohort import ONE_TABLE, TABLES
from rtxoutcomes.errors import Violation
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.rule_titles import title

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "rtxFinding/v1"


def findings_sarif(violations: Sequence[Violation], cohort: str | Path) -> str:
    """Every finding as a result of one run, with its rule and its place.

    Parameters
    ----------
    violations
        The findings of a `TableError`.
    cohort
        The folder or file that was read; places are given relative to the current folder.
    """
    rules = sorted({violation.rule for violation in violations})
    driver = {
        "name": "rtxoutcomes",
        "semanticVersion": VERSION,
        "rules": [{"id": rule, "shortDescription": {"text": title(rule)}} for rule in rules],
    }
    results = [_result(violation, rules, Path(cohort)) for violation in violations]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _result(violation: Violation, rules: Sequence[str], cohort: Path) -> dict[str, object]:
    place = _name(violation)
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(violation, cohort)}}
    if violation.line is not None and not violation.address:
        physical["region"] = {"startLine": violation.line}
    location: dict[str, object] = {"physicalLocation": physical}
    location["logicalLocations"] = [{"fullyQualifiedName": place}]
    words = f"{violation.rule} {place} {violation.line} {violation.address}"
    return {
        "ruleId": violation.rule,
        "ruleIndex": rules.index(violation.rule),
        "level": "error",
        "message": {"text": f"{place}: {title(violation.rule)}"},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(words.encode()).hexdigest()[:16]},
    }


def _name(violation: Violation) -> str:
    """`visits.edss`; a file that is no table of a cohort may have the name of a person."""
    table = violation.table if violation.table in (*TABLES, ONE_TABLE) else "file"
    return f"{table}.{violation.column}" if violation.column and table != "file" else table


def _uri(violation: Violation, cohort: Path) -> str:
    """The file of a table, if it is one; else what was read; spaces and such as a URI has them."""
    file = cohort / f"{violation.table}.csv"
    known = violation.table in TABLES and file.is_file()
    path = Path(os.path.relpath(file if known else cohort)).as_posix()
    # A place above the repository would name folders of the machine.
    return quote(path if not path.startswith("..") else (file if known else cohort).name)
