"""Who may receive at all: each rule is reviewed code with its source; a round names the rules it uses.

A rule whose source says "kebijakan putaran" is no law: it is the office's own choice for a round.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.programmes.catalogue.applicants import Applicant

POLICY = "kebijakan putaran"


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds` is asked of the applicant as decided upon; `reason` is told when it does not hold."""

    key: str
    label: Promise
    reason: Promise
    source: str
    holds: Callable[[Applicant], bool]


RULES = (
    Rule(
        "small_or_medium",
        _("Industri kecil atau menengah"),
        _("Usaha ini bukan industri kecil atau menengah, atau golongannya belum diketahui."),
        "Permenperin 64/2016",
        lambda one: one.size in ("small", "medium"),
    ),
    Rule(
        "active",
        _("Usaha aktif"),
        _("Menurut buku induk usaha ini tidak aktif."),
        POLICY,
        lambda one: one.status in ("active", "unverified"),
    ),
    Rule(
        "placed",
        _("Berlokasi di desa yang dikenal"),
        _("Desa tempat usaha belum diketahui."),
        POLICY,
        lambda one: bool(one.village),
    ),
    Rule(
        "owner_known",
        _("NIK pemilik tercatat"),
        _("NIK pemilik belum tercatat, jadi penerima ganda tidak dapat diperiksa."),
        POLICY,
        lambda one: one.has_nik,
    ),
    Rule(
        "visited",
        _("Sudah dikunjungi"),
        _("Belum dikunjungi. Setiap penerima dikunjungi, bukan hanya ketua kelompok."),
        "temuan BPK NTB atas hibah Lombok Barat: hanya ketua kelompok yang diperiksa",
        lambda one: one.visited,
    ),
    Rule(
        "fit",
        _("Dinilai layak pada kunjungan"),
        _("Kunjungan menilai usaha ini belum layak menerima alat."),
        POLICY,
        lambda one: not one.visited or one.fit,
    ),
    Rule(
        "in_group",
        _("Anggota kelompok usaha"),
        _("Usaha ini belum menjadi anggota kelompok usaha bersama."),
        POLICY,
        lambda one: one.in_group,
    ),
    Rule(
        "licensed",
        _("Ber-NIB"),
        _("NIB belum tercatat."),
        POLICY,
        lambda one: one.has_nib,
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
USUAL = ("small_or_medium", "active", "placed", "owner_known", "visited", "fit")
