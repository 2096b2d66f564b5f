"""The check's own view of a round: who may have what, who is alike, and what any plan can reach at most.

Plain Python on the round itself; nothing here is shared with what makes plans.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sentra.engines.allocation.problem import (
    Applicant,
    AtMostOne,
    Cap,
    Floor,
    Fund,
    Goal,
    NoRepeat,
    Problem,
    Share,
)

Barred = Mapping[str, list[str]]  # key -> the rules that bar whoever has it


class Bound:
    """The most any plan can reach: limits at their prices, and each applicant's best surplus."""

    def __init__(self, problem: Problem, prices: dict[str, float], barred: Barred) -> None:
        self.problem, self.prices, self.barred = problem, prices, barred
        stocked = {stock.kind for stock in problem.stocks}
        self.pieces_cost = {
            package.id: math.fsum(
                pieces * self.price(f"stock:{kind}") for kind, pieces in package.kinds if kind in stocked
            )
            for package in problem.packages
        }
        self.packages = {each.id: each for each in problem.packages}
        self.sharing = sharing_of(problem)
        self.by_value: dict[tuple[str, str], list[Floor | Cap | Share]] = defaultdict(list)
        self.shares = [rule for rule in problem.rules if isinstance(rule, Share)]
        for rule in problem.rules:
            if isinstance(rule, Floor | Cap | Share):
                self.by_value[rule.who.field, rule.who.value].append(rule)

    def price(self, row: str) -> float:
        return self.prices.get(row, 0.0)

    def of(self, goal: Goal) -> float:
        terms = [*self._limits()]
        for applicant in self.problem.applicants:
            best = self._surplus(applicant, goal)
            if best > 0:
                terms.append(best)
        if goal.kind == "spread":
            places = {getattr(each, goal.over) for each in self.problem.applicants}
            terms += [max(0.0, 1 - self.price(f"reach:{place}")) for place in places]
        return math.fsum(terms)

    def _limits(self) -> Iterator[float]:
        for fund in self.problem.funds:
            yield self.price(f"fund:{fund.id}") * fund.budget_idr
        for stock in self.problem.stocks:
            yield self.price(f"stock:{stock.kind}") * stock.pieces
        for rule in self.problem.rules:
            match rule:
                case Floor():
                    yield -self.price(f"floor:{rule.id}") * rule.least
                case Cap():
                    yield self.price(f"cap:{rule.id}") * rule.most
                case AtMostOne():
                    for group in self.sharing.get(rule.id, ()):
                        yield self.price(f"once:{rule.id}:{group}")

    def _surplus(self, applicant: Applicant, goal: Goal) -> float:
        if any(key in self.barred for key in (f"applicant:{applicant.id}", *applicant.groups)):
            return 0.0
        once = sum(
            self.price(f"once:{rule}:{group}")
            for rule, groups in self.sharing.items()
            for group in applicant.groups
            if group in groups
        )
        rules = self._rules(applicant)
        return max(
            (
                self._gain(applicant, wish, goal) - self._costs(wish, fund, rules) - once
                for wish in applicant.wishes
                for fund in self.problem.funds
                if is_open(fund, applicant, wish)
            ),
            default=0.0,
        )

    def _gain(self, applicant: Applicant, wish: str, goal: Goal) -> float:
        match goal.kind:
            case "score":
                return applicant.score_tenths
            case "awards":
                return 1
            case "tag":
                return int(goal.over in applicant.tags)
            case "thrift":
                return -self.packages[wish].cost_idr
            case _:
                return self.price(f"reach:{getattr(applicant, goal.over)}")

    def _rules(self, applicant: Applicant) -> list[Floor | Cap | Share]:
        """Rules whose part the applicant is in, and none more."""
        places = (
            ("everyone", ""),
            ("district", applicant.district),
            ("village", applicant.village),
            ("branch", applicant.branch),
            *(("tag", tag) for tag in set(applicant.tags)),
            *(("group", group) for group in set(applicant.groups)),
        )
        return [rule for place in places if place in self.by_value for rule in self.by_value[place]]

    def _costs(self, wish: str, fund: Fund, rules: list[Floor | Cap | Share]) -> float:
        cost = self.packages[wish].cost_idr
        total = self.price(f"fund:{fund.id}") * cost + self.pieces_cost[wish]
        for share in self.shares:
            amount = cost if share.unit == "idr" else 1
            total += self.price(f"share:{share.id}") * share.least_permille * amount
        for rule in rules:
            amount = cost if rule.unit == "idr" else 1
            if isinstance(rule, Share):
                total -= self.price(f"share:{rule.id}") * 1000 * amount
            elif rule.fund in (None, fund.id):
                kind, sign = ("floor", -1) if isinstance(rule, Floor) else ("cap", 1)
                total += sign * self.price(f"{kind}:{rule.id}") * amount
        return total


class Likeness:
    """What tells applicants of this round apart, and nothing else.

    Fields that a rule, goal or fund looks at.
    """

    def __init__(self, problem: Problem, barred: Barred) -> None:
        self.problem, self.barred = problem, barred
        parts = [rule.who for rule in problem.rules if isinstance(rule, Floor | Cap | Share)]
        self.fields = {who.field for who in parts} | {
            goal.over for goal in problem.goals if goal.kind == "spread"
        }
        self.tags = {who.value for who in parts if who.field == "tag"}
        self.tags |= {goal.over for goal in problem.goals if goal.kind == "tag"}
        self.groups = {who.value for who in parts if who.field == "group"}
        for groups in sharing_of(problem).values():
            self.groups |= groups
        self.tags |= {tag for fund in problem.funds for tag in fund.needs}
        self.listed = [fund.applicants for fund in problem.funds if fund.applicants is not None]

    def __iter__(self) -> Iterator[tuple[Applicant, object]]:
        for each in self.problem.applicants:
            keys = (f"applicant:{each.id}", *each.groups)
            if each.wishes and not any(key in self.barred for key in keys):
                yield each, self._key(each)

    def _key(self, applicant: Applicant) -> object:
        return (
            applicant.score_tenths,
            applicant.wishes,
            frozenset(self.tags.intersection(applicant.tags)),
            frozenset(self.groups.intersection(applicant.groups)),
            tuple(
                getattr(applicant, field)
                for field in ("district", "village", "branch")
                if field in self.fields
            ),
            tuple(applicant.id in listed for listed in self.listed),
        )


def is_open(fund: Fund, applicant: Applicant, package: str) -> bool:
    return (
        all(tag in applicant.tags for tag in fund.needs)
        and (fund.packages is None or package in fund.packages)
        and (fund.applicants is None or applicant.id in fund.applicants)
    )


def barred_keys(problem: Problem) -> Barred:
    """Whoever has this key receives nothing, and the rules that say so."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in problem.rules:
        if isinstance(rule, NoRepeat):
            for past in problem.past:
                if past.on >= rule.since_on and past.key.split(":", 1)[0] in rule.over:
                    found[past.key].append(rule.id)
    return dict(found)


def sharing_of(problem: Problem) -> dict[str, set[str]]:
    """For each rule of one award, the groups that two applicants share."""
    found = {}
    for rule in problem.rules:
        if isinstance(rule, AtMostOne):
            start = f"{rule.over}:"
            times = Counter(
                group for each in problem.applicants for group in set(each.groups) if group.startswith(start)
            )
            found[rule.id] = {group for group, count in times.items() if count > 1}
    return found
