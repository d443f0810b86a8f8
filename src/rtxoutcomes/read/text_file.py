"""A manuscript written by the authors: a Markdown or Word file with references."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.cohort import MARKS
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.read.content import MEBIBYTE, given_bytes

MARKDOWN = (".md", ".markdown", ".txt")
WORD = ".docx"
NO_WORD = "cannot be opened as a Word file (.docx)"
# A long book has fewer; what unpacks to more than this would fill the memory.
MAX_PARTS = 2_000
MAX_UNPACKED = 256 * MEBIBYTE
MAX_XML = 32 * MEBIBYTE
_XML = (".xml", ".rels")
# How an entry begins in the list of a ZIP archive, which is counted before it is read.
_ENTRY = b"PK\x01\x02"
_ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """The content of a template and the name of its file, without the folder."""

    name: str
    content: bytes

    @property
    def is_word(self) -> bool:
        return Path(self.name).suffix.lower() == WORD

    @property
    def markdown(self) -> str:
        """The content as text.

        Raises
        ------
        UsageFault
            It is not UTF-8.
        """
        try:
            return _without_mark(self.content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise UsageFault(f"{self.name}: must be UTF-8 text") from None


def read_text(path: str | Path) -> TextFile:
    """Read a template.

    Raises
    ------
    UsageFault
        There is no such file, it may not be read, or its suffix is neither that of Markdown nor of
        Word.
    """
    source = Path(path)
    if source.suffix.lower() not in (*MARKDOWN, WORD):
        known = ", ".join((*MARKDOWN, WORD))
        raise UsageFault(f"{source.name}: a text is one of {known}")
    content = given_bytes(source, source.name)
    if source.suffix.lower() == WORD:
        _be_of_sound_size(content, source.name)
    return TextFile(source.name, content)


def _be_of_sound_size(content: bytes, name: str) -> None:
    """Refuse an archive by what it says of itself, before any part is unpacked.

    A part is never unpacked further than to the size that the archive states.
    """
    sizes: list[tuple[str, int]] = []
    if content.count(_ENTRY) <= 10 * MAX_PARTS:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                sizes = [(part.filename.lower(), part.file_size) for part in archive.infolist()]
        except _ARCHIVE_FAULTS:
            raise UsageFault(f"{name}: {NO_WORD}") from None
    if not 0 < len(sizes) <= MAX_PARTS:
        raise UsageFault(f"{name}: must have at most {MAX_PARTS:,} parts, as a Word file has")
    unpacked = sum(size for _, size in sizes)
    xml = sum(size for part, size in sizes if part.endswith(_XML))
    if unpacked > MAX_UNPACKED or xml > MAX_XML:
        limits = f"{MAX_UNPACKED // MEBIBYTE} MiB, and {MAX_XML // MEBIBYTE} MiB of text"
        raise UsageFault(f"{name}: must not unpack to more than {limits}")


def marked_template(template: str, mark: str) -> str:
    """A template that says, where only its author sees it, of what data it is."""
    return f"<!-- {mark} -->\n\n{template}"


def _without_mark(text: str) -> str:
    """The template without the line that says of what data it was made: they may be others now."""
    first, _, rest = text.partition("\n")
    is_mark = first.strip() in {f"<!-- {mark} -->" for mark in MARKS.values()}
    return rest.lstrip("\r\n") if is_mark else text
