"""Numbers of a business as a page may show them: personal ones masked, each with where it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sentra.base.people import vault
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import Batch, Identifier, Scheme, SourceRecord
from sentra.registry.queries.dossier import business, identifiers
from sentra.registry.queries.years import strength


@dataclass(frozen=True, slots=True)
class Number:
    """`shown` is clear for public numbers, else the mask with the last four digits, empty once erased.

    `stands`: the strongest record that has a number of this scheme says so; others are history.
    """

    pk: int
    scheme: str
    label: str
    shown: str
    personal: bool
    stands: bool
    record: SourceRecord

    @property
    def key(self) -> str:
        """The field of a list that carries it: schemes are named alike."""
        return self.scheme

    @property
    def erased(self) -> bool:
        return self.personal and not self.shown


def numbers(by: rules.By, pk: int) -> list[Number]:
    """Each number once, by scheme, those that stand first; of equal ones the strongest record's.

    Raises Profile.DoesNotExist for a stranger.
    """
    rows = identifiers(by, business(by, pk).business_id).select_related("record__batch")
    strongest = sorted(rows, key=lambda row: (strength(row.record), row.pk), reverse=True)
    once = {(row.scheme, row.token): row for row in reversed(strongest)}
    standing = {row.pk for row in standing_rows(strongest)}
    shown = masks([row for row in once.values() if row.sealed])
    order = list(Scheme.values)
    found = [_number(row, shown, row.pk in standing) for row in once.values()]
    return sorted(found, key=lambda number: (order.index(number.scheme), not number.stands, -number.pk))


def _number(row: Identifier, known: dict[int, str], stands: bool) -> Number:
    shown = known.get(row.pk, "") if row.sealed else row.clear
    return Number(row.pk, row.scheme, row.get_scheme_display(), shown, bool(row.sealed), stands, row.record)


def standing_rows(rows: Iterable[Identifier]) -> list[Identifier]:
    """By scheme, those of the strongest record: a record may give several phones."""
    by_scheme: dict[str, list[Identifier]] = {}
    for row in rows:
        by_scheme.setdefault(row.scheme, []).append(row)
    winners = {scheme: max(strength(row.record) for row in each) for scheme, each in by_scheme.items()}
    return [
        row for scheme, each in by_scheme.items() for row in each if strength(row.record) == winners[scheme]
    ]


def masks(rows: Sequence[Identifier]) -> dict[int, str]:
    """`••••••••0004` by identifier; those whose key was destroyed are left out."""
    keys = vault.open_keys({row.subject_id for row in rows})
    return {
        row.pk: vault.mask(vault.unseal(keys[row.subject_id], bytes(row.sealed or b"")).decode())
        for row in rows
        if row.subject_id in keys
    }


def numbers_lost(by: rules.By, batch: Batch) -> dict[int, str]:
    """What went with a file that was taken back: names of the schemes in words, by business id."""
    refuse_unless(rules.may_read_register(by))
    lost: dict[str, list[str]] = batch.summary.get("lost", {})
    return {
        int(ident): ", ".join(str(Scheme(scheme).label) for scheme in schemes)
        for ident, schemes in lost.items()
    }


def lost_numbers(batch: Batch, business_ids: Iterable[int]) -> dict[str, list[str]]:
    """Of businesses that stay when `batch` is taken back: schemes of which no number is left, by the
    business's id as text (as JSON keeps it). For this room's actions: no person asks here."""
    ids = list(business_ids)
    left = Identifier.objects.filter(business__in=ids, record__membership__in_effect=True)
    known = set(left.values_list("business_id", "scheme"))
    gone = Identifier.objects.filter(business__in=ids, record__batch=batch).values_list(
        "business_id", "scheme"
    )
    lost: dict[str, list[str]] = {}
    for business_id, scheme in sorted(set(gone) - known):
        lost.setdefault(str(business_id), []).append(scheme)
    return lost
