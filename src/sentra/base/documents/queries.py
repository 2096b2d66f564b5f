"""Finding, opening and checking documents."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sentra.base.documents.codes import read_code
from sentra.base.documents.models import Document
from sentra.base.documents.signing import SignatureCheck, configured_signer
from sentra.base.people import vault


class FileLost(Exception):
    """The row is there, its file is not: restore it from a backup."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Is the stored file what was issued? `signature` is None when it carries none."""

    hash_equal: bool
    signature: SignatureCheck | None

    @property
    def sound(self) -> bool:
        """Unchanged, and its signature holds."""
        return self.hash_equal and self.signature is not None and self.signature.intact


def check_url(document: Document) -> str:
    """What the QR code says."""
    return f"{settings.PUBLIC_BASE_URL}/v/{document.check_code}"


def path_of(document: Document) -> Path:
    """Where the sealed file lies; named by the hash, so that no file is written twice."""
    return Path(settings.FILES_DIR) / "documents" / document.sha256[:2] / f"{document.sha256}.sealed"


def document_by_code(code: str) -> Document | None:
    """For the public check: whoever holds the code may ask. Case, spaces and dashes do not matter."""
    read = read_code(code)
    return Document.objects.filter(check_code=read).first() if read else None


def document_by_sha256(sha256: str) -> Document | None:
    """For somebody who holds a file and asks whether it is the one that was issued."""
    return Document.objects.filter(sha256=sha256.lower()).first()


def document_bytes(document: Document) -> bytes:
    """The PDF as it was issued. Raises FileLost, vault.Tampered, vault.Erased."""
    try:
        return vault.read_sealed(path_of(document), vault.open_key(document.key))
    except FileNotFoundError as missing:
        raise FileLost(f"the file of {document.number} is not in the files folder") from missing


def verify(document: Document) -> CheckResult:
    """Opens the stored file and looks: a changed file is an answer. Raises FileLost, vault.Erased."""
    try:
        pdf = document_bytes(document)
    except vault.Tampered:
        return CheckResult(hash_equal=False, signature=None)
    equal = hashlib.sha256(pdf).hexdigest() == document.sha256
    return CheckResult(equal, configured_signer().check(pdf, at=document.at))
