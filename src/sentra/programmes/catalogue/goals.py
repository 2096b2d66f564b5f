"""What a plan may strive for; a round names its goals in order, the first outranks all after it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Objective:
    """`key` is the name of a goal of the engine: its kind, and after a colon what it is about."""

    key: str
    label: Promise

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def over(self) -> str:
        return self.key.partition(":")[2]


OBJECTIVES = (
    Objective("score", _("Jumlah nilai penerima setinggi-tingginya")),
    Objective("awards", _("Penerima sebanyak-banyaknya")),
    Objective("tag:women", _("Pemilik perempuan sebanyak-banyaknya")),
    Objective("spread:village", _("Menjangkau desa sebanyak-banyaknya")),
    Objective("spread:district", _("Menjangkau kecamatan sebanyak-banyaknya")),
    Objective("spread:branch", _("Menjangkau jenis usaha sebanyak-banyaknya")),
    Objective("thrift", _("Biaya serendah-rendahnya")),
)
BY_KEY = {objective.key: objective for objective in OBJECTIVES}
USUAL = ("score", "spread:village")
