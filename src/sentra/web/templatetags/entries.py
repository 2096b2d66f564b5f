"""Looking an entry up by a key that is itself a variable, which Django's templates cannot."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under `key`; zero when there is none, because what is counted is absent."""
    return mapping.get(key, 0)
