"""Invented rounds: small ones that can be read, and random ones of every kind of rule."""

from dataclasses import replace
from random import Random

from sentra.engines.allocation import (
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
    draw_seed,
)

SEED = draw_seed(b"a secret of the office", "IHSG 7.123,45")
MILLION = 1_000_000

PRESS = Package("press", 10 * MILLION, (("press", 1),))
WELDER = Package("welder", 4 * MILLION, (("welder", 1), ("mask", 2)))
KIT = Package("kit", MILLION, (("mask", 1),))


def person(number: int, score: int, wishes: str = "welder", **more: object) -> Applicant:
    facts = {"district": "Kutasari", "village": "Munjul", **more}
    return Applicant(f"R{number:02d}", score, tuple(wishes.split()), **facts)


def workshop_round(**changes: object) -> Problem:
    """Six workshops, one fund of ten million, welders at four: two welders and two million are left."""
    people = (
        person(1, 900, district="Kutasari", tags=("women",)),
        person(2, 850, district="Kutasari"),
        person(3, 850, district="Kutasari"),
        person(4, 700, district="Bobotsari"),
        person(5, 650, "kit", district="Bobotsari", tags=("women",)),
        person(6, 990, "press", district="Bobotsari"),
    )
    plain = Problem(
        round="2026-1",
        applicants=people,
        packages=(PRESS, WELDER, KIT),
        funds=(Fund("apbd", 10 * MILLION),),
        seed=SEED,
    )
    return replace(plain, **changes)


def winners(allocation: object) -> list[str]:
    return [award.applicant for award in allocation.awards]


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same round with every list in another order."""
    draw = Random(seed)

    def mixed(items):
        return tuple(draw.sample(items, len(items)))

    return replace(
        problem,
        applicants=tuple(
            replace(each, tags=mixed(each.tags), groups=mixed(each.groups))
            for each in mixed(problem.applicants)
        ),
        packages=tuple(replace(each, kinds=mixed(each.kinds)) for each in mixed(problem.packages)),
        funds=mixed(problem.funds),
        stocks=mixed(problem.stocks),
        rules=mixed(problem.rules),
        past=mixed(problem.past),
    )


def random_round(seed: int, applicants: int, *, spread: bool = True) -> Problem:
    """Every kind of rule may appear; scores are few, so that ties are many; some rounds have no plan at all."""
    draw = Random(seed)
    packages = tuple(
        Package(f"P{at}", draw.randrange(1, 40) * draw.choice((1, 250_000, 100_000)), _kinds(draw))
        for at in range(3)
    )
    people = tuple(_person(draw, at) for at in range(applicants))
    asked = sum(packages[int(each.wishes[0][1])].cost_idr for each in people)
    funds = (
        Fund("A", max(1, asked // draw.choice((2, 3, 5)))),
        Fund("B", max(1, asked // 6), needs=("young",)),
        Fund("C", max(1, asked // 9), packages=frozenset(("P0", "P2"))),
    )
    return Problem(
        round=f"random-{seed}",
        applicants=people,
        packages=packages,
        funds=funds[: draw.randrange(1, 4)],
        seed=SEED,
        stocks=tuple(Stock(kind, draw.randrange(1, applicants)) for kind in ("mask", "press")),
        rules=_rules(draw, applicants),
        goals=_goals(draw, spread=spread),
        past=(Past("household:h0", "2024-05-01"), Past("applicant:R001", "2019-01-01")),
    )


def _kinds(draw: Random) -> tuple[tuple[str, int], ...]:
    return tuple((kind, draw.randrange(1, 3)) for kind in ("mask", "press", "rope") if draw.random() < 0.6)


def _person(draw: Random, at: int) -> Applicant:
    return Applicant(
        id=f"R{at:03d}",
        score_tenths=draw.choice((500, 600, 605, 700, 900)),
        wishes=tuple(draw.sample(("P0", "P1", "P2"), draw.choice((1, 1, 2)))),
        district=draw.choice("DEF"),
        village=draw.choice("VWXYZ"),
        tags=tuple(tag for tag in ("women", "young") if draw.random() < 0.5),
        groups=(f"household:h{draw.randrange(40)}",),
    )


def _rules(draw: Random, applicants: int) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = (
        Floor("f1", "call 4", Who("district", "D"), draw.randrange(0, 2 + applicants // 10)),
        Floor("f2", "call 4", Who("tag", "women"), draw.randrange(1, 5) * 100_000, unit="idr", fund="A"),
        Cap("c1", "call 5", Who("village", "V"), draw.randrange(0, 1 + applicants // 8)),
        Cap("c2", "call 5", Who(), draw.randrange(2, applicants)),
        Share("s1", "call 6", Who("tag", "women"), draw.randrange(0, 600)),
        AtMostOne("once", "call 7", "household"),
        NoRepeat("again", "call 8", "2023-01-01", ("applicant", "household")),
    )
    return tuple(rule for rule in rules if draw.random() < 0.6)


def _goals(draw: Random, *, spread: bool) -> tuple[Goal, ...]:
    choices = [
        (Goal("score"),),
        (Goal("score"),),
        (Goal("awards"), Goal("score")),
        (Goal("score", yields_permille=20), Goal("tag", "women"), Goal("thrift")),
    ]
    if spread:
        choices += [
            (Goal("spread", "village"), Goal("score")),
            (Goal("score", yields_permille=50), Goal("spread", "district")),
        ]
    return draw.choice(choices)
