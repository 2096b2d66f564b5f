"""What comes out of a round: awards, and a certificate that lets anybody check them without solving again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

Status = Literal["optimal", "feasible", "unfinished"]
Method = Literal["exact", "price"]
RowKind = Literal["fund", "stock", "floor", "cap", "share", "once", "reach"]

PAIRS_SOLVED_EXACTLY: Final = 30_000


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.

    `exact_pairs`: above so many (applicant, package, fund) the round is priced, and only `near` of its
    applicants, those nearest to the line, are searched exactly.

    `nodes` stops a search deterministically, `wall_s` does not: only runs that end before it can be repeated.
    """

    wall_s: float = 60.0
    relative_gap: float = 0.0
    exact_pairs: int = PAIRS_SOLVED_EXACTLY
    near: int = 2_500
    nodes: int | None = None
    seed: int = 1


class Award(NamedTuple):
    """Applicant `applicant` receives `package` out of `fund`.

    `ticket`: 64 hexadecimal digits, see lottery.py.
    """

    applicant: str
    package: str
    fund: str
    cost_idr: int
    ticket: str


class Stage(NamedTuple):
    """What one goal reached, in its own unit (tenths, awards, rupiah, places, lots), and could reach at most.

    `proven`: the solver says that no plan does better. A goal that yields is held to `kept`, not to `value`.
    """

    goal: str
    value: int
    bound: float | None
    proven: bool
    kept: int


class Price(NamedTuple):
    """A row of the round: what is used of what there is, and what one more `unit` adds to the first goal.

    A floor's and a share's `used` and `limit` are what is reached and what must be. Prices are those of the
    relaxation in which awards may be split: good for orientation and for the bound, exact only in `what_if`.
    """

    row: str
    kind: RowKind
    unit: str
    price: float
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """`objective` and `bound` are of the first goal as something to be made large (thrift: minus rupiah).

    `bound` follows from `prices` alone, for any prices from zero up (Lagrange): it trusts no solver. The
    solver's own claim is `solver_bound`; it is what "optimal" rests on.
    """

    status: Status
    method: Method
    objective: int
    bound: float
    solver_bound: float | None
    stages: tuple[Stage, ...]
    prices: tuple[Price, ...]
    input_sha256: str
    seals: Mapping[str, str]  # SHA-256 of each part of the input: names what was altered
    applicants: int
    solution_sha256: str
    versions: Mapping[str, str]
    parameters: Mapping[str, float | int | str]
    wall_s: float = field(compare=False)
    cpu_s: float = field(compare=False)

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached, by our own bound."""
        return max(0.0, self.bound - self.objective) / max(1.0, abs(self.bound))

    @property
    def solver_gap(self) -> float:
        """The same by the better of the two bounds; 0 when the solver proved the plan the best."""
        best = self.bound if self.solver_bound is None else min(self.bound, self.solver_bound)
        return max(0.0, best - self.objective) / max(1.0, abs(best))


@dataclass(frozen=True, slots=True)
class Allocation:
    """Awards by applicant's id. Without a plan that keeps all rules in time: no awards, "unfinished"."""

    round: str
    awards: tuple[Award, ...]
    certificate: Certificate
    declined: tuple[str, ...] = ()  # who stepped back since

    def award_of(self, applicant_id: str) -> Award | None:
        return next((each for each in self.awards if each.applicant == applicant_id), None)
