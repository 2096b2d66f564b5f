"""Which businesses get which equipment: the best plan by stated goals, and a proof anybody can check.

This window is all that others may import. The engine is pure: a round in, a plan with its certificate out; it
reads no file and no calendar, and the only chance in it is a lottery whose seed is given.
"""

from sentra.engines.allocation.allocation import Allocation, Award, Certificate, Limits, Price, Stage
from sentra.engines.allocation.canonical import (
    allocation_from_json,
    allocation_to_json,
    canonical_bytes,
    input_sha256,
    problem_from_json,
    problem_to_json,
    unsealed,
)
from sentra.engines.allocation.check import Violation, verify
from sentra.engines.allocation.diagnose import Change, Clash, Diagnosis, RulesClash, WayOut, diagnose
from sentra.engines.allocation.explain import Cost, Explanation, Forced, Standing, explain
from sentra.engines.allocation.following import Waiting, promote, waiting_list
from sentra.engines.allocation.lottery import commitment, draw_seed, ticket
from sentra.engines.allocation.problem import (
    EVERYONE,
    HIGHEST_TENTHS,
    Applicant,
    AtMostOne,
    Cap,
    Floor,
    Fund,
    Goal,
    NoRepeat,
    Package,
    Past,
    Problem,
    Rule,
    Share,
    Stock,
    Who,
)
from sentra.engines.allocation.refusals import SENTENCES, AllocationRefused
from sentra.engines.allocation.solve import allocate
from sentra.engines.allocation.whatif import (
    Effect,
    FloorAt,
    MoreMoney,
    MoreStock,
    What,
    Without,
    changed,
    price_sheet,
    what_if,
)

__all__ = [
    "EVERYONE",
    "HIGHEST_TENTHS",
    "SENTENCES",
    "Allocation",
    "AllocationRefused",
    "Applicant",
    "AtMostOne",
    "Award",
    "Cap",
    "Certificate",
    "Change",
    "Clash",
    "Cost",
    "Diagnosis",
    "Effect",
    "Explanation",
    "Floor",
    "FloorAt",
    "Forced",
    "Fund",
    "Goal",
    "Limits",
    "MoreMoney",
    "MoreStock",
    "NoRepeat",
    "Package",
    "Past",
    "Price",
    "Problem",
    "Rule",
    "RulesClash",
    "Share",
    "Stage",
    "Standing",
    "Stock",
    "Violation",
    "Waiting",
    "WayOut",
    "What",
    "Who",
    "Without",
    "allocate",
    "allocation_from_json",
    "allocation_to_json",
    "canonical_bytes",
    "changed",
    "commitment",
    "diagnose",
    "draw_seed",
    "explain",
    "input_sha256",
    "price_sheet",
    "problem_from_json",
    "problem_to_json",
    "promote",
    "ticket",
    "unsealed",
    "verify",
    "waiting_list",
    "what_if",
]
