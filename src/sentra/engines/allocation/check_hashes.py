"""The check's own hashes and tickets, from the plain data that is published."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

Json = Mapping[str, Any]
RULES: Final = ("floor", "cap", "share", "at_most_one", "no_repeat")


def sha256(value: object) -> str:
    """Of a value as canonical JSON."""
    return hashlib.sha256(_text(value).encode()).hexdigest()


def ticket(seed: str, registration: str) -> str:
    return hmac.new(bytes.fromhex(seed), registration.encode(), hashlib.sha256).hexdigest()


def sealed(data: Json) -> dict[str, str]:
    """SHA-256 of each part of a round. What is said of applicants is hashed line by line."""
    people, funds, packages = data["applicants"], data["funds"], data["packages"]
    parts = {
        "eligibility_of_funds": _picked(funds, "needs", "packages", "applicants"),
        "prices": _picked(packages, "id", "cost_idr"),
        "contents": _picked(packages, "id", "kinds"),
        "budgets": _picked(funds, "id", "budget_idr"),
        **{part: data[part] for part in ("stocks", "goals", "past", "seed", "round")},
        **{f"rules_{kind}": [rule for rule in data["rules"] if rule["kind"] == kind] for kind in RULES},
    }
    lines = {
        "applicants": [each["id"] for each in people],
        "scores": [each["score_tenths"] for each in people],
        "places": _picked(people, "district", "village", "branch"),
        "eligibility": _picked(people, "wishes", "tags", "groups"),
    }
    return {part: sha256(value) for part, value in parts.items()} | {
        part: hashlib.sha256("".join(_text(value) + "\n" for value in column).encode()).hexdigest()
        for part, column in lines.items()
    }


def _picked(items: Sequence[Json], *names: str) -> list[list[Any]]:
    return [[each[name] for name in names] for each in items]


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
