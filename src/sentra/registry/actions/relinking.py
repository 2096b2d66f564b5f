"""The whole register against itself: businesses that stand in it twice are put to a person, never joined."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import linkage, sheets
from sentra.registry import queries, rules
from sentra.registry.actions.linking import Evidence, standing
from sentra.registry.catalogue.meetings import left_out
from sentra.registry.models import Likeness, LikenessState, LinkModel, Source
from sentra.registry.queries.normal import normal_forms, raw


@job
def relink_register(*, by: User, at: datetime, progress: Progress) -> dict[str, Any]:
    """Compares all records in effect at once and asks about businesses that seem to be one."""
    refuse_unless(rules.may_review(by))
    described = list(queries.described())
    business = {linkage.RecordId(str(row.pk)): one for row, one in described}
    progress.tell(0, len(described), "")
    norms = normal_forms(raw(row) for row, _business in described)
    model = queries.link_model()
    found = linkage.link_batch(norms, model, min_weight=linkage.SURE)
    edges = [e for e in linkage.edges(found.edges, model) if business[e.a] != business[e.b]]
    asked = list(_questions({norm.id: norm for norm in norms}, edges, business))
    with transaction.atomic():
        progress.confirm()
        made = [Likeness(**one.columns(None, model.prior)) for one in asked]
        Likeness.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
        counts = {"records": len(described), "pairs": len(edges), "questions": len(asked)}
        record(by=by, at=at, act="relink_register", subject=("registry.likeness", ""), new=counts)
    progress.tell(len(described), len(described), "")
    return counts | {"left_out": [sheets.stored(left_out(one)) for one in found.dropped]}


@job
def fit_weights(*, by: User, at: datetime, progress: Progress) -> dict[str, Any]:
    """Weights from the register's own rows, how rare each name is among them; later imports go by these."""
    refuse_unless(rules.may_review(by))
    norms = normal_forms(raw(row) for row, _business in queries.described())
    model = linkage.attuned(norms, linkage.starting_model())  # better than `fit`: docs/engines/linkage.md
    with transaction.atomic():
        progress.confirm()
        taught = LinkModel.objects.exclude(learned=None).order_by("-at", "-pk").first()
        stored, _made = LinkModel.objects.update_or_create(
            version=model.version,
            defaults={
                "weights": json.loads(linkage.dump_model(model)),
                "learned": taught.learned if taught else None,
                "labels": taught.labels if taught else 0,
                "at": at,
            },
        )
        new = {"version": model.version, "records": len(norms)}
        record(by=by, at=at, act="fit_weights", subject=stored, new=new)
    return new


def _questions(
    norms: dict[linkage.RecordId, linkage.Norm],
    edges: list[linkage.Edge],
    business: dict[linkage.RecordId, int],
) -> Iterator[Evidence]:
    """The strongest pair of any two businesses that linkage would make one."""
    told = list(queries.decisions(norms, edges))
    decisions = [*told, *standing(norms, business)]
    clusters = linkage.cluster(norms, [*_one_list_each(norms, edges)], decisions, auto=linkage.SURE)
    group_of = {record: at for at, group in enumerate(clusters.groups) for record in group}
    features = linkage.features(norms, edges)
    stakes = queries.consequences()
    seen: set[frozenset[int]] = set()
    for edge, row in sorted(zip(edges, features, strict=True), key=lambda pair: -pair[0].weight):
        ends = frozenset((business[edge.a], business[edge.b]))
        if group_of[edge.a] == group_of[edge.b] and ends not in seen:
            seen.add(ends)
            urgency = edge.probability * max(stakes[norms[end].source] for end in (edge.a, edge.b))
            group = f"ulang-{min(ends)}-{max(ends)}"
            yield Evidence(edge, LikenessState.OPEN, group, urgency, "", row)


def _one_list_each(
    norms: dict[linkage.RecordId, linkage.Norm], edges: Iterable[linkage.Edge]
) -> Iterator[linkage.Edge]:
    """Without pairs of one list that holds one row a business."""
    single = set(Source.objects.filter(creates=True).values_list("key", flat=True))
    for edge in edges:
        source = norms[edge.a].source
        if source != norms[edge.b].source or source not in single:
            yield edge
