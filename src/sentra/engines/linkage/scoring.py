"""Scores in process: one pair, or a sheet of new rows against everything known, in milliseconds.

The same levels and weights as the batch (`batch.py`); asking Splink for the same would cost 0.15 s of SQL
planning before the first row is compared. Every edge carries its parts, so it explains itself.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sentra.engines.linkage.blocking import MAX_CARRIERS, Dropped, block_keys, open_keys
from sentra.engines.linkage.comparing import HOMONYM, NAME, TERMS, THEMES, Theme
from sentra.engines.linkage.model import check_model
from sentra.engines.linkage.problem import (
    Comparison,
    Edge,
    Level,
    LinkageRefused,
    Model,
    Norm,
    Part,
    RecordId,
)
from sentra.engines.linkage.sharing import Carriers, SharedNumbers
from sentra.engines.linkage.siblings import limit, said, sibling_part
from sentra.engines.linkage.wording import heard

Shares = Mapping[str, Mapping[str, float]]  # column -> value -> share


def rarity(level: Level, share: float | None) -> float:
    """Bits that a value's rarity adds to a level: its share stands in for `u`. Never seen is rarest."""
    floor = TERMS[level.term or ""]
    return math.log2(level.u) - math.log2(max(share or 0.0, floor))


class _Step(NamedTuple):
    """A level's part of the weight, and where its rarity is looked up, if anywhere."""

    part: Part
    level: Level
    shares: Mapping[str, float] | None
    rarest: Part  # of a value that the model knows no share of: nearly every name
    made: dict[str, Part]  # of the values it knows, as they are met

    def rare_part(self, norm: Norm) -> Part:
        value = getattr(norm, self.level.term or "")
        part = self.made.get(value)
        if part is None:
            share = (self.shares or {}).get(value)
            if share is None:
                return self.rarest
            part = self.made[value] = _with_term(self.part, rarity(self.level, share))
        return part


def _with_term(part: Part, term: float) -> Part:
    return Part(part.comparison, part.level, part.weight + term, term)


class _Try(NamedTuple):
    """A comparison ready to be tried."""

    level: Callable[[Norm, Norm], str | None]
    steps: dict[str, _Step]
    most: float  # bits it can add, with the rarest value there can be; absent, it adds nothing
    key: str

    def part(self, a: Norm, b: Norm) -> Part | None:
        key = self.level(a, b)
        if key is None:
            return None
        step = self.steps[key]
        return step.part if step.shares is None else step.rare_part(a)


def _try(theme: Theme, comparison: Comparison, terms: Shares) -> _Try:
    """A level whose shares the model does not know keeps the average rarity."""
    steps = {
        level.key: _step(theme.key, level, None if level.term is None else terms.get(level.term))
        for level in comparison.levels
    }
    most = max(0.0, *(step.rarest.weight for step in steps.values()))
    return _Try(theme.level, steps, most, theme.key)


def _step(theme: str, level: Level, shares: Mapping[str, float] | None) -> _Step:
    part = Part(theme, level.key, math.log2(level.m / level.u))
    rarest = part if shares is None else _with_term(part, rarity(level, None))
    return _Step(part, level, shares, rarest, {})


class Scorer:
    """A model ready to score pairs: `check_model` refuses it here, once, rather than at each pair."""

    def __init__(self, model: Model) -> None:
        check_model(model)
        comparisons = {comparison.key: comparison for comparison in model.comparisons}
        self._version, self._prior = model.version, model.prior
        self._tries = tuple(_try(theme, comparisons[theme.key], model.terms) for theme in THEMES)
        self._wording = model.wording
        self._siblings, self._said = model.siblings, said(model)

    def edge(self, a: Norm, b: Norm) -> Edge:
        """The evidence that two rows are one business; `a` and `b` of the edge are in order of id."""
        a, b = heard(a, self._wording), heard(b, self._wording)
        parts = (tried.part(a, b) for tried in self._tries)
        return self._edge(a, b, [part for part in parts if part is not None])

    def edge_above(self, a: Norm, b: Norm, least: float) -> Edge | None:
        """The same when it weighs at least `least` bits."""
        return next(iter(self.edges_above(a, (b,), least)), None)

    def edges_above(self, row: Norm, others: Iterable[Norm], least: float) -> list[Edge]:
        """The edges of a row with others that weigh so much; most pairs that do not are left early."""
        row = heard(row, self._wording)
        # What the row itself lacks is compared with nobody; but a name may stand in the other's business, and
        # the other may not know its village.
        facing = [
            tried for tried in self._tries if tried.key in _OF_THE_OTHER or tried.level(row, row) is not None
        ]
        most = self._prior + sum(tried.most for tried in facing) + _ROUNDING
        edges = (self._above(row, heard(other, self._wording), facing, most, least) for other in others)
        return [edge for edge in edges if edge is not None]

    def _above(self, a: Norm, b: Norm, facing: Sequence[_Try], most: float, least: float) -> Edge | None:
        parts: list[Part] = []
        for level, steps, its_most, _ in facing:  # `_Try.part`, without a call: this is the innermost loop
            if most < least:
                return None
            key = level(a, b)
            if key is None:
                most -= its_most
                continue
            part, _, shares, _, _ = step = steps[key]
            if shares is not None:
                part = step.rare_part(a)
            parts.append(part)
            most += part[2] - its_most
        edge = self._edge(a, b, parts) if most >= least else None
        return edge if edge is not None and edge.weight >= least else None

    def _edge(self, a: Norm, b: Norm, parts: list[Part]) -> Edge:
        first, second = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        weight = sum((part.weight for part in parts), start=self._prior)
        if self._siblings is not None:
            other = sibling_part(weight, limit(self._siblings.prior, self._said, parts))
            if other is not None:
                parts.append(other)
                weight += other.weight
        return Edge(first, second, weight, tuple(parts), self._version)


_OF_THE_OTHER = frozenset({NAME.key, HOMONYM.key})
_ROUNDING = 1e-9  # bits by which sums taken in another order may differ


def score(a: Norm, b: Norm, model: Model) -> Edge:
    """The edge between two rows, whatever its weight; the same when they are swapped.

    Nothing is known here of other rows: a number that many carry must be taken off first
    (`SharedNumbers.bare`). Many pairs of one model are scored faster by a `Scorer`.
    """
    return Scorer(model).edge(a, b)


Key = tuple[str, ...]


class _Keys(NamedTuple):
    """The keys a row is found by, and those it finds others by, each once."""

    told: tuple[Key, ...]
    asked: tuple[Key, ...]


def _keys(norm: Norm) -> _Keys:
    shut = tuple(dict.fromkeys(block_keys(norm)))
    told, asked = (tuple(open_keys(norm, asking=asking)) for asking in (False, True))
    return _Keys(shut + told, shut + asked)


class _Buckets:
    """Positions by key. A key that too many rows carry holds None for good."""

    def __init__(self) -> None:
        self._rows: dict[int, int | list[int] | None] = {}
        self.overfull: Counter[str] = Counter()

    def add(self, position: int, keys: Iterable[Key]) -> None:
        for key in keys:
            # The hash stands for the key: a rare clash of hashes costs one comparison and changes no score.
            self._put(hash(key), key[0], position)

    def _put(self, value: int, name: str, position: int) -> None:
        held = self._rows.setdefault(value, position)
        if isinstance(held, list):
            held.append(position)
            if len(held) > MAX_CARRIERS:
                self._rows[value] = None
                self.overfull[name] += 1
        elif held is not None and held != position:
            self._rows[value] = [held, position]

    def near(self, keys: Iterable[Key]) -> list[int]:
        found: set[int] = set()
        for key in keys:
            held = self._rows.get(hash(key))
            if held is not None:
                found.update(held if isinstance(held, list) else (held,))
        return sorted(found)


class Index:
    """All known rows, by the keys under which they meet; grows row by row.

    Holds personal numbers in memory only. A row is replaced by `remove` and `add`.
    """

    def __init__(self, records: Iterable[Norm] = ()) -> None:
        self._rows: list[Norm | None] = []
        self._position: dict[RecordId, int] = {}
        self._buckets = _Buckets()
        self.carriers = Carriers()
        for record in records:
            self.add(record)

    def __len__(self) -> int:
        return len(self._position)

    def __contains__(self, record: RecordId) -> bool:
        return record in self._position

    def add(self, norm: Norm) -> None:
        """Counts a row in. Raises LinkageRefused when its id is known."""
        if norm.id in self._position:
            raise LinkageRefused(f"Row {norm.id} is in the index already: remove it first.")
        position = len(self._rows)
        self._position[norm.id] = position
        self._rows.append(norm)
        self._buckets.add(position, _keys(norm).told)
        self.carriers.see(norm)

    def remove(self, record: RecordId) -> None:
        """Takes a row out. What it shared stays shared. Raises LinkageRefused when it is unknown."""
        if record not in self._position:
            raise LinkageRefused(f"Row {record} is not in the index.")
        self._rows[self._position.pop(record)] = None

    def near(self, norm: Norm) -> list[Norm]:
        """The rows that meet `norm` under any key, in the order they were added; never itself."""
        return [row for row in self.meeting(_keys(norm).asked) if row.id != norm.id]

    def meeting(self, keys: Iterable[Key]) -> list[Norm]:
        """The rows that have any of these keys, in the order they were added."""
        rows = (self._rows[position] for position in self._buckets.near(keys))
        return [row for row in rows if row is not None]

    def dropped(self, new: Iterable[Norm] = ()) -> tuple[Dropped, ...]:
        """Warnings: the keys with values that too many rows of the index carry, or too many `new` rows."""
        fresh = _Buckets()
        for position, norm in enumerate(new):
            fresh.add(position, _keys(norm).told)
        overfull = sorted((self._buckets.overfull + fresh.overfull).items())
        return tuple(Dropped(name, values, MAX_CARRIERS + 1) for name, values in overfull)

    def shared(self, new: Iterable[Norm] = ()) -> SharedNumbers:
        """What is ignored, once `new` rows are counted in with those of the index."""
        return self.carriers.would_share(new)


def link(new: Iterable[Norm], index: Index, model: Model, *, min_weight: float) -> Iterator[Edge]:
    """The edges of at least `min_weight` bits between new rows and the index, and among the new rows.

    A row of the index with the id of a new one is passed over: it is the new row as it was. For each new row
    in turn its edges come strongest first; an edge's `a` and `b` are in order of id. Raises LinkageRefused
    when two new rows have one id. Nothing is added to the index.
    """
    rows = list(new)
    if len({row.id for row in rows}) < len(rows):
        raise LinkageRefused("Two of the new rows have the same id.")
    scorer, shared, fresh = Scorer(model), index.shared(rows), _Buckets()
    bare = [shared.bare(row) for row in rows]
    replaced = {row.id for row in rows}
    for position, row in enumerate(bare):
        keys = _keys(row)
        others = [shared.bare(other) for other in index.meeting(keys.asked) if other.id not in replaced]
        others += [bare[earlier] for earlier in fresh.near(keys.asked)]
        fresh.add(position, keys.told)
        edges = scorer.edges_above(row, others, min_weight)
        yield from sorted(edges, key=lambda edge: (-edge.weight, edge.a, edge.b))
