"""Every plan of a tiny round, looked at one by one: no solver, no rows, no cleverness."""

from itertools import product

from sentra.engines.allocation import AtMostOne, Cap, Floor, Goal, NoRepeat, Problem, Share, ticket

Choice = tuple[str, str] | None  # package and fund


def plans(problem: Problem) -> list[tuple[Choice, ...]]:
    """All plans that keep every rule, each as one choice by applicant."""
    return [
        plan
        for plan in product(*(_choices(problem, each) for each in problem.applicants))
        if _keeps(problem, plan)
    ]


def best(problem: Problem) -> tuple[tuple[int, ...], set[frozenset[str]]] | None:
    """What each goal can reach in its turn, and the sets of winners that do; None when there is no plan."""
    left = plans(problem)
    if not left:
        return None
    reached = []
    for goal in problem.goals:
        most = max(_value(problem, plan, goal) for plan in left)
        kept = most - abs(most) * goal.yields_permille // 1000
        left = [plan for plan in left if _value(problem, plan, goal) >= kept]
        reached.append(most)
    most = max(_luck(problem, plan) for plan in left)
    return tuple(reached), {_winners(problem, plan) for plan in left if _luck(problem, plan) == most}


def _choices(problem, applicant):
    keys = {f"applicant:{applicant.id}", *applicant.groups}
    for rule in problem.rules:
        if isinstance(rule, NoRepeat):
            for past in problem.past:
                if past.on >= rule.since_on and past.key in keys and past.key.split(":")[0] in rule.over:
                    return [None]
    return [None] + [
        (wish, fund.id)
        for wish in applicant.wishes
        for fund in problem.funds
        if set(fund.needs) <= set(applicant.tags)
        and (fund.packages is None or wish in fund.packages)
        and (fund.applicants is None or applicant.id in fund.applicants)
    ]


def _keeps(problem, plan):
    cost = {each.id: each.cost_idr for each in problem.packages}
    kinds = {each.id: dict(each.kinds) for each in problem.packages}
    given = [(person, *choice) for person, choice in zip(problem.applicants, plan, strict=True) if choice]
    for fund in problem.funds:
        if sum(cost[package] for _, package, by in given if by == fund.id) > fund.budget_idr:
            return False
    for stock in problem.stocks:
        if sum(kinds[package].get(stock.kind, 0) for _, package, _ in given) > stock.pieces:
            return False
    return all(_kept(rule, given, cost) for rule in problem.rules)


def _kept(rule, given, cost):
    if isinstance(rule, NoRepeat):
        return True
    if isinstance(rule, AtMostOne):
        groups = [
            group for person, _, _ in given for group in person.groups if group.startswith(rule.over + ":")
        ]
        return len(groups) == len(set(groups))
    size = (lambda package: cost[package]) if rule.unit == "idr" else (lambda package: 1)
    theirs = [(size(package), by) for person, package, by in given if rule.who.has(person)]
    if isinstance(rule, Share):
        return 1000 * sum(part for part, _ in theirs) >= rule.least_permille * sum(
            size(p) for _, p, _ in given
        )
    total = sum(part for part, by in theirs if rule.fund in (None, by))
    return total >= rule.least if isinstance(rule, Floor) else isinstance(rule, Cap) and total <= rule.most


def _value(problem: Problem, plan, goal: Goal) -> int:
    cost = {each.id: each.cost_idr for each in problem.packages}
    given = [(person, choice[0]) for person, choice in zip(problem.applicants, plan, strict=True) if choice]
    return {
        "score": lambda: sum(person.score_tenths for person, _ in given),
        "awards": lambda: len(given),
        "tag": lambda: sum(goal.over in person.tags for person, _ in given),
        "thrift": lambda: -sum(cost[package] for _, package in given),
        "spread": lambda: len({getattr(person, goal.over) for person, _ in given}),
    }[goal.kind]()


def _luck(problem, plan):
    """A million less the first five digits of each winner's ticket, added up."""
    return sum(2**20 - int(ticket(problem.seed, each)[:5], 16) for each in _winners(problem, plan))


def _winners(problem, plan):
    return frozenset(person.id for person, choice in zip(problem.applicants, plan, strict=True) if choice)
