"""Photos and drawn signatures inside SVG text, because a template is given nothing but text."""

import base64

from sentra.base.documents.attaching import attachment_bytes
from sentra.base.documents.models import Attachment

DRAWN = ("image/png", "image/jpeg")
MOST_BYTES = 700_000  # a photo as the page sends it has 0.2 MB; a larger one would swell every paper


def picture(attachment: Attachment | None, *, width: int = 400, height: int = 300) -> str:
    """SVG text of the given proportions around the picture; empty for none, for a PDF and for a large one.

    Raises what `attachment_bytes` raises.
    """
    if attachment is None or attachment.content_type not in DRAWN or attachment.size > MOST_BYTES:
        return ""
    told = base64.b64encode(attachment_bytes(attachment)).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:{attachment.content_type};base64,{told}"/></svg>'
    )


def signature(attachment: Attachment | None) -> str:
    """As wide as the line it stands on."""
    return picture(attachment, width=480, height=160)
