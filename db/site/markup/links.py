"""The addresses of pages, wherever they are served."""

from dataclasses import dataclass

from datasette.utils import tilde_encode


@dataclass(frozen=True)
class Links:
    """The addresses of the pages of a database.

    `home` is the beginning, `code_pages` what stands before the number of a code, `tables` the address of the
    database: "/", "/", "/http_status" on the site, "/", "/data/codes/", "/data" in a Datasette that serves it as data.
    """

    home: str
    code_pages: str
    tables: str

    def code(self, code: object, extension: str = "") -> str:
        """The page of a code."""
        return f"{self.code_pages}{code}{extension}"

    def row(self, table: str, key: object) -> str:
        """The page of a row: that of a header field, an RFC or an owner."""
        return f"{self.tables}/{table}/{tilde_encode(str(key))}"

    def table(self, table: str, extension: str = "") -> str:
        """A table, or a canned query."""
        return f"{self.tables}/{tilde_encode(table)}{extension}"

    def database(self) -> str:
        """The database: its tables, its queries, and SQL."""
        return self.tables

    def search(self, extension: str = "") -> str:
        """The search, before its query."""
        return f"{self.home}search{extension}"


SITE = Links("/", "/", "/http_status")
