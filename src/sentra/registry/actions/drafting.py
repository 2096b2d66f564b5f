"""A row on its way to a record: clear values apart from personal numbers, and what was decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sentra.base.people import vault
from sentra.engines import sheets
from sentra.registry.actions.astray import keep_apart
from sentra.registry.actions.composing import completed
from sentra.registry.actions.facts import folded
from sentra.registry.catalogue.fields import DATED, MORE_PHONES, OBSERVED_KEYS, PERSONAL_KEYS, STATUS_WORDS
from sentra.registry.models import RowVerdict

ASTRAY = sheets.say("Isinya mungkin nomor pribadi atau salah kolom; nilainya tidak dipakai.")


@dataclass(slots=True)
class Draft:
    """A row on its way to a record: clear values, personal numbers in memory, and what was decided."""

    sheet: str
    row: sheets.Row
    values: dict[str, Any]
    personal: dict[str, Any]
    keys: list[str]
    fingerprint: str
    problems: list[dict[str, Any]]
    verdict: str = RowVerdict.CREATE
    follows: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)


def drafted(sheet: str, row: sheets.Row, year: int | None = None) -> Draft:
    """Separates personal numbers from the rest and makes the tokens a later edition is matched by."""
    values = {key: plain(value) for key, value in row.values.items()}
    personal = {key: values.pop(key) for key in list(values) if key in PERSONAL_KEYS}
    phones = [values.pop(key) for key in list(values) if MORE_PHONES.fullmatch(key)]
    if phones:
        personal["phone"] = [personal["phone"], *phones]
    if "status" in values:
        values["status"] = STATUS_WORDS[values["status"]]
    if year and not DATED & values.keys() and any(key in values for key in OBSERVED_KEYS):
        values["observed_year"] = year  # the list says so once, above its table
    lost = keep_apart(values, personal)
    values = completed(values)
    fingerprint = vault.token("row", json.dumps([values, personal], sort_keys=True, default=str))
    problems = [kept(one) for one in row.problems]
    problems += [problem(row, "number_astray", "doubtful", ASTRAY, key) for key in lost]
    return Draft(sheet, row, values, personal, row_keys(values, personal), fingerprint, problems)


def plain(value: sheets.Value | list[str]) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return {"low": value.low, "high": value.high} if isinstance(value, sheets.Span) else value


def row_keys(values: Mapping[str, Any], personal: Mapping[str, Any]) -> list[str]:
    """Tokens strongest first: registration number; NIK or NIB with the name; name, owner and village."""
    name = folded(str(values.get("business_name") or ""))
    owner = folded(str(values.get("owner_name") or ""))
    keys = []
    if number := values.get("registration_no"):
        keys.append(f"reg|{number}")
    if nik := personal.get("nik"):
        keys.append(f"nik|{nik}|{name}|{values.get('branch_key')}")
    if nib := values.get("nib"):
        keys.append(f"nib|{nib}|{name}|{values.get('branch_key')}")
    place = f"{values.get('village')}|{folded(str(values.get('address') or ''))}"
    keys.append(f"name|{name}|{owner}|{place}|{values.get('branch_key')}")
    return [vault.token("key", key) for key in keys]


def problem(
    row: sheets.Row,
    code: str,
    severity: sheets.Severity,
    sentence: sheets.Sentence,
    field: str | None = None,
) -> dict[str, Any]:
    return kept(sheets.Problem(row.number, None, field, code, severity, sentence))


def kept(problem: sheets.Problem) -> dict[str, Any]:
    """As JSON keeps it: the sentence with its facts, to be said in the language of whoever reads it."""
    return {
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "code": problem.code,
        "severity": problem.severity,
        "sentence": sheets.stored(problem.sentence),
    }


def who(draft: Draft) -> str:
    nik = draft.personal.get("nik")
    return f"{vault.token('nik', nik)}|{folded(str(draft.values.get('owner_name') or ''))}" if nik else ""
