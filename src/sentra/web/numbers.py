"""Numbers, money and days as they are written in Indonesian and in English.

Indonesian writes 43.358 and 62,1 and shortens a milliard to M (miliar); English writes 43,358, 62.1 and bn.
Missing values are a dash everywhere, never a zero. The spaces inside an amount do not break.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Number = int | float | Decimal
MISSING = "\u2013"
MINUS = "\u2212"
NO_BREAK = "\u00a0"
_TO_INDONESIAN = str.maketrans(",.", ".,")
# Smallest amount, Indonesian unit, English unit.
_UNITS = ((10**12, "T", "tn"), (10**9, "M", "bn"), (10**6, "jt", "m"), (10**3, "rb", "k"))


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def _localised(text: str) -> str:
    text = text.replace("-", MINUS)
    return text if _english() else text.translate(_TO_INDONESIAN)


def thousands(value: Number | None) -> str:
    """43358 → 43.358 (Indonesian), 43,358 (English)."""
    return MISSING if value is None else _localised(f"{value:,.0f}")


def decimal_comma(value: Number | None, places: int = 1) -> str:
    """62.14 → 62,1 (Indonesian), 62.1 (English)."""
    return MISSING if value is None else _localised(f"{value:,.{places}f}")


def plain(value: Number) -> str:
    """As short as the value allows: 12 → 12, 12.5 → 12,5, 0.25 → 0,25."""
    return _localised(f"{round(value, 6):,f}".rstrip("0").rstrip(".")) if value % 1 else thousands(value)


def rupiah_short(amount: Number | None) -> str:
    """4_400_000_000 → Rp 4,4 M (Indonesian), Rp 4.4 bn (English). Below a thousand: the amount itself."""
    if amount is None:
        return MISSING
    sign = MINUS if amount < 0 else ""
    size = abs(Decimal(amount))
    for least, indonesian, english in _UNITS:
        # 999,950 would round to "1000,0 rb": it already belongs to the next unit.
        if size >= max(Decimal(1000), least * Decimal("0.99995")):
            digits = _localised(f"{size / least:.1f}")
            return f"{sign}Rp{NO_BREAK}{digits}{NO_BREAK}{english if _english() else indonesian}"
    return f"{sign}Rp{NO_BREAK}{thousands(size)}"


def rupiah_full(amount: Number | None) -> str:
    """4_400_000_000 → Rp 4.400.000.000."""
    if amount is None:
        return MISSING
    return f"{MINUS if amount < 0 else ''}Rp{NO_BREAK}{thousands(abs(Decimal(amount)))}"


def rupiah(amount: Number | None) -> str | SafeString:
    """The short form, with the whole amount as its title."""
    if amount is None:
        return MISSING
    return format_html('<span title="{}">{}</span>', rupiah_full(amount), rupiah_short(amount))


def day(value: date | None) -> str:
    """21 November 2026, with the month in the language of the page; a moment is taken in local time."""
    if value is None:
        return MISSING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return dateformat.format(value, "j F Y")
