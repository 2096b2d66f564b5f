"""What is published so that anybody can check a round: registration numbers and tokens of that round only.

The stand-alone verifier (`documents/periksa.py`) reads it. Reasons that people wrote are not published: they
may speak of people. Only a salted hash of each is; the auditor's bundle holds text and salt.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from sentra.base.audit.models import Entry
from sentra.base.people import vault
from sentra.programmes.models import Award, AwardOrigin, AwardState, Override, Plan, Round
from sentra.programmes.queries.lottery import secret_of, seed_of
from sentra.programmes.queries.plans import adopted_plan, row_names
from sentra.programmes.queries.problem import fund_id, package_id

SCHEMA = "sentra-proof-1"
GONE = (AwardState.DECLINED, AwardState.WITHDRAWN)
Json = dict[str, Any]


class NotPublished(Exception):
    """No plan of the round was adopted yet: its secret is still one."""


def proof_of(round_: Round) -> Json:
    """Everything from what was committed to up to who receives now. Raises NotPublished."""
    plan = adopted_plan(round_)
    if plan is None:
        raise NotPublished(f"{round_.code} has no plan that was adopted")
    return {
        "schema": SCHEMA,
        "round": round_.code,
        "title": round_.title,
        "commitment": round_.commitment,
        "lottery": {
            "source": round_.lottery_source,
            "on": round_.lottery_on.isoformat() if round_.lottery_on else "",
            "value": round_.lottery_value,
            "secret": secret_of(round_).hex(),
            "seed": seed_of(round_),
        },
        "frozen": round_.frozen,
        "steps": [_step(step, word) for step, word in _chain(plan)],
        "departures": [_departure(award, entry) for award, entry in _declined(round_)],
        "awards": [
            _given(award) | {"origin": award.origin}
            for award in _awards(round_).exclude(state__in=GONE).order_by("proposal__number")
        ],
        "papers": [
            {"kind": paper.kind, "number": paper.number, "sha256": paper.document.sha256}
            for paper in round_.papers.filter(
                kind__in=("minutes", "decree"), void=False, document__isnull=False
            )
            .select_related("document")
            .order_by("pk")
            if paper.document
        ],
        "names": _names(round_, plan),
    }


def _chain(plan: Plan) -> list[tuple[Plan, Override | None]]:
    """From the plan of the round as frozen to the one in force, each with the word that made it."""
    found: list[tuple[Plan, Override | None]] = []
    while word := _word_before(plan):
        found.append((plan, word))
        plan = word.before
    return [(plan, None), *reversed(found)]


def _word_before(plan: Plan) -> Override | None:
    words = Override.objects.filter(after=plan, undone_at=None).select_related("before", "proposal")
    return words.order_by("-pk").first()


def _step(plan: Plan, word: Override | None) -> Json:
    return {"plan": plan.number, "word": _word(word) if word else None, "solution": plan.solution}


def _word(word: Override) -> Json:
    return {
        "proposal": word.proposal.number,
        "package": package_id(word.package_id) if word.package_id else None,
        "fund": fund_id(word.fund_id) if word.fund_id else None,
        "cost_tenths": word.cost_tenths,
        "reason_sha256": sealed_reason(word)["sha256"],
    }


def _awards(round_: Round) -> Any:
    return Award.objects.filter(round=round_).select_related("proposal")


def _declined(round_: Round) -> list[tuple[Award, Entry]]:
    """In the order in which people stepped back, with the act on record that says who moved up."""
    awards = {str(award.pk): award for award in _awards(round_).filter(state=AwardState.DECLINED)}
    acts = Entry.objects.filter(act="decline", subject_kind="programmes.award", subject_id__in=list(awards))
    return [(awards[act.subject_id], act) for act in acts.order_by("number")]


def _departure(award: Award, entry: Entry) -> Json:
    moved = _awards(award.round).filter(
        origin=AwardOrigin.PROMOTED, proposal__number__in=entry.new.get("promoted", [])
    )
    return {
        "on": timezone.localtime(entry.at).date().isoformat(),
        "declined": award.proposal.number,
        "promoted": [_given(one) for one in moved.order_by("proposal__number")],
        "reason_sha256": sealed_reason(award)["sha256"],
    }


def _given(award: Award) -> Json:
    return {
        "applicant": award.proposal.number,
        "package": package_id(award.package_id),
        "fund": fund_id(award.fund_id),
        "cost_idr": award.value_idr,
    }


def _names(round_: Round, plan: Plan) -> Mapping[str, str]:
    """What ids stand for; for people, the verifier looks only at ids."""
    packages = {package_id(pk): title for pk, title in round_.packages.values_list("pk", "title")}
    return dict(row_names(plan)) | packages


def reasons_of(round_: Round) -> list[Json]:
    """Every reason that a proof holds the hash of, with its salt: for the auditor, not for publication."""
    return [*_reasons(round_)]


def _reasons(round_: Round) -> Iterator[Json]:
    if plan := adopted_plan(round_):
        for _plan, word in _chain(plan):
            if word:
                yield {"proposal": word.proposal.number, "act": "override", **sealed_reason(word)}
    for award, _entry in _declined(round_):
        yield {"proposal": award.proposal.number, "act": "decline", **sealed_reason(award)}


def sealed_reason(about: Override | Award) -> Json:
    """Salt, text and hash; the salt keeps a short reason from being guessed from its hash."""
    salt = vault.token("reason", f"{about._meta.label_lower}-{about.pk}")
    digest = hashlib.sha256(f"{salt}:{about.reason}".encode()).hexdigest()
    return {"reason": about.reason, "salt": salt, "sha256": digest}
