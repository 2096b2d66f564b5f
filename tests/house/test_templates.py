"""Every template that a page or another template names is there; a missing one is a page that does not open."""

import re

from tests.house.reading import PACKAGE

WEB = PACKAGE / "web"
TEMPLATES = WEB / "templates"
WITHIN = re.compile(r"""{%\s*(?:include|extends)\s+["']([\w./-]+)["']""")
RENDERED = re.compile(r"""["']((?:\w+/)*\w+\.html)["']""")


def named() -> dict[str, str]:
    """Each name with a file that says it."""
    places = [(path, WITHIN) for path in TEMPLATES.rglob("*.html")]
    places += [(path, RENDERED) for path in WEB.rglob("*.py")]
    return {name: path.name for path, pattern in places for name in pattern.findall(path.read_text("utf-8"))}


def test_every_template_that_is_named_exists() -> None:
    assert len(named()) > 100
    assert {name: place for name, place in named().items() if not (TEMPLATES / name).exists()} == {}
