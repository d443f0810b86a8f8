"""Open an export for reading, in its archive if it has one. Nothing is ever unpacked to disk."""

import errno
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.refusal import refusal
from rtxoutcomes.read.content import given_file

MAX_BYTES = 2 * 1024**3
# Chat text compresses to a tenth to a third of its size, and to a hundredth if it repeats itself.
MAX_RATIO = 250
MAX_MEMBERS = 200_000
# No header of an archive is larger; the data themselves are read in small pieces.
MAX_READ = 1024 * 1024
_EXPORT_AGAIN = "export the chat again"
_CHAT_IPHONE = "_chat.txt"
_MESSAGES = "messages.json"
_HOSTILE = "holds a file whose path leads out of the archive, or a link or device; no export does"
_BROKEN = "is damaged or cut short"
_LOCKED = 0x1
# OSError: a damaged table of contents may name a position before the beginning of the file.
_WHEN_READ = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError)
_WHEN_OPENED = (*_WHEN_READ, NotImplementedError, OverflowError, ValueError, struct.error)


def opened_whatsapp(path: str | Path, file: str) -> AbstractContextManager[BinaryIO]:
    """The text of a WhatsApp export: a .txt, or the chat within the .zip that a phone writes.

    Raises
    ------
    IngestError
        The archive is damaged, too large, compressed more than text can be, locked, or hostile.
    UsageFault
        There is no such file, or it is of another kind.
    """
    return _opened_export(path, file, (".txt", ".zip"), _zip_stream)


def opened_skype(path: str | Path, file: str) -> AbstractContextManager[BinaryIO]:
    """The messages of a Skype export: `messages.json`, or the .tar that contains it.

    Raises
    ------
    IngestError
        The archive is damaged, too large or hostile.
    UsageFault
        There is no such file, or it is of another kind.
    """
    return _opened_export(path, file, (".json", ".tar"), _tar_stream)


def opened_telegram(path: str | Path, file: str) -> AbstractContextManager[BinaryIO]:
    """The messages of a Telegram export: `result.json`.

    Raises
    ------
    UsageFault
        There is no such file, or it is of another kind.
    """
    if Path(path).suffix.lower() != ".json":
        raise UsageFault(f"{file}: must be result.json, as Telegram exported it (format JSON)")
    return given_file(path, file, MAX_BYTES)


@contextmanager
def _opened_export(
    path: str | Path,
    file: str,
    kinds: tuple[str, str],
    archived: Callable[[BinaryIO, str, ExitStack], IO[bytes]],
) -> Iterator[BinaryIO]:
    """A plain file (the first kind) as it is, an archive (the second) through `archived`."""
    kind = Path(path).suffix.lower()
    if kind not in kinds:
        raise UsageFault(f"{file}: must be a {' or '.join(kinds)} file, as it was exported")
    with given_file(path, file, MAX_BYTES) as raw:
        if kind == kinds[0]:
            yield raw
            return
        with ExitStack() as open_files:
            with _damage(file, _WHEN_OPENED):
                stream = archived(raw, file, open_files)
            with _damage(file, _WHEN_READ):
                yield cast(BinaryIO, stream)


def _zip_stream(raw: BinaryIO, file: str, open_files: ExitStack) -> IO[bytes]:
    archive = open_files.enter_context(zipfile.ZipFile(raw))
    return open_files.enter_context(archive.open(_chat(archive, file)))


def _tar_stream(raw: BinaryIO, file: str, open_files: ExitStack) -> IO[bytes]:
    guarded = cast(BinaryIO, _SmallReads(raw, file))
    archive = open_files.enter_context(tarfile.TarFile(fileobj=guarded))
    # None for other members than regular files only.
    return cast(IO[bytes], archive.extractfile(_messages(archive, file)))


@contextmanager
def _damage(file: str, faults: tuple[type[Exception], ...]) -> Iterator[None]:
    """Refuse the errors that a damaged archive causes, but let those of a failing disk through."""
    try:
        yield
    except faults as fault:
        if isinstance(fault, OSError) and fault.errno not in (None, errno.EINVAL):
            raise
        raise refusal(file, None, _BROKEN, _EXPORT_AGAIN) from None


def _chat(archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    """The one chat text among pictures, voice messages and documents."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise refusal(file, None, f"holds more than {MAX_MEMBERS:,} files")
    if any(_leads_out(m.filename) or _is_special(m) for m in members):
        raise refusal(file, None, _HOSTILE, _EXPORT_AGAIN)
    texts = [m for m in members if m.filename.lower().endswith(".txt") and "/" not in m.filename]
    chats = (
        [m for m in texts if m.filename == _CHAT_IPHONE]
        or [m for m in texts if "whatsapp" in m.filename.lower()]
        or texts
    )
    if len(chats) != 1:
        must = f"must hold one text of a chat, and holds {len(chats)}"
        raise refusal(file, None, must, "unpack it and give the .txt file")
    _check_member(chats[0], file)
    return chats[0]


def _check_member(member: zipfile.ZipInfo, file: str) -> None:
    if member.flag_bits & _LOCKED:
        raise refusal(file, None, "is locked with a password", "unpack it and give the .txt file")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusal(file, None, "is packed in a way that no phone uses", _EXPORT_AGAIN)
    if member.file_size > MAX_BYTES:
        raise refusal(file, None, "holds a text of more than 2 GiB")
    if member.file_size > MAX_READ + MAX_RATIO * member.compress_size:
        must = f"is packed to less than 1/{MAX_RATIO} of its size, which no text of people is"
        raise refusal(file, None, must, _EXPORT_AGAIN)


def _is_special(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    return stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\x00" in name


def _messages(archive: tarfile.TarFile, file: str) -> tarfile.TarInfo:
    candidates: list[tarfile.TarInfo] = []
    for number, member in enumerate(archive):
        if number >= MAX_MEMBERS:
            raise refusal(file, None, f"holds more than {MAX_MEMBERS:,} files")
        plain = (member.isreg() and not member.issparse()) or member.isdir()
        if not plain or _leads_out(member.name):
            raise refusal(file, None, _HOSTILE, _EXPORT_AGAIN)
        if PurePosixPath(member.name) == PurePosixPath(_MESSAGES) and member.isreg():
            candidates.append(member)
    if len(candidates) != 1:
        must = f"must hold one {_MESSAGES}, and holds {len(candidates)}"
        raise refusal(file, None, must, _EXPORT_AGAIN)
    return candidates[0]


class _SmallReads:
    """A file that returns at most 1 MiB per read.

    An archive may claim headers of any size, and `tarfile` would believe it.
    """

    def __init__(self, raw: BinaryIO, file: str) -> None:
        self._raw = raw
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise refusal(self._file, None, "states a header larger than 1 MiB", _EXPORT_AGAIN)
        return self._raw.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()
