"""One way to write a round and its result down, so that everybody computes the same hash.

Canonical JSON: keys in order, no blanks, UTF-8 without escapes; lists in order of id but for goals and
wishes, whose order has a meaning. The schema is described in docs/engines/allocation.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sentra.engines.allocation.allocation import Allocation, Award, Certificate, Price, Stage
from sentra.engines.allocation.problem import (
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
from sentra.engines.allocation.refusals import AllocationRefused

ROUND, PLAN = "sentra-round-1", "sentra-plan-1"
RULES: Final[Mapping[str, type[Rule]]] = {
    "floor": Floor,
    "cap": Cap,
    "share": Share,
    "at_most_one": AtMostOne,
    "no_repeat": NoRepeat,
}
KIND_OF_RULE: Final = {rule: kind for kind, rule in RULES.items()}
_AT_ONCE = 10_000  # applicants written at a time: a million in one string would take a gigabyte

Json = dict[str, Any]
_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical_bytes(value: object) -> bytes:
    """Plain data as canonical JSON."""
    return _written(value).encode()


def problem_to_json(problem: Problem) -> Json:
    """Plain data, ready for `canonical_bytes`; `problem_from_json` reads it."""
    applicants = [_applicant(each) for each in _by_id(problem.applicants)]
    return {"applicants": applicants, **_but_applicants(problem)}


def problem_from_json(data: Json) -> Problem:
    """Raises AllocationRefused when it is no round of this schema, or one that is refused at birth."""
    _of_schema(data, ROUND)
    return Problem(
        round=data["round"],
        applicants=tuple(_read_applicant(each) for each in data["applicants"]),
        packages=tuple(
            Package(each["id"], each["cost_idr"], tuple(sorted(each["kinds"].items())))
            for each in data["packages"]
        ),
        funds=tuple(_read_fund(each) for each in data["funds"]),
        seed=data["seed"],
        stocks=tuple(Stock(kind, pieces) for kind, pieces in sorted(data["stocks"].items())),
        rules=tuple(_read_rule(each) for each in data["rules"]),
        goals=tuple(Goal(**each) for each in data["goals"]),
        past=tuple(Past(**each) for each in data["past"]),
    )


def allocation_to_json(allocation: Allocation) -> Json:
    """What is published as the proof: awards and certificate."""
    certificate = {
        name: getattr(allocation.certificate, name) for name in Certificate.__dataclass_fields__
    } | {
        "stages": [stage._asdict() for stage in allocation.certificate.stages],
        "prices": [price._asdict() for price in allocation.certificate.prices],
        "seals": dict(allocation.certificate.seals),
        "versions": dict(allocation.certificate.versions),
        "parameters": dict(allocation.certificate.parameters),
    }
    return {
        "schema": PLAN,
        "round": allocation.round,
        "awards": [award._asdict() for award in allocation.awards],
        "declined": list(allocation.declined),
        "certificate": certificate,
    }


def allocation_from_json(data: Json) -> Allocation:
    """Raises AllocationRefused when it is no plan of this schema."""
    _of_schema(data, PLAN)
    told = dict(data["certificate"])
    told["stages"] = tuple(Stage(**each) for each in told["stages"])
    told["prices"] = tuple(Price(**each) for each in told["prices"])
    awards = tuple(Award(**each) for each in data["awards"])
    return Allocation(data["round"], awards, Certificate(**told), tuple(data.get("declined", ())))


def input_sha256(problem: Problem) -> str:
    """SHA-256 of the whole round as canonical JSON, its seed included."""
    return _hash(_streamed(problem, _but_applicants(problem)))


def unsealed(problem: Problem) -> bytes:
    """Canonical JSON of all but the seed: what the office commits to before the seed can be known."""
    rest = _but_applicants(problem)
    del rest["seed"]
    return b"".join(_streamed(problem, rest))


def solution_sha256(awards: Iterable[Award]) -> str:
    return _hash([canonical_bytes([award._asdict() for award in sorted(awards)])])


def seals(problem: Problem) -> dict[str, str]:
    """SHA-256 of each part of the round, so that a check can name the part that was altered."""
    order = _by_id(problem.applicants)
    rest = _but_applicants(problem)
    rules: Mapping[str, Sequence[Json]] = {
        kind: [rule for rule in rest["rules"] if rule["kind"] == kind] for kind in RULES
    }
    columns: Mapping[str, Iterable[object]] = {
        "applicants": (each.id for each in order),
        "scores": (each.score_tenths for each in order),
        "places": ((each.district, each.village, each.branch) for each in order),
        "eligibility": ((each.wishes, sorted(each.tags), sorted(each.groups)) for each in order),
    }
    funds = rest["funds"]
    parts: Mapping[str, object] = {
        "eligibility_of_funds": [
            [each[key] for key in ("needs", "packages", "applicants")] for each in funds
        ],
        "prices": [(each["id"], each["cost_idr"]) for each in rest["packages"]],
        "contents": [(each["id"], each["kinds"]) for each in rest["packages"]],
        "budgets": [(each["id"], each["budget_idr"]) for each in funds],
        "stocks": rest["stocks"],
        "goals": rest["goals"],
        "past": rest["past"],
        "seed": rest["seed"],
        "round": rest["round"],
        **{f"rules_{kind}": found for kind, found in rules.items()},
    }
    return {name: _hash(_column(column)) for name, column in columns.items()} | {
        name: _hash([canonical_bytes(part)]) for name, part in parts.items()
    }


def _column(values: Iterable[object]) -> Iterator[bytes]:
    """One value a line: what a million rows need no list for."""
    for block in _blocks(list(values)):
        yield "".join(_written(value) + "\n" for value in block).encode()


def _streamed(problem: Problem, rest: Json) -> Iterator[bytes]:
    """The canonical JSON of a round in pieces; "applicants" is the first of its keys."""
    yield b'{"applicants":['
    for at, block in enumerate(_blocks(_by_id(problem.applicants))):
        text = ",".join([_written(_applicant(each)) for each in block])
        yield (("," if at else "") + text).encode()
    yield b"]," + canonical_bytes(rest)[1:]


def _blocks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _hash(pieces: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _by_id(items: Sequence[Any]) -> list[Any]:
    return sorted(items, key=lambda each: each.id)


def _applicant(applicant: Applicant) -> Json:
    return {
        "id": applicant.id,
        "score_tenths": applicant.score_tenths,
        "wishes": applicant.wishes,
        "district": applicant.district,
        "village": applicant.village,
        "branch": applicant.branch,
        "tags": sorted(applicant.tags),
        "groups": sorted(applicant.groups),
    }


def _but_applicants(problem: Problem) -> Json:
    return {
        "schema": ROUND,
        "round": problem.round,
        "packages": [
            {"id": each.id, "cost_idr": each.cost_idr, "kinds": dict(each.kinds)}
            for each in _by_id(problem.packages)
        ],
        "funds": [
            {
                "id": each.id,
                "budget_idr": each.budget_idr,
                "needs": sorted(each.needs),
                "packages": None if each.packages is None else sorted(each.packages),
                "applicants": None if each.applicants is None else sorted(each.applicants),
            }
            for each in _by_id(problem.funds)
        ],
        "seed": problem.seed,
        "stocks": {each.kind: each.pieces for each in problem.stocks},
        "rules": [{"kind": KIND_OF_RULE[type(each)], **_rule(each)} for each in _by_id(problem.rules)],
        "goals": [asdict(each) for each in problem.goals],
        "past": sorted((asdict(each) for each in problem.past), key=canonical_bytes),
    }


def _rule(rule: Rule) -> Json:
    told = asdict(rule)
    if isinstance(rule, NoRepeat):
        told["over"] = sorted(rule.over)
    return told


def _read_applicant(data: Json) -> Applicant:
    tuples = {name: tuple(data[name]) for name in ("wishes", "tags", "groups")}
    return Applicant(**{**data, **tuples})


def _read_fund(data: Json) -> Fund:
    sets = {
        name: None if data[name] is None else frozenset(data[name]) for name in ("packages", "applicants")
    }
    return Fund(data["id"], data["budget_idr"], tuple(data["needs"]), sets["packages"], sets["applicants"])


def _read_rule(data: Json) -> Rule:
    told = dict(data)
    rule = RULES[told.pop("kind")]
    if "who" in told:
        told["who"] = Who(**told["who"])
    if rule is NoRepeat:
        told["over"] = tuple(told["over"])
    return rule(**told)


def _of_schema(data: Json, expected: str) -> None:
    if data.get("schema") != expected:
        raise AllocationRefused("schema", expected=expected, found=data.get("schema"))
