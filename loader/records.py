"""Rows on their way into the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import BuildError

Value = str | int | None


@dataclass(frozen=True)
class Record:
    """A row and the place in an input file that it comes from; `line` is counted from 1.

    The place is what an error message names if the database refuses the row.
    """

    values: Mapping[str, Value]
    file: str
    line: int

    def __getitem__(self, column: str) -> Value:
        return self.values[column]

    def text(self, column: str) -> str:
        """The value of a column as text; nothing is the empty text."""
        value = self.values[column]
        return "" if value is None else str(value)

    def number(self, column: str) -> int:
        """The value of a column that holds a number; raises BuildError if it does not."""
        value = self.values[column]
        if not isinstance(value, int):
            raise BuildError(self.file, self.line, f"{column} is empty", "give the number")
        return value

    def pick(self, *columns: str, **more: Value) -> "Record":
        """A record from the same place, of some of these columns and of `more`."""
        return Record({**{column: self.values[column] for column in columns}, **more}, self.file, self.line)


Tables = dict[str, list[Record]]
Reference = Mapping[str, tuple[Record, ...]]
