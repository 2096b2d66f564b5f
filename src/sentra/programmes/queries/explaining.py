"""Why a proposal was chosen or not, in plain words, and without anybody else's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sentra.engines import allocation
from sentra.programmes.models import Award, AwardOrigin, Plan, Proposal, ProposalState
from sentra.programmes.queries.changing import changes_of
from sentra.programmes.queries.plans import adopted_plan, row_names
from sentra.programmes.queries.wording import tenths

BOUND: dict[str, Promise] = {  # kind of the row that stood in the way
    "fund": gettext_lazy("Pagu %(what)s habis untuk usulan bernilai lebih tinggi."),
    "stock": gettext_lazy("Persediaan %(what)s habis untuk usulan bernilai lebih tinggi."),
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
    rank, cut_off = _standings(found, names, plan, but=proposal.number)
    if award:
        reasons = _why_given(award, found)
        return Told(
            _("Terpilih"), "ok", _given(award), reasons, tuple(_changes(found, won=True)), rank, cut_off
        )
    told = _("Usulan Anda memenuhi syarat, tetapi belum terpilih.")
    outcome = _("Daftar tunggu") if proposal.state == ProposalState.WAITING else _("Tidak terpilih")
    reasons = tuple(_why_not(found, names))
    return Told(outcome, "warn", told, reasons, tuple(_changes(found, won=False)), rank, cut_off)


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


def _changes(found: allocation.Explanation, *, won: bool) -> Iterator[str]:
    """What would have made a difference: exact where the round was solved again, else by its prices."""
    if won:
        return
    if found.forced is not None:
        yield _("Dengan nilai lebih tinggi %(points)s poin usulan ini terpilih.") % {
            "points": tenths(found.forced.loss + 1)
        }
        words = ngettext(
            "Penerima lain yang lalu tidak terpilih: %(count)s.",
            "Penerima lain yang lalu tidak terpilih: %(count)s.",
            found.forced.others,
        )
        yield words % {"count": found.forced.others}
    elif found.impossible:
        yield _("Tidak ada pembagian yang memenuhi semua aturan bila usulan ini dipilih.")
    elif found.missing_tenths:
        yield _("Menurut harga rencana ini, kurangnya sekitar %(points)s poin.") % {
            "points": tenths(found.missing_tenths)
        }


def _standings(
    found: allocation.Explanation, names: dict[str, str], plan: Plan, *, but: str
) -> tuple[str, str]:
    """Place and lowest chosen score, in the fund in which the place is best.

    The lowest score may be that of somebody whom the committee chose outside the order: then it says so,
    or a reader with as many points would ask why not they.
    """
    if not found.standings:
        return "", ""
    best = min(found.standings, key=lambda one: (one.rank, one.fund))
    fund = names.get(best.fund, best.fund)
    rank = _("Urutan %(rank)s dari %(of)s usulan yang dapat dibiayai %(fund)s.") % {
        "rank": best.rank,
        "of": best.of,
        "fund": fund,
    }
    if best.cutoff_tenths is None:
        return rank, ""
    lowest = _("Nilai terendah yang terpilih dari dana itu: %(score)s.") % {
        "score": tenths(best.cutoff_tenths)
    }
    return rank, f"{lowest} {_outside_the_order(plan, best.fund, but)}".strip()


def _outside_the_order(plan: Plan, fund: str, but: str) -> str:
    """How many others the committee chose from this fund; empty when it chose nobody."""
    chosen = {one["proposal"] for one in changes_of(plan.changed).get("give", []) if one["package"]} - {but}
    count = sum(one["applicant"] in chosen and one["fund"] == fund for one in plan.solution["awards"])
    words = ngettext(
        "Termasuk %(count)s usulan yang ditetapkan panitia di luar urutan nilai, dengan alasan tertulis.",
        "Termasuk %(count)s usulan yang ditetapkan panitia di luar urutan nilai, dengan alasan tertulis.",
        count,
    )
    return words % {"count": count} if count else ""
