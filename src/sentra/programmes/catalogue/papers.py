"""The papers of a round, in the order in which their dates must follow one another."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PaperKind:
    """`step`: no paper of a higher step bears an earlier date than one of a lower step (None: no order)."""

    key: str
    label: Promise
    step: int | None = None


PAPERS = (
    PaperKind("identity", _("Salinan identitas pemohon")),
    PaperKind("group_deed", _("Akta atau pengesahan kelompok")),
    PaperKind("nib_copy", _("Salinan NIB")),
    PaperKind("village_letter", _("Surat keterangan desa")),
    PaperKind("proposal", _("Proposal"), 10),
    PaperKind("document_check", _("Pemeriksaan berkas"), 20),
    PaperKind("visit", _("Berita acara kunjungan"), 30),
    PaperKind("minutes", _("Berita acara penutupan dan undian"), 40),
    PaperKind("decree", _("SK penetapan penerima"), 50),
    PaperKind("agreement", _("NPHD"), 60),
    PaperKind("pact", _("Pakta integritas"), 60),
    PaperKind("goods_receipt", _("Berita acara barang diterima"), 70),
    PaperKind("handover", _("BAST"), 80),
    PaperKind("monitoring", _("Lembar pemantauan"), 90),
    PaperKind("transfer", _("Akta pengalihan"), 95),
)
BY_KEY = {paper.key: paper for paper in PAPERS}
CHOICES = [(paper.key, paper.label) for paper in PAPERS]
