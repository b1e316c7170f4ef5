"""The addresses of pages, wherever they are served."""

from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.utils import tilde_encode

from ..front.reader import Reader

_PAGES = ("headers", "rfcs", "owners", "software")  # tables whose rows have pages of their own


@dataclass(frozen=True)
class Links:
    """The addresses of the pages of a database.

    `home` is the beginning, `code_pages` what stands before the number of a code, `tables` the address of the
    database: "/", "/", "/http_status" on the site, "/", "/data/codes/", "/data" in a Datasette that serves it as data.
    `row_pages` is what stands before the pages of rows of the site, and None elsewhere. `language` is put behind the
    addresses of Datasette's pages, so that they answer in it.
    """

    home: str
    code_pages: str
    tables: str
    row_pages: str | None = None
    language: str = ""

    def page(self, path: str = "") -> str:
        """A page of the site, such as "search" or "compare/401-403"."""
        return f"{self.home}{path}"

    def code(self, code: object, extension: str = "") -> str:
        """The page of a code; data, which has no language, by its extension."""
        return f"/{code}{extension}" if extension else f"{self.code_pages}{code}"

    def compare(self, a: int, b: int) -> str:
        """The page that sets two codes side by side."""
        return self.page(f"compare/{min(a, b)}-{max(a, b)}")

    def row(self, table: str, key: object) -> str:
        """The page of a row: that of a header field, an RFC or an owner."""
        if self.row_pages is not None and table in _PAGES:
            return f"{self.row_pages}{table}/{tilde_encode(str(key))}"
        return self._with_language(f"{self.tables}/{table}/{tilde_encode(str(key))}")

    def row_data(self, table: str, key: object) -> str:
        """A row as JSON."""
        return f"{self.tables}/{table}/{tilde_encode(str(key))}.json?_shape=objects"

    def table(self, table: str, extension: str = "", **parameters: object) -> str:
        """A table or a canned query, or its data by an extension; `parameters` narrow it."""
        query = urlencode(parameters)
        path = f"{self.tables}/{tilde_encode(table)}{extension}"
        if extension:
            return f"{path}?{query}" if query else path
        return self._with_language(path, query)

    def database(self, **parameters: object) -> str:
        """The database: its tables, its queries, and SQL."""
        return self._with_language(self.tables, urlencode(parameters))

    def file(self) -> str:
        """The database itself."""
        return f"{self.tables}.db"

    def search(self, extension: str = "", **parameters: object) -> str:
        """The search, or what it finds as data."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{'/' if extension else self.home}search{extension}{query}"

    def _with_language(self, path: str, query: str = "") -> str:
        whole = "&".join(part for part in (query, self.language) if part)
        return f"{path}?{whole}" if whole else path


def links_for(reader: Reader) -> Links:
    """The addresses that a page of the site leads its reader to: all in the same language, if the page's names it."""
    home = f"{reader.prefix}/"
    return Links(home, home, "/http_status", home, reader.parameter)


SITE = Links("/", "/", "/http_status", "/")
