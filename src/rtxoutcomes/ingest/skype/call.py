"""The list of participants in a Skype call, an XML text within the JSON."""

import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree

MAX_CONTENT = 1024 * 1024
MAX_PARTICIPANTS = 1_000
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Call:
    """One event of a call. `seconds` is the length of each participant's stay, by handle.

    The export lacks the times of joining and leaving: somebody who left and came back cannot be
    distinguished from somebody who stayed.
    """

    kind: str
    session: str
    seconds: dict[str, float]


def read_call(content: str) -> Call | None:
    """The call, or None if the text is not such a list.

    Documents with declarations are rejected before the XML library sees them: declarations define
    entities that expand to gigabytes or name files, and no export has any.
    """
    if len(content) > MAX_CONTENT or "<!" in content or "<?" in content:
        return None
    try:
        root = ElementTree.fromstring(content)
    # ValueError and RecursionError: null characters, thousands of nested elements.
    except (ElementTree.ParseError, ValueError, RecursionError):
        return None
    kind = root.get("type", "")
    if root.tag != "partlist" or not kind or len(root) > MAX_PARTICIPANTS:
        return None
    seconds: dict[str, float] = {}
    for part in root:
        identity, stayed = part.get("identity", ""), _stayed(part)
        if part.tag != "part" or not identity or stayed is None:
            return None
        # Two devices of one person count once.
        seconds[identity] = max(stayed, seconds.get(identity, 0.0))
    return Call(kind, root.get("callId", ""), seconds)


def _stayed(part: ElementTree.Element) -> float | None:
    """Seconds; 0 without a duration, as for those who were called and did not join."""
    durations = part.findall("duration")
    text = (durations[0].text or "").strip() if durations else "0"
    if len(durations) > 1 or _SECONDS.fullmatch(text) is None:
        return None
    seconds = float(text)
    return seconds if math.isfinite(seconds) else None
