"""What police and press look for and what does not exist: a stationary limit in Indonesian law."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.lab.catalogue.kinds import Evidence, KnownFact

NO_STATIONARY_LIMIT: Final = KnownFact(
    key="no_stationary_limit_indonesia",
    sentence=_(
        "Tidak diketahui satu pun batas kebisingan untuk uji statis dalam hukum Indonesia. Batas yang sering disebut "
        "(77, 80, 83 dB) berlaku untuk uji jalan; hasil uji statis tidak dapat lulus atau gagal terhadapnya."
    ),
    evidence=Evidence.TOLD,
    sources=(
        "keterangan KLHK, otomotif.kompas.com 2021-03-23 123100615",
        "keterangan KLHK, otomotif.kompas.com 2022-02-07 133659715",
    ),
)
