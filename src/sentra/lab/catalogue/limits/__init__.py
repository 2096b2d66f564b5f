"""Statutory limits as they are known, one file an act; limits of buyers, local rules and standards are rows."""

from sentra.lab.catalogue.limits.described import NoLimit, StatutoryLimit
from sentra.lab.catalogue.limits.p56_2019 import P56_2019
from sentra.lab.catalogue.limits.permen_lh_7_2009 import PERMEN_LH_7_2009
from sentra.lab.catalogue.limits.stationary_indonesia import NO_STATIONARY_LIMIT
from sentra.lab.catalogue.limits.un_r41_04 import UN_R41_04

__all__ = ["BY_KEY", "LIMITS", "NO_STATIONARY_LIMIT", "NoLimit", "StatutoryLimit"]

LIMITS = (*P56_2019, *PERMEN_LH_7_2009, *UN_R41_04)
BY_KEY = {limit.key: limit for limit in LIMITS}
