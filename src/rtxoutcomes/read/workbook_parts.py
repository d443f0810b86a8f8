"""The parts of a workbook, which is a ZIP archive of XML, read piece by piece and counted first.

What an archive states of its sizes is not believed: every part is unpacked once in pieces, to
count, before anything else reads it.
"""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from rtxoutcomes.read.content import MEBIBYTE

MAX_UNPACKED = 256 * MEBIBYTE
MAX_PARTS = 10_000
PIECE = MEBIBYTE
# How an entry begins in the list of a ZIP archive, which is counted before it is read.
_ENTRY = b"PK\x01\x02"
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError)
# RuntimeError: a password or an unknown compression; ValueError: offsets outside the file.
ARCHIVE_ERRORS = (*_DAMAGED, KeyError, IndexError, RuntimeError, ValueError, OverflowError)


class NotAWorkbook(Exception):
    """The bytes are not a workbook that can be read safely."""


class TooLarge(Exception):
    """The workbook unpacks to more than is read."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An archive whose parts were counted; their names are looked up regardless of capitals."""

    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part in pieces; raises KeyError where there is no such part."""
        return _pieces(self.archive, self.entries[name.lower()])

    def content(self, name: str) -> bytes:
        """All bytes of a part."""
        return b"".join(self.pieces(name))


def counted_parts(content: bytes) -> Parts:
    """The parts of a workbook.

    Raises
    ------
    NotAWorkbook
        Not a ZIP archive, too many parts, or two parts of one name.
    TooLarge
        More than 256 MiB when unpacked, whatever the archive states.
    """
    if content.count(_ENTRY) > MAX_PARTS:
        raise NotAWorkbook
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        listed = archive.infolist()
        entries = {entry.filename.lower(): _unbounded(entry) for entry in listed}
        if len(entries) != len(listed):
            # Programs differ in which of the two they read.
            raise NotAWorkbook
        _count(archive, listed, entries)
    except ARCHIVE_ERRORS:
        raise NotAWorkbook from None
    return Parts(archive, entries)


def _unbounded(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """An entry that is read to its real end, not to the size that the archive states."""
    real = copy(entry)
    real.file_size = sys.maxsize
    return real


def _count(
    archive: zipfile.ZipFile, listed: list[zipfile.ZipInfo], entries: dict[str, zipfile.ZipInfo]
) -> None:
    if sum(entry.file_size for entry in listed) > MAX_UNPACKED:
        raise TooLarge
    unpacked = 0
    for entry in entries.values():
        for piece in _pieces(archive, entry):
            unpacked += len(piece)
            if unpacked > MAX_UNPACKED:
                raise TooLarge


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            yield piece
