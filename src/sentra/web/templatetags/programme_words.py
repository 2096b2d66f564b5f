"""Words of programmes for templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from sentra.programmes.catalogue.visits import QUESTIONS
from sentra.programmes.models import Round
from sentra.web.numbers import MINUS, decimal_comma
from sentra.web.programmes.board import tabs

register = template.Library()


@register.filter
def answers(checklist: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question and answer in words, in the order in which they are asked."""
    return [
        (str(question.label), str(label))
        for question in QUESTIONS
        for key, label, _points in question.answers
        if checklist.get(question.key) == key
    ]


@register.filter
def points(tenths: int) -> str:
    """685 → 68,5."""
    return decimal_comma(tenths / 10)


@register.filter
def signed_points(tenths: int) -> str:
    """-35 → −3,5; 12 → +1,2."""
    return f"{'+' if tenths >= 0 else MINUS}{decimal_comma(abs(tenths) / 10)}"


@register.filter
def percent(share: float) -> str:
    """0.00048 → 0,048 %."""
    return f"{decimal_comma(100 * share, 3)} %"


@register.inclusion_tag("parts/tabs.html")
def round_tabs(round_: Round, current: str) -> dict[str, Any]:
    """`{% round_tabs round "goods" %}`: the tabs of a round, on pages whose head is their own."""
    return {"label": _("Bagian putaran"), "tabs": tabs(round_, current)}
