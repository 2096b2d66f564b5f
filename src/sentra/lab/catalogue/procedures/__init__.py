"""Procedures by edition; one file each."""

from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.procedures.r41_04_stationary import R41_04_STATIONARY

METHODS: tuple[Method, ...] = (R41_04_STATIONARY,)
BY_KEY = {method.key: method for method in METHODS}
