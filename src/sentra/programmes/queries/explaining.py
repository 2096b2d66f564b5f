"""Why a proposal was chosen or not, in plain words, and without anybody else's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sentra.engines import allocation
from sentra.programmes.models import Award, AwardOrigin, Override, Plan, Proposal, ProposalState
from sentra.programmes.queries.changing import changes_of
from sentra.programmes.queries.plans import adopted_plan, row_names
from sentra.programmes.queries.wording import tenths

BOUND: dict[str, Promise] = {  # kind of the row that stood in the way
    "fund": gettext_lazy("Pagu %(what)s habis untuk usulan yang didahulukan."),
    "stock": gettext_lazy("Persediaan %(what)s habis untuk usulan yang didahulukan."),
    "cap": gettext_lazy("Batas kuota sudah penuh: %(what)s."),
    "floor": gettext_lazy("Sebagian bantuan dijamin untuk: %(what)s."),
    "share": gettext_lazy("Sebagian bantuan dijamin untuk: %(what)s."),
    "once": gettext_lazy("Satu pemilik, keluarga, atau rekening menerima paling banyak satu bantuan."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an applicant reads. `tone`: ok, warn or bad."""

    outcome: str
    tone: str
    summary: str
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    standing: str = ""
    cut_off: str = ""


def explanation(proposal: Proposal, *, exact: bool = False) -> Told:
    """Why it came out so. `exact` solves the round again with the outcome turned round (seconds)."""
    if proposal.state == ProposalState.REFUSED:
        summary = _("Usulan ini tidak ikut diputus.")
        return Told(_("Tidak ikut diputus"), "bad", summary, (proposal.reason,), ())
    if proposal.state == ProposalState.WITHDRAWN:
        return Told(_("Ditarik"), "bad", _("Usulan ini ditarik."), (proposal.reason,), ())
    plan = adopted_plan(proposal.round)
    if plan is None:
        return Told(proposal.get_state_display(), "warn", _("Usulan ini belum diputus."), (), ())
    if proposal.state == ProposalState.DECLINED:
        summary = _("Penerima mengundurkan diri; bantuannya berpindah ke daftar tunggu.")
        return Told(_("Mengundurkan diri"), "bad", summary, (proposal.reason,), ())
    return _decided(proposal, plan, exact=exact)


def _decided(proposal: Proposal, plan: Plan, *, exact: bool) -> Told:
    problem = allocation.problem_from_json(plan.problem)
    solution = allocation.allocation_from_json(plan.solution)
    depth: Literal["price", "exact"] = "exact" if exact else "price"
    found = allocation.explain(problem, solution, proposal.number, depth=depth)
    names = row_names(plan)
    award = (
        proposal.awards.exclude(state__in=("declined", "withdrawn"))
        .select_related("package", "fund__source")
        .first()
    )
    rank, cut_off = _standings(found, names, plan)
    if award:
        reasons = _why_given(award, found)
        return Told(_("Terpilih"), "ok", _given(award), reasons, (), rank, cut_off)
    told = _("Usulan Anda memenuhi syarat, tetapi belum terpilih.")
    taken = Override.objects.filter(proposal=proposal, package=None, undone_at=None).order_by("pk").last()
    if taken:
        words = _("Panitia memutuskan usulan ini tidak diberi, dengan alasan: %(why)s")
        return Told(_("Tidak terpilih"), "warn", told, (words % {"why": taken.reason},), (), rank, cut_off)
    outcome = _("Daftar tunggu") if proposal.state == ProposalState.WAITING else _("Tidak terpilih")
    reasons = tuple(_why_not(found, names))
    return Told(outcome, "warn", told, reasons, tuple(_changes(found, plan)), rank, cut_off)


def _given(award: Award) -> str:
    return _("Usulan Anda terpilih untuk %(package)s dari %(fund)s.") % {
        "package": award.package,
        "fund": award.fund,
    }


def _why_given(award: Award, found: allocation.Explanation) -> tuple[str, ...]:
    if award.origin == AwardOrigin.COMMITTEE:
        return (_("Panitia memutuskan lain dari rencana, dengan alasan: %(why)s") % {"why": award.reason},)
    if award.origin == AwardOrigin.TRANSFER:
        return (
            _("Barang yang menganggur di penerima lain dialihkan kepada Anda. %(why)s")
            % {"why": award.reason},
        )
    if award.origin == AwardOrigin.PROMOTED:
        return (_("Naik dari daftar tunggu. %(why)s") % {"why": award.reason},)
    if found.alike > found.alike_won > 0:
        return (_by_lot(found),)
    return (_("Nilainya termasuk yang tertinggi di antara yang meminta hal yang sama."),)


def _by_lot(found: allocation.Explanation) -> str:
    """A tie that only the lot could decide."""
    words = ngettext(
        "%(alike)s usulan sama nilai dan keadaannya; %(won)s terpilih dengan undian.",
        "%(alike)s usulan sama nilai dan keadaannya; %(won)s terpilih dengan undian.",
        found.alike,
    )
    return words % {"alike": found.alike, "won": found.alike_won}


def _why_not(found: allocation.Explanation, names: dict[str, str]) -> Iterator[str]:
    """What stood in the way, the heaviest first."""
    if found.outcome == "no_fund":
        yield _("Tidak ada dana putaran ini yang dapat membiayai yang diminta.")
    if found.outcome == "lost_by_lot":
        yield _by_lot(found)
    for cost in found.costs[:3]:
        if cost.tenths > 0:
            yield str(BOUND[cost.kind]) % {"what": names.get(cost.row.partition(":")[2], cost.row)}


def _changes(found: allocation.Explanation, plan: Plan) -> Iterator[str]:
    """What would have made a difference: exact where the round was solved again, else by its prices."""
    if found.forced is not None:
        if plan.problem["goals"][0]["kind"] == "score":  # only then is the loss one of points
            yield _surely(found.score_tenths, found.forced)
        words = ngettext(
            "Bila usulan ini dipilih, penerima lain yang lalu tidak terpilih: %(count)s.",
            "Bila usulan ini dipilih, penerima lain yang lalu tidak terpilih: %(count)s.",
            found.forced.others,
        )
        yield words % {"count": found.forced.others}
    elif found.impossible:
        yield _("Tidak ada pembagian yang memenuhi semua aturan bila usulan ini dipilih.")
    elif found.missing_tenths:
        yield _by_price(found.score_tenths, found.missing_tenths)


def _surely(score: int, forced: allocation.Forced) -> str:
    """A plan in which it wins was found, and this is what it costs; only a proven one is the cheapest."""
    more = forced.loss + 1
    if score + more <= allocation.HIGHEST_TENTHS:
        words = _("Dengan nilai %(enough)s (lebih tinggi %(points)s poin) usulan ini terpilih.")
        return words % {"enough": tenths(score + more), "points": tenths(more)}
    if forced.proven:
        return _("Dengan nilai tertinggi pun usulan ini tidak terpilih: yang diminta terbatas.")
    return _("Nilai yang cukup untuk terpilih tidak dapat dipastikan.")


def _by_price(score: int, missing: int) -> str:
    """The price is that of what was asked for, so the two numbers always make the third."""
    if score + missing > allocation.HIGHEST_TENTHS:
        return _("Menurut rencana ini nilai tertinggi pun tidak cukup untuk yang diminta.")
    words = _(
        "Menurut rencana ini, yang diminta perlu nilai sekitar %(enough)s;"
        " usulan ini bernilai %(score)s, kurangnya sekitar %(points)s poin."
    )
    told = {"enough": tenths(score + missing), "score": tenths(score), "points": tenths(missing)}
    return words % told


def _standings(found: allocation.Explanation, names: dict[str, str], plan: Plan) -> tuple[str, str]:
    """Place and lowest chosen score, in the fund that stood in the way, else where the place is best."""
    if not found.standings:
        return "", ""
    dear = [cost.row.partition(":")[2] for cost in found.costs if cost.kind == "fund"]
    best = min(found.standings, key=lambda one: (one.fund not in dear, one.rank, one.fund))
    rank = _("Urutan %(rank)s dari %(of)s usulan yang dapat dibiayai %(fund)s.") % {
        "rank": best.rank,
        "of": best.of,
        "fund": names.get(best.fund, best.fund),
    }
    return rank, " ".join(_cut_off(found, plan, best.fund))


def _cut_off(found: allocation.Explanation, plan: Plan, fund: str) -> Iterator[str]:
    """The lowest score that the order chose. Whom the committee chose outside it is counted beside it: with
    their score for the lowest, a reader with as many points would ask why not they."""
    scores = {one["id"]: one["score_tenths"] for one in plan.problem["applicants"]}
    served = {one["applicant"] for one in plan.solution["awards"] if one["fund"] == fund}
    words = {one["proposal"] for one in changes_of(plan.changed).get("give", []) if one["package"]}
    if ordered := served - words:
        lowest = min(scores[one] for one in ordered)
        yield _("Nilai terendah yang terpilih menurut rencana dari dana itu: %(score)s.") % {
            "score": tenths(lowest)
        }
        if found.award is None and lowest < found.score_tenths:
            yield _(
                "Ada yang terpilih dengan nilai lebih rendah dari usulan ini: selain nilai, barang yang"
                " diminta, kuota, dan sasaran putaran ikut menentukan."
            )
    if count := len(served & words - {found.applicant}):
        beside = ngettext(
            "Selain itu %(count)s usulan ditetapkan panitia di luar urutan nilai, dengan alasan tertulis.",
            "Selain itu %(count)s usulan ditetapkan panitia di luar urutan nilai, dengan alasan tertulis.",
            count,
        )
        yield beside % {"count": count}
