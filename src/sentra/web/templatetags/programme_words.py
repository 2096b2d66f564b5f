"""Words of programmes for templates."""

from collections.abc import Mapping

from django import template

from sentra.programmes.catalogue.visits import QUESTIONS
from sentra.web.numbers import MINUS, decimal_comma

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
