"""How many businesses the demo's lists were really made from; an installation has no such number."""

import json
from pathlib import Path

from django.conf import settings


def true_businesses() -> int | None:
    """What the demo wrote down when it was built; None outside the demo, and in one built before it did."""
    path = Path(settings.DATA_DIR) / "demo.truth.json"
    if not settings.DEMO_DATE or not path.exists():
        return None
    return int(json.loads(path.read_text(encoding="utf-8"))["units"])
