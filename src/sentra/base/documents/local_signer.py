"""Signs PDFs (PAdES, baseline B-B) with a certificate this installation made for itself; its name says so."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from sentra.base.documents.certificates import CERTIFICATE, KEY, ROOT_CERTIFICATE, signing_folder
from sentra.base.documents.drawing import Box
from sentra.base.documents.signing import SignatureCheck, SigningKeysMissing

FIELD = "TandaTangan"


class LocalSigner:
    """Signs with the certificate in the keys folder (made by `sentra init`)."""

    def __init__(self) -> None:
        self._folder = signing_folder(Path(settings.KEYS_DIR))
        if not (self._folder / KEY).exists():
            raise SigningKeysMissing("no signing certificate in the keys folder: run `sentra init`")
        self._certificate = self._load(CERTIFICATE)

    def _load(self, name: str) -> Any:
        return load_cert_from_pemder(str(self._folder / name))  # type: ignore[no-untyped-call]

    @property
    def name(self) -> str:
        return str(self._certificate.subject.native["common_name"])

    def sign(self, pdf: bytes, *, at: datetime, reason: str, box: Box | None) -> bytes:
        key, certificate, root = (str(self._folder / name) for name in (KEY, CERTIFICATE, ROOT_CERTIFICATE))
        signer = signers.SimpleSigner.load(key, certificate, ca_chain_files=(root,))  # type: ignore[no-untyped-call]
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD, reason=reason, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        out = _apart(_PdfSignerAt(at, signer, meta, box).sign_pdf, _WriterKeepingDates(io.BytesIO(pdf)))
        return bytes(out.getbuffer())

    def check(self, pdf: bytes, *, at: datetime) -> SignatureCheck | None:
        context = ValidationContext(
            trust_roots=[self._load(ROOT_CERTIFICATE)], moment=at, allow_fetching=False
        )
        try:
            found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
            if not found:
                return None
            status = _apart(validate_pdf_signature, found[0], context)
        except (PdfError, SignatureValidationError, ValueError, KeyError):
            return SignatureCheck(intact=False, trusted=False, signer="")
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        signer = str(status.signing_cert.subject.native["common_name"])
        return SignatureCheck(bool(status.intact and status.valid and whole), bool(status.trusted), signer)


def _apart(work: Callable[..., Any], *given: Any) -> Any:
    """In a thread of its own: pyHanko starts an event loop, and the caller's thread may be running one."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(work, *given).result()


class _PdfSignerAt(signers.PdfSigner):
    """pyHanko's signer, with the moment the door supplied in place of the machine's clock.

    The box gets an empty appearance: what people see there was drawn by the template, with embedded fonts,
    as PDF/A wants it.
    """

    def __init__(self, at: datetime, signer: Any, meta: Any, box: Box | None) -> None:
        place = fields.SigFieldSpec(FIELD)
        if box is not None:
            corners = (round(box.left), round(box.bottom), round(box.right), round(box.top))
            place = fields.SigFieldSpec(FIELD, on_page=box.page - 1, box=corners)
        super().__init__(
            meta,
            signer=signer,
            stamp_style=StaticStampStyle(border_width=0),
            new_field_spec=place,
        )
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class _WriterKeepingDates(IncrementalPdfFileWriter):
    """Leaves the metadata as Typst wrote it: pyHanko would put the machine's clock there."""

    def _update_meta(self) -> None:
        return
