"""Parquet files: one table of typed columns."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import MAX_CELLS, CellGrid


def read_grid(content: bytes, suffix: str) -> CellGrid | None:  # noqa: ARG001
    """The names of the columns, then a row a record.

    Numbers of 32 bits keep the digits that were typed. None if it is not a Parquet file, or holds
    what no table of a cohort can: columns of lists, records or bytes, or a value that contradicts
    its column, such as text not in UTF-8.
    """
    table = _table(content)
    if table is None:
        return None
    try:
        columns = [_values(table.column(k)) for k in range(table.num_columns)]
        names: list[Value] = list(table.column_names)
    except (pa.ArrowException, ValueError, OverflowError):
        return None
    return CellGrid([names, *map(list, zip(*columns, strict=True) if columns else [])])


def _table(content: bytes) -> pa.Table | None:
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        if file.metadata.num_rows * file.metadata.num_columns > MAX_CELLS:
            return None
        table = file.read()
    # For broken files the library raises its own errors and those of text and memory.
    except (pa.ArrowException, OSError, ValueError):
        return None
    wrong = (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary)
    plain = not any(is_wrong(field.type) for field in table.schema for is_wrong in wrong)
    return table if plain else None


def _values(column: pa.ChunkedArray) -> list[Value]:
    if pa.types.is_float32(column.type):
        column = pa.chunked_array([[_digits(v) for v in column.to_pylist()]], pa.float64())
    values: list[Value] = column.to_pylist()
    return values


def _digits(value: float | None) -> float | None:
    return None if value is None else float(str(pa.scalar(value, pa.float32()).cast(pa.string())))
