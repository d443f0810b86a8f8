"""The id of a report, by which a picture or a Word file leads back to its numbers."""

import hashlib
import json
from collections.abc import Mapping

from rtxoutcomes.publish.version import VERSION
from rtxoutcomes.study import Study

PREFIX = "rtxoutcomes-report:"


def report_id(inputs: Mapping[str, str], study: Study) -> str:
    """`rtxoutcomes-report:` and 16 digits that change with the inputs, the study or the version.

    `inputs` maps the name of each file that was read to its SHA-256.
    """
    content = {"inputs": dict(inputs), "study": study.model_dump_json(), "version": VERSION}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return f"{PREFIX}{digest[:16]}"
