"""The id of a report, by which a picture or a Word file leads back to its numbers."""

import hashlib
import json
import re
from collections.abc import Mapping

from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.study import Study

PREFIX = "rtxoutcomes-report:"
_ID = re.compile(PREFIX.encode() + b"[0-9a-f]{16}")


def report_id(inputs: Mapping[str, str], study: Study) -> str:
    """`rtxoutcomes-report:` and 16 digits that change with the inputs, the study or the version.

    `inputs` maps the name of each file that was read to its SHA-256.
    """
    content = {"inputs": dict(inputs), "study": study.model_dump_json(), "version": VERSION}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return f"{PREFIX}{digest[:16]}"


def without_id(content: bytes) -> bytes:
    """What is compared: any other data give another id, and most pictures stay as they are."""
    return _ID.sub(PREFIX.encode(), content)
