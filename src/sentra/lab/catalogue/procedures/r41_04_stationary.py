"""UN R41-04, annex 3, paragraph 2: a motorcycle standing still. A value for checks in use, not a limit."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Procedure, SpeedBand
from sentra.lab.catalogue.kinds import Evidence, Method, Step

NI_2004: Final = "Northern Ireland SR 2004/484, Schedule 2"
RIDERS: Final = "2ertalk.de/threads/2467 (97/24/EC bab 9); forum.drz400s.de"
DRZ: Final = "forum.drz400s.de"

R41_04_STATIONARY: Final = Method(
    title=_("Uji statis sepeda motor, UN R41-04"),
    purpose=_(
        "Nilai acuan knalpot ini, pada kendaraan ini, pada putaran ini. Nilai ini bukan batas dan tidak dapat "
        "dibandingkan dengan batas uji jalan."
    ),
    procedure=Procedure(
        id="r41_04_stationary",
        edition="UN R41 seri 04, Annex 3 paragraf 2",
        quantity="L_stationary",
        speed_bands=(SpeedBand(5000, share=0.75), SpeedBand(None, share=0.5)),
        aggregate="max",
    ),
    source="UN R41.04, Annex 3 paragraf 2; naskahnya sendiri belum dibaca",
    evidence=Evidence.TOLD,
    steps=(
        Step(
            _("Yang diukur"),
            _("Tingkat bunyi A-Fast tertinggi kendaraan yang diam, sebagai acuan pemeriksaan"),
            Evidence.TOLD,
            "R41.04 Annex 3 paragraf 2.1, dikutip di forum.milwaukee-vtwin.de 1353234",
            ("quantity",),
        ),
        Step(
            _("Lahan"),
            _("Aspal atau beton; tidak ada pemantul besar dalam 3 m dari kendaraan dan mikrofon"),
            Evidence.READ,
            f"{NI_2004} paragraf 3",
        ),
        Step(
            _("Mikrofon"),
            _("0,5 m dari tepi lubang keluar, 45° dari arah gas"),
            Evidence.READ,
            NI_2004,
            ("distance_m", "angle_deg"),
        ),
        Step(
            _("Tinggi dan sudut"),
            _("Setinggi lubang keluar, sekurangnya 0,2 m di atas tanah; sudut boleh bergeser 10°"),
            Evidence.TOLD,
            RIDERS,
            ("least_height_m", "angle_tolerance_deg"),
        ),
        Step(
            _("Kelonggaran jarak"),
            _("2 cm"),
            Evidence.ASSUMED,
            "belum ditemukan dalam naskah mana pun",
            ("distance_tolerance_m",),
        ),
        Step(
            _("Beberapa lubang keluar"),
            _("Berjarak lebih dari 0,3 m: masing-masing diukur, yang paling bising dilaporkan"),
            Evidence.TOLD,
            DRZ,
        ),
        Step(
            _("Putaran mesin"),
            _("Setengah putaran daya tertinggi; tiga perempatnya bila tidak lebih dari 5.000 rpm"),
            Evidence.READ,
            NI_2004,
            ("speed_bands",),
        ),
        Step(
            _("Kelonggaran putaran"),
            _("3 %"),
            Evidence.ASSUMED,
            "R41 dan ISO 5130 dari ingatan",
            ("rpm_tolerance",),
        ),
        Step(
            _("Menahan dan melepas"),
            _(
                "Putaran ditahan, lalu gas dilepas tiba-tiba; yang tertinggi dari tahanan dan penurunan dipakai"
            ),
            Evidence.TOLD,
            DRZ,
        ),
        Step(
            _("Lama tahanan"),
            _("Sekurangnya 1 detik"),
            Evidence.ASSUMED,
            "belum ditemukan dalam naskah",
            ("hold_s",),
        ),
        Step(
            _("Kendaraan"),
            _("Netral, mesin pada suhu kerja, kipas tidak diubah"),
            Evidence.TOLD,
            "svrider.com, mengutip 97/24/EC paragraf 2.2.3.1",
        ),
        Step(
            _("Bising latar"),
            _("Sekurangnya 10 dB di bawah bacaan; tanpa koreksi"),
            Evidence.TOLD,
            RIDERS,
            ("least_margin_db", "uses_correction"),
        ),
        Step(
            _("Angin"),
            _("Paling tinggi 5 m/detik"),
            Evidence.ASSUMED,
            "belum ditemukan dalam naskah",
            ("wind_m_s",),
        ),
        Step(
            _("Pengulangan"),
            _("Tiga bacaan berturut-turut yang selisihnya paling banyak 2 dB"),
            Evidence.TOLD,
            DRZ,
            ("runs", "spread_db"),
        ),
        Step(
            _("Pembulatan"),
            _("Tiap bacaan dibulatkan ke desibel utuh; setengah ke atas"),
            Evidence.TOLD,
            DRZ,
            ("rounding",),
        ),
        Step(
            _("Hasil"),
            _("Bacaan tertinggi dari tiga; sumber lain menyebut rata-rata"),
            Evidence.TOLD,
            f"tertinggi: {DRZ}; rata-rata: 2ertalk.de/threads/2467",
            ("aggregate",),
        ),
        Step(
            _("Kalibrator"),
            _(
                "Diperiksa sebelum dan sesudah; bergeser lebih dari 0,5 dB membatalkan semua percobaan di antaranya"
            ),
            Evidence.ASSUMED,
            "ISO 362 dan ISO 5130 dari ingatan; naskah ADR lama menyebut 1 dB",
            ("drift_db",),
        ),
    ),
)
