"""Walks through a large JSON file, member by member, and keeps no more of it than one value."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from rtxoutcomes.ingest.refusal import refusal

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
CHUNK = 256 * 1024
# One message or one list of members is never near this.
MAX_VALUE = 16 * 1024 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"[0-9.eE+-]*")
_NO_JSON = "is not the JSON that was exported"
_AGAIN = "export again, and do not save the file with an editor"


class JsonStream:
    """A position in a stream of UTF-8 JSON. Faults are refusals that name the line."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.file = file
        self._stream = stream
        self._bytes = b""
        self._text = ""
        self._at = 0
        self._line = 1
        self._counted = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)
        self._fill()
        self._text = self._text.removeprefix("\ufeff")

    @property
    def line(self) -> int:
        """The line of the file at which the stream stands."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def members(self) -> Iterator[str]:
        """Each key of the object here; the caller takes or skips its value before the next."""
        keys: set[str] = set()
        self._expect("{")
        if self._take("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str) or key in keys:
                raise self._fault()
            keys.add(key)
            self._expect(":")
            yield key
            if self._take("}"):
                return
            self._expect(",")

    def elements(self) -> Iterator[int]:
        """The number of each element of the list here; the caller takes it before the next."""
        self._expect("[")
        if self._take("]"):
            return
        number = 0
        while True:
            number += 1
            yield number
            if self._take("]"):
                return
            self._expect(",")

    def value(self) -> Json:
        """The whole value here."""
        self._skip_space()
        while True:
            found = self._whole_value()
            if found is not None:
                value, self._at = found
                return value
            if self._ended or len(self._text) - self._at > MAX_VALUE:
                raise self._fault()
            # Twice as much each time, so that a long value is not read over and over.
            self._fill(max(CHUNK, len(self._text) - self._at))

    def begins(self, sign: str) -> bool:
        """Whether the value here begins with that sign."""
        self._skip_space()
        return self._text.startswith(sign, self._at)

    def finish(self) -> None:
        """Nothing but space may follow."""
        self._skip_space()
        if self._at < len(self._text):
            raise self._fault()

    def _whole_value(self) -> tuple[Json, int] | None:
        try:
            value, end = self._decoder.raw_decode(self._text, self._at)
        # RecursionError: brackets without end. ValueError also: a number of thousands of digits.
        except (ValueError, RecursionError):
            return None
        # A number may go on in what was not read yet: 10 of 10.5, or of 10e3.
        goes_on = _NUMBER.match(self._text, end)
        if goes_on is not None and goes_on.end() == len(self._text) and not self._ended:
            return None
        return value, end

    def _take(self, sign: str) -> bool:
        if not self.begins(sign):
            return False
        self._at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._fault()

    def _skip_space(self) -> None:
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space is not None else self._at
            if self._at < len(self._text) or self._ended:
                return
            self._fill()

    def _fill(self, size: int = CHUNK) -> None:
        """Read on, and forget what lies behind."""
        _ = self.line
        self._text, self._at, self._counted = self._text[self._at :], 0, 0
        content = self._stream.read(min(size, CHUNK * 4))
        self._ended = not content
        self._bytes += content
        cut = len(self._bytes) if self._ended else _whole_characters(self._bytes)
        try:
            text = self._bytes[:cut].decode("utf-8")
        except UnicodeDecodeError as fault:
            broken = self._line + self._text.count("\n") + self._bytes.count(b"\n", 0, fault.start)
        else:
            self._text += text
            self._bytes = self._bytes[cut:]
            return
        raise refusal(self.file, broken, "must be UTF-8 text", _AGAIN)

    def _fault(self) -> Exception:
        return refusal(self.file, self.line, _NO_JSON, _AGAIN)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _whole_characters(content: bytes) -> int:
    """How many bytes there are before a character that may go on in what was not read yet."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte >= 0xC0:
            return len(content) - back
        if byte < 0x80:
            break
    return len(content)
