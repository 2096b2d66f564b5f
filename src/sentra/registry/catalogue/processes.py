"""Process steps a workshop can do; workshop, market and programmes all read these."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Process:
    key: str
    label: str


PROCESSES: tuple[Process, ...] = (
    Process("cutting", _("Pemotongan")),
    Process("bending", _("Penekukan")),
    Process("pressing", _("Pengepresan")),
    Process("turning", _("Pembubutan")),
    Process("milling", _("Frais")),
    Process("drilling", _("Pengeboran")),
    Process("welding", _("Pengelasan")),
    Process("casting", _("Pengecoran")),
    Process("finishing", _("Penyelesaian akhir")),
    Process("plating", _("Pelapisan")),
    Process("sewing", _("Penjahitan")),
    Process("dyeing", _("Pewarnaan")),
    Process("weaving", _("Penganyaman")),
    Process("cooking", _("Pemasakan")),
    Process("canning", _("Pengalengan")),
    Process("drying", _("Pengeringan")),
    Process("packing", _("Pengemasan")),
)
