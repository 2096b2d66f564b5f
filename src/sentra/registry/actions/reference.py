"""Reference facts every installation starts with, and later versions of them."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import IndustryCode

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
KBLI_2020_SOURCE = "Peraturan BPS 2/2020"
KBLI_2025_SOURCE = "Peraturan BPS 7/2025 (kode); judul ringkas, belum dicocokkan dengan lampirannya"
# Only these codes of KBLI 2025 are confirmed; the rest an administrator uploads.
KBLI_2025_KNOWN = (
    ("10302", "Pelumatan buah-buahan dan sayuran"),
    ("10307", "Industri tempe kedelai"),
    ("10308", "Industri tahu kedelai"),
    ("10722", "Industri gula merah"),
    ("13134", "Industri batik"),
    ("25931", "Industri alat potong dan perkakas tangan untuk pertanian"),
    ("25932", "Industri alat potong dan perkakas tangan pertukangan, pemotongan dan penampaan"),
    ("25934", "Industri peralatan lainnya dari logam"),
)


@transaction.atomic
def load_reference(*, by: User, at: datetime) -> None:
    """KBLI 2020 of manufacturing, whole; of KBLI 2025 the codes that a source confirms."""
    with (CATALOGUE / "kbli2020.csv").open(encoding="utf-8", newline="") as file:
        kbli_2020 = [(row["code"], row["title"]) for row in csv.DictReader(file) if len(row["code"]) == 5]
    load_industry_codes(by=by, at=at, version="2020", codes=kbli_2020, source=KBLI_2020_SOURCE)
    load_industry_codes(by=by, at=at, version="2025", codes=KBLI_2025_KNOWN, source=KBLI_2025_SOURCE)


@transaction.atomic
def load_industry_codes(
    *, by: User, at: datetime, version: str, codes: Iterable[tuple[str, str]], source: str
) -> int:
    """Adds or retitles codes of one version; no code of any version is ever removed."""
    refuse_unless(rules.may_settle_reference(by))
    rows = [
        IndustryCode(version=version, code=code, title=title[:300], source=source) for code, title in codes
    ]
    IndustryCode.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("version", "code"), update_fields=("title", "source")
    )
    record(
        by=by,
        at=at,
        act="load_industry_codes",
        subject=("registry.industrycode", version),
        new={"codes": len(rows), "source": source},
    )
    return len(rows)
