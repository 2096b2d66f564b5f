"""The public check of documents: what was issued under a code, and whether a file is that document."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sentra.base.documents import queries
from sentra.base.documents.models import Document
from sentra.base.people import vault
from sentra.lab.queries.labels import label_shown
from sentra.lab.queries.reports import replacement_of
from sentra.web.limits import limited

NOT_FOUND = 404


@never_cache
@limited(60)
@require_http_methods(["GET", "POST"])
def check_document(request: HttpRequest, code: str = "") -> HttpResponse:
    """Open to everyone. The uploaded file is hashed in memory and kept nowhere."""
    if asked := request.GET.get("kode", "").replace("/", "").strip():
        return redirect("document_check_code", asked)
    document = queries.document_by_code(code) if code else None
    facts: dict[str, Any] = {"code": code, "document": document}
    if document is None and code and (label := label_shown(code)):  # people type what stands under a QR
        return redirect("lab:label", label.specimen.label_code)
    if code and document is None:
        return render(request, "home/check.html", facts | {"unknown": True}, status=NOT_FOUND)
    if document:
        facts |= _stored(document) | {"newer": replacement_of(document) if document.revoked_at else None}
    if uploaded := request.FILES.get("file"):
        facts |= _compared(uploaded, document)
    return render(request, "home/check.html", facts)


def _stored(document: Document) -> dict[str, Any]:
    """Whether the file kept here is still what was issued; `check` is None when it cannot be opened."""
    try:
        return {"check": queries.verify(document)}
    except (queries.FileLost, vault.Erased):
        return {"check": None}


def _compared(uploaded: UploadedFile, document: Document | None) -> dict[str, Any]:
    total = hashlib.sha256()
    for chunk in uploaded.chunks():
        total.update(chunk)
    sha256 = total.hexdigest()
    same = document is not None and document.sha256 == sha256
    other = None if document else queries.document_by_sha256(sha256)
    return {"uploaded_sha256": sha256, "same": same, "found_by_file": other}
