"""Every reason of the acoustics engine as a sentence for people, and the few that the laboratory adds.

The engine gives a code, a place and facts; facts are kept as JSON, so that a sentence can be said in the
reader's language years later.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.lab.catalogue.limits import BY_KEY as LIMITS
from sentra.lab.catalogue.procedures import BY_KEY as METHODS

SENTENCES: Final[Mapping[str, Promise]] = {
    # what is no recording
    "unreadable": _("Berkas ini tidak dapat dibaca sebagai rekaman suara."),
    "altered": _("Berkas ini bukan yang dikunci dulu: SHA-256-nya %(found)s, bukan %(expected)s."),
    "rate": _("Rekaman berisi %(fs_hz)s cuplikan per detik; sekurangnya %(least_hz)s."),
    "rate_unknown": _("Rekaman berisi %(fs_hz)s cuplikan per detik; yang dikenal: %(known)s."),
    "channels": _("Rekaman berisi %(channels)s saluran: sebutkan satu, dari 0 sampai %(last)s."),
    "too_short": _("Rekaman hanya %(duration_s)s detik; sekurangnya %(least_s)s detik."),
    "not_numbers": _("Rekaman berisi cuplikan yang bukan angka; rekam ulang."),
    # what no number can be built on
    "silent": _("Rekaman ini sunyi: bunyi terkerasnya %(peak_db)s dB di bawah skala penuh."),
    "dc": _("Rekaman bergeser dari nol sebesar %(offset)s dari skala penuh; periksa perekam."),
    "clipped": _("Rekaman terpotong: %(count)s kali, rata sampai %(longest)s cuplikan. Kecilkan perekam."),
    "levelled": _(
        "%(count)s kali bunyi mencapai tinggi yang sama (selisih %(within)s): alat sudah di ujungnya."
    ),
    "gap": _("Rekaman terputus selama %(gap_ms)s milidetik."),
    "lossy": _("Rekaman dimampatkan (%(container)s), jadi hanya untuk orientasi. Kirim WAV atau FLAC."),
    "band_limited": _(
        "Di atas %(edge_hz)s Hz tidak ada apa-apa: rekaman pernah dimampatkan atau dikirim lewat telepon."
    ),
    # calibration
    "cal_missing": _("Tidak ada pemeriksaan kalibrator %(when)s percobaan."),
    "cal_frequency": _("Nada kalibrator %(tone_hz)s Hz, seharusnya %(nominal_hz)s Hz."),
    "cal_unstable": _("Nada kalibrator bergerak %(fluctuation_db)s dB; paling banyak %(most_db)s dB."),
    "cal_noisy": _("Nada kalibrator hanya %(snr_db)s dB di atas bunyi lain; sekurangnya %(least_db)s dB."),
    "cal_artificial": _("Nada ini terlalu bersih untuk sebuah mikrofon (%(snr_db)s dB di atas bunyi lain)."),
    "cal_drift": _("Alat bergeser %(drift_db)s dB antara dua pemeriksaan; paling banyak %(most_db)s dB."),
    "cal_other_chain": _("Kalibrasi direkam pada %(before)s, percobaan pada %(run)s cuplikan per detik."),
    "agc": _("Dua tingkat kalibrator berselisih %(off_db)s dB: penguatan perekam berubah sendiri."),
    "cert_expired": _(
        "Sertifikat %(certificate)s berlaku %(valid_from)s sampai %(valid_until)s, tidak pada %(on)s."
    ),
    # run
    "background": _("Latar hanya %(margin_db)s dB di bawah bacaan; sekurangnya %(least_db)s dB."),
    "background_missing": _("Bising latar untuk percobaan ini belum direkam."),
    "wind_speed": _("Angin %(wind_m_s)s m/detik; paling banyak %(most_m_s)s m/detik."),
    "wind_noise": _("Angin di mikrofon mencapai %(wind_db)s dB(A), %(margin_db)s dB di bawah bacaan."),
    "hold_missing": _("Putaran mesin tidak ditahan tetap selama %(least_s)s detik."),
    "release_missing": _("Rekaman berakhir sebelum gas dilepas."),
    "rpm_off": _("Ditahan pada %(rpm)s rpm; yang diminta %(target_rpm)s ± %(tolerance_percent)s %%."),
    "rpm_contradicted": _("Takometer menunjuk %(claimed_rpm)s rpm, menurut bunyinya %(rpm)s."),
    "rpm_unverified": _("Putaran mesin tidak dapat dipastikan dari bunyinya."),
    "position": _(
        "Mikrofon berdiri %(distance_m)s m, %(angle_deg)s°, setinggi %(height_m)s m; yang diminta %(asked_m)s ± "
        "%(within_m)s m, %(asked_deg)s ± %(within_deg)s°, sekurangnya setinggi %(least_m)s m."
    ),
    "spliced": _("Bagian pada detik %(first_s)s muncul lagi pada detik %(again_s)s: rekaman disalin."),
    # series
    "too_few": _("%(valid)s percobaan sah; diperlukan %(least)s."),
    "spread": _("Bacaan berselisih %(spread_db)s dB; paling banyak %(most_db)s dB."),
    "setup_differs": _("Semua percobaan harus dibuat dengan cara yang sama: %(what)s berbeda."),
    "duplicate": _("Percobaan %(first)s dan percobaan %(second)s adalah satu rekaman."),
    "margin_low": _("Latar %(margin_db)s dB lebih rendah; di bawah %(least_db)s dB tidak dapat dikoreksi."),
    # verdict
    "no_limit": _("Tidak ada batas yang disebut."),
    "limit_method": _(
        "Batas ini untuk %(limit_quantity)s menurut %(limit_procedure)s; yang diukur %(quantity)s menurut "
        "%(procedure)s."
    ),
    "stationary_is_no_pass_by": _(
        "Hasil uji statis tidak mengatakan apa pun tentang batas uji jalan (%(limit)s)."
    ),
    "limit_not_in_force": _(
        "Batas %(limit)s berlaku %(valid_from)s sampai %(valid_until)s, tidak pada %(on)s."
    ),
    "limit_unverified": _("Belum ada yang mencocokkan batas %(limit)s dengan sumbernya."),
    "series_invalid": _("Seri ini tidak memberi hasil yang dapat dinilai."),
    # what the laboratory itself finds
    "void": _("Percobaan ini dibatalkan di tempat uji."),
    "cert_missing": _("%(instrument)s tidak punya sertifikat yang berlaku."),
    # nonsense
    "nonsense": _("%(what)s: %(value)s tidak masuk akal."),
}

# Digits after the comma; facts that are not named here are shown as short as they are.
DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("fs_hz", "least_hz", "edge_hz", "gap_ms", "peak_db", "before", "run"), 0),
    **dict.fromkeys(("rpm", "target_rpm", "claimed_rpm"), 0),
    **dict.fromkeys(("tone_hz", "snr_db", "margin_db", "wind_m_s", "wind_db"), 1),
    **dict.fromkeys(
        ("duration_s", "fluctuation_db", "drift_db", "off_db", "spread_db", "first_s", "again_s"), 2
    ),
}
SHARES: Final = ("offset", "within")
HASHES: Final = ("found", "expected")
DAYS: Final = ("valid_from", "valid_until", "on")
WORDS: Final[Mapping[str, Promise]] = {
    # cal_missing
    "before": _("sebelum"),
    "after": _("sesudah"),
    # limit_not_in_force
    "further notice": _("diubah"),
    # setup_differs
    "procedure_id": _("prosedur"),
    "edition": _("edisi prosedur"),
    "vehicle": _("kendaraan"),
    "item": _("knalpot"),
    "geometry": _("letak mikrofon"),
    "model": _("jenis mesin"),
    "target_rpm": _("putaran yang diminta"),
    "fs_hz": _("cuplikan per detik"),
    "calibration": _("kalibrasi"),
    # limit_method
    "L_stationary": _("bising statis"),
    "L_urban": _("bising melintas di perkotaan"),
    "L_wot": _("bising melintas dengan gas penuh"),
    "L_pass_by": _("bising kendaraan melintas"),
    # procedures this laboratory does not measure by
    "r41_04_pass_by": _("UN R41-04, uji jalan"),
    "r41_01_pass_by": _("ECE R41, uji jalan"),
    # nonsense
    "Distance": _("Jarak mikrofon"),
    "Angle": _("Sudut mikrofon"),
    "Height": _("Tinggi mikrofon"),
    "Wind": _("Kecepatan angin"),
    "Engine speed": _("Putaran mesin"),
    "Rated speed": _("Putaran daya tertinggi"),
    "Calibrator level": _("Tingkat kalibrator"),
    "Strokes": _("Langkah mesin"),
    "Cylinders": _("Jumlah silinder"),
    "Firing angles": _("Sudut pengapian"),
}
PLACES: Final[Mapping[str, Promise]] = {
    "before": _("pemeriksaan awal"),
    "after": _("pemeriksaan akhir"),
    "calibrator": _("kalibrator"),
}
CAUSES: Final[Mapping[str, Promise]] = {
    "repeatability": _("keterulangan"),
    "calibrator": _("kalibrator"),
    "drift": _("pergeseran alat"),
    "frequency response": _("tanggapan frekuensi"),
    "level linearity": _("kelurusan tingkat"),
    "distance": _("jarak mikrofon"),
    "angle": _("sudut mikrofon"),
    "engine speed": _("putaran mesin"),
    "background": _("bising latar"),
    "weather and ground": _("cuaca dan tanah"),
    "software": _("perangkat lunak"),
    "rounding": _("pembulatan"),
}
# Decision rules of ILAC-G8:09/2019 clause 4.2, each with its risk.
RULES: Final[Mapping[str, Promise]] = {
    "simple": _("Penerimaan sederhana (ILAC-G8:09/2019): tepat pada batas, separuh putusan dapat keliru"),
    "guarded": _(
        "Dengan jalur pengaman selebar U (ILAC-G8:09/2019): kurang dari 2,5 % putusan memenuhi keliru"
    ),
    "non_binary": _("Empat jawaban (ILAC-G8:09/2019): dalam jarak U dari batas, putusannya bersyarat"),
    "inherent": _(
        "Pembulatan dari peraturannya sendiri: yang dibandingkan adalah hasil yang sudah dibulatkan"
    ),
}
AT_SECOND: Final = _("detik %(number)s")
AT_RUN: Final = _("percobaan %(number)s")


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What the engine found, in the reader's language."""
    return str(SENTENCES[code]) % {name: _told(name, value) for name, value in facts.items()}


def place(where: str) -> str:
    """Where it was found: a second of the recording, a run, a check; empty when nowhere in particular."""
    first, _space, last = where.partition(" ")
    if last == "s":
        return str(AT_SECOND) % {"number": number_format(float(first), 2)}
    if first == "run":
        return str(AT_RUN) % {"number": last}
    return str(PLACES.get(where, where))


def _told(name: str, value: object) -> str:
    if name in DAYS:
        return _day(value)
    if name in SHARES and isinstance(value, int | float):
        return f"{_number(100 * value, 1)} %"
    if isinstance(value, int | float):
        return _number(value, DIGITS.get(name))
    if name in HASHES and isinstance(value, str):
        return f"{value[:12]}…"
    return _word(str(value))


def _word(key: str) -> str:
    """Procedures and statutory limits by what people call them."""
    if key in METHODS:
        return str(METHODS[key].title)
    if key in LIMITS:
        return f"{LIMITS[key].instrument}, {LIMITS[key].applies_to}"
    return str(WORDS.get(key, key))


def _day(value: object) -> str:
    if str(value) in WORDS:
        return str(WORDS[str(value)])
    return date_format(value if isinstance(value, date) else date.fromisoformat(str(value)), "j F Y")


def _number(value: float, digits: int | None) -> str:
    if digits is None:
        digits = len(f"{value:g}".partition(".")[2])
    return str(number_format(round(value, digits), digits))  # by itself it cuts off
