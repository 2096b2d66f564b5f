"""Long lists on one page, each with a page number of its own in the address."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sentra.registry import queries
from sentra.web.numbers import thousands

LONGEST = 9  # digits of a page number


@dataclass(frozen=True, slots=True)
class Pager:
    """What `parts/pager.html` shows; addresses are empty at the ends."""

    previous_url: str
    next_url: str
    span: str


def number(request: HttpRequest, name: str) -> int:
    """The page that is asked for; nonsense is the first."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 1


def pager(request: HttpRequest, found: queries.Leaf[Any], name: str, anchor: str) -> Pager | None:
    """None when everything is on one page."""
    if found.pages == 1:
        return None
    words = _("Halaman %(number)s dari %(pages)s")
    return Pager(
        _address(request, name, found.number - 1, anchor) if found.number > 1 else "",
        _address(request, name, found.number + 1, anchor) if found.number < found.pages else "",
        words % {"number": thousands(found.number), "pages": thousands(found.pages)},
    )


def _address(request: HttpRequest, name: str, page: int, anchor: str) -> str:
    asked = request.GET.copy()
    asked[name] = str(page)
    return f"?{asked.urlencode()}#{anchor}"
