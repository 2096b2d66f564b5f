"""Numbers as people type them in Indonesia and as Excel turns them out."""

import re
from decimal import Decimal
from typing import NamedTuple

NUMBER = r"[0-9](?:[0-9.,'’ ]*[0-9])?"
APPROXIMATELY = re.compile(
    r"^(?:±|\+/-|~|≈|kurang lebih|k\.?l\.|kl\b|sekitar|kira-kira|kira2|approx\.?|\+-)\s*", re.IGNORECASE
)
RANGE = r"\s*(?:-|–|—|s\s?[./]\s?d\.?|sd\.?|sampai(?: dengan)?|hingga|~)\s*"
LONGEST = 80
"""Longer cells are no number; also keeps hostile input away from the patterns."""

_DOTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SPACES = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


class Numeral(NamedTuple):
    """`ambiguous`: one separator before three digits ("1.250", "1,250"); read as thousands."""

    value: Decimal
    ambiguous: bool = False
    mixed: bool = False  # "1.250,000": the separators contradict each other


def numeral(text: str) -> Numeral | None:
    """Read digits with separators; None when the grouping makes no sense ("1.25.00")."""
    if text.isdecimal() and text.isascii():
        return Numeral(Decimal(text))
    if _DOTS.fullmatch(text):
        return _grouped(text, ".", ",")
    if _COMMAS.fullmatch(text):
        return _grouped(text, ",", ".")
    if _SPACES.fullmatch(text):
        return Numeral(Decimal(re.sub("[ '’]", "", text).replace(",", ".")))
    if _PLAIN.fullmatch(text):
        return Numeral(Decimal(text.replace(",", ".")))
    return None


def _grouped(text: str, group: str, point: str) -> Numeral:
    whole, _, decimals = text.partition(point)
    if text.startswith("0") and whole.count(group) == 1 and not decimals:
        return Numeral(Decimal(text.replace(group, ".")))  # 0,250 and 0.250 are decimals
    value = Decimal(whole.replace(group, "") + ("." + decimals if decimals else ""))
    return Numeral(value, whole.count(group) == 1 and not decimals, len(decimals) == 3)
