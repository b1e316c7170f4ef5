"""In which language a request is answered: by its path, by `_lang`, or by its Accept-Language."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from ...languages import TAGS, preferred_language
from .accept import with_accepted
from .asgi import Headers, Scope, field_of

SLUGS = {language: tag.lower() for language, tag in TAGS.items()}  # in addresses: /zh-hant/404, _lang=zh-hant
LANGUAGE_OF_SLUG = {slug: language for language, slug in SLUGS.items()}
_PREFIX = re.compile(rf"/({'|'.join(LANGUAGE_OF_SLUG)})(?=/|$)")
_PARAMETER = re.compile(rf"(?:^|&)_lang=({'|'.join(LANGUAGE_OF_SLUG)})(?=&|$)")
# Addresses of data, of pictures and of the site's own files, which are the same for everybody.
_NO_LANGUAGE = re.compile(r"/-/static.*|.*\.(?:json|csv|md|db|xml|txt|svg|png|ico|css|js|blob)")


@dataclass(frozen=True)
class Reader:
    """Who reads an answer: their language, one of LANGUAGES, and whether the address names it."""

    language: str = "en"
    is_fixed: bool = True

    @property
    def prefix(self) -> str:
        """What stands before the path of a page of ours: "/zh-hant", or nothing if the reader's browser decides."""
        return f"/{SLUGS[self.language]}" if self.is_fixed else ""

    @property
    def parameter(self) -> str:
        """The query by which Datasette's pages answer in the same language; empty if the reader's browser decides."""
        return f"_lang={SLUGS[self.language]}" if self.is_fixed else ""


NOBODY = Reader()  # who reads what has no language


def read_language(scope: Scope) -> tuple[Scope, Reader]:
    """A request without the language in its path, and its reader.

    A language in the path counts more than `_lang`, and that more than Accept-Language. A client that asks for JSON
    gets what has no language.
    """
    path = scope["path"]
    if prefix := _PREFIX.match(path):
        path = path[prefix.end() :] or "/"
        raw = (scope.get("raw_path") or b"")[prefix.end() :]
        is_as_written = raw.startswith(b"/") or path == "/"  # not with a prefix such as /%65n
        scope = {**scope, "path": path, "raw_path": raw or b"/" if is_as_written else quote(path).encode()}
    scope = with_accepted(scope)
    if _NO_LANGUAGE.fullmatch(scope["path"]):
        return scope, NOBODY
    named = prefix or _PARAMETER.search(scope.get("query_string", b"").decode("latin-1"))
    if named:
        return scope, Reader(LANGUAGE_OF_SLUG[named[1]])
    return scope, Reader(preferred_language(field_of(scope, b"accept-language")), is_fixed=False)


def language_fields(reader: Reader) -> Headers:
    """The header fields that say in which language an answer is, and whether another reader gets another one."""
    if reader is NOBODY:
        return []
    fields = [(b"content-language", TAGS[reader.language].encode())]
    return fields if reader.is_fixed else [*fields, (b"vary", b"Accept-Language")]
