"""Checks a plan without solving anything: no solver, no numpy, nothing of how the plan was made.

Everything is computed again from the round itself: hashes, tickets, rows, goals, the bound that the prices
give.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from sentra.engines.allocation.allocation import Allocation, Award
from sentra.engines.allocation.canonical import problem_to_json
from sentra.engines.allocation.check_bound import Bound, Likeness, barred_keys, is_open
from sentra.engines.allocation.check_hashes import sealed, sha256, ticket
from sentra.engines.allocation.problem import Applicant, AtMostOne, Cap, Floor, Goal, Problem, Rule, Share

TOLERANCE: Final = 1e-6  # of the bound, which is a sum of a million fractions

# Parts of the round by what their alteration is called.
ALTERED: Final = {
    "scores": "score",
    "places": "place",
    "eligibility": "eligibility",
    "eligibility_of_funds": "eligibility",
    "prices": "price",
    "contents": "contents",
    "budgets": "budget",
    "stocks": "stock",
    "rules_floor": "floor",
    "rules_cap": "cap",
    "rules_share": "share",
    "rules_at_most_one": "at_most_one",
    "rules_no_repeat": "no_repeat",
    "goals": "goal",
    "past": "past",
    "seed": "seed",
    "round": "round",
}
OF_APPLICANTS: Final = ("scores", "places", "eligibility")


class Violation(NamedTuple):
    """What is wrong, where, and what was found and expected instead."""

    code: str
    place: str = ""
    found: str = ""
    expected: str = ""


def verify(problem: Problem, allocation: Allocation) -> list[Violation]:
    """Everything that is wrong with a published plan; empty when it stands."""
    book = _Book(problem, allocation)
    checks: tuple[Callable[[], Iterable[Violation]], ...] = (
        book.input_altered,
        book.awards_altered,
        book.awards_wrong,
        book.rows_broken,
        book.goals_wrong,
        book.bound_wrong,
        book.lots_wrong,
    )
    return [violation for check in checks for violation in check()]


class _Book:
    """The round and the plan, looked at from all sides."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self.problem, self.awards = problem, allocation.awards
        self.told, self.declined = allocation.certificate, frozenset(allocation.declined)
        self.round = allocation.round
        self.applicants = {each.id: each for each in problem.applicants}
        self.packages = {each.id: each for each in problem.packages}
        self.funds = {each.id: each for each in problem.funds}
        self.given = [
            (self.applicants[each.applicant], self.packages[each.package], each.fund)
            for each in allocation.awards
            if each.applicant in self.applicants and each.package in self.packages and each.fund in self.funds
        ]
        self.barred = barred_keys(problem)

    # What was published against its hashes

    def input_altered(self) -> Iterator[Violation]:
        data = problem_to_json(self.problem)
        seals = sealed(data)
        known = {name for name, seal in seals.items() if self.told.seals.get(name) == seal}
        if "applicants" not in known:
            yield self._applicants_altered()
            known |= set(OF_APPLICANTS)
        for part, code in ALTERED.items():
            if part not in known:
                yield Violation(f"{code}_altered", part, seals[part], str(self.told.seals.get(part)))
        whole = sha256(data)
        if whole != self.told.input_sha256:
            yield Violation("input_altered", "", whole, self.told.input_sha256)

    def _applicants_altered(self) -> Violation:
        found, expected = len(self.problem.applicants), self.told.applicants
        code = "applicant_added" if found > expected else "applicant_removed"
        return Violation(
            "applicant_altered" if found == expected else code, "applicants", str(found), str(expected)
        )

    def awards_altered(self) -> Iterator[Violation]:
        found = sha256([each._asdict() for each in sorted(self.awards)])
        if found != self.told.solution_sha256:
            yield Violation("award_altered", "awards", found, self.told.solution_sha256)

    # Each award by itself

    def awards_wrong(self) -> Iterator[Violation]:
        times = Counter(each.applicant for each in self.awards)
        for applicant, count in sorted(times.items()):
            if count > 1:
                yield Violation("awarded_twice", applicant, str(count), "1")
        if self.round != self.problem.round:
            yield Violation("round", "", self.round, self.problem.round)
        for award in self.awards:
            if award.applicant in self.declined:
                yield Violation("declined", award.applicant)
            yield from self._award_wrong(award)

    def _award_wrong(self, award: Award) -> Iterator[Violation]:
        applicant, package = self.applicants.get(award.applicant), self.packages.get(award.package)
        fund = self.funds.get(award.fund)
        if applicant is None or package is None or fund is None:
            yield Violation("unknown", award.applicant, f"{award.package} {award.fund}")
            return
        if award.package not in applicant.wishes:
            yield Violation("not_wished", award.applicant, award.package, " ".join(applicant.wishes))
        if award.cost_idr != package.cost_idr:
            yield Violation("price", award.applicant, str(award.cost_idr), str(package.cost_idr))
        if not is_open(fund, applicant, package.id):
            yield Violation("eligibility", award.applicant, award.fund)
        for rule, key in self._bars(applicant):
            yield Violation("no_repeat", award.applicant, key, rule)
        drawn = ticket(self.problem.seed, award.applicant)
        if award.ticket != drawn:
            yield Violation("ticket", award.applicant, award.ticket, drawn)

    def _bars(self, applicant: Applicant) -> Iterator[tuple[str, str]]:
        for key in (f"applicant:{applicant.id}", *applicant.groups):
            for rule in self.barred.get(key, ()):
                yield rule, key

    # What all awards share

    def rows_broken(self) -> Iterator[Violation]:
        if not self.awards and self.told.status == "unfinished":
            return
        for fund in self.problem.funds:
            spent = sum(package.cost_idr for _, package, by in self.given if by == fund.id)
            yield from _over("budget", fund.id, spent, fund.budget_idr)
        pieces = Counter[str]()
        for _, package, _ in self.given:
            pieces.update(dict(package.kinds))
        for stock in self.problem.stocks:
            yield from _over("stock", stock.kind, pieces[stock.kind], stock.pieces)
        for rule in self.problem.rules:
            yield from self._rule_broken(rule)

    def _rule_broken(self, rule: Rule) -> Iterator[Violation]:
        match rule:
            case Floor():
                yield from _under("floor", rule.id, self._reached(rule), rule.least)
            case Cap():
                yield from _over("cap", rule.id, self._reached(rule), rule.most)
            case Share():
                yield from self._share_missed(rule)
            case AtMostOne():
                yield from self._given_twice(rule)

    def _reached(self, rule: Floor | Cap | Share) -> int:
        fund = None if isinstance(rule, Share) else rule.fund
        return sum(
            package.cost_idr if rule.unit == "idr" else 1
            for applicant, package, by in self.given
            if rule.who.has(applicant) and fund in (None, by)
        )

    def _share_missed(self, rule: Share) -> Iterator[Violation]:
        everything = sum(package.cost_idr if rule.unit == "idr" else 1 for _, package, _ in self.given)
        yield from _under("share", rule.id, 1000 * self._reached(rule), rule.least_permille * everything)

    def _given_twice(self, rule: AtMostOne) -> Iterator[Violation]:
        times = Counter(
            group
            for applicant, _, _ in self.given
            for group in set(applicant.groups)
            if group.startswith(f"{rule.over}:")
        )
        for group, count in sorted(times.items()):
            yield from _over("at_most_one", f"{rule.id} {group}", count, 1)

    # What the certificate claims

    def goals_wrong(self) -> Iterator[Violation]:
        stages = {stage.goal: stage for stage in self.told.stages}
        if not stages and self.told.status == "unfinished":
            return
        for goal in self.problem.goals:
            reached = self._value(goal)
            stage = stages.get(goal.name)
            if stage is None:
                yield Violation("goal", goal.name, "", str(reached))
            elif reached < stage.kept or (goal.yields_permille == 0 and reached != stage.value):
                yield Violation("goal", goal.name, str(stage.value), str(reached))
        first = stages.get(self.problem.goals[0].name)
        if first is not None and first.value != self.told.objective:
            yield Violation("goal", "objective", str(self.told.objective), str(first.value))

    def _value(self, goal: Goal) -> int:
        match goal.kind:
            case "score":
                return sum(applicant.score_tenths for applicant, _, _ in self.given)
            case "awards":
                return len(self.given)
            case "tag":
                return sum(goal.over in applicant.tags for applicant, _, _ in self.given)
            case "thrift":
                return -sum(package.cost_idr for _, package, _ in self.given)
            case _:
                return len({getattr(applicant, goal.over) for applicant, _, _ in self.given})

    def bound_wrong(self) -> Iterator[Violation]:
        goal = self.problem.goals[0]
        prices = {each.row: each.price for each in self.told.prices}
        worst = min(prices.values(), default=0.0)
        if not worst >= 0:  # also when it is no number
            yield Violation("bound", "prices", str(worst), "0")
            return
        found = Bound(self.problem, prices, self.barred).of(goal)
        if not abs(found - self.told.bound) <= TOLERANCE * max(1.0, abs(found)):
            yield Violation("bound", goal.name, repr(self.told.bound), repr(found))
        if self.told.objective > found + TOLERANCE * max(1.0, abs(found)):
            yield Violation("bound", "objective", str(self.told.objective), repr(found))

    def lots_wrong(self) -> Iterator[Violation]:
        """Among those whom no rule and no goal tells apart, no winner's ticket is above a loser's."""
        won = {each.applicant for each in self.awards}
        alike: dict[object, list[str]] = defaultdict(list)
        for applicant, key in Likeness(self.problem, self.barred):
            if applicant.id not in self.declined:
                alike[key].append(applicant.id)
        for members in alike.values():
            winners = won.intersection(members)
            if 0 < len(winners) < len(members):
                drawn = {each: ticket(self.problem.seed, each) for each in members}
                last = max(winners, key=drawn.__getitem__)
                best = min((each for each in members if each not in winners), key=drawn.__getitem__)
                if drawn[best] < drawn[last]:
                    yield Violation("lottery", last, drawn[last], drawn[best])


def _over(code: str, place: str, found: int, limit: int) -> Iterator[Violation]:
    if found > limit:
        yield Violation(code, place, str(found), str(limit))


def _under(code: str, place: str, found: int, limit: int) -> Iterator[Violation]:
    if found < limit:
        yield Violation(code, place, str(found), str(limit))
