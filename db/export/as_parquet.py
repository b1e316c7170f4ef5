"""Write rows as Parquet, by pyarrow, which the extra [parquet] installs."""

from collections.abc import Sequence
from typing import Any

from ..errors import DataError
from .table_schema import TableSchema, Value


def parquet_bytes(table: TableSchema, rows: Sequence[Sequence[Value]]) -> bytes:
    """Return the file: 64-bit integers and texts, the descriptions of table and columns in its metadata.

    Raises DataError if pyarrow is not installed.
    """
    pa, parquet = _pyarrow()
    types = {"INTEGER": pa.int64(), "TEXT": pa.string()}
    fields = [
        pa.field(
            column.name,
            types[column.type],
            nullable=not column.is_required,
            metadata={"description": column.description},
        )
        for column in table.columns
    ]
    schema = pa.schema(fields, metadata={"title": table.title, "description": table.description})
    columns = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(fields)]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(columns, schema=schema), sink, compression="snappy")
    return bytes(sink.getvalue())


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - only Parquet needs it
        from pyarrow import parquet  # noqa: PLC0415 - an extra
    except ImportError:
        raise DataError("pyarrow: is not installed; for Parquet, pip install 'http-status-db[parquet]'") from None
    return pa, parquet
