"""A fast reader for plain CSV: no quotes, no blank line, the same commas on every line.

Most files are plain, and large ones gain most. It reads exactly what the strict reader of `rows`
would read; a file that is not plain goes there.
"""

import io

import numpy as np
import pandas as pd

from rtxoutcomes.read.rows import MAX_CELL

_BLOCK = 4 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_COMMA, _LINE_FEED = 44, 10


def plain_frame(content: bytes, header: list[str]) -> pd.DataFrame | None:
    """The table of a plain file, one row a line from line 2 on; None if it is not plain.

    `content` is valid UTF-8 without NUL, its first line the header.
    """
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if not content.endswith(b"\n"):
        content += b"\n"
    dos_or_unix = content.count(b"\r") == content.count(b"\r\n")
    plain = len(header) > 1 and b'"' not in content and dos_or_unix
    if not plain or not _even(content, len(header) - 1):
        return None
    frame = pd.read_csv(
        io.BytesIO(content),
        header=None,
        names=list(range(len(header))),
        index_col=False,
        skiprows=1,
        dtype=object,
        na_filter=False,
        quoting=3,  # csv.QUOTE_NONE
    )
    if not all(map(str.strip, frame[0])):
        return None
    frame.columns = pd.Index(header, dtype=object)
    return frame


def _even(content: bytes, commas: int) -> bool:
    """Whether every line has that many commas and is no longer than a cell may be."""
    view = np.frombuffer(content, dtype=np.uint8)
    begun = 0
    while begun < len(view):
        block = view[begun : begun + _BLOCK]
        ends = np.flatnonzero(block == _LINE_FEED)
        if len(ends) == 0:
            return False
        before = np.searchsorted(np.flatnonzero(block == _COMMA), ends)
        lengths = np.diff(ends, prepend=-1)
        if (np.diff(before, prepend=0) != commas).any() or lengths.max() > MAX_CELL:
            return False
        begun += int(ends[-1]) + 1
    return True
