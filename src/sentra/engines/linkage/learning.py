"""What the clerks' answers teach: a small correction of each weight, from the pair and its competitors.

A logistic regression with ridge on top of the model's weight (the weight is an offset, so without labels
nothing changes), over clipped features: so few answers suffice only to shift a model, not to build one. What
rivals take off a link (`rivals.py`) is taken off the offset too: clusters do so whatever was learned. It is
fitted by Newton steps without any random choice.

Monotone: more weight, a larger gap to the competitors or a stronger part never lowers a score. The
correction is a part of the edge like any other ("context"): weight = prior + sum of parts still holds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import NamedTuple

from sentra.engines.linkage.linear import solved
from sentra.engines.linkage.problem import Edge, LinkageRefused, Norm, Part, RecordId
from sentra.engines.linkage.rivals import taken_by_rivals

PARTS = ("name", "business", "group", "place", "distance", "phone", "nik", "nib", "product", "list")
LESSENS = (("craft", "product"), ("homonym", "place"))  # what one part takes off another is a part of it
CONTEXT = (
    "gap_worse",  # bits to the best competing link of either record, the smaller
    "rivals",  # bits that rows of one list take off each other (`rivals.py`)
    "links_fewer",  # log of the number of links of either record
    "links_more",
    "namesakes_fewer",  # log of the number of records with the same key of name in its village
    "namesakes_more",
    "same_source",
    "tokens",  # of the shorter name
    "other_length",
)
NAMES = CONTEXT + PARTS + tuple(f"{part}_known" for part in PARTS)
RISING = frozenset(("gap_worse",))  # a coefficient below 0 would be noise
RIVALS = NAMES.index("rivals")

ALONE = -5.0  # bits of the competitor of a link that has none
FAR = 20.0  # bits beyond which a gap says no more
MOST = 6.0  # bits: what is learned may correct, not overrule
LENIENT = 1.0
"""Bits given on top: answers judge pairs, but clusters ask for averages, in which rows that never met weigh
against a link. At even odds more links were refused than were wrong."""
STEPS = 20  # Newton steps; ten are enough for three hundred labels to nine digits
LN2 = log(2.0)


class Label(NamedTuple):
    """One answer: the weight in bits and the features the pair had, and what the clerk said."""

    weight: float
    features: tuple[float, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """The correction in bits is `shift` + sum of slope * (clipped feature - middle); JSON-serialisable."""

    version: str
    labels: int
    shift: float
    slopes: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    middle: tuple[float, ...]

    def __post_init__(self) -> None:
        if {len(self.slopes), len(self.low), len(self.high), len(self.middle)} != {len(NAMES)}:
            raise LinkageRefused(f"What was learned ({self.version}) speaks of other features than these.")

    def correction(self, features: Sequence[float]) -> float:
        """Bits to add to the weight, at most MOST either way."""
        terms = zip(self.slopes, features, self.low, self.high, self.middle, strict=True)
        bits = self.shift + sum(s * (min(max(x, low), high) - mid) for s, x, low, high, mid in terms)
        return min(max(bits, -MOST), MOST)


def features(records: Mapping[RecordId, Norm], edges: Sequence[Edge]) -> list[tuple[float, ...]]:
    """One row of NAMES per edge. `edges` must be all links at once: competitors are among them."""
    links: dict[RecordId, list[float]] = {}
    for edge in edges:
        links.setdefault(edge.a, []).append(edge.weight)
        links.setdefault(edge.b, []).append(edge.weight)
    best = {key: sorted(weights, reverse=True)[:2] for key, weights in links.items()}
    taken = dict(_taken(records, edges))
    namesakes = Counter((norm.village, norm.key1) for norm in records.values())

    def gap(record: RecordId, weight: float) -> float:
        strongest, second = (*best[record], ALONE)[:2]
        return min(max(weight - (strongest if weight < strongest else second), -FAR), FAR)

    def row(at: int, edge: Edge) -> tuple[float, ...]:
        a, b = records[edge.a], records[edge.b]
        return (
            min(gap(edge.a, edge.weight), gap(edge.b, edge.weight)),
            taken.get(at, 0.0),
            *sorted((log(len(links[edge.a])), log(len(links[edge.b])))),
            *sorted((log(namesakes[a.village, a.key1]), log(namesakes[b.village, b.key1]))),
            float(a.source == b.source),
            float(min(a.tokens, b.tokens)),
            float(a.tokens != b.tokens),
            *_parts(edge),
        )

    return [row(at, edge) for at, edge in enumerate(edges)]


def _taken(records: Mapping[RecordId, Norm], edges: Sequence[Edge]) -> list[tuple[int, float]]:
    """By the place of an edge, what its rivals take off; no decision is known here."""
    place = {key: at for at, key in enumerate(records)}
    ends = (sorted((place[edge.a], place[edge.b])) for edge in edges)
    links = [(-edge.weight, low, high) for edge, (low, high) in zip(edges, ends, strict=True)]
    return taken_by_rivals(links, [edge.owner for edge in edges], list(records.values()), range(len(place)))


def _parts(edge: Edge) -> list[float]:
    said = {part.comparison: part.weight for part in edge.parts}
    for less, of in LESSENS:
        if less in said:
            said[of] += said.pop(less)
    return [said.get(key, 0.0) for key in PARTS] + [float(key in said) for key in PARTS]


def learn(labels: Sequence[Label], *, version: str, ridge: float = 15.0) -> Learned:
    """The correction that fits `labels`. Raises LinkageRefused below 30 labels or with one kind of answer."""
    answers = Counter(label.same for label in labels)
    if len(labels) < 30 or len(answers) < 2:
        raise LinkageRefused("Learning needs 30 answers or more, of both kinds.")
    scales = [_scale([label.features[k] for label in labels]) for k in range(len(NAMES))]
    rows = [[1.0, *(s.standard(x) for s, x in zip(scales, label.features, strict=True))] for label in labels]
    floors = [-inf] + [_floor(name, scale) for name, scale in zip(NAMES, scales, strict=True)]
    shift, *slopes = _fitted(rows, labels, floors, [1.0] + [ridge] * len(NAMES))
    return Learned(
        version,
        len(labels),
        shift / LN2 + LENIENT,
        tuple(slope / scale.spread / LN2 for slope, scale in zip(slopes, scales, strict=True)),
        tuple(scale.low for scale in scales),
        tuple(scale.high for scale in scales),
        tuple(scale.middle for scale in scales),
    )


class _Scale(NamedTuple):
    low: float
    high: float
    middle: float
    spread: float

    def standard(self, x: float) -> float:
        return (min(max(x, self.low), self.high) - self.middle) / self.spread


def _scale(values: Sequence[float]) -> _Scale:
    """Clips to the middle 96 % of what was labelled: beyond it nothing was learned."""
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 50], ordered[-1 - len(ordered) // 50]
    clipped = [min(max(x, low), high) for x in ordered]
    middle = sum(clipped) / len(clipped)
    spread = (sum((x - middle) ** 2 for x in clipped) / len(clipped)) ** 0.5
    return _Scale(low, high, middle, spread if spread > 1e-9 else 1.0)


def _floor(name: str, scale: _Scale) -> float:
    """The least coefficient that keeps a score rising with this feature."""
    if name in RISING:
        return 0.0
    return -LN2 * scale.spread if name in PARTS else -inf


def _fitted(
    rows: Sequence[Sequence[float]], labels: Sequence[Label], floors: Sequence[float], ridge: Sequence[float]
) -> list[float]:
    """Newton steps for the penalised likelihood; a coefficient below its floor stays there."""
    alone = (label.weight - label.features[RIVALS] for label in labels)  # clusters take the rivals off again
    offsets = [min(max(weight, -FAR), FAR) * LN2 for weight in alone]
    found = [0.0] * len(floors)
    for _ in range(STEPS):
        step = _step(rows, labels, offsets, found, floors, ridge)
        scale = min(1.0, 3.0 / (max(map(abs, step)) or 1.0))
        found = [max(c + s * scale, floor) for c, s, floor in zip(found, step, floors, strict=True)]
    return found


def _step(
    rows: Sequence[Sequence[float]],
    labels: Sequence[Label],
    offsets: Sequence[float],
    found: Sequence[float],
    floors: Sequence[float],
    ridge: Sequence[float],
) -> list[float]:
    """The Newton step over the coefficients that may move."""
    size = range(len(found))
    odds = [
        o + sum(c * x for c, x in zip(found, row, strict=True)) for o, row in zip(offsets, rows, strict=True)
    ]
    shares = [1.0 / (1.0 + exp(-min(max(x, -500.0), 500.0))) for x in odds]
    errors = [label.same - share for label, share in zip(labels, shares, strict=True)]
    columns = list(zip(*rows, strict=True))
    slope = [_dot(columns[k], errors) - ridge[k] * found[k] for k in size]
    free = [k for k in size if found[k] > floors[k] or slope[k] > 0]
    spread = [share * (1.0 - share) for share in shares]
    weighted = [[x * s for x, s in zip(columns[k], spread, strict=True)] for k in free]
    curve = [
        [_dot(one, columns[j]) + (ridge[j] if i == j else 0.0) for j in free]
        for i, one in zip(free, weighted, strict=True)
    ]
    step = dict(zip(free, solved(curve, [slope[k] for k in free]), strict=True))
    return [step.get(k, 0.0) for k in size]


def _dot(one: Sequence[float], other: Iterable[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def rerank(edges: Sequence[Edge], rows: Sequence[tuple[float, ...]], learned: Learned | None) -> list[Edge]:
    """The edges with the correction as one more part; as they are when nothing was learned."""
    if learned is None:
        return list(edges)
    return [_corrected(edge, row, learned) for edge, row in zip(edges, rows, strict=True)]


def _corrected(edge: Edge, row: tuple[float, ...], learned: Learned) -> Edge:
    if any(part.comparison == "context" for part in edge.parts):
        raise LinkageRefused(f"The link of {edge.a} and {edge.b} is corrected already.")
    part = Part("context", "learned", learned.correction(row))
    return edge._replace(weight=edge.weight + part.weight, parts=(*edge.parts, part))
