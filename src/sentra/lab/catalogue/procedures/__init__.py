"""The procedures the laboratory measures by; one file an edition."""

from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.procedures.iso_5130_2019 import ISO_5130_2019
from sentra.lab.catalogue.procedures.r41_04_stationary import R41_04_STATIONARY

METHODS: tuple[Method, ...] = (R41_04_STATIONARY, ISO_5130_2019)
BY_KEY = {method.key: method for method in METHODS}
CHOICES = [(method.key, method.title) for method in METHODS]
