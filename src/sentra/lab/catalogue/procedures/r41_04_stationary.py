"""UN Regulation No. 41, 04 series, Annex 3 paragraph 2: the stationary test of a motorcycle."""

from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Procedure, SpeedBand
from sentra.lab.catalogue.kinds import Method

R41_04_STATIONARY = Method(
    procedure=Procedure(
        id="r41_04_stationary",
        edition="UN R41, 04 series, Annex 3 par. 2",
        quantity="L_stationary",
        speed_bands=(SpeedBand(5000.0, share=0.75), SpeedBand(None, share=0.5)),
    ),
    title=_("Bising statis sepeda motor menurut UN R41 seri 04"),
    source="UN R41.04 Annex 3 par. 2",
    evidence="S",
    unconfirmed=(
        "rpm_tolerance",
        "hold_s",
        "spread_db",
        "aggregate",
        "drift_db",
        "wind_m_s",
        "distance_tolerance_m",
    ),
)
