"""Rules on `cohort.toml`, which declares where the data of a cohort come from."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import get_args

import numpy as np

from rtxoutcomes.cohort import DECLARATION, ONE_TABLE, Origin, RawCohort
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.identity import text_mark
from rtxoutcomes.identity.marks import DATE, NAME
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.rows import violation
from rtxoutcomes.wording import LONGEST_LABEL, unfit_character

SYNTHETIC_PREFIX = "SYN-"
_KEYS = ("origin", "declared_by", "declared_on")


def declaration_faults(
    raw: RawCohort, checked: Mapping[str, CheckedTable], *, unreadable: bool
) -> list[Violation]:
    """Violations of cohort.toml; `unreadable` if the file itself already is one."""
    declared = raw.declaration
    violations = [_unknown_key(str(key)) for key in declared if key not in _KEYS]
    violations += _identified_by(declared.get("declared_by", ""))
    violations += _unprintable(declared)
    origin = declared.get("origin", "patient")
    origins = get_args(Origin)
    if origin not in origins:
        must = f"must be one of {', '.join(origins)}"
        return [*violations, _declared("origin", "declaration.origin", must, "correct it")]
    # Ids must not be judged against an origin that nobody declared.
    unknown = "origin" not in declared and (unreadable or bool(violations))
    return violations if unknown else [*violations, *_prefix_faults(str(origin), checked)]


def _prefix_faults(origin: str, checked: Mapping[str, CheckedTable]) -> list[Violation]:
    """Ids of synthetic patients, and no others, start with the prefix."""
    table = checked.get("patients", checked.get(ONE_TABLE))
    if table is None:
        return []
    ids = table.frame["patient_id"].dropna()
    texts = ids.to_numpy(dtype=object).tolist()
    prefixed = np.array([str(text).startswith(SYNTHETIC_PREFIX) for text in texts], dtype=bool)
    if origin == "synthetic":
        wrong, verb = ids[~prefixed], "do not"
        must = f"ids of synthetic patients must start with {SYNTHETIC_PREFIX}"
    else:
        wrong, verb = ids[prefixed], "do"
        must = f"only ids of synthetic patients may start with {SYNTHETIC_PREFIX}"
    if wrong.empty:
        return []
    row = int(wrong.sort_values().index[0])
    rule = Rule("declaration.prefix", must, "correct the origin in cohort.toml, or the ids")
    return [violation(table, "patient_id", row, rule, f"{len(wrong)} that {verb}")]


def _unknown_key(key: str) -> Violation:
    """Only a misspelt known key is repeated: another might identify somebody."""
    near = get_close_matches(key.lower(), _KEYS, n=1, cutoff=0.75)
    meant = f"did you mean {near[0]}? " if near else ""
    remedy = f"{meant}keys are {', '.join(_KEYS)}"
    name, must = key if near else "a key", "is not a key of this file"
    return _declared(name, "declaration.unknown", must, remedy)


def _identified_by(declared_by: object) -> list[Violation]:
    """A declaring person may be named, but their number or address would be in every report."""
    mark = text_mark(str(declared_by))
    if mark is None or mark in (NAME, DATE):
        return []
    must, remedy = f"must hold no {mark.kind}", "name the clinic or the person only"
    return [_declared("declared_by", mark.rule, must, remedy)]


def _unprintable(declared: Mapping[str, object]) -> list[Violation]:
    """Every page of a report names who declared the origin, so that all of them must hold it."""
    texts = {key: str(declared.get(key, "")) for key in _KEYS[1:]}
    must = f"must be plain text of at most {LONGEST_LABEL} characters on one line"
    return [
        _declared(key, "text.control", must, "type it again")
        for key, text in texts.items()
        if unfit_character(text) or len(text) > LONGEST_LABEL
    ]


def _declared(key: str, rule: str, must: str, remedy: str) -> Violation:
    return Violation.of(DECLARATION, rule, must, remedy, column=key)
