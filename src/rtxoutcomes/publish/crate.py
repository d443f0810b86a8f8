"""The report folder as an RO-Crate: what was made, of what, by which program.

RO-Crate 1.1 with the Process Run Crate profile 0.5. Without a clock: the crate of the same inputs
has the same bytes. What was read is named by its hash and is no part of the crate.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from rtxoutcomes.cohort import MARKS, Cohort
from rtxoutcomes.owned.record import sha256
from rtxoutcomes.publish.manifest import CRATE as NAME
from rtxoutcomes.publish.manifest import NAME as MANIFEST
from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.study import Study

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
HASH = "https://w3id.org/ro/terms/workflow-run#sha256"
SOFTWARE, ACTION, AUTHORS, LICENCE = (
    f"urn:rtxoutcomes:{VERSION}",
    "#analysis",
    "#authors",
    "#licence",
)
DONE = "http://schema.org/CompletedActionStatus"
KINDS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".toml": "application/toml",
}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
Entity = dict[str, object]


def crate(
    files: Mapping[str, bytes],
    cohort: Cohort,
    study: Study,
    inputs: Mapping[str, str],
    identifier: str,
) -> bytes:
    """The metadata of the crate, as JSON with sorted keys.

    Parameters
    ----------
    files
        Every file of the report with its content, the manifest included.
    cohort, study
        What was analysed, and how; the date of the crate is that of the cohort's declaration.
    inputs
        The name of each file that was read, with its SHA-256.
    identifier
        The id of the report.
    """
    read = [_input(name, digest, cohort.origin) for name, digest in inputs.items()]
    made = [_file(name, content) for name, content in sorted(files.items())]
    graph = [
        _descriptor(),
        _root(cohort, study, made, identifier),
        _action(read, made),
        *_context(),
        *made,
        *read,
    ]
    content = {"@context": [f"{SPECIFICATION}/context", {"sha256": HASH}], "@graph": graph}
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def crate_claims(content: bytes) -> object:
    """A crate without the hashes of files that are compared by their content; None if unreadable.

    Builds differ in how they compress pictures and Word files, and the manifest holds their hashes.
    """
    try:
        claims = json.loads(content)
        for entity in claims["@graph"]:
            if _is_packed(entity["@id"]):
                entity.pop("sha256", None)
                entity.pop("contentSize", None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return claims


def _is_packed(name: str) -> bool:
    return name == MANIFEST or name.endswith((".docx", ".png"))


def _descriptor() -> Entity:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(cohort: Cohort, study: Study, made: list[Entity], identifier: str) -> Entity:
    dated = _DATE.fullmatch(cohort.declared_on)
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": study.study.title,
        "description": f"Report of study {study.id}: tables, figures and text made of a cohort. "
        f"{MARKS[cohort.origin]}.",
        "identifier": identifier,
        "license": {"@id": LICENCE},
        "conformsTo": {"@id": PROFILE},
        "hasPart": _ids(made),
        "mentions": {"@id": ACTION},
        **({"datePublished": cohort.declared_on} if dated else {}),
    }


def _action(read: list[Entity], made: list[Entity]) -> Entity:
    return {
        "@id": ACTION,
        "@type": "CreateAction",
        "name": "Analysis of the cohort and report",
        "description": "rtxoutcomes report: every number, table, figure and text of this folder",
        "instrument": {"@id": SOFTWARE},
        "agent": {"@id": AUTHORS},
        "object": _ids(read),
        "result": _ids(made),
        "actionStatus": DONE,
    }


def _context() -> list[Entity]:
    """The profile, the program, the authors and the licence."""
    return [
        {
            "@id": PROFILE,
            "@type": ["CreativeWork", "Profile"],
            "name": "Process Run Crate",
            "version": "0.5",
        },
        {
            "@id": SOFTWARE,
            "@type": "SoftwareApplication",
            "name": "rtxoutcomes",
            "softwareVersion": VERSION,
            "version": VERSION,
        },
        {"@id": AUTHORS, "@type": "Organization", "name": "The authors of the study"},
        {
            "@id": LICENCE,
            "@type": "CreativeWork",
            "name": "No licence is stated",
            "description": "Ask the authors before this report is used.",
        },
    ]


def _file(name: str, content: bytes) -> Entity:
    suffix = f".{name.rpartition('.')[2]}"
    return {
        "@id": quote(name),
        "@type": "File",
        "name": name,
        "encodingFormat": KINDS.get(suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": sha256(content),
    }


def _input(name: str, digest: str, origin: str) -> Entity:
    whose = "rows of patients" if origin == "patient" else "named by its hash"
    return {
        "@id": f"#input-{quote(name, safe='')}",
        "@type": "CreativeWork",
        "name": name,
        "sha256": digest,
        "description": f"Not in this crate: {whose}",
    }


def _ids(entities: list[Entity]) -> list[dict[str, object]]:
    return [{"@id": entity["@id"]} for entity in entities]
