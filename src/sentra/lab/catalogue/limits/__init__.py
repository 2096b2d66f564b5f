"""Statutory limits by instrument; one file each. None of them is a stationary limit of Indonesian law."""

from sentra.lab.catalogue.kinds import KnownFact, StatutoryLimit

LIMITS: tuple[StatutoryLimit, ...] = ()
FACTS: tuple[KnownFact, ...] = ()
BY_KEY = {limit.key: limit for limit in LIMITS}
