"""What a committee does by hand: the highest score first while money and stock last, floors not looked at.

Of the funds that may pay, the one with most money left does. `python -m bench.allocation.score_first NAME N`.
"""

import json
import sys
import time
from collections import Counter
from typing import Any

from bench.allocation import inputs
from bench.allocation.clock import cpu
from sentra.engines.allocation import Applicant, Cap, Floor, Fund, Problem, Share, ticket


class Table:
    """What is left while the list is read from the top."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.money = {fund.id: fund.budget_idr for fund in problem.funds}
        self.pieces = {stock.kind: stock.pieces for stock in problem.stocks}
        self.packages = {package.id: package for package in problem.packages}
        self.caps = {rule.who.value: rule.most for rule in problem.rules if isinstance(rule, Cap)}
        self.given: list[Applicant] = []

    def serve(self, applicant: Applicant) -> None:
        if self.caps.get(applicant.district, 1) < 1:
            return
        for wish in applicant.wishes:
            package = self.packages[wish]
            if any(self.pieces[kind] < pieces for kind, pieces in package.kinds):
                continue
            funds = [fund.id for fund in self.problem.funds if self._pays(fund, applicant, wish)]
            if not funds:
                continue
            self.money[max(funds, key=self.money.__getitem__)] -= package.cost_idr
            for kind, pieces in package.kinds:
                self.pieces[kind] -= pieces
            if applicant.district in self.caps:
                self.caps[applicant.district] -= 1
            self.given.append(applicant)
            return

    def _pays(self, fund: Fund, applicant: Applicant, wish: str) -> bool:
        return (
            self.money[fund.id] >= self.packages[wish].cost_idr
            and set(fund.needs) <= set(applicant.tags)
            and (fund.packages is None or wish in fund.packages)
        )

    def broken(self) -> int:
        """Floors and shares that are missed."""
        served = Counter(applicant.district for applicant in self.given)
        floors = [rule for rule in self.problem.rules if isinstance(rule, Floor)]
        shares = [rule for rule in self.problem.rules if isinstance(rule, Share)]
        missed = sum(served[rule.who.value] < rule.least for rule in floors)
        return missed + sum(
            1000 * sum(rule.who.has(each) for each in self.given) < rule.least_permille * len(self.given)
            for rule in shares
        )


def score_first(problem: Problem) -> dict[str, Any]:
    started = cpu()
    table = Table(problem)
    order = sorted(problem.applicants, key=lambda each: (-each.score_tenths, ticket(problem.seed, each.id)))
    for applicant in order:
        table.serve(applicant)
    return {
        "objective": sum(applicant.score_tenths for applicant in table.given),
        "awards": len(table.given),
        "broken": table.broken(),
        "cpu": round(cpu() - started, 2),
    }


def main() -> None:
    name, count = sys.argv[1:3]
    began = time.monotonic()
    told = score_first(getattr(inputs, name)(int(count)))
    print(json.dumps(told | {"wall": round(time.monotonic() - began, 2)}))


if __name__ == "__main__":
    main()
