"""A stream of bytes as numbered lines of text, a block at a time, within limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rtxoutcomes.ingest.refusal import refusal

BLOCK = 256 * 1024
# A message holds at most 65,536 characters; nothing that a person wrote is near this.
MAX_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Block:
    """Lines one after another. `first` is the number of the first one, as an editor counts it.

    `closed` is False where the last line of the file has no line break.
    """

    first: int
    lines: list[str]
    closed: bool


def text_blocks(stream: BinaryIO, file: str) -> Iterator[Block]:
    """The lines of a UTF-8 stream; a line ends at LF or CR LF and nowhere else.

    Raises
    ------
    IngestError
        A line that is no UTF-8 text, holds a zero byte, or is longer than 1 MiB, by its number.
    """
    first, rest = 1, b""
    while chunk := stream.read(BLOCK):
        whole, end, rest = (rest + chunk).rpartition(b"\n")
        if end:
            lines = _lines(whole, file, first)
            yield Block(first, lines, closed=True)
            first += len(lines)
        if len(rest) > MAX_LINE:
            remedy = "is it really a text export?"
            raise refusal(file, first, "is longer than 1 MiB, which no message is", remedy)
    if rest:
        yield Block(first, _lines(rest, file, first), closed=False)


def _lines(content: bytes, file: str, first: int) -> list[str]:
    content = content.replace(b"\r\n", b"\n").removesuffix(b"\r")
    if (zero := content.find(b"\x00")) >= 0:
        line = first + content.count(b"\n", 0, zero)
        raise refusal(file, line, "holds a zero byte, so it is no text", "export the chat again")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        broken = first + content.count(b"\n", 0, fault.start)
    else:
        return (text.removeprefix("\ufeff") if first == 1 else text).split("\n")
    remedy = "export the chat again, and do not save it with an editor"
    raise refusal(file, broken, "must be UTF-8 text", remedy)
