"""ISO 5130:2019, road vehicles standing still. Its own scope: not suitable to compare with a general limit."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Procedure, SpeedBand
from sentra.lab.catalogue.kinds import Evidence, Method, Step

SCOPE: Final = "teks ruang lingkup ISO 5130:2019, katalog BSI dan iTeh"
MEMORY: Final = "ISO 5130:2007 dari ingatan; edisi 2019 belum dibaca"

ISO_5130_2019: Final = Method(
    title=_("Uji statis kendaraan jalan, ISO 5130:2019"),
    purpose=_(
        "Nilai acuan yang khas bagi kendaraan. Menurut ruang lingkup standarnya sendiri, nilai ini tidak cocok "
        "dibandingkan dengan batas umum."
    ),
    valid_from=date(2019, 7, 12),
    procedure=Procedure(
        id="iso_5130_2019",
        edition="ISO 5130:2019",
        quantity="L_stationary",
        speed_bands=(SpeedBand(5000, share=0.75), SpeedBand(None, share=0.5)),
        aggregate="mean",
    ),
    source=SCOPE,
    evidence=Evidence.READ,
    steps=(
        Step(
            _("Yang diukur"),
            _("Tingkat bunyi acuan kendaraan diam; bukan untuk dibandingkan dengan batas umum"),
            Evidence.READ,
            SCOPE,
            ("quantity",),
        ),
        Step(
            _("Mikrofon"),
            _("0,5 m ± 2 cm dari lubang keluar, 45° ± 10°, sekurangnya 0,2 m di atas tanah"),
            Evidence.ASSUMED,
            MEMORY,
            ("distance_m", "distance_tolerance_m", "angle_deg", "angle_tolerance_deg", "least_height_m"),
        ),
        Step(
            _("Putaran mesin"),
            _("Sepeda motor: seperti UN R41-04, kelonggaran 3 %"),
            Evidence.ASSUMED,
            MEMORY,
            ("speed_bands", "rpm_tolerance"),
        ),
        Step(
            _("Menahan dan melepas"),
            _("Ditahan sekurangnya 1 detik, lalu dilepas; yang tertinggi dari keduanya dipakai"),
            Evidence.ASSUMED,
            MEMORY,
            ("hold_s",),
        ),
        Step(
            _("Bising latar dan angin"),
            _("Sekurangnya 10 dB di bawah bacaan, tanpa koreksi; angin paling tinggi 5 m/detik"),
            Evidence.ASSUMED,
            MEMORY,
            ("least_margin_db", "uses_correction", "wind_m_s"),
        ),
        Step(
            _("Pengulangan"),
            _("Tiga bacaan berturut-turut yang selisihnya paling banyak 2 dB"),
            Evidence.ASSUMED,
            MEMORY,
            ("runs", "spread_db"),
        ),
        Step(
            _("Hasil"),
            _("Rata-rata tiga bacaan, dibulatkan ke desibel utuh; setengah ke atas"),
            Evidence.ASSUMED,
            MEMORY,
            ("aggregate", "rounding"),
        ),
        Step(
            _("Kalibrator"),
            _(
                "Diperiksa sebelum dan sesudah; bergeser lebih dari 0,5 dB membatalkan semua percobaan di antaranya"
            ),
            Evidence.ASSUMED,
            MEMORY,
            ("drift_db",),
        ),
    ),
)
