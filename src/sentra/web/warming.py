"""What a new process does not have yet and every page needs: made when it starts, not while somebody waits.

Addresses, views, words, the database connection and some hundred templates take a new web process a second.
"""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.db import connections
from django.template import TemplateSyntaxError
from django.template.loader import get_template

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
OWN = "sentra"

log = logging.getLogger(__name__)


def warm(application: Application) -> str:
    """Reads every template and answers the front page to nobody; returns the status of that answer."""
    for name in own_templates():
        try:
            get_template(name)
        except TemplateSyntaxError:  # that page will say so; the others are served
            log.exception("template %s", name)
    return _ask(application, "/")


def own_templates() -> list[str]:
    """By the names that views use."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith(OWN)]
    return sorted(
        path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.html")
    )


def _ask(application: Application, path: str) -> str:
    environ = {"PATH_INFO": path, "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    answer = application(environ, lambda status, *_rest: statuses.append(status))
    b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    connections.close_all()  # requests are answered in threads with connections of their own
    return statuses[0]
