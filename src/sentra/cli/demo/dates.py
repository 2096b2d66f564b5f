"""When the demo plays: known before anything of it is loaded."""

from datetime import UTC, datetime

SIGNS_FROM = datetime(2020, 1, 2, tzinfo=UTC)  # papers of the round of 2020 are signed on their days
DEMO_DATE = "2026-11-21"
