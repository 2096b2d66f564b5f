"""Long lists by the page; the number of the page stands in the address, as do all other wishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sentra.registry import queries
from sentra.web.numbers import thousands

LONGEST = 9  # digits of a number in an address
PAGE = "hal"  # its name there; a page with two lists gives each a name of its own


@dataclass(frozen=True, slots=True)
class Pager:
    """What `parts/pager.html` shows; addresses are empty at the ends."""

    previous_url: str
    next_url: str
    span: str


def number(query: Mapping[str, str], name: str = PAGE, *, otherwise: int = 1) -> int:
    """The number of the page, or of the row behind which it begins; `otherwise` for nonsense."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else otherwise


def pager(
    request: HttpRequest, found: queries.Leaf[Any], name: str = PAGE, *, anchor: str = ""
) -> Pager | None:
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
    return f"?{asked.urlencode()}" + (f"#{anchor}" if anchor else "")
