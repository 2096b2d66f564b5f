"""Numbers of a business as a page may show them: personal ones masked, each with where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sentra.base.people import vault
from sentra.registry import rules
from sentra.registry.models import Identifier, Scheme, SourceRecord
from sentra.registry.queries.dossier import business, identifiers


@dataclass(frozen=True, slots=True)
class Number:
    """`shown` is clear for public numbers, else the mask with the last four digits, empty once erased."""

    pk: int
    scheme: str
    label: str
    shown: str
    personal: bool
    record: SourceRecord

    @property
    def key(self) -> str:
        """The field of a list that carries it: schemes are named alike."""
        return self.scheme

    @property
    def erased(self) -> bool:
        return self.personal and not self.shown


def numbers(by: rules.By, pk: int) -> list[Number]:
    """Each number once, by scheme; of equal ones the newest. Raises Profile.DoesNotExist for a stranger."""
    rows = identifiers(by, business(by, pk).business_id).select_related("record__batch")
    once = {(row.scheme, row.token): row for row in reversed(list(rows))}
    shown = _masks([row for row in once.values() if row.sealed])
    order = list(Scheme.values)
    found = [_number(row, shown) for row in once.values()]
    return sorted(found, key=lambda number: (order.index(number.scheme), -number.pk))


def _number(row: Identifier, masks: dict[int, str]) -> Number:
    shown = masks.get(row.pk, "") if row.sealed else row.clear
    return Number(row.pk, row.scheme, row.get_scheme_display(), shown, bool(row.sealed), row.record)


def _masks(rows: Sequence[Identifier]) -> dict[int, str]:
    """`••••••••0004` by identifier; those whose key was destroyed are left out."""
    keys = vault.open_keys({row.subject_id for row in rows})
    return {
        row.pk: vault.mask(vault.unseal(keys[row.subject_id], bytes(row.sealed or b"")).decode())
        for row in rows
        if row.subject_id in keys
    }
