"""Programmes, their money, and a round from its draft until it is closed for proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.programmes.catalogue import criteria, eligibility, goals
from sentra.programmes.models import (
    Fund,
    FundSource,
    Package,
    PackageLine,
    Programme,
    Quota,
    Round,
    RoundState,
    ToolKind,
)
from sentra.programmes.queries.rounds import price_of
from sentra.programmes.rules import planning, roles
from sentra.programmes.rules.planning import Limit


@dataclass(frozen=True, slots=True)
class Tool:
    """A kind of tool as it is asked for: `stock` None means that any number can be had.

    `serial_asked`: each piece is bought, handed over and looked for by a number of its own.
    """

    name: str
    price_idr: int
    specification: str = ""
    unit: str = "unit"
    stock: int | None = None
    serial_asked: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How a round is decided; as it stands, what a new round begins with."""

    eligibility: Sequence[str] = eligibility.USUAL
    weights: Mapping[str, int] = field(default_factory=lambda: dict(criteria.USUAL))
    goals: Sequence[str] = goals.USUAL
    repeat_months: int = 24
    quotas: Sequence[Limit] = ()


@transaction.atomic
def save_fund_source(*, by: User, at: datetime, key: str, title: str) -> FundSource:
    """A source of money by its key: made, or given another title. Raises Unfit."""
    refuse_unless(roles.may_prepare(by))
    unfit_unless_none(
        {
            "key": planning.fault_of_code(key),
            "title": planning.fault_of_text(title, _("Isi nama sumber dana.")),
        }
    )
    source, made = FundSource.objects.get_or_create(key=key, defaults={"title": title})
    old = {} if made else {"title": source.title}
    source.title = title
    source.save(update_fields=["title"])
    record(by=by, at=at, act="save_fund_source", subject=source, old=old, new={"title": title})
    return source


@transaction.atomic
def open_programme(
    *, by: User, at: datetime, year: int, title: str, purpose: str, instrument: str
) -> Programme:
    """A purpose of one fiscal year under a legal instrument of the catalogue. Raises Unfit."""
    refuse_unless(roles.may_prepare(by))
    unfit_unless_none(planning.faults_of_programme(year, title, instrument))
    told = {"year": year, "title": title.strip(), "purpose": purpose.strip(), "instrument": instrument}
    programme = Programme.objects.create(**told, created_at=at, created_by=by)
    record(by=by, at=at, act="open_programme", subject=programme, new=told)
    return programme


@transaction.atomic
def add_fund(
    *,
    by: User,
    at: datetime,
    programme: Programme,
    source: FundSource,
    ceiling_idr: int,
    budget_line: str = "",
    scope: Mapping[str, Sequence[str]] | None = None,
) -> Fund:
    """Money up to a ceiling (whole rupiah). `scope`: {"branches": [...], "districts": [...]}; empty: all.

    Raises Unfit.
    """
    refuse_unless(planning.may_add_fund(by, programme))
    kept = {name: sorted(set(values)) for name, values in (scope or {}).items() if values}
    unfit_unless_none({"ceiling_idr": planning.fault_of_idr(ceiling_idr), **planning.faults_of_scope(kept)})
    told = {"ceiling_idr": ceiling_idr, "budget_line": budget_line.strip(), "scope": kept}
    fund = Fund.objects.create(programme=programme, source=source, **told)
    record(by=by, at=at, act="add_fund", subject=fund, new={"source": source.key, **told})
    return fund


@transaction.atomic
def prepare_round(
    *,
    by: User,
    at: datetime,
    programme: Programme,
    title: str,
    code: str,
    opens_on: date,
    closes_on: date,
    terms: Terms | None = None,
) -> Round:
    """A round in draft, under the usual terms unless others are given. Raises Unfit."""
    refuse_unless(roles.may_prepare(by))
    unfit_unless_none(planning.faults_of_round(title, code, opens_on, closes_on))
    told = {"title": title.strip(), "code": code.upper(), "opens_on": opens_on, "closes_on": closes_on}
    round_ = Round.objects.create(programme=programme, **told, created_at=at, created_by=by)
    record(by=by, at=at, act="prepare_round", subject=round_, new=told)
    return set_terms(by=by, at=at, round_=round_, terms=terms or Terms())


@transaction.atomic
def set_terms(*, by: User, at: datetime, round_: Round, terms: Terms) -> Round:
    """Replaces eligibility, weights, goals, the no-repeat window and all quotas. Raises Unfit."""
    round_ = locked(round_)
    refuse_unless(planning.may_set_up(by, round_))
    unfit_unless_none(faults_of(round_, terms))
    old = terms_of(round_)
    round_.eligibility, round_.weights = list(terms.eligibility), dict(terms.weights)
    round_.goals, round_.repeat_months = list(terms.goals), terms.repeat_months
    round_.save(update_fields=["eligibility", "weights", "goals", "repeat_months"])
    round_.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(
            round=round_,
            kind=one.kind,
            dimension=one.dimension,
            value=one.value,
            amount=one.amount,
            source=one.source.strip(),
        )
        for one in terms.quotas
    )
    record(by=by, at=at, act="set_terms", subject=round_, old=old, new=terms_of(round_))
    return round_


def faults_of(round_: Round, terms: Terms) -> dict[str, str]:
    """Of the terms by themselves, and against the money and prices of the round_."""
    limits = list(terms.quotas)
    found = planning.faults_of_terms(terms.eligibility, terms.weights, terms.goals, terms.repeat_months)
    found |= planning.faults_of_limits(limits)
    if not any(found.values()):
        found["quotas"] = " ".join(planning.contradictions(limits, *_money(round_)))
    return found


def terms_of(round_: Round) -> dict[str, Any]:
    """As the audit keeps them."""
    quotas = round_.quotas.order_by("pk").values("kind", "dimension", "value", "amount", "source")
    return {
        "eligibility": round_.eligibility,
        "weights": round_.weights,
        "goals": round_.goals,
        "repeat_months": round_.repeat_months,
        "quotas": list(quotas),
    }


def _money(round_: Round) -> tuple[int, int]:
    """All money of the programme, and the price of the cheapest package of the round; 0: none yet."""
    budget = round_.programme.funds.aggregate(all=Sum("ceiling_idr"))["all"] or 0
    prices = [price_of(package) for package in round_.packages.prefetch_related("lines__kind")]
    return budget, min(prices, default=0)


def locked(round_: Round) -> Round:
    """The round as it stands now, held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_.pk)


def add_kind(*, by: User, at: datetime, round_: Round, kind: Tool) -> ToolKind:
    """One kind of tool. Raises Unfit."""
    return add_kinds(by=by, at=at, round_=round_, kinds=[kind])[0]


@transaction.atomic
def add_kinds(*, by: User, at: datetime, round_: Round, kinds: Sequence[Tool]) -> list[ToolKind]:
    """Kinds of tools with their budget values: all of them, or none when one is unfit (its line is named)."""
    round_ = locked(round_)
    refuse_unless(planning.may_set_up(by, round_))
    known = set(round_.kinds.values_list("name", "specification"))
    faults: dict[str, str] = {}
    for line, one in enumerate(kinds, start=1):
        faults[f"kind_{line}"] = planning.fault_of_kind(line, one, known)
        known.add((one.name.strip(), one.specification.strip()))
    unfit_unless_none(faults)
    made = ToolKind.objects.bulk_create(_kind(round_, one) for one in kinds)
    told = [[one.name, one.specification, one.price_idr, one.stock, one.serial_asked] for one in made]
    record(by=by, at=at, act="add_kinds", subject=round_, new={"kinds": told})
    return made


def _kind(round_: Round, one: Tool) -> ToolKind:
    return ToolKind(
        round=round_,
        name=one.name.strip(),
        specification=one.specification.strip(),
        unit=one.unit.strip() or "unit",
        price_idr=one.price_idr,
        stock=one.stock,
        serial_asked=one.serial_asked,
    )


@transaction.atomic
def remove_kind(*, by: User, at: datetime, round_: Round, kind: ToolKind) -> None:
    """Out of the draft again, with nothing standing on it. Raises Unfit when a package holds it."""
    round_ = locked(round_)
    refuse_unless(planning.may_set_up(by, round_))
    if kind.lines.exists():
        raise Unfit({"kind": _("%(kind)s ada di dalam paket.") % {"kind": kind.name}})
    record(by=by, at=at, act="remove_kind", subject=round_, old={"kind": kind.name})
    kind.delete()


@transaction.atomic
def add_package(
    *, by: User, at: datetime, round_: Round, title: str, lines: Sequence[tuple[ToolKind, int]]
) -> Package:
    """What one recipient gets: kinds of this round_, each with its quantity. Raises Unfit."""
    round_ = locked(round_)
    refuse_unless(planning.may_set_up(by, round_))
    title = title.strip()
    unfit_unless_none(planning.faults_of_package(round_, title, lines))
    package = Package.objects.create(round=round_, title=title)
    PackageLine.objects.bulk_create(
        PackageLine(package=package, kind=kind, quantity=quantity) for kind, quantity in lines
    )
    told = [[kind.name, quantity] for kind, quantity in lines]
    record(by=by, at=at, act="add_package", subject=package, new={"title": title, "lines": told})
    return package


@transaction.atomic
def remove_package(*, by: User, at: datetime, package: Package) -> None:
    """Out of the draft again."""
    refuse_unless(planning.may_set_up(by, locked(package.round)))
    record(by=by, at=at, act="remove_package", subject=package, old={"title": package.title})
    package.delete()


@transaction.atomic
def open_round(*, by: User, at: datetime, round_: Round) -> Round:
    """From now on proposals are received; terms, kinds and packages stand. Raises Unfit when they clash."""
    round_ = locked(round_)
    refuse_unless(planning.may_open(by, round_))
    limits = [
        Limit(one.kind, one.dimension, one.value, one.amount, one.source)
        for one in round_.quotas.order_by("pk")
    ]
    unfit_unless_none({"quotas": " ".join(planning.contradictions(limits, *_money(round_)))})
    return _moved(by, at, "open_round", round_, RoundState.OPEN)


@transaction.atomic
def close_round(*, by: User, at: datetime, round_: Round) -> Round:
    """No more proposals; papers, visits and findings go on."""
    round_ = locked(round_)
    refuse_unless(planning.may_close(by, round_))
    return _moved(by, at, "close_round", round_, RoundState.CHECKING)


@transaction.atomic
def cancel_round(*, by: User, at: datetime, round_: Round, reason: str) -> Round:
    """Ends a round that was not decreed; its proposals stay readable. Raises Unfit without a reason."""
    round_ = locked(round_)
    refuse_unless(planning.may_cancel(by, round_))
    unfit_unless_none({"reason": planning.fault_of_text(reason, _("Tulis alasannya."), 500)})
    return _moved(by, at, "cancel_round", round_, RoundState.CANCELLED, reason.strip())


def _moved(by: User, at: datetime, act: str, round_: Round, state: RoundState, reason: str = "") -> Round:
    old, round_.state = round_.state, state
    round_.save(update_fields=["state"])
    record(by=by, at=at, act=act, subject=round_, old={"state": old}, new={"state": state}, reason=reason)
    return round_
