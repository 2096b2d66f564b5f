"""What linkage speaks of: rows, their normal form, the model, edges, decisions, events.

Frozen and JSON-serialisable. Personal numbers (NIK, phone, NIB) live here in memory only: a room
that stores an edge stores its parts and weights, never a number.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, NewType

RecordId = NewType("RecordId", str)
UnitId = NewType("UnitId", str)


class LinkageRefused(ValueError):
    """The input cannot be linked; the sentence says what and why."""


class Raw(NamedTuple):
    """One row as a source has it: cells by the names of CELLS, all text; absent and empty are the same."""

    id: RecordId
    source: str
    seen: date
    cells: Mapping[str, str]


CELLS = (
    "owner",  # the person
    "business",
    "group",  # KUB or Kelompok: never a business name
    "address",
    "hamlet",
    "rt",
    "rw",
    "village",  # a name, or a code of the gazetteer
    "district",  # a name, or a code of the gazetteer
    "regency",
    "phone",  # several may stand in one cell
    "nik",
    "nib",
    "product",
    "kbli",
    "latitude",
    "longitude",
)


class Note(NamedTuple):
    """A repair or a doubt of the normaliser."""

    field: str
    code: str
    before: str
    after: str


class Norm(NamedTuple):
    """A row in normal form. Absent is None (or an empty tuple), never an empty string."""

    id: RecordId
    source: str
    seen: date
    name: str | None = None  # owner, lower case, without titles: "muhammad slamet"
    phon: str | None = None  # its sound, token by token
    phon_sorted: str | None = None  # the sounds of its whole tokens, sorted
    key1: str | None = None  # sound of the first telling token, 5 letters
    key2: str | None = None  # end of the last telling token, 4 letters
    tokens: int = 0
    biz: str | None = None  # business name without form and filler
    group: str | None = None
    village: str | None = None  # code
    district: str | None = None  # code
    place: str | None = None  # the village's name, squeezed; without `village` several villages have it
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    phones: tuple[str, ...] = ()  # national significant number, "81234567890"
    nik: str | None = None  # 16 digits, only when whole and plausible
    nik12: str | None = None  # place and birth: what survives a spreadsheet
    sex: Literal["L", "P"] | None = None
    nib: str | None = None
    product: str | None = None
    kbli: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[Note, ...] = ()

    @property
    def local(self) -> str | None:
        """The product as one of its village."""
        return None if self.village is None or self.product is None else f"{self.village} {self.product}"


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement; `m` and `u` are its shares among matches and non-matches.

    `term` names the column whose frequency replaces `u` when both sides are equal on it.
    """

    key: str
    m: float
    u: float
    term: str | None = None

    def __post_init__(self) -> None:
        # A level that training never saw has no number but None or a word: it would weigh nothing, unseen.
        shares: tuple[object, object] = (self.m, self.u)
        if not all(isinstance(share, int | float) and 0 < share <= 1 for share in shares):
            raise LinkageRefused(
                f"Level {self.key} has m={self.m}, u={self.u}: both must be above 0 up to 1."
            )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The levels of one comparison, strongest first; a pair takes the first that holds."""

    key: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Siblings:
    """What two businesses of one owner look like: the third thing a pair may be, besides one and unrelated.

    Name, place and numbers tell owners apart, not their businesses. `prior` is in bits: how much likelier two
    rows of one owner are one business than two. `shares` are the shares of a comparison's levels among pairs
    of one owner's different businesses; they stand beside the level's `m`.
    """

    prior: float
    shares: Mapping[str, Mapping[str, float]]  # comparison -> level -> share


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a score depends on; stored as JSON with its version. `prior` is in bits."""

    version: str
    prior: float
    comparisons: tuple[Comparison, ...]
    terms: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # column -> value -> share
    siblings: Siblings | None = None
    wording: Mapping[str, str] = field(default_factory=dict)  # product -> the word that stands for it


class Part(NamedTuple):
    """What one comparison adds to the weight, in bits; `term` is the share of it due to rarity."""

    comparison: str
    level: str
    weight: float
    term: float = 0.0


SIBLING: Final = "sibling"  # the part that an owner's other business takes off a weight


class Edge(NamedTuple):
    """Two records and the evidence that they are one: weight = prior + sum of parts, in bits."""

    a: RecordId
    b: RecordId
    weight: float
    parts: tuple[Part, ...]
    model: str

    @property
    def probability(self) -> float:
        return 1.0 / (1.0 + math.exp2(-max(-60.0, min(60.0, self.weight))))

    @property
    def owner(self) -> float:
        """Bits that both are of one owner at least: without what his other business may take off."""
        return self.weight - sum(part.weight for part in self.parts if part.comparison == SIBLING)


class Decision(NamedTuple):
    """A person's word on a pair: it binds, whatever the score."""

    a: RecordId
    b: RecordId
    same: bool
    by: str
    at: datetime
    reason: str
    data: str = ""  # fingerprint of what the person saw; empty: never asked again


class Move(NamedTuple):
    """One record leaves a unit (None: it had none) for another (None: it has none)."""

    record: RecordId
    old: UnitId | None
    new: UnitId | None


EventKind = Literal["create", "attach", "detach", "merge", "split", "override"]


class Event(NamedTuple):
    """A change of memberships that can be taken back exactly."""

    kind: EventKind
    moves: tuple[Move, ...]
    cause: str


class Veto(NamedTuple):
    """A join that was refused, and the rule that refused it."""

    a: RecordId
    b: RecordId
    rule: str


class Conflict(NamedTuple):
    """A `same` that was not applied, because it would have put the pair of a `different` together."""

    same: Decision
    different: Decision


class Clusters(NamedTuple):
    """The partition: every record is in exactly one group; groups and members in order of id."""

    groups: tuple[tuple[RecordId, ...], ...]
    vetoes: tuple[Veto, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    contested: Mapping[tuple[RecordId, RecordId], float] = MappingProxyType(
        {}
    )  # bits that rivals left, a < b


class Field(NamedTuple):
    """A value of a golden record: where it comes from, by which rule, and what else was said."""

    value: Any
    record: RecordId
    rule: str
    seen: date
    others: tuple[tuple[Any, RecordId], ...]


class Metrics(NamedTuple):
    """Against a truth, over pairs (precision, recall, F1) and over records (B-cubed)."""

    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    groups: int
    true_groups: int
