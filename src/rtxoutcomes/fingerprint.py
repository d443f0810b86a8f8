"""A checksum of a table in memory, by which a change after validation is noticed.

It finds accidents, not forgery: a change goes unnoticed once in four billion, and whoever wants to
can make another checksum. A cryptographic hash of the same bytes takes nearly twice the time.
"""

import hashlib
import zlib

import numpy as np
import pandas as pd

# Texts are joined in pieces that stay in the cache of the processor.
_ROWS = 1 << 15
_BETWEEN = "\x1f"


def fingerprint(table: pd.DataFrame | None) -> str:
    """The checksum of names, types, values and order of the columns and rows of a table.

    A table that was not collected has one too. A copy of a table, and one that was pickled, have
    the checksum of the original under the same version of pandas.
    """
    if table is None:
        return "not collected"
    index = table.index
    counted = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
    rows = len(table) if counted else _checksum(index.to_series())
    columns = [_checksum(column) for _, column in table.items()]
    parts = repr((rows, list(table.columns), columns))
    return hashlib.blake2b(parts.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def _checksum(column: pd.Series) -> tuple[str, int]:
    """Type and checksum of the values of a column."""
    kind = repr(column.dtype)
    if isinstance(column.dtype, np.dtype) and column.dtype.kind != "O":
        return kind, zlib.crc32(np.ascontiguousarray(column.to_numpy()).view(np.uint8).data)
    values, checksum = column.to_numpy(dtype=object), 0
    for start in range(0, len(values), _ROWS):
        piece = values[start : start + _ROWS].tolist()
        # Texts as they are, which is cheap; missing values, numbers, others as Python writes them.
        try:
            text = _BETWEEN.join(piece)
        except TypeError:
            text = repr(piece)
        checksum = zlib.crc32(text.encode("utf-8", "surrogatepass"), checksum)
    return kind, checksum
