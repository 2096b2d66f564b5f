"""What usually helps when a band stands out, with its source; a workshop's rule of thumb says that it is one.

Thresholds for a band that stands out of its neighbours are those of ISO 1996-2:2017, annex K ("possible
choices"), as told by Arup's help pages; for a band that is louder than the original's they are ours.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.lab.catalogue.kinds import Evidence

LOUDER_DB: Final = 3.0
"""A band of the item this much above the original's, and beyond twice the scatter of both, is named."""


@dataclass(frozen=True, slots=True)
class Advice:
    """For bands from `from_hz` to below `to_hz`; `stands_out_db` above both neighbours names a band."""

    key: str
    from_hz: float
    to_hz: float
    stands_out_db: float
    sounds_like: Promise
    helps: Promise
    evidence: Evidence
    source: str


COMSOL: Final = "comsol.com/model/muffler-with-perforates-1843"
PACKING: Final = "roadkeel.com/~davet/moto/muffler.html (J. Dille 1996)"

ADVICE: Final = (
    Advice(
        "firing",
        20,
        160,
        15.0,
        _("dentum mesin: letupan buang dan kelipatan rendahnya"),
        _(
            "Peredam pantul bekerja di nada rendah: perbesar isi ruang, tambah satu sekat, atau panjangkan pipa "
            "antarruang. Bahan serap tidak banyak menolong di sini."
        ),
        Evidence.TOLD,
        COMSOL,
    ),
    Advice(
        "resonance",
        160,
        500,
        8.0,
        _("dengung pipa: satu nada yang bertahan"),
        _(
            "Biasanya pipa atau ruang beresonansi. Ubah panjang pipa ujung, lubangi pipa di dalam ruang, atau pasang "
            "ruang samping yang disetel pada nada ini."
        ),
        Evidence.ASSUMED,
        "kaidah bengkel, belum diuji laboratorium ini",
    ),
    Advice(
        "middle",
        500,
        2000,
        5.0,
        _("bunyi keras menyentak di nada tengah"),
        _(
            "Peredam serap bekerja dari nada tengah ke atas: tambah panjang pipa berlubang dan bahan serapnya, dan "
            "periksa apakah bahan lama sudah habis terbakar."
        ),
        Evidence.TOLD,
        f"{COMSOL}; {PACKING}",
    ),
    Advice(
        "flow",
        2000,
        20_000,
        5.0,
        _("desis gas di nada tinggi"),
        _(
            "Periksa kebocoran sambungan dan tepi tajam di dalam pipa, ganti bahan serap, dan pastikan db killer "
            "terpasang."
        ),
        Evidence.ASSUMED,
        "kaidah bengkel, belum diuji laboratorium ini",
    ),
)


def advice_for(centre_hz: float) -> Advice | None:
    """What is known about a band; None outside 20 Hz to 20 kHz."""
    return next((each for each in ADVICE if each.from_hz <= centre_hz < each.to_hz), None)
