"""What may stand in clear in a job row: small plain values, and sentences without personal numbers."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

MAX_ARGUMENT_BYTES = 2000

# The shortest Indonesian personal number is a phone or bank account of nine or ten digits.
_LONG_NUMBER = re.compile(r"\d{9,}")
_PHONE = re.compile(r"(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,}")


class NotPlain(ValueError):
    """An argument or key that could carry personal data, or is no small plain value."""


def refuse_unless_plain(arguments: Mapping[str, Any]) -> None:
    """Raises NotPlain for anything but None, flags, numbers and short text, or nine digits in a row.

    Whole numbers are looked at too: a NIK is one. Ids of rows stay far below nine digits.
    """
    for name, value in arguments.items():
        _refuse_value(name, value)
    if len(json.dumps(arguments)) > MAX_ARGUMENT_BYTES:
        raise NotPlain("the arguments of a job are ids, not data: store the data and pass its id")


def _refuse_value(name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_value(name, part)
    elif not isinstance(value, str | int | float | bool | None):
        raise NotPlain(f"{name}: a job takes plain values, not {type(value).__name__}")
    elif _LONG_NUMBER.search(str(value)):
        raise NotPlain(f"{name}: nine digits in a row could be a personal number; pass the row's id")


def without_numbers(sentence: str) -> str:
    """The sentence with everything that could be a NIK, KK, phone or account number blotted out."""
    return _LONG_NUMBER.sub("•••", _PHONE.sub("•••", sentence))


def sentence_for(wrong: BaseException) -> str:
    """What the person reads. Our own exceptions are written for people; foreign ones may quote data."""
    if type(wrong).__module__.startswith("sentra.") and str(wrong):
        return without_numbers(str(wrong))[:500]
    kind = type(wrong).__name__
    return _("Pekerjaan berhenti karena kesalahan tak terduga (%(kind)s).") % {"kind": kind}
