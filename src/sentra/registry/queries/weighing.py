"""The evidence that two records are one business, as plain data: numbers, and sentences yet to be worded."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sentra.engines import linkage
from sentra.registry.models import Likeness, SourceRecord
from sentra.registry.queries.normal import normal_forms, raw_of


@dataclass(frozen=True, slots=True)
class Factor:
    """One bar of the waterfall, from `start` to `end` bits, with its sentence as sentences are stored.

    `comparison`: name, business, group, place, distance, phone, nik, nib, product, list or context.
    """

    comparison: str
    sentence: dict[str, Any]
    bits: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """`prior` and the bits of all factors add up to `weight`; `veto` names the rule that kept them apart."""

    prior: float
    factors: tuple[Factor, ...]
    weight: float
    veto: str = ""

    @property
    def probability(self) -> float:
        """That the two are one, 0 to 1, as the model has it; the veto is not in it."""
        return 1.0 / (1.0 + math.exp2(-max(-60.0, min(60.0, self.weight))))

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """What speaks for it, strongest first."""
        return [factor.sentence for factor in self.factors if factor.bits > 0]

    @property
    def sure(self) -> bool:
        """Whether the weight alone would have been enough to link without asking."""
        return self.weight >= linkage.SURE


def evidence(pairs: Iterable[Likeness]) -> dict[int, Evidence]:
    """By the id of the pair. Numbers stay sealed: a sentence says of them only whether they agree."""
    pairs = list(pairs)
    ends = {end for pair in pairs for end in (pair.record_id, pair.other_id)}
    norms = _public_norms(ends) if pairs else {}
    return {pair.pk: _weighed(pair, norms) for pair in pairs}


def _public_norms(record_ids: Collection[int]) -> dict[str, linkage.Norm]:
    rows = SourceRecord.objects.filter(pk__in=record_ids).select_related("source")
    told = rows.defer("cells", "sealed", "problems", "changes", "keys")
    raws = (raw_of(str(row.pk), row.source.key, row.recorded_at, row.values, {}) for row in told)
    return {str(norm.id): norm for norm in normal_forms(raws)}


def _weighed(pair: Likeness, norms: Mapping[str, linkage.Norm]) -> Evidence:
    one, other = norms[str(pair.other_id)], norms[str(pair.record_id)]
    parts = tuple(_part(*part) for part in pair.parts)
    edge = linkage.Edge(one.id, other.id, pair.weight, parts, pair.model)
    return explained(edge, one, other, pair.prior, veto=pair.veto)


def _part(comparison: str, level: str, weight: Any, term: Any) -> linkage.Part:
    return linkage.Part(comparison, level, float(weight), float(term))


def explained(
    edge: linkage.Edge, one: linkage.Norm, other: linkage.Norm, prior: float, *, veto: str = ""
) -> Evidence:
    """An edge of the engine as plain data."""
    told = linkage.explain(edge, one, other, prior)
    factors = tuple(
        Factor(f.code.partition(".")[0], _sentence(f.template, f.facts), f.weight, f.start, f.end)
        for f in told.factors
    )
    return Evidence(told.prior, factors, told.weight, veto)


def _sentence(template: str, facts: Mapping[str, str | int]) -> dict[str, Any]:
    """Names as people write them: the normal form has no capitals."""
    written = {key: fact.title() if isinstance(fact, str) else fact for key, fact in facts.items()}
    return {"text": template, "values": written}
