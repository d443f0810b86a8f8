"""A streaming reader of large JSON files that keeps no more than one value in memory."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from rtxoutcomes.ingest.refusal import refusal, utf8_text

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
CHUNK = 256 * 1024
# No single message or list of members comes near this size.
MAX_VALUE = 16 * 1024 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"[0-9.eE+-]*")
_NO_JSON = "is not the JSON that was exported"
_EXPORT_AGAIN = "export again, and do not save the file with an editor"


class JsonStream:
    """A position in a stream of UTF-8 JSON. Errors are refusals that name the line."""

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
        """The line of the file at the current position."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def members(self) -> Iterator[str]:
        """The keys of the object here; the caller reads each value before the next key."""
        keys: set[str] = set()
        for _ in self._items("{", "}"):
            key = self.value()
            if not isinstance(key, str) or key in keys:
                raise self._fault()
            keys.add(key)
            self._expect(":")
            yield key

    def elements(self) -> Iterator[int]:
        """The numbers of the elements of the list here; the caller reads each before the next."""
        return self._items("[", "]")

    def value(self) -> Json:
        """The value here, read to its end."""
        self._skip_space()
        while True:
            decoded = self._complete_value()
            if decoded is not None:
                value, self._at = decoded
                return value
            if self._ended or len(self._text) - self._at > MAX_VALUE:
                raise self._fault()
            # The buffer doubles each time, so that a long value is not parsed over and over.
            self._fill(max(CHUNK, len(self._text) - self._at))

    def begins(self, sign: str) -> bool:
        """Whether the value here begins with `sign`."""
        self._skip_space()
        return self._text.startswith(sign, self._at)

    def finish(self) -> None:
        """Refuse anything but white space up to the end."""
        self._skip_space()
        if self._at < len(self._text):
            raise self._fault()

    def _items(self, begin: str, end: str) -> Iterator[int]:
        self._expect(begin)
        number = 0
        while not self._take(end):
            if number:
                self._expect(",")
            number += 1
            yield number

    def _complete_value(self) -> tuple[Json, int] | None:
        try:
            value, end = self._decoder.raw_decode(self._text, self._at)
        # RecursionError: endless brackets. ValueError also: a number of thousands of digits.
        except (ValueError, RecursionError):
            return None
        # A number may continue beyond the buffer: 10 of 10.5, or of 10e3.
        number = _NUMBER.match(self._text, end)
        if number is not None and number.end() == len(self._text) and not self._ended:
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
        """Read on, and drop the text before the current position."""
        _ = self.line
        self._text, self._at, self._counted = self._text[self._at :], 0, 0
        content = self._stream.read(min(size, CHUNK * 4))
        self._ended = not content
        self._bytes += content
        cut = len(self._bytes) if self._ended else _complete_characters(self._bytes)
        first = self._line + self._text.count("\n")
        self._text += utf8_text(self._bytes[:cut], self.file, first, _EXPORT_AGAIN)
        self._bytes = self._bytes[cut:]

    def _fault(self) -> Exception:
        return refusal(self.file, self.line, _NO_JSON, _EXPORT_AGAIN)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _complete_characters(content: bytes) -> int:
    """The number of bytes before a last character that may be incomplete."""
    for back in range(1, min(4, len(content)) + 1):
        byte = content[-back]
        if byte >= 0xC0:
            return len(content) - back
        if byte < 0x80:
            break
    return len(content)
