"""Which template shows which page of the database, and how it is rendered."""

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from datasette.utils import to_css_class
from jinja2 import BaseLoader, Environment, Template, TemplateNotFound

_FOLDER = "http_status/"  # of our templates
_DATABASE = "DATABASE"
# By the name that a page is asked for by, with DATABASE for the name of the database: the template that answers.
_TEMPLATES = (
    (r"table-DATABASE-.*", "table"),
    (r"row-DATABASE-headers", "header"),
    (r"row-DATABASE-rfcs", "rfc"),
    (r"row-DATABASE-owners", "owner"),
    (r"row-DATABASE-.*", "row"),
    (r"query-DATABASE(-.*)?", "query"),
    (r"database-DATABASE", "database"),
    *((f"page-DATABASE-{name}", name) for name in ("home", "code", "missing", "search", "error")),
)


@dataclass(frozen=True)
class Tools:
    """What our templates use: filters, tests and globals by their names."""

    filters: Mapping[str, Callable[..., Any]]
    tests: Mapping[str, Callable[..., Any]]
    variables: Mapping[str, Any]


async def render_page(datasette: Any, database: str, name: str, context: Mapping[str, Any]) -> str:  # noqa: ANN401
    """Render a page of ours that Datasette has not: home, code, missing, search, error.

    Datasette's own function asks every plugin for variables and scripts first, of which these pages have none.
    """
    template = datasette.jinja_env.get_template(f"page-{to_css_class(database)}-{name}.html")
    html: str = await template.render_async({**context, "urls": datasette.urls})
    return html


class PageLoader(BaseLoader):
    """Finds the template of a page of the databases that `databases` names, and no other's.

    Datasette's environment awaits each name that a template calls, which takes most of the time of a page. Nothing
    in our templates waits for anything, so an environment of their own renders them. It also has our tools, whatever
    another plugin has under the same names, and reads a template once, as all of a page is kept until a restart.
    A template in Datasette's template_dir may take the place of one of ours, if it waits for nothing either.
    """

    def __init__(self, databases: Callable[[], Iterable[str]], tools: Tools) -> None:
        self._databases = databases
        self._tools = tools
        self._plain: Environment | None = None

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2 passes it by this name
    ) -> Template:
        """The template of a page; raises TemplateNotFound for a name that is none of ours."""
        if not environment.is_async:
            return super().load(environment, name, globals)
        self.get_source(environment, name)
        if self._plain is None:
            self._plain = _plain(environment, self._tools)
        return self._plain.get_template(name)

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - jinja2 passes it
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source for the name of a page; raises TemplateNotFound if it is none of ours."""
        for database in self._databases():
            for pattern, name in _TEMPLATES:
                ours = pattern.replace(_DATABASE, re.escape(to_css_class(database)))
                if re.fullmatch(rf"{ours}\.html", template):
                    return f'{{% extends "{_FOLDER}{name}.html" %}}', None, None
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """None that could be listed: the names depend on the tables."""
        return []


def _plain(environment: Environment, tools: Tools) -> Environment:
    plain = environment.overlay(enable_async=False, auto_reload=False)
    plain.template_class = _PlainTemplate
    plain.filters = {**environment.filters, **tools.filters}
    plain.tests = {**environment.tests, **tools.tests}
    plain.globals = {**environment.globals, **tools.variables}
    return plain


class _PlainTemplate(Template):
    """A template that waits for nothing, for callers who await it."""

    async def render_async(self, *context: Any, **variables: Any) -> str:  # noqa: ANN401 - as jinja2's
        return self.render(*context, **variables)
