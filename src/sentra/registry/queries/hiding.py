"""Searches for personal numbers: the number stands in no address, so in no browser history and no log.

What takes its place is the typed text, sealed under the installation's key, and good for a working day.
"""

import re
from datetime import datetime, timedelta

from sentra.base.people import vault

GOOD_FOR = timedelta(hours=12)
KIND = "cari"  # what was sealed for something else does not open as a search
# NIK, KK (16 digits) and NPWP (15 or 16), in groups or not; a NIB has 13 and is public.
WHOLE = re.compile(r"(?<!\d)\d(?:[\s.\-]?\d){14,15}(?!\d)")
PHONE = re.compile(
    r"(?<![\d+])(?:\+?62[\s.\-]?8(?:[\s.\-]?\d){8,11}|0[\s.\-]?8(?:[\s.\-]?\d){8,10})(?!\d)"
)  # as people write it
# From here on it may be a number that somebody is still typing.
PART = re.compile(r"\+?\d(?:[\s.\-]?\d){6,}")
APART = re.compile(r"[\s.\-]")
NIB_DIGITS = 13
DOT = "•"  # what a masked number is written with


class StaleSearch(Exception):
    """The sealed search is too old, or was never ours."""


def personal_number(text: str) -> str:
    """The whole personal number in what was typed, as digits (a phone may begin with +62); empty if none."""
    found = WHOLE.search(text) or PHONE.search(text)
    return APART.sub("", found[0]) if found else ""


def hides(text: str) -> bool:
    """Whether what was typed holds a personal number, or so many digits that it may be part of one."""
    return bool(PART.search(text))


def may_not_stand_in_address(text: str) -> bool:
    """Whether a program has to ask otherwise: it holds a personal number, or what may be part of one. A whole
    NIB is public."""
    parts = (APART.sub("", found[0]) for found in PART.finditer(text))
    return bool(personal_number(text)) or any(len(part) != NIB_DIGITS for part in parts)


def masked(text: str) -> str:
    """What was typed, as a page may show it: of such numbers only the last four digits."""
    return PART.sub(lambda found: vault.mask(APART.sub("", found[0])), text)


def sealed_search(text: str, *, at: datetime) -> str:
    """What stands in the address instead: letters, digits, `-` and `_`."""
    sealed = vault.seal_secret(f"{KIND}:{int(at.timestamp())}:{text}")
    return sealed.rstrip("=").translate(str.maketrans("+/", "-_"))


def opened_search(mark: str, *, at: datetime) -> str:
    """What was typed. Raises StaleSearch."""
    text = mark.translate(str.maketrans("-_", "+/"))
    try:
        kind, moment, typed = vault.unseal_secret(text + "=" * (-len(text) % 4)).split(":", 2)
        age = at.timestamp() - int(moment)
    except (ValueError, vault.Tampered) as wrong:  # what base64 refuses is a ValueError too
        raise StaleSearch("this is no search of ours") from wrong
    if kind != KIND or not 0 <= age <= GOOD_FOR.total_seconds():
        raise StaleSearch("this search was typed too long ago")
    return typed
