"""Which template shows which page of the database."""

import re
from collections.abc import Callable, Iterable

from datasette.utils import to_css_class
from jinja2 import BaseLoader, Environment, TemplateNotFound

# By the name that Datasette asks for, with DATABASE for the name of the database: the template that answers.
_TEMPLATES = (
    (r"table-DATABASE-.*", "table"),
    (r"row-DATABASE-headers", "header"),
    (r"row-DATABASE-rfcs", "rfc"),
    (r"row-DATABASE-owners", "owner"),
    (r"row-DATABASE-.*", "row"),
    (r"query-DATABASE(-.*)?", "query"),
    (r"database-DATABASE", "database"),
)


class PageLoader(BaseLoader):
    """Finds the template of a page of the databases that `databases` names, and no other's."""

    def __init__(self, databases: Callable[[], Iterable[str]]) -> None:
        self._databases = databases

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - jinja2 passes it
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source for the name that Datasette asks for; raises TemplateNotFound if it is none of ours."""
        for database in self._databases():
            for pattern, name in _TEMPLATES:
                ours = pattern.replace("DATABASE", re.escape(to_css_class(database)))
                if re.fullmatch(rf"{ours}\.html", template):
                    return f'{{% extends "http_status/{name}.html" %}}', None, None
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """None that could be listed: the names depend on the tables."""
        return []
