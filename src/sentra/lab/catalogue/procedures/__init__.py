"""The procedures the laboratory measures by, one file an edition."""

from sentra.lab.catalogue.procedures.described import StationaryProcedure, Step
from sentra.lab.catalogue.procedures.iso_5130_2019 import ISO_5130_2019
from sentra.lab.catalogue.procedures.r41_04_stationary import R41_04_STATIONARY

__all__ = ["BY_KEY", "CHOICES", "PROCEDURES", "StationaryProcedure", "Step"]

PROCEDURES = (R41_04_STATIONARY, ISO_5130_2019)
BY_KEY = {procedure.key: procedure for procedure in PROCEDURES}
CHOICES = [(procedure.key, procedure.label) for procedure in PROCEDURES]
