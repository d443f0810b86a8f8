"""The form of what commands print with `--json`, as JSON Schema."""

from collections.abc import Mapping

NAME = "answers.schema.json"
SCHEMA = "rtxoutcomes-answer/1"
_TEXT, _FLAG, _COUNT = {"type": "string"}, {"type": "boolean"}, {"type": "integer"}
_TEXTS = {"type": "array", "items": _TEXT}
_OBJECT, _OBJECTS = {"type": "object"}, {"type": "array", "items": {"type": "object"}}
_COUNTS = {"type": "object", "additionalProperties": _COUNT}
Keys = Mapping[str, Mapping[str, object]]
WRITTEN: Keys = {"out": _TEXT, "files": _TEXTS}
CHECKED: Keys = {"checked": _TEXT, "same": _FLAG}
# The keys of a success by command; `?` ends the name of one that not every answer has.
ANSWERS: Mapping[str, Keys] = {
    "--version": {"version": _TEXT},
    "report": {**WRITTEN, "origin": _TEXT, "text": _COUNTS, "trace?": _OBJECTS},
    "report --check": {**CHECKED, "differs_from_lock": _TEXTS, "absent": _TEXTS},
    "validate": {
        "valid": _FLAG,
        "origin": _TEXT,
        "rows": _COUNTS,
        "privacy": _OBJECT,
        "allowed_numbers": _OBJECT,
    },
    "init": {**WRITTEN, "differences": _TEXTS, "questions": _COUNT, "dropped": _TEXTS},
    "lookup": {"pseudonyms": _TEXTS},
    "deidentify": {
        **WRITTEN,
        "patients": _COUNT,
        "tables": _OBJECT,
        "dropped": {},
        "top_coded_ages": _COUNT,
        "proof": {},
        "allowed_numbers": _OBJECT,
    },
    "ingest": {"out": _TEXT, "rows": _COUNT, "patients": _COUNT, "activities": {}, "account": {}},
    "template": WRITTEN,
    "schema": WRITTEN,
    "schema --check": CHECKED,
    "audit": {
        "notice": _TEXT,
        "version": _TEXT,
        "paper": _TEXT,
        "findings": _OBJECTS,
        "comparisons": _OBJECTS,
    },
    "styles": {"styles": _OBJECTS},
    "styles NAME": {"name": _TEXT, "toml": _TEXT},
    "count": {**WRITTEN, "origin": _TEXT, "mark": _TEXT},
    "synthesise": {**WRITTEN, "origin": _TEXT},
    "plan show": {"study": _TEXT, "markdown": _TEXT},
    "plan lock": {"out": _TEXT, "sha256": _TEXT, "cohort_sha256": _TEXT},
    "selftest": {
        "passed": _FLAG,
        "package": _TEXT,
        "python": _TEXT,
        "system": _TEXT,
        "libraries": _OBJECT,
        "differs_from_lock": _TEXTS,
        "reference": _OBJECT,
        "families": _OBJECTS,
        "differences": _OBJECTS,
    },
}
# Of a failure, a misspelt option included.
FAILURE: Keys = {
    "exit_code": _COUNT,
    "message": _TEXT,
    "findings?": _OBJECTS,
    "rules?": _COUNTS,
    "summary?": _TEXT,
    "files?": _TEXTS,
}


def answers_schema() -> dict[str, object]:
    """JSON Schema of every answer; a later version of the package may add keys."""
    successes = {command: _answer(True, keys) for command, keys in ANSWERS.items()}
    definitions = {**successes, "failure": _answer(False, FAILURE)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "One answer of a command with --json: that of its name, or a failure.",
        "anyOf": [{"$ref": f"#/$defs/{_pointer(name)}"} for name in definitions],
        "$defs": definitions,
    }


def _answer(ok: bool, keys: Keys) -> dict[str, object]:
    about: Keys = {"ok": {"const": ok}, "schema": {"const": SCHEMA}}
    given = {**about, **keys}
    return {
        "type": "object",
        "properties": {name.rstrip("?"): kind for name, kind in given.items()},
        "required": [name for name in given if not name.endswith("?")],
    }


def _pointer(name: str) -> str:
    """A name within a reference, where a space is not allowed."""
    return name.replace(" ", "%20")
