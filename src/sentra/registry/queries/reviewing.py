"""What people judge: the next open question, its records side by side, and how far the work has come."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from sentra.base.people import vault
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import (
    HAND,
    BatchState,
    Decision,
    Likeness,
    LikenessState,
    LinkEvent,
    LinkEventKind,
    Membership,
    Profile,
    RowVerdict,
    Source,
    SourceRecord,
)
from sentra.registry.queries.dossier import business, members, profiles_by_record
from sentra.registry.queries.linking import open_questions

NUMBERS = ("phone", "nik", "nib")  # compared whole, shown masked
COMPARED = (
    "owner_name",
    "business_name",
    "group_name",
    "product",
    "kbli",
    "address",
    "hamlet",
    "rt",  # with the rw
    "village",
    "district",
    *NUMBERS,
)
UNASKED = (LikenessState.SURE, LikenessState.KEPT)  # pairs that nobody was asked about
SAME, DIFFERENT, LONE = "same", "different", "lone"  # LONE: only one of the two says it


@dataclass(frozen=True, slots=True)
class Side:
    """One record as it is laid beside others; `business` is what it describes, None while it waits."""

    record: SourceRecord
    business: Profile | None


@dataclass(frozen=True, slots=True)
class Line:
    """What the sides say of one field, in the order of the sides; `agreement` is of the first two.

    `told` holds values of the register, of numbers their masks.
    """

    key: str
    told: tuple[Any, ...]
    agreement: str


@dataclass(frozen=True, slots=True)
class Question:
    """A pair with the other records of its group: the two that are asked about come first."""

    pair: Likeness
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """The rows of one list, in all its editions that stand."""

    source: Source
    rows: int
    created: int
    attached: int  # surely, without asking
    decided: int  # by a person
    waiting: int
    other: int  # held, refused, and newer editions of rows known before


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review has come; `left` and `groups` are questions and groups that are open."""

    left: int
    groups: int
    rows: int  # that wait for an answer, and so are in no business yet
    answered: int

    @property
    def percent(self) -> float:
        return 100 * self.answered / (self.answered + self.left) if self.answered + self.left else 100.0


@dataclass(frozen=True, slots=True)
class LinkingOverview:
    businesses: int
    progress: ReviewProgress
    sources: Sequence[SourceCount]


def questions_left(by: rules.By) -> int:
    """How many wait; none for those who may not see them."""
    return open_questions().count() if rules.may_read_imports(by) else 0


def questions(by: rules.By) -> QuerySet[Likeness]:
    """All that is open, the most urgent group first, with both rows and their lists."""
    refuse_unless(rules.may_read_imports(by))
    asked = open_questions().select_related("record__source", "other__source")
    return asked.order_by("-priority", "group", "-weight", "id")


def next_question(by: rules.By, *, after: Collection[str] = ()) -> Likeness | None:
    """The strongest pair of the most urgent group; groups in `after` were put off."""
    refuse_unless(rules.may_read_imports(by))
    asked = open_questions().exclude(group__in=after).order_by("-priority", "group", "id")
    first = asked.first()
    return first and next_in_group(first)


def next_in_group(pair: Likeness) -> Likeness | None:
    """The strongest open pair beside this one: a yes to it settles the most."""
    asked = open_questions().filter(priority=pair.priority, group=pair.group)
    return asked.order_by("-weight", "id").first()


def question(by: rules.By, pk: int) -> Question:
    """Raises Likeness.DoesNotExist for a stranger's number, and for pairs nobody is asked about."""
    refuse_unless(rules.may_read_imports(by))
    pair = Likeness.objects.exclude(state__in=UNASKED).get(pk=pk)
    beside = Likeness.objects.filter(group=pair.group).exclude(state__in=UNASKED)
    ends = [end for ends in beside.order_by("id").values_list("record", "other") for end in ends]
    order = list(dict.fromkeys((pair.record_id, pair.other_id, *ends)))
    sides = sides_of(order)
    return Question(pair, sides, compared([side.record for side in sides]))


def open_pair(by: rules.By, decision: Decision) -> Likeness | None:
    """The question that a withdrawn decision answered, if it is one again."""
    refuse_unless(rules.may_read_imports(by))
    return open_questions().filter(record=decision.record_id, other=decision.other_id).first()


def sides_of(record_ids: Sequence[int]) -> tuple[Side, ...]:
    """In the order given."""
    rows = SourceRecord.objects.select_related("source", "batch", "subject", "recorded_by")
    found = rows.defer("cells", "problems", "changes", "keys").in_bulk(list(record_ids))
    described = Membership.objects.filter(record__in=record_ids, in_effect=True)
    shown = shown_of(list(described.values_list("record", flat=True)))
    return tuple(Side(found[pk], shown.get(pk)) for pk in record_ids)


def shown_of(record_ids: Collection[int]) -> dict[int, Profile]:
    """The business each record describes, with its places, by the record's id."""
    found = profiles_by_record(record_ids)
    prefetch_related_objects(list(found.values()), "village", "district")
    return found


def compared(rows: Sequence[SourceRecord]) -> tuple[Line, ...]:
    """The fields that any of the rows tells; numbers are opened in memory, compared whole, and masked."""
    keys = vault.open_keys({row.subject_id for row in rows})
    said = [_said(row, keys.get(row.subject_id)) for row in rows]
    return _lines(said)


def _lines(said: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    found = ((key, tuple(one.get(key) for one in said)) for key in COMPARED)
    return tuple(
        Line(key, tuple(_shown(key, value) for value in told), _agreement(told[:2]))
        for key, told in found
        if any(told)
    )


def compared_businesses(by: rules.By, pks: Sequence[int]) -> tuple[Line, ...]:
    """The same of businesses as they are shown, with every number their records tell."""
    return _lines([_said_of(business(by, pk)) for pk in pks])


def _said_of(shown: Profile) -> dict[str, Any]:
    rows = list(members(shown.business_id).defer("cells", "problems", "changes", "keys"))
    keys = vault.open_keys({row.subject_id for row in rows})
    told = [_said(row, keys.get(row.subject_id)) for row in rows]
    numbers = {key: tuple(dict.fromkeys(n for one in told for n in one[key])) for key in NUMBERS}
    return _sited(shown.values) | numbers


def _said(row: SourceRecord, key: bytes | None) -> dict[str, Any]:
    personal = json.loads(vault.unseal(key, row.sealed)) if key else {}
    numbers = {scheme: _several(personal.get(scheme) or row.values.get(scheme)) for scheme in NUMBERS}
    return _sited(row.values) | numbers


def _sited(values: Mapping[str, Any]) -> dict[str, Any]:
    """RT and RW as people say them, together."""
    return {**values, "rt": "/".join(str(values[part]) for part in ("rt", "rw") if values.get(part))}


def _several(told: Any) -> tuple[str, ...]:
    """A record may tell several phones."""
    return tuple(told) if isinstance(told, list) else (str(told),) if told else ()


def _shown(key: str, value: Any) -> Any:
    return ", ".join(vault.mask(one) for one in value) if key in NUMBERS else value


def _agreement(told: Sequence[Any]) -> str:
    one, other = (_plain(value) for value in told)
    if not one and not other:
        return ""
    if not one or not other:
        return LONE
    return SAME if one & other else DIFFERENT


def _plain(value: Any) -> set[str]:
    """Capitals, blanks and signs make no difference; of several phones one in common is enough."""
    values = value if isinstance(value, tuple) else (value,)
    plain = ("".join(sign for sign in str(one or "").casefold() if sign.isalnum()) for one in values)
    return {one for one in plain if one}


def last_decisions(by: rules.By, *, count: int | None = 10) -> QuerySet[Decision]:
    """People's words on pairs, newest first; withdrawn ones too. All of them without a count."""
    refuse_unless(rules.may_read_imports(by))
    told = Decision.objects.select_related("record", "other", "by").prefetch_related("events")
    return told.order_by("-at", "-pk")[:count]


def last_merges(by: rules.By, *, count: int = 5) -> QuerySet[LinkEvent]:
    """Businesses that were made one by hand, newest first; those taken back too."""
    refuse_unless(rules.may_read_imports(by))
    made = LinkEvent.objects.filter(kind=LinkEventKind.MERGE, decision=None)
    return made.select_related("business", "other", "by", "undone_by").order_by("-at", "-pk")[:count]


def linking_overview(by: rules.By) -> LinkingOverview:
    refuse_unless(rules.may_read_imports(by))
    return LinkingOverview(
        Profile.objects.filter(current=True).count(), review_progress(by), _source_counts()
    )


def review_progress(by: rules.By) -> ReviewProgress:
    refuse_unless(rules.may_read_imports(by))
    asked = open_questions()
    counted = asked.aggregate(left=Count("pk"), groups=Count("group", distinct=True))
    answered = Likeness.objects.filter(state__in=(LikenessState.SAME, LikenessState.DIFFERENT)).count()
    return ReviewProgress(**counted, rows=len(_waiting()), answered=answered)


def _waiting() -> list[int]:
    """Rows that are in no business until somebody answers."""
    ends = open_questions().values_list("record", "other")
    asked = {end for pair in ends for end in pair}
    placed = Membership.objects.filter(record__in=asked).values_list("record", flat=True)
    return sorted(asked - set(placed))


def _source_counts() -> list[SourceCount]:
    stands = Q(batch__state=BatchState.COMMITTED)
    rows = SourceRecord.objects.filter(stands).values_list("source", "verdict").annotate(count=Count("pk"))
    counts = Counter({(source, verdict): count for source, verdict, count in rows})
    reviewed = SourceRecord.objects.filter(stands, verdict=RowVerdict.REVIEW, membership__isnull=False)
    decided = dict(reviewed.values_list("source").annotate(count=Count("pk")))
    sources = Source.objects.exclude(key=HAND).order_by("-rank", "title")
    made = [_source_count(source, counts, decided.get(source.pk, 0)) for source in sources]
    return [one for one in made if one.rows]


def _source_count(source: Source, counts: Mapping[tuple[int, str], int], decided: int) -> SourceCount:
    of = {verdict: counts.get((source.pk, verdict), 0) for verdict in RowVerdict.values}
    rows = sum(of.values())
    created, attached, review = (of[v] for v in (RowVerdict.CREATE, RowVerdict.ATTACH, RowVerdict.REVIEW))
    other = rows - created - attached - review
    return SourceCount(source, rows, created, attached, decided, review - decided, other)


def joined(by: rules.By, rows: Iterable[SourceRecord]) -> dict[int, list[Side]]:
    """What each row of a checked file joins or is compared with, by the row's id; strongest first."""
    refuse_unless(rules.may_read_imports(by))
    rows = list(rows)
    ids = [row.pk for row in rows if row.verdict == RowVerdict.REVIEW]
    met: dict[int, list[int]] = {r.pk: [r.follows_id] for r in rows if r.follows_id and r.pk not in ids}
    pairs = Likeness.objects.filter(Q(record__in=ids) | Q(other__in=ids)).exclude(state=LikenessState.KEPT)
    for one, other in pairs.order_by("-weight", "id").values_list("record", "other"):
        for row, beside in ((one, other), (other, one)):
            if row in ids:
                met.setdefault(row, []).append(beside)
    sides = {
        side.record.pk: side for side in sides_of(sorted({end for ends in met.values() for end in ends}))
    }
    return {row: [sides[end] for end in ends] for row, ends in met.items()}
