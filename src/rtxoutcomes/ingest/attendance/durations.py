"""Lengths of time as reports write them: 3m 40s, 1 h 2 min, 58 minutes, 0:58:10, 3480."""

import re

from rtxoutcomes.ingest.characters import plain

_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]{1,8}")
_PARTS = {
    3600: ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "ora"),
    60: ("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti"),
    1: ("s", "sec", "secs", "second", "seconds", "sek", "sekunden", "seconde", "secondes"),
}
_SECONDS = {word: seconds for seconds, words in _PARTS.items() for word in words}
_WORDS = re.compile(r"([0-9]{1,6}) ?([a-z]+)\.?,? ?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])")
_ISO = re.compile(r"pt(?=[0-9])(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s)?")


def number_of(text: str, unit: int) -> float | None:
    """A plain number of seconds (unit 1) or minutes (60) in seconds; None if it is none."""
    written = plain(text)
    if len(written) > 9 or _PLAIN.fullmatch(written) is None:
        return None
    return float(written) * unit


def seconds_of(text: str) -> float | None:
    """A length in words in seconds; None if it is none. Larger units come before smaller ones."""
    written = plain(text).casefold()
    for pattern in (_CLOCK, _ISO):
        match = pattern.fullmatch(written)
        if match is not None:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return 3600.0 * hours + 60.0 * minutes + seconds
    total, end, larger = 0, 0, 3601
    for match in _WORDS.finditer(written):
        unit = _SECONDS.get(match[2])
        if match.start() != end or unit is None or unit >= larger:
            return None
        total, end, larger = total + unit * int(match[1]), match.end(), unit
    return float(total) if end == len(written) and end else None
