"""Whether bytes are UTF-8 text, and what they seem to be if not."""

import re
from itertools import islice

from rtxoutcomes.errors import Violation

_WORKBOOKS = (b"pk\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml", b"<html", b"<table")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SPACE_OR_MARK = b"\xef\xbb\xbf \r\n\t"
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_HIGH = re.compile(rb"[\x80-\xff]+")
# Letters of Windows-1256 below 0xC0, where Windows-1252 has no letters.
_LOW_ARABIC = b"\x81\x8d\x8e\x90\x98"
_SAMPLE_BYTES = 4096


def no_text(content: bytes, name: str) -> Violation | None:
    """Why these bytes are not UTF-8 text, with what they seem to be; None if they are."""
    disguised = _disguised(content[:_SAMPLE_BYTES], name)
    if disguised is not None:
        return disguised
    if _is_utf16(content[:_SAMPLE_BYTES]):
        return _encoding_fault(name, 1, "UTF-16")
    if b"\x00" in content:
        must = "must be text, not a binary file: it holds a NUL byte"
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        remedy = "save it as CSV UTF-8; if only this line is damaged, type it again"
        return Violation.of(name, "file.binary", must, remedy, line=line)
    return None if content.isascii() else _undecodable(content, name)


def _disguised(start: bytes, name: str) -> Violation | None:
    """A file of another kind with the name of a CSV file."""
    if start.lstrip(_SPACE_OR_MARK).lower().startswith(_WORKBOOKS):
        must = "must be CSV, not a workbook, an archive or a page under that name"
        remedy = "open it and save it as CSV UTF-8; renaming it is not enough"
        return Violation.of(name, "file.workbook", must, remedy)
    if _PICKLE.match(start):
        must = "must be CSV, not objects of a program"
        return Violation.of(name, "file.pickle", must, "write the table as CSV UTF-8")
    return None


def _is_utf16(start: bytes) -> bool:
    """By its byte order mark, or because every other byte is zero."""
    if start.startswith(UTF16_MARKS):
        return True
    halves = (start[0::2], start[1::2])
    return any(
        zeros.count(0) > len(zeros) * 0.4 and letters.count(0) < len(letters) * 0.1
        for zeros, letters in (halves, halves[::-1])
    )


def _undecodable(content: bytes, name: str) -> Violation | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        cut_off = wrong.reason == "unexpected end of data"
        seems = "UTF-8 that was cut off" if cut_off else _code_page(content)
        return _encoding_fault(name, content.count(b"\n", 0, wrong.start) + 1, seems)
    return None


def _code_page(content: bytes) -> str:
    """The most likely code page of the bytes above 127.

    In Windows-1256 most of them are Arabic or Persian letters, which follow one another; in
    Western text a single accented letter occurs between plain ones.
    """
    runs = [run.group() for run in islice(_HIGH.finditer(content), _SAMPLE_BYTES)]
    high = sum(map(len, runs))
    letters = sum(byte >= 0xC0 or byte in _LOW_ARABIC for run in runs for byte in run)
    if 2 * (high - len(runs)) >= high and 2 * letters >= high:
        return "Windows-1256 (Arabic, Persian)"
    return "Windows-1252 or Latin-1 (Western)"


def _encoding_fault(name: str, line: int, seems: str) -> Violation:
    must = f"must be UTF-8 text; it seems to be {seems}"
    remedy = "save it as CSV UTF-8, which spreadsheets offer as a file type"
    return Violation.of(name, "file.encoding", must, remedy, line=line)
