"""One value per field out of many records that say different things: chosen by rule, with its provenance.

Nothing here is particular to linkage: a member is a record id, a source, its rank, a date and values. The
default rule is the house's: the highest rank wins, then the newest. A rule may prefer sources (for a time),
agreement of several, or length without abbreviations. Fields of a group (an address) move together, so
that no address is made of two. A person's word outranks every source until it expires.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sentra.engines.linkage.problem import Field, LinkageRefused, RecordId

Values = Mapping[str, Any]
Criterion = Literal["agreed", "source", "rank", "longest", "newest"]


class Member(NamedTuple):
    """What one record says; a field that is absent, None or an empty text says nothing."""

    record: RecordId
    source: str
    rank: int
    seen: date
    values: Values


class Override(NamedTuple):
    """A person's word on a field, from `seen` until the day before `until` (None: for good)."""

    field: str
    value: Any
    record: RecordId
    seen: date
    until: date | None = None


class Preferred(NamedTuple):
    """A source that is believed first, while what it says is no older than `days` (None: always)."""

    source: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """How a field is chosen: by the first criterion that tells two records apart, then by record id.

    "agreed": by how many sources say the same, from two up; "source": by the order of `sources`;
    "rank": the highest; "longest": without abbreviations, then the longer text; "newest": the last seen.
    """

    by: tuple[Criterion, ...] = ("rank", "newest")
    sources: tuple[Preferred, ...] = ()


@dataclass(frozen=True, slots=True)
class Survivorship:
    """The choice of each field (others take `default`), and the groups of fields that move together.

    A group is chosen as its first field is; its other fields have no choice of their own.
    """

    fields: Mapping[str, Choice]
    groups: tuple[tuple[str, ...], ...] = ()
    default: Choice = Choice()

    def __post_init__(self) -> None:
        grouped = [name for group in self.groups for name in group]
        if len(grouped) != len(set(grouped)):
            raise LinkageRefused("A field can move with one group only.")
        for group in self.groups:
            if not group or set(group[1:]) & self.fields.keys():
                raise LinkageRefused("The fields of a group are chosen as its first field is.")

    def choice(self, name: str) -> Choice:
        return self.fields.get(name, self.default)


HOUSE = Survivorship({})

ONLY, OVERRIDE, COMPLETED, RECORD = "only", "override", "completed", "record"


def golden_record(
    members: Sequence[Member], rules: Survivorship = HOUSE, overrides: Iterable[Override] = (), *, on: date
) -> dict[str, Field]:
    """The field of each name that anyone says, as of the day `on`, whatever the order of members.

    `Field.rule` names what decided: "only" (nobody says otherwise), a criterion, "record" (the lowest id,
    when all else is equal), "completed" (see below), "override". `Field.others` are the differing values.

    Of a group the winner's fields are taken as they are; a field it lacks is taken from the next record that
    contradicts none of the winner's and shares one of them: its rule is "completed".
    Raises LinkageRefused when two members have one record id.
    """
    if len({member.record for member in members}) < len(members):
        raise LinkageRefused("A record can be a member once.")
    golden: dict[str, Field] = {}
    grouped = {name for group in rules.groups for name in group}
    for group in rules.groups:
        golden |= _group(members, group, rules.choice(group[0]), on)
    for name in {name for member in members for name in member.values} - grouped:
        golden |= _group(members, (name,), rules.choice(name), on)
    for override in sorted(overrides, key=lambda o: (o.seen, o.record)):
        if override.seen <= on and (override.until is None or on < override.until):
            golden[override.field] = _overridden(override, members)
    return dict(sorted(golden.items()))


def _says(member: Member, name: str) -> bool:
    value = member.values.get(name)
    return value is not None and value != ""


def _group(members: Sequence[Member], group: Sequence[str], choice: Choice, on: date) -> dict[str, Field]:
    """The fields of one group (most groups have one field), by one order of the records."""
    speaking = [member for member in members if any(_says(member, name) for name in group)]
    keys = {member.record: _key(member, group, speaking, choice, on) for member in speaking}
    order = sorted(speaking, key=lambda member: (keys[member.record], member.record))
    found: dict[str, Field] = {}
    for name in group:
        giver = _giver(order, group, name)
        if giver is not None:
            rule = _rule(order, name, giver, keys, choice) if giver is order[0] else COMPLETED
            found[name] = Field(
                giver.values[name], giver.record, rule, giver.seen, _others(order, name, giver)
            )
    return found


def _giver(order: Sequence[Member], group: Sequence[str], name: str) -> Member | None:
    """The first that says it and fits the winner."""
    return next((m for m in order if _says(m, name) and (m is order[0] or _fits(m, order[0], group))), None)


def _fits(member: Member, winner: Member, group: Sequence[str]) -> bool:
    both = [name for name in group if _says(member, name) and _says(winner, name)]
    return bool(both) and all(member.values[name] == winner.values[name] for name in both)


def _others(order: Sequence[Member], name: str, giver: Member) -> tuple[tuple[Any, RecordId], ...]:
    """The differing values, best first, each once with the best record that says it."""
    seen = [giver.values[name]]
    others = []
    for member in order:
        if _says(member, name) and member.values[name] not in seen:
            seen.append(member.values[name])
            others.append((member.values[name], member.record))
    return tuple(others)


Key = tuple[float, ...]


def _key(member: Member, group: Sequence[str], speaking: Sequence[Member], choice: Choice, on: date) -> Key:
    """Lower is better, one number per criterion."""
    measures: Mapping[Criterion, Callable[[], float]] = {
        "agreed": lambda: -_agreeing(member, group, speaking),
        "source": lambda: _preference(member, choice.sources, on),
        "rank": lambda: -member.rank,
        "longest": lambda: -_fullness(member.values.get(group[0])),
        "newest": lambda: -_moment(member.seen),
    }
    return tuple(measures[criterion]() for criterion in choice.by)


def _moment(seen: date) -> float:
    """Days, with the part of the day when it is known."""
    if not isinstance(seen, datetime):
        return float(seen.toordinal())
    return seen.toordinal() + (seen.hour * 3600 + seen.minute * 60 + seen.second) / 86400.0


def _agreeing(member: Member, group: Sequence[str], speaking: Sequence[Member]) -> int:
    """How many sources say the same of the group's first field; one alone is no agreement."""
    said = member.values.get(group[0])
    sources = {other.source for other in speaking if other.values.get(group[0]) == said}
    return len(sources) if _says(member, group[0]) and len(sources) > 1 else 0


def _preference(member: Member, sources: Sequence[Preferred], on: date) -> int:
    """The place among the preferred sources; behind all of them when it is none or too old."""
    age = on.toordinal() - member.seen.toordinal()
    places = (
        place
        for place, preferred in enumerate(sources)
        if preferred.source == member.source and (preferred.days is None or age <= preferred.days)
    )
    return next(places, len(sources))


def _fullness(value: Any) -> int:
    """Length, with every abbreviation ("Moh.", "M") counting against all else."""
    text = "" if value is None else str(value)
    shortened = sum(word.endswith(".") or len(word) == 1 for word in text.split())
    return len(text) - 10_000 * shortened


def _rule(
    order: Sequence[Member], name: str, giver: Member, keys: Mapping[RecordId, Key], choice: Choice
) -> str:
    """The first criterion that put the giver before the best record that says otherwise."""
    other = next((m for m in order if _says(m, name) and m.values[name] != giver.values[name]), None)
    if other is None:
        return ONLY
    pairs = zip(choice.by, keys[giver.record], keys[other.record], strict=True)
    return next((criterion for criterion, ours, theirs in pairs if ours != theirs), RECORD)


def _overridden(override: Override, members: Sequence[Member]) -> Field:
    order = sorted(members, key=lambda m: (-m.rank, -_moment(m.seen), m.record))
    said = Member(override.record, "", 0, override.seen, {override.field: override.value})
    others = _others([said, *order], override.field, said)
    return Field(override.value, override.record, OVERRIDE, override.seen, others)
