"""Plans as people read them: what each gives, how it differs, what a little more of anything would buy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sentra.base.jobs.models import Job, State
from sentra.engines import allocation
from sentra.programmes.models import (
    Award,
    Override,
    Plan,
    PlanState,
    Proposal,
    ProposalState,
    Round,
)
from sentra.programmes.queries.changing import Change, changes_of
from sentra.programmes.queries.lottery import secret_of
from sentra.programmes.queries.problem import row_of
from sentra.programmes.queries.rounds import FundUse
from sentra.programmes.queries.wording import idr, quota_words, quotas_told
from sentra.programmes.rules.roles import sees_district
from sentra.registry.rules import By

STEP_IDR = 10_000_000  # money is spoken of in steps of ten million rupiah
PRICE_FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list of plans. Points are tenths; `comes` and `goes` count awards against the base."""

    plan: Plan
    words: str
    awards: int
    points_tenths: int
    cost_idr: int
    gap: float
    comes: int
    goes: int
    more_tenths: int
    adopted: bool
    stopped: bool  # its computation failed and may be asked for again

    @property
    def lost_tenths(self) -> int:
        return max(0, -self.more_tenths)


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One row of the council's price sheet: what one more unit of it would add, in tenths of a point."""

    kind: str
    words: str
    effect: str
    used: int
    limit: int
    tenths: float


@dataclass(frozen=True, slots=True)
class GivenLine:
    """What a plan gives to one proposal."""

    proposal: Proposal
    package: str
    fund: str
    cost_idr: int


def job_key(plan: Plan) -> str:
    return f"programmes.plan.{plan.pk}"


def job_of(plan: Plan) -> Job | None:
    """The job that computes it; its page shows how far it is."""
    return Job.objects.filter(key=job_key(plan)).first()


def stopped(plans: Iterable[Plan]) -> set[int]:
    """Of which plans the computation failed. The job tells: a worker that died could not tell the plan."""
    keys = {job_key(plan): plan.pk for plan in plans if plan.state == PlanState.ASKED}
    failed = Job.objects.filter(key__in=keys, state=State.FAILED)
    return {keys[key] for key in failed.values_list("key", flat=True)}


def plan_lines(round_: Round) -> list[PlanLine]:
    """All plans of a round, the newest last; compared with the first plan of the round as frozen."""
    plans = list(round_.plans.order_by("number"))
    base = next((plan for plan in plans if plan.state == PlanState.FOUND and not plan.changed), None)
    now, failed = adopted_plan(round_), stopped(plans)
    return [
        _line(
            round_,
            plan,
            base,
            is_adopted=now is not None and plan.pk == now.pk,
            is_stopped=plan.pk in failed,
        )
        for plan in plans
    ]


def adopted_plan(round_: Round) -> Plan | None:
    """The plan that awards follow; None before one was chosen."""
    return round_.plans.exclude(adopted_at=None).order_by("-adopted_at", "-number").first()


def _line(round_: Round, plan: Plan, base: Plan | None, *, is_adopted: bool, is_stopped: bool) -> PlanLine:
    given, before = _given(plan), _given(base) if base else set()
    points = points_tenths(plan)
    return PlanLine(
        plan=plan,
        words=change_words(round_, changes_of(plan.changed)),
        awards=len(given),
        points_tenths=points,
        cost_idr=sum(award["cost_idr"] for award in _awards(plan)),
        gap=_gap(plan),
        comes=len(given - before),
        goes=len(before - given) if given else 0,
        more_tenths=points - points_tenths(base) if base else 0,
        adopted=is_adopted,
        stopped=is_stopped,
    )


def _awards(plan: Plan) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plan.solution.get("awards", [])
    return found


def _given(plan: Plan) -> set[str]:
    return {award["applicant"] for award in _awards(plan)}


def points_tenths(plan: Plan) -> int:
    """The sum of the scores of those a plan gives to."""
    scores = {one["id"]: one["score_tenths"] for one in plan.problem.get("applicants", [])}
    return sum(scores[award["applicant"]] for award in _awards(plan))


def _gap(plan: Plan) -> float:
    """By the better of our bound and the solver's, as a share of it."""
    told = plan.solution.get("certificate")
    if not told:
        return 0.0
    bounds = [bound for bound in (told["bound"], told["solver_bound"]) if bound is not None]
    best = min(bounds)
    return float(max(0.0, best - told["objective"]) / max(1.0, abs(best)))


def change_words(round_: Round, change: Change) -> str:
    """How a plan differs from the round as frozen, in one sentence."""
    funds = {str(fund.pk): str(fund) for fund in round_.programme.funds.select_related("source")}
    quotas = {quota.pk: quota for quota in round_.quotas.all()}
    packages = dict(round_.packages.values_list("pk", "title"))
    told = [
        _("%(fund)s %(amount)s") % {"fund": funds[fund], "amount": _signed(amount)}
        for fund, amount in change.get("more_idr", {}).items()
    ]
    told += [_("tanpa: %(quota)s") % {"quota": quota_words(quotas[one])} for one in change.get("without", [])]
    for give in change.get("give", []):
        package = packages.get(give["package"] or 0, "")
        words = _("%(number)s diberi %(package)s") if package else _("%(number)s tidak diberi")
        told.append(words % {"number": give["proposal"], "package": package})
    return "; ".join(told) or _("Putaran seperti dibekukan")


def _signed(amount: int) -> str:
    return f"{'+' if amount >= 0 else '−'}{idr(abs(amount))}"


def fund_uses(plan: Plan) -> list[FundUse]:
    """What a plan takes of each fund."""
    used: Counter[int] = Counter()
    for award in _awards(plan):
        used[row_of(award["fund"])] += award["cost_idr"]
    limits = {row_of(fund["id"]): fund["budget_idr"] for fund in plan.problem.get("funds", [])}
    funds = plan.round.programme.funds.select_related("source").order_by("pk")
    return [FundUse(fund, used[fund.pk], limits.get(fund.pk, 0)) for fund in funds]


def price_sheet(plan: Plan) -> list[PriceLine]:
    """What one more of each thing would add to the first goal; the most first, idle rows out.

    These are prices of the relaxation in which an award may be split: for orientation. A what-if is exact.
    """
    told = plan.solution.get("certificate", {}).get("prices", [])
    names = row_names(plan)
    lines = [_price_line(row, names) for row in told if row["price"] > PRICE_FLOOR]
    return sorted(lines, key=lambda line: (-line.tenths, line.words))


def row_names(plan: Plan) -> dict[str, str]:
    round_ = plan.round
    funds = {f"dana-{fund.pk}": str(fund) for fund in round_.programme.funds.select_related("source")}
    quotas = {f"kuota-{quota.pk}": words for quota, words in quotas_told(round_)}
    kinds = {
        f"alat-{pk}": f"{name} {specification}".strip()
        for pk, name, specification in round_.kinds.values_list("pk", "name", "specification")
    }
    words = {
        f"panitia-{give['proposal']}": _("keputusan panitia atas %(number)s") % {"number": give["proposal"]}
        for give in changes_of(plan.changed).get("give", [])
    }
    return funds | quotas | kinds | words


def _price_line(row: Mapping[str, Any], names: Mapping[str, str]) -> PriceLine:
    tenths = row["price"] * (STEP_IDR if row["kind"] == "fund" else 1)
    points = f"{tenths / 10:.1f}".replace(".", ",")
    sentence = {
        "fund": _("Rp 10 juta lagi menambah sekitar %(points)s poin."),
        "stock": _("Satu lagi menambah sekitar %(points)s poin."),
        "cap": _("Satu lagi yang boleh menambah sekitar %(points)s poin."),
        "floor": _("Satu yang diwajibkan lebih sedikit menambah sekitar %(points)s poin."),
        "share": _("Bagian yang lebih kecil menambah sekitar %(points)s poin."),
    }.get(row["kind"], _("Batas ini menahan sekitar %(points)s poin."))
    return PriceLine(
        row["kind"],
        _named(row["row"], names),
        sentence % {"points": points},
        row["used"],
        row["limit"],
        tenths,
    )


def waiting(by: By, round_: Round) -> list[Proposal]:
    """Who waits, by points; among equal points by the lot that was drawn."""
    plan = adopted_plan(round_)
    if plan is None:
        return []
    chosen = round_.proposals.filter(state=ProposalState.WAITING)
    seed = plan.problem["seed"]
    order = sorted(chosen, key=lambda one: (-(one.score_tenths or 0), allocation.ticket(seed, one.number)))
    return [one for one in order if sees_district(by, one.snapshot["district"])]


def overrides(round_: Round) -> list[Override]:
    """Where the committee departed from the plan, the last first."""
    found = Override.objects.filter(before__round=round_).select_related("proposal", "package", "by", "after")
    return list(found.order_by("-pk"))


def awards_shown(by: By, round_: Round) -> list[Award]:
    """All awards `by` may see, by number of proposal."""
    shown = ("proposal", "package", "fund__source")
    found = round_.awards.select_related(*shown).order_by("proposal__number", "pk")
    return [award for award in found if sees_district(by, award.proposal.snapshot["district"])]


def given_lines(plan: Plan, by: By) -> list[GivenLine]:
    """What a plan gives, by number, of those that `by` may see."""
    round_ = plan.round
    asked = {
        one.number: one
        for one in round_.proposals.only("number", "snapshot")
        if sees_district(by, one.snapshot["district"])
    }
    packages = dict(round_.packages.values_list("pk", "title"))
    funds = {fund.pk: str(fund) for fund in round_.programme.funds.select_related("source")}
    return [
        GivenLine(
            asked[award["applicant"]],
            packages[row_of(award["package"])],
            funds[row_of(award["fund"])],
            award["cost_idr"],
        )
        for award in _awards(plan)
        if award["applicant"] in asked
    ]


def published_secret(round_: Round) -> str:
    """The lottery's secret in hexadecimal once a plan was adopted; before that nothing."""
    return secret_of(round_).hex() if adopted_plan(round_) else ""


def clash_words(plan: Plan) -> list[str]:
    """Which rules clash, and the cheapest ways out of it, one sentence each."""
    names = row_names(plan)
    rows = sorted((clash["row"] for clash in plan.diagnosis.get("clashing", [])), key=_as_entered)
    clashing = "; ".join(_named(row, names) for row in rows)
    told = [_("Tidak dapat dipenuhi bersama: %(rules)s.") % {"rules": clashing}] if clashing else []
    return told + [_way_words(way["changes"], names) for way in plan.diagnosis.get("ways", [])]


def _as_entered(ident: str) -> tuple[str, int]:
    """`kuota-9` before `kuota-10`."""
    kind, _dash, number = ident.rpartition("-")
    return kind, int(number) if number.isdigit() else 0


def _way_words(changes: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    told = [
        _("%(rule)s dari %(before)s menjadi %(after)s")
        % {
            "rule": _named(change["row"], names),
            "before": _amount(change["unit"], change["before"]),
            "after": _amount(change["unit"], change["after"]),
        }
        for change in changes
    ]
    return _("Jalan keluar: %(changes)s.") % {"changes": "; ".join(told)}


def _amount(unit: str, value: int) -> str:
    return idr(value) if unit == "idr" else str(value)


def _named(row: str, names: Mapping[str, str]) -> str:
    """`fund:dana-3` → the title of fund 3."""
    return names.get(row.partition(":")[2], row)
