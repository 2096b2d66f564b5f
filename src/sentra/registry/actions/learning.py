"""What people's answers teach: a correction of the weights, and a better order of what is still asked."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import linkage
from sentra.registry import queries, rules
from sentra.registry.models import Likeness, LikenessState, LinkModel

EVERY = 10  # answers between two lessons
LEARNED = "context"  # the part of a weight that answers taught


@job
def learn_from_answers(*, by: User, at: datetime, progress: Progress) -> dict[str, Any]:
    """Fits the correction to all answers that stand, and weighs the open questions by it."""
    refuse_unless(rules.may_review(by))
    labels = list(_labels())
    try:
        learned = linkage.learn(labels, version=f"jawaban-{len(labels)}")
    except linkage.LinkageRefused as too_few:
        return {"labels": len(labels), "why": str(too_few)}
    with transaction.atomic():
        progress.confirm()
        asked = _reweigh(learned)
        stored = LinkModel.objects.update_or_create(version=learned.version, defaults=_columns(learned, at))[
            0
        ]
        new = {"labels": len(labels), "questions": asked}
        record(by=by, at=at, act="learn_from_answers", subject=stored, new=new)
    return new


def _labels() -> Iterator[linkage.Label]:
    for one in queries.answered():
        if one.features:
            yield linkage.Label(_untaught(one), tuple(one.features), one.state == LikenessState.SAME)


def _columns(learned: linkage.Learned, at: datetime) -> dict[str, Any]:
    return {
        "weights": queries.stored_weights(),
        "learned": asdict(learned),
        "labels": learned.labels,
        "at": at,
    }


def _untaught(one: Likeness) -> float:
    """The weight before any answer."""
    taught: float = sum(part[2] for part in one.parts if part[0] == LEARNED)
    return one.weight - taught


def _reweigh(learned: linkage.Learned) -> int:
    """The open questions under what was learned: their order changes, what they ask does not."""
    asked = list(queries.open_questions().select_related("record__source").exclude(features=[]))
    urgent: dict[str, float] = {}
    for one in asked:
        bits = learned.correction(one.features)
        one.weight = _untaught(one) + bits
        one.parts = [*(part for part in one.parts if part[0] != LEARNED), [LEARNED, "learned", bits, 0.0]]
        urgent[one.group] = max(urgent.get(one.group, 0.0), _urgency(one))
    for one in asked:
        one.priority = urgent[one.group]  # records that hang together are asked about together
    Likeness.objects.bulk_update(asked, ["weight", "parts", "priority"], batch_size=500)
    return len(asked)


def _urgency(one: Likeness) -> float:
    ends = linkage.RecordId(str(one.record_id)), linkage.RecordId(str(one.other_id))
    return linkage.doubt(linkage.Edge(*ends, one.weight, (), "")) * one.record.source.stakes
