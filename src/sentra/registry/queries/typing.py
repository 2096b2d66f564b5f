"""Understanding what a person types: the same reading as for a cell of a list, one sentence when it fails."""

from datetime import date
from typing import Any

from sentra.base.values.sentences import told
from sentra.engines import sheets
from sentra.registry.catalogue.fields import BY_KEY, PERSONAL_KEYS, STATUS_WORDS

NUMBERED = frozenset({"nib", "kbli", "registration_no", "siinas"})


def understood(key: str, text: str) -> tuple[Any, str]:
    """The value of field `key` as the register keeps it, and a sentence: why there is none, or a doubt.

    Empty text is no value and no sentence. Raises KeyError for a
    field that does not exist.
    """
    parsed = sheets.parse_value(BY_KEY[key].kind, text)
    sentences = [told(f.sentence) for f in parsed.findings if f.severity in ("rejected", "doubtful")]
    return _kept(key, parsed.value), " ".join(sentences)


def _kept(key: str, value: Any) -> Any:
    """As JSON keeps it: a range is its two ends, a day is written."""
    if key == "status":
        return STATUS_WORDS.get(value, value)
    if isinstance(value, str) and key not in PERSONAL_KEYS and key not in NUMBERED:
        return sheets.mask_numbers(value)  # a personal number written among other words stays unknown
    if isinstance(value, date):
        return value.isoformat()
    return {"low": value.low, "high": value.high} if isinstance(value, sheets.Span) else value
