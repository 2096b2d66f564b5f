"""The seam at which a document is signed: PAdES (ETSI EN 319 142-1) by whoever the setting `SIGNER` names.

The state certificate service (BSrE) or any other can stand there. Ours is in `local_signer`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sentra.base.documents.drawing import Box

LOCAL = "sentra.base.documents.local_signer.LocalSigner"  # loaded when first asked: pyHanko takes a second


class SigningKeysMissing(Exception):
    """This installation has no signing certificate."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What is found in a PDF: nothing changed since it was signed, all of it covered, by whom."""

    intact: bool
    trusted: bool  # the certificate leads to one this signer trusts, at the moment of signing
    signer: str


class Signer(Protocol):
    """Signs a PDF and checks what it signed. `name` is printed on the document."""

    @property
    def name(self) -> str: ...

    def sign(self, pdf: bytes, *, at: datetime, reason: str, box: Box | None) -> bytes: ...

    def check(self, pdf: bytes, *, at: datetime) -> SignatureCheck | None:
        """None when the PDF carries no signature. `at`: when it was signed, as our books say."""


def configured_signer() -> Signer:
    """The class the setting `SIGNER` names, or our own."""
    found: Signer = import_string(getattr(settings, "SIGNER", "") or LOCAL)()
    return found
