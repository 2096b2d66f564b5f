"""What a round speaks of: who asks for what, what there is, and by which rules it is given.

Everything is frozen and refuses nonsense at birth. Units stand in the names: whole rupiah (`_idr`), tenths
of a point (`_tenths`), thousandths (`_permille`), pieces. Ids are tokens: nothing here is a personal number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from sentra.engines.allocation.refusals import AllocationRefused

HIGHEST_TENTHS: Final = 1000  # 100 points
Unit = Literal["awards", "idr"]
Field = Literal["everyone", "district", "village", "branch", "tag", "group"]


def _whole(number: object, least: int, most: int | None = None) -> bool:
    """A missing number, a fraction and a truth value are no whole numbers."""
    if type(number) is not int:
        return False
    return number >= least and (most is None or number <= most)


def _number(rule: str, number: object, least: int, most: int | None = None) -> None:
    if not _whole(number, least, most):
        top = "any number" if most is None else most
        raise AllocationRefused("rule_number", rule=rule, number=number, least=least, most=top)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except (ValueError, TypeError):
        return False


def _once(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if not each:
            raise AllocationRefused("no_id", what=what)
        if each in seen:
            raise AllocationRefused("twice", what=what, id=each)
        seen.add(each)


@dataclass(frozen=True, slots=True)
class Package:
    """What is given at once: pieces of kinds of tools, and what they cost together."""

    id: str
    cost_idr: int
    kinds: tuple[tuple[str, int], ...] = ()  # (kind, pieces)

    def __post_init__(self) -> None:
        if not _whole(self.cost_idr, 1):
            raise AllocationRefused("price", package=self.id, cost_idr=self.cost_idr)
        _once("Kind", (kind for kind, _ in self.kinds))
        for kind, pieces in self.kinds:
            if not _whole(pieces, 1):
                raise AllocationRefused("pieces", package=self.id, kind=kind, pieces=pieces)


@dataclass(frozen=True, slots=True)
class Applicant:
    """One proposal. `wishes` are package ids, the dearest wish first; at most one of them is given.

    `groups` are written kind:value ("household:7f3a", "account:19c0", "kub:melati"): who shares one shares
    it.
    """

    id: str
    score_tenths: int
    wishes: tuple[str, ...]
    district: str = ""
    village: str = ""
    branch: str = ""
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _whole(self.score_tenths, 0, HIGHEST_TENTHS):
            facts = {"score_tenths": self.score_tenths, "highest": HIGHEST_TENTHS}
            raise AllocationRefused("score", applicant=self.id, **facts)
        if len(self.wishes) > 1 and len(set(self.wishes)) < len(self.wishes):
            again = next(wish for wish in self.wishes if self.wishes.count(wish) > 1)
            raise AllocationRefused("wish_twice", applicant=self.id, package=again)
        for group in self.groups:
            kind, colon, value = group.partition(":")
            if not (kind and colon and value):
                raise AllocationRefused("group", applicant=self.id, group=group)


@dataclass(frozen=True, slots=True)
class Fund:
    """Money with a ceiling, and whom and what it may be spent on; None: on everybody, on everything.

    `needs`: an applicant must carry all these tags.
    """

    id: str
    budget_idr: int
    needs: tuple[str, ...] = ()
    packages: frozenset[str] | None = None
    applicants: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if not _whole(self.budget_idr, 1):
            raise AllocationRefused("budget", fund=self.id, budget_idr=self.budget_idr)


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces of a kind that can be had. A kind without a stock is bought as needed."""

    kind: str
    pieces: int

    def __post_init__(self) -> None:
        if not _whole(self.pieces, 0):
            raise AllocationRefused("stock", kind=self.kind, pieces=self.pieces)


@dataclass(frozen=True, slots=True)
class Who:
    """A part of the applicants: those whose `field` is `value`."""

    field: Field = "everyone"
    value: str = ""

    def has(self, applicant: Applicant) -> bool:
        match self.field:
            case "everyone":
                return True
            case "tag":
                return self.value in applicant.tags
            case "group":
                return self.value in applicant.groups
            case "district":
                return applicant.district == self.value
            case "village":
                return applicant.village == self.value
            case _:
                return applicant.branch == self.value


EVERYONE: Final = Who()


@dataclass(frozen=True, slots=True)
class Floor:
    """At least so many awards (or rupiah) for `who`, from one fund or from all."""

    id: str
    source: str
    who: Who
    least: int
    unit: Unit = "awards"
    fund: str | None = None

    def __post_init__(self) -> None:
        _number(self.id, self.least, 0)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many awards (or rupiah) for `who`, from one fund or from all."""

    id: str
    source: str
    who: Who
    most: int
    unit: Unit = "awards"
    fund: str | None = None

    def __post_init__(self) -> None:
        _number(self.id, self.most, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """Of all awards (or rupiah), at least so many thousandths for `who`."""

    id: str
    source: str
    who: Who
    least_permille: int
    unit: Unit = "awards"

    def __post_init__(self) -> None:
        _number(self.id, self.least_permille, 0, 1000)


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """One award for those who share a group of this kind: a household, an account, a joint business."""

    id: str
    source: str
    over: str


@dataclass(frozen=True, slots=True)
class NoRepeat:
    """Who received on or after `since_on` (year-month-day), from any fund, receives nothing now.

    Compared by what stands in `over`: "applicant", or kinds of groups.
    """

    id: str
    source: str
    since_on: str
    over: tuple[str, ...] = ("applicant",)

    def __post_init__(self) -> None:
        if not _is_date(self.since_on):
            raise AllocationRefused("rule_date", rule=self.id, date=self.since_on)


Rule: TypeAlias = Floor | Cap | Share | AtMostOne | NoRepeat


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier award. `key` is "applicant:<id>" or a group; `on` is written year-month-day."""

    key: str
    on: str
    source: str = ""

    def __post_init__(self) -> None:
        if not _is_date(self.on):
            raise AllocationRefused("past_date", key=self.key, date=self.on)


GoalKind = Literal["score", "awards", "tag", "thrift", "spread"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached; earlier goals outrank later ones, and the lottery comes last of all.

    score: sum of points; awards: their number; tag: awards with tag `over`; thrift: least rupiah; spread:
    how many different values of `over` (district, village, branch) receive something. `yields_permille`: so
    much of its best value a goal gives up for the goals after it.
    """

    kind: GoalKind
    over: str = ""
    yields_permille: int = 0

    def __post_init__(self) -> None:
        if self.kind == "spread" and self.over not in ("district", "village", "branch"):
            raise AllocationRefused("goal", goal=self.kind, what="district, village or branch")
        if self.kind == "tag" and not self.over:
            raise AllocationRefused("goal", goal=self.kind, what="the tag it counts")
        if not _whole(self.yields_permille, 0, 1000):
            raise AllocationRefused("goal_yields", goal=self.kind, yields=self.yields_permille)

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.over}" if self.over else self.kind


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole round. `seed` (64 hexadecimal digits) decides ties: see lottery.py.

    Its repr leaves out the long lists: a traceback must not print a whole round.
    """

    round: str
    applicants: tuple[Applicant, ...] = field(repr=False)
    packages: tuple[Package, ...] = field(repr=False)
    funds: tuple[Fund, ...]
    seed: str
    stocks: tuple[Stock, ...] = field(default=(), repr=False)
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    goals: tuple[Goal, ...] = (Goal("score"),)
    past: tuple[Past, ...] = field(default=(), repr=False)
    _index: dict[str, int] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        if not self.applicants:
            raise AllocationRefused("no_applicants")
        if not self.funds:
            raise AllocationRefused("no_funds")
        if not self.goals:
            raise AllocationRefused("goal", goal="", what="to be named: a round needs a first goal")
        if len(self.seed) != 64 or set(self.seed) - set("0123456789abcdef"):
            raise AllocationRefused("seed")
        object.__setattr__(self, "_index", {each.id: at for at, each in enumerate(self.applicants)})
        _unique(self)
        _wishes_known(self.applicants, {package.id for package in self.packages})
        _funds_known(self)
        _rules_known(self)

    def applicant(self, applicant_id: str) -> Applicant:
        """Raises AllocationRefused when there is none."""
        if applicant_id not in self._index:
            raise AllocationRefused("unknown_applicant", applicant=applicant_id)
        return self.applicants[self._index[applicant_id]]

    def knows(self, applicant_id: str) -> bool:
        return applicant_id in self._index


def _unique(problem: Problem) -> None:
    if len(problem._index) < len(problem.applicants) or "" in problem._index:  # noqa: SLF001 - its own birth
        _once("Applicant", (each.id for each in problem.applicants))
    _once("Package", (each.id for each in problem.packages))
    _once("Fund", (each.id for each in problem.funds))
    _once("Stock", (each.kind for each in problem.stocks))
    _once("Rule", (each.id for each in problem.rules))
    _once("Goal", (each.name for each in problem.goals))


def _wishes_known(applicants: Iterable[Applicant], known: set[str]) -> None:
    for applicant in applicants:
        for wish in applicant.wishes:
            if wish not in known:
                raise AllocationRefused("wish_unknown", applicant=applicant.id, package=wish)


def _funds_known(problem: Problem) -> None:
    packages = {package.id for package in problem.packages}
    for fund in problem.funds:
        for package in sorted((fund.packages or frozenset()) - packages)[:1]:
            raise AllocationRefused("fund_package", fund=fund.id, package=package)
        for applicant in fund.applicants or ():
            if not problem.knows(applicant):
                raise AllocationRefused("fund_applicant", fund=fund.id, applicant=applicant)


def _rules_known(problem: Problem) -> None:
    """That somebody is meant is not asked: a floor for nobody is diagnosed, a cap on nobody binds nothing."""
    funds = {fund.id for fund in problem.funds}
    for rule in problem.rules:
        if isinstance(rule, Floor | Cap) and rule.fund is not None and rule.fund not in funds:
            raise AllocationRefused("rule_fund", rule=rule.id, fund=rule.fund)
