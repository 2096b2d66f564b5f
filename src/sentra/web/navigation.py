"""What stands around every page: menu, languages, theme, the demo's banner. Views repeat none of it.

The menu is one table: a new room adds its rows to MENU and changes nothing else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sentra.base.people.models import STAFF_ROLES, Role
from sentra.lab.rules.roles import QUEUE_READERS
from sentra.programmes.rules.roles import READERS
from sentra.registry.queries import questions_left
from sentra.registry.rules import IMPORT_READERS

Words = str | Promise
AT_HAND = 4  # rows of the bottom bar, beside the one that opens the whole menu
LANGUAGE_NAMES = {
    "id": "Bahasa Indonesia",
    "en": "English",
}  # each in its own language, for those who look for it


@dataclass(frozen=True, slots=True)
class Page:
    """A row of the menu: the name of its URL, its icon (Lucide), its words, and who sees it."""

    url_name: str
    icon: str
    label: Words
    roles: Collection[str] = STAFF_ROLES
    short: Words = ""  # with a short label it may also stand in the bottom bar of phones


@dataclass(frozen=True, slots=True)
class Item:
    """A menu row as one person sees it on one page; `count` is what waits to be done there."""

    url: str
    icon: str
    label: Words
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Menu rows under a title; the first group has none."""

    title: Words
    items: list[Item] = field(default_factory=list)


MENU: tuple[tuple[Words, tuple[Page, ...]], ...] = (
    (
        "",
        (
            Page("home", "layout-dashboard", _("Ringkasan"), short=_("Ringkasan")),
            Page("registry:list", "store", _("Daftar usaha"), short=pgettext_lazy("jumlah", "Usaha")),
            Page("registry:map", "map", _("Peta"), short=_("Peta")),
            Page("registry:clusters", "factory", _("Sentra industri")),
        ),
    ),
    (
        _("Layanan"),
        (
            Page("programmes:list", "hand-helping", _("Program bantuan"), READERS, short=_("Program")),
            Page(
                "lab:queue",
                "audio-lines",
                _("Laboratorium"),
                QUEUE_READERS,
                short=pgettext_lazy("bilah", "Lab"),
            ),
        ),
    ),
    (
        _("Data"),
        (
            Page("imports:list", "file-spreadsheet", _("Impor daftar"), IMPORT_READERS),
            Page("linking:overview", "git-merge", _("Data ganda"), IMPORT_READERS),
        ),
    ),
    (
        _("Administrasi"),
        (
            Page("people:list", "users", _("Orang"), roles=(Role.ADMINISTRATOR,)),
            Page("people:settings", "settings", _("Pengaturan"), roles=(Role.ADMINISTRATOR,)),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. What costs time is a callable: a fragment that draws no menu does not pay for it."""
    theme = request.COOKIES.get("theme", "")
    return {
        "nav": partial(menu, request),
        "bottom_nav": partial(bottom_bar, request),
        "office_name": settings.OFFICE_NAME,
        "demo_date": date.fromisoformat(settings.DEMO_DATE) if settings.DEMO_DATE else None,
        "demo": bool(settings.DEMO_DATE),
        "theme": theme if theme in ("light", "dark") else "",
        "other_language": other_language(),
        "other_language_name": LANGUAGE_NAMES[other_language()],
        "other_language_url": partial(other_language_url, request),
    }


def menu(request: HttpRequest, counts: Mapping[str, int] | None = None) -> list[Group]:
    """The menu of the person who asks; empty groups are left out. `counts`: URL name to what waits there."""
    waiting = _waiting(request) if counts is None else counts
    groups = [
        Group(title, [_item(page, request.path, waiting) for page in pages if _sees(request, page)])
        for title, pages in MENU
    ]
    return [group for group in groups if group.items]


def _waiting(request: HttpRequest) -> dict[str, int]:
    """Of the rows with a count, how much waits; whoever does not see the row is not counted for."""
    user = getattr(request, "user", None)
    return {"linking:overview": questions_left(user)} if user and user.is_authenticated else {}


def bottom_bar(request: HttpRequest) -> list[Item]:
    """The rows that phones keep at hand, with their short labels."""
    pages = [page for _title, rows in MENU for page in rows if page.short and _sees(request, page)][:AT_HAND]
    return [_item(page, request.path, {}, page.short) for page in pages]


def _sees(request: HttpRequest, page: Page) -> bool:
    user = getattr(request, "user", None)  # absent when a middleware before sign-in refused the request
    return bool(user and user.is_authenticated and user.role in page.roles)


def _item(page: Page, path: str, counts: Mapping[str, int], label: Words = "") -> Item:
    url = reverse(page.url_name)
    home = reverse("home")
    current = path == url if url == home else path.startswith(url)
    return Item(url, page.icon, label or page.label, counts.get(page.url_name, 0), current)


def other_language() -> str:
    return "id" if (get_language() or "id").startswith("en") else "en"


def other_language_url(request: HttpRequest) -> str:
    """The same page, with the same query, in the other language."""
    return translate_url(request.get_full_path(), other_language())
