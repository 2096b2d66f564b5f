"""Icons: Lucide's outlines (ISC licence), drawn inline, so that they take the colour of the words."""

import functools
import importlib.resources
import io
import re
import zipfile

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@functools.cache
def _archive() -> zipfile.ZipFile:
    # Held in memory: reading one icon must not open the 1 MB archive again.
    return zipfile.ZipFile(io.BytesIO((importlib.resources.files("lucide") / "lucide.zip").read_bytes()))


@functools.cache
def _outline(name: str) -> str:
    """The drawing inside `<svg>`. Raises KeyError for a name Lucide does not know."""
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", _archive().read(f"{name}.svg").decode(), re.DOTALL)
    if drawing is None:
        raise KeyError(name)
    return re.sub(r"\s*\n\s*", "", drawing[1])


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """`{% icon "store" 18 %}`: decoration only; a word beside it (perhaps .unseen) carries the meaning."""
    return SafeString(
        f'<svg class="icon" width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" aria-hidden="true">'
        f"{_outline(name)}</svg>"
    )
