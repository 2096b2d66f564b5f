"""The legal instrument of a programme: it says who may receive and which papers are required."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Instrument:
    """`asked`: papers of a proposal; `awarded`: papers a recipient needs before goods are handed over.

    `bodies_only`: only groups and legal bodies may receive, not a single business.
    """

    key: str
    label: Promise
    source: str
    asked: tuple[str, ...]
    awarded: tuple[str, ...]
    bodies_only: bool = False


INSTRUMENTS = (
    Instrument(
        "barang",
        _("Barang untuk diserahkan kepada masyarakat"),
        "Permendagri 77/2020, Lampiran (belanja barang untuk diserahkan kepada masyarakat)",
        asked=("proposal", "identity"),
        awarded=("decree", "pact"),
    ),
    Instrument(
        "hibah",
        _("Hibah barang"),
        "Permendagri 32/2011 Pasal 4; Permendagri 77/2020, Lampiran",
        asked=("proposal", "identity", "group_deed"),
        awarded=("decree", "agreement", "pact"),
        bodies_only=True,
    ),
)
BY_KEY = {instrument.key: instrument for instrument in INSTRUMENTS}
