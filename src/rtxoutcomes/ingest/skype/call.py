"""The list of participants in a Skype call, an XML text within the JSON."""

import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree

MAX_CONTENT = 1024 * 1024
MOST_PARTS = 1_000
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Call:
    """One event of a call. `seconds` is how long each participant stayed, by handle.

    Joining and leaving are not in the export: somebody who left and came back cannot be told from
    somebody who stayed.
    """

    kind: str
    session: str
    seconds: dict[str, float]


def read_call(content: str) -> Call | None:
    """The call, or None where the text is not such a list.

    Documents with declarations are refused before the XML library sees them: entities that unfold
    into gigabytes or name files are declared there, and no export has any.
    """
    if len(content) > MAX_CONTENT or "<!" in content or "<?" in content:
        return None
    try:
        root = ElementTree.fromstring(content)
    # ValueError and RecursionError: null characters, thousands of nested elements.
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None
    kind = root.get("type", "")
    if root.tag != "partlist" or not kind or len(root) > MOST_PARTS:
        return None
    seconds: dict[str, float] = {}
    for part in root:
        identity, stayed = part.get("identity", ""), _stayed(part)
        if part.tag != "part" or not identity or stayed is None:
            return None
        # The same person with two devices was there once.
        seconds[identity] = max(stayed, seconds.get(identity, 0.0))
    return Call(kind, root.get("callId", ""), seconds)


def _stayed(part: ElementTree.Element) -> float | None:
    """Seconds; 0 where there are none, as for those who were called and did not come."""
    found = part.findall("duration")
    text = (found[0].text or "").strip() if found else "0"
    if len(found) > 1 or _SECONDS.fullmatch(text) is None:
        return None
    told = float(text)
    return told if math.isfinite(told) else None
