"""Issuing and revoking documents."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import formats, timezone, translation

from sentra.base.audit.chain import record
from sentra.base.documents.codes import new_code
from sentra.base.documents.counting import next_number
from sentra.base.documents.drawing import draw, printable, qr_svg
from sentra.base.documents.models import Document
from sentra.base.documents.queries import check_url, path_of
from sentra.base.documents.signing import Signer, configured_signer
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.places.models import Area
from sentra.base.values.numbers import document_number
from sentra.base.values.years import fiscal_year


class AlreadyRevoked(Exception):
    """A document is revoked once, for one reason."""


@transaction.atomic
def issue_document(
    *,
    by: User,
    at: datetime,
    kind: str,
    title: str,
    template: Path,
    data: Mapping[str, Any],
    subject: models.Model | tuple[str, str],
    pattern: str,
    key: SubjectKey | None = None,
) -> Document:
    """Draws, signs, seals and stores one document; whether `by` may is the calling room's rule.

    `pattern` is for `values.numbers.document_number`; `key` seals the file (a fresh one when None: give the
    person's own when the document must vanish with the person). Holds the counter of its kind for about
    0.1 s, which is what makes the numbers gapless. Raises BadPattern, BadTemplate, BadData,
    SigningKeysMissing. The file is written before the commit: a row never lacks its file, and a file whose
    row was rolled back cannot be opened by anybody.
    """
    on = timezone.localtime(at).date()
    sequence = next_number(kind, fiscal_year(on))
    document = Document(
        kind=kind,
        fiscal_year=fiscal_year(on),
        sequence=sequence,
        number=document_number(pattern, sequence=sequence, on=on),
        title=printable(title),
        at=at,
        by=by,
        check_code=new_code(),
    )
    document.subject_kind, document.subject_id = _named(subject)
    signer = configured_signer()
    pdf, box = draw(template, issued=_issued(document, signer), data=data, at=at)
    pdf = signer.sign(pdf, at=at, reason=document.title, box=box)
    document.signed, document.signer_name = True, signer.name
    _store(document, pdf, key)
    record(by=by, at=at, act="documents.issue", subject=document, new=_told(document))
    return document


@transaction.atomic
def revoke_document(*, by: User, at: datetime, document: Document, reason: str) -> Document:
    """The file stays; the public check says that it no longer counts. Raises AlreadyRevoked."""
    open_ones = Document.objects.filter(pk=document.pk, revoked_at=None)
    if not open_ones.update(revoked_at=at, revoked_reason=reason):
        raise AlreadyRevoked(f"{document.number} was revoked before")
    record(by=by, at=at, act="documents.revoke", subject=document, new={"reason": reason}, reason=reason)
    document.revoked_at, document.revoked_reason = at, reason
    return document


def _named(subject: models.Model | tuple[str, str]) -> tuple[str, str]:
    return subject if isinstance(subject, tuple) else (subject._meta.label_lower, str(subject.pk))


def _issued(document: Document, signer: Signer) -> dict[str, Any]:
    """What every template is told (see typst/sentra.typ). Documents are Indonesian, whoever asks for them."""
    regency = Area.objects.filter(pk=settings.REGENCY_CODE).first()
    with translation.override("id"):
        on = formats.date_format(timezone.localtime(document.at), "j F Y")
    return {
        "number": document.number,
        "title": document.title,
        "code": document.check_code,
        "check_url": check_url(document),
        "qr": qr_svg(check_url(document)),
        "on": on,
        "office": settings.OFFICE_NAME,
        "regency": regency.name if regency else "",
        "address": getattr(settings, "OFFICE_ADDRESS", ""),
        "signer": signer.name,
        "simulated": bool(settings.DEMO_DATE),
    }


def _store(document: Document, pdf: bytes, key: SubjectKey | None) -> None:
    subject_key, opened = vault.new_keys(1)[0] if key is None else (key, vault.open_key(key))
    document.key, document.size = subject_key, len(pdf)
    document.sha256 = hashlib.sha256(pdf).hexdigest()
    vault.write_sealed(path_of(document), pdf, opened)
    document.save(force_insert=True)


def _told(document: Document) -> dict[str, Any]:
    names = ("kind", "number", "title", "subject_kind", "subject_id", "sha256", "signer_name")
    return {name: getattr(document, name) for name in names}
