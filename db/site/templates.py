"""Which template shows which page of the database, and how it is rendered."""

import re
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from datasette.utils import to_css_class
from jinja2 import BaseLoader, Environment, Template, TemplateNotFound

_FOLDER = "http_status/"  # of our templates
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
    """Finds the template of a page of the databases that `databases` names, and no other's.

    Datasette's environment awaits each name that a template calls, which takes most of the time of a page. Nothing
    in our templates waits for anything, so an environment of their own, otherwise the same, renders them.
    """

    def __init__(self, databases: Callable[[], Iterable[str]]) -> None:
        self._databases = databases
        self._plain: Environment | None = None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2 passes it by this name
    ) -> Template:
        """The template for a name of ours or that Datasette asks for; raises TemplateNotFound for all others."""
        if not environment.is_async:
            return super().load(environment, name, globals)
        if not name.startswith(_FOLDER):
            self.get_source(environment, name)
        if self._plain is None:
            self._plain = environment.overlay(enable_async=False, auto_reload=False)
            self._plain.template_class = _PlainTemplate
        return self._plain.get_template(name, globals=globals)

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
                    return f'{{% extends "{_FOLDER}{name}.html" %}}', None, None
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """None that could be listed: the names depend on the tables."""
        return []


class _PlainTemplate(Template):
    """A template that waits for nothing, for callers who await it."""

    async def render_async(self, *context: Any, **variables: Any) -> str:  # noqa: ANN401 - as jinja2's
        return self.render(*context, **variables)
