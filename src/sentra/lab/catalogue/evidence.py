"""How sure the house is of what it says about a standard or a law: who read what.

Nothing here is a fact because it is typed here. What nobody of the laboratory has read in the text itself is
shown as such, on the page of methods and in every report that leans on it.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Evidence(StrEnum):
    READ = "read"
    TOLD = "told"
    ASSUMED = "assumed"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Evidence.READ: _("dibaca dalam naskah hukum atau ruang lingkup resminya"),
    Evidence.TOLD: _("menurut sumber kedua; naskah aslinya belum dibaca"),
    Evidence.ASSUMED: _("anggapan laboratorium; cocokkan dengan naskah yang dibeli"),
}
