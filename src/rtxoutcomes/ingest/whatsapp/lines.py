"""Numbered lines of text from a stream of bytes, block by block and within limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rtxoutcomes.ingest.refusal import refusal, utf8_text

BLOCK = 256 * 1024
# A message has at most 65,536 characters; no typed line comes near this size.
MAX_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Consecutive lines. `first` is the number of the first one, as in an editor.

    `closed` is False if the last line of the file has no line break.
    """

    first: int
    lines: list[str]
    closed: bool


def text_blocks(stream: BinaryIO, file: str) -> Iterator[LineBlock]:
    """The lines of a UTF-8 stream; a line ends at LF or CR LF and nowhere else.

    Raises
    ------
    IngestError
        A line is not UTF-8 text, has a zero byte, or is longer than 1 MiB; by its number.
    """
    first, rest = 1, b""
    while chunk := stream.read(BLOCK):
        complete, newline, rest = (rest + chunk).rpartition(b"\n")
        if newline:
            lines = _lines(complete, file, first)
            yield LineBlock(first, lines, closed=True)
            first += len(lines)
        if len(rest) > MAX_LINE:
            remedy = "is it really a text export?"
            raise refusal(file, first, "is longer than 1 MiB, which no message is", remedy)
    if rest:
        yield LineBlock(first, _lines(rest, file, first), closed=False)


def _lines(content: bytes, file: str, first: int) -> list[str]:
    content = content.replace(b"\r\n", b"\n").removesuffix(b"\r")
    if (zero := content.find(b"\x00")) >= 0:
        line = first + content.count(b"\n", 0, zero)
        raise refusal(file, line, "holds a zero byte, so it is no text", "export the chat again")
    remedy = "export the chat again, and do not save it with an editor"
    text = utf8_text(content, file, first, remedy)
    return (text.removeprefix("\ufeff") if first == 1 else text).split("\n")
