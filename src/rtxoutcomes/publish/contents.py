"""What a compressed output holds, whatever compressed it: builds of zlib write other bytes."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from rtxoutcomes.publish.report_id import without_id

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIECE = 2**20


def content_digest(name: str, data: bytes) -> str | None:
    """SHA-256 of the parts of a Word file, or of the chunks of a picture, without the report's id.

    None for every other file, which is compared by its bytes, and for one that cannot be opened.
    """
    if name.endswith(".docx"):
        return _parts(data)
    return _pixels(data) if name.endswith(".png") else None


def _parts(data: bytes) -> str | None:
    total = hashlib.sha256()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in sorted(archive.namelist()):
                content = archive.read(part)
                # The checksum of a picture covers its id.
                pixels = _pixels(content) if part.endswith(".png") else None
                content = without_id(content) if pixels is None else pixels.encode()
                total.update(f"{part}\0{len(content)}\0".encode() + content)
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return total.hexdigest()


def _pixels(data: bytes) -> str | None:
    total, stream = hashlib.sha256(), zlib.decompressobj()
    try:
        for kind, content in _chunks(data):
            total.update(kind)
            compressed = content if kind == b"IDAT" else b""
            total.update(b"" if compressed else without_id(content))
            while compressed:
                total.update(stream.decompress(compressed, PIECE))
                compressed = stream.unconsumed_tail
    except (zlib.error, struct.error):
        return None
    return total.hexdigest()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each chunk, words next to the pixels included."""
    place = len(SIGNATURE)
    if not png.startswith(SIGNATURE):
        raise struct.error
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        yield kind, png[place + 8 : place + 8 + length]
        # Length, type and checksum.
        place += length + 12
