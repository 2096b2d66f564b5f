"""Statutory limits by instrument; one file each. None of them is a stationary limit of Indonesian law."""

from sentra.lab.catalogue.kinds import KnownFact, StatutoryLimit
from sentra.lab.catalogue.limits.p56_2019 import P56_2019
from sentra.lab.catalogue.limits.permen_lh_7_2009 import PERMEN_LH_7_2009
from sentra.lab.catalogue.limits.stationary_indonesia import NO_STATIONARY_LIMIT
from sentra.lab.catalogue.limits.un_r41_04 import UN_R41_04

LIMITS: tuple[StatutoryLimit, ...] = (*P56_2019, *PERMEN_LH_7_2009, *UN_R41_04)
FACTS: tuple[KnownFact, ...] = (NO_STATIONARY_LIMIT,)
BY_KEY = {limit.key: limit for limit in LIMITS}
