"""What a programme, its money and a round may be. A fault is one sentence by field; empty: there is none."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict
from sentra.base.places.queries import districts, villages
from sentra.programmes.catalogue import criteria, eligibility, goals, instruments
from sentra.programmes.models import Programme, QuotaKind, Round, RoundState, ToolKind
from sentra.programmes.rules.roles import may_prepare
from sentra.registry.catalogue import branches
from sentra.registry.rules import By

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_IDR = 10**13  # ten trillion: more than the regency's whole budget
MOST_MONTHS = 240
DIMENSIONS = ("district", "village", "branch", "women")
BEFORE_DECREE = (
    RoundState.DRAFT,
    RoundState.OPEN,
    RoundState.CHECKING,
    RoundState.FROZEN,
    RoundState.PLANNED,
)
BEFORE_FREEZING = BEFORE_DECREE[:3]


@dataclass(frozen=True, slots=True)
class Limit:
    """A quota as it is asked for: at least, at most, or a share in percent; `source` says who decided it."""

    kind: str
    dimension: str
    value: str
    amount: int
    source: str


def in_state(round_: Round, *states: str) -> Verdict:
    """Whether the round is in one of `states`; the reason names the state it is in."""
    if round_.state in states:
        return ALLOWED
    order = list(RoundState)
    early = order.index(RoundState(round_.state)) < min(map(order.index, map(RoundState, states)), default=0)
    words = _("Putaran %(round)s berstatus %(state)s; ini tidak dapat dilakukan lagi.")
    if early:
        words = _("Putaran %(round)s berstatus %(state)s; ini belum dapat dilakukan.")
    return Verdict(False, words % {"round": round_.title, "state": round_.get_state_display()}, round_)


def may_set_up(by: By, round_: Round) -> Verdict:
    """Kinds, packages and terms: only before anybody was invited to propose under them."""
    verdict = may_prepare(by)
    return in_state(round_, RoundState.DRAFT) if verdict else verdict


def may_add_fund(by: By, programme: Programme) -> Verdict:
    """Money is added until a round of the programme is decided upon."""
    verdict = may_prepare(by)
    decided = programme.rounds.exclude(state__in=(*BEFORE_FREEZING, RoundState.CANCELLED)).first()
    if verdict and decided:
        words = _("Dana tidak dapat ditambah: putaran %(round)s sudah dibekukan.")
        return Verdict(False, words % {"round": decided.title}, decided)
    return verdict


def may_open(by: By, round_: Round) -> Verdict:
    """Who proposes must be able to see what there is, from what money, and how it is decided."""
    verdict = may_set_up(by, round_)
    missing = _missing_for_opening(round_) if verdict else ""
    return Verdict(False, missing, round_) if missing else verdict


def _missing_for_opening(round_: Round) -> str:
    if not round_.programme.funds.exists():
        return _("Putaran belum dapat dibuka: program ini belum punya dana.")
    if not round_.packages.exists():
        return _("Putaran belum dapat dibuka: belum ada paket.")
    if not round_.goals or not round_.weights:
        return _("Putaran belum dapat dibuka: syarat, bobot dan tujuannya belum ditetapkan.")
    return ""


def may_close(by: By, round_: Round) -> Verdict:
    verdict = may_prepare(by)
    return in_state(round_, RoundState.OPEN) if verdict else verdict


def may_cancel(by: By, round_: Round) -> Verdict:
    verdict = may_prepare(by)
    return in_state(round_, *BEFORE_DECREE) if verdict else verdict


# Faults of what is filled in.


def fault_of_text(text: str, sentence: str, longest: int = 200) -> str:
    if not text.strip():
        return sentence
    return _("Paling panjang %(longest)s huruf.") % {"longest": longest} if len(text) > longest else ""


def fault_of_idr(amount: Any) -> str:
    """Money of a ceiling or a price: whole rupiah above zero."""
    if not isinstance(amount, int) or isinstance(amount, bool):
        return _("Isi rupiah bulat.")
    if amount <= 0:
        return _("Jumlah rupiah harus lebih dari nol.")
    return _("Jumlah rupiah ini lebih besar dari yang mungkin.") if amount > MOST_IDR else ""


def faults_of_programme(year: int, title: str, instrument: str) -> dict[str, str]:
    known = instrument in instruments.BY_KEY
    wrong_year = not FIRST_YEAR <= year <= LAST_YEAR
    years = {"first": FIRST_YEAR, "last": LAST_YEAR}
    return {
        "year": _("Tahun harus di antara %(first)s dan %(last)s.") % years if wrong_year else "",
        "title": fault_of_text(title, _("Isi nama program.")),
        "instrument": "" if known else _("Pilih dasar hukum penyaluran; ia menentukan berkas yang diminta."),
    }


def faults_of_scope(scope: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Branches and districts that money may go to; every one must be known."""
    unknown = [key for key in scope.get("branches", ()) if key not in branches.BY_KEY]
    codes = set(scope.get("districts", ()))
    unknown += sorted(codes - set(districts().filter(code__in=codes).values_list("code", flat=True)))
    return {"scope": _("Cakupan tidak dikenal: %(what)s.") % {"what": ", ".join(unknown)} if unknown else ""}


def faults_of_round(title: str, code: str, opens_on: date, closes_on: date) -> dict[str, str]:
    taken = Round.objects.filter(code__iexact=code).exists()
    return {
        "title": fault_of_text(title, _("Isi nama putaran.")),
        "code": _("Kode %(code)s sudah dipakai putaran lain.") % {"code": code}
        if taken
        else fault_of_code(code),
        "closes_on": _("Putaran ditutup sebelum dibuka.") if closes_on < opens_on else "",
    }


def fault_of_code(code: str) -> str:
    plain = code.isascii() and code.replace("-", "").isalnum() and len(code) <= 20
    return "" if plain else _("Kode terdiri dari huruf, angka dan tanda hubung, paling panjang 20.")


def faults_of_terms(
    keys: Sequence[str], weights: Mapping[str, int], aims: Sequence[str], repeat_months: int
) -> dict[str, str]:
    """Of eligibility rules, weights by criterion, goals in order, and the no-repeat window in months."""
    strange = [key for key in keys if key not in eligibility.BY_KEY]
    return {
        "eligibility": _("Syarat tidak dikenal: %(keys)s.") % {"keys": ", ".join(strange)} if strange else "",
        **_faults_of_weights(weights),
        "goals": _fault_of_goals(aims),
        "repeat_months": ""
        if 0 <= repeat_months <= MOST_MONTHS
        else _("Jarak antarbantuan paling lama %(months)s bulan.") % {"months": MOST_MONTHS},
    }


def _faults_of_weights(weights: Mapping[str, int]) -> dict[str, str]:
    found = {
        f"weight_{key}": _("Kriteria %(key)s tidak dikenal.") % {"key": key}
        for key in weights.keys() - criteria.BY_KEY.keys()
    }
    for one in criteria.CRITERIA:
        if not one.least <= weights.get(one.key, 0) <= one.most:
            words = _("Bobot %(label)s harus di antara %(least)s dan %(most)s.")
            found[f"weight_{one.key}"] = words % {"label": one.label, "least": one.least, "most": one.most}
    return found


def _fault_of_goals(aims: Sequence[str]) -> str:
    if not aims:
        return _("Pilih sedikitnya satu tujuan.")
    if strange := [key for key in aims if key not in goals.BY_KEY]:
        return _("Tujuan tidak dikenal: %(keys)s.") % {"keys": ", ".join(strange)}
    return _("Tiap tujuan disebut satu kali.") if len(set(aims)) < len(aims) else ""


def fault_of_kind(line: int, one: "Told", known: Container[tuple[str, str]]) -> str:
    """Of line `line` of a list of kinds; the sentence names line and kind. `known`: those there already."""
    name = one.name.strip()
    fault = fault_of_text(one.name, _("nama alat kosong.")) or fault_of_idr(one.price_idr)
    if not fault and one.stock is not None and one.stock < 0:
        fault = _("persediaan tidak boleh kurang dari nol.")
    if not fault and (name, one.specification.strip()) in known:
        fault = _("alat dengan spesifikasi ini sudah ada.")
    told = {"line": line, "name": name or "–", "fault": fault[:1].lower() + fault[1:]}
    return _("Baris %(line)s (%(name)s): %(fault)s") % told if fault else ""


class Told(Protocol):
    """A kind of tool as it is asked for."""

    @property
    def name(self) -> str: ...
    @property
    def specification(self) -> str: ...
    @property
    def price_idr(self) -> int: ...
    @property
    def stock(self) -> int | None: ...


def faults_of_package(round_: Round, title: str, lines: Sequence[tuple[ToolKind, int]]) -> dict[str, str]:
    """A package has a title of its own and at least one kind of the same round_, each kind once."""
    twice = title and round_.packages.filter(title__iexact=title).exists()
    kinds = [kind.pk for kind, _quantity in lines]
    fault = "" if lines else _("Isi jumlah sedikitnya satu alat.")
    for kind, quantity in lines:
        if kind.round_id != round_.pk:
            fault = _("%(kind)s bukan alat putaran ini.") % {"kind": kind.name}
        elif quantity < 1 or kinds.count(kind.pk) > 1:
            fault = _("Jumlah %(kind)s harus lebih dari nol dan disebut satu kali.") % {"kind": kind.name}
    taken = _("Paket %(title)s sudah ada.") % {"title": title}
    return {"title": taken if twice else fault_of_text(title, _("Isi nama paket.")), "lines": fault}


# Quotas: each by itself, then against one another and against the money.


def faults_of_limits(limits: Sequence[Limit]) -> dict[str, str]:
    """By `quota_1`, `quota_2`, ... as they were given."""
    found = {f"quota_{number}": _fault_of_limit(one) for number, one in enumerate(limits, start=1)}
    again = [names for names, times in Counter(_about(one) for one in limits).items() if times > 1]
    if again:
        found["quotas"] = _("Kuota yang sama ditulis dua kali: %(what)s.") % {"what": told(again[0][1:3])}
    return found


def _about(one: Limit) -> tuple[str, str, str]:
    return (one.kind, one.dimension, one.value)


def _fault_of_limit(one: Limit) -> str:
    if one.kind not in QuotaKind.values or one.dimension not in DIMENSIONS:
        return _("Jenis kuota ini tidak dikenal.")
    if not _is_known(one.dimension, one.value):
        return _("%(value)s tidak dikenal.") % {"value": one.value or "–"}
    if one.amount < 1 or (one.kind == QuotaKind.SHARE and one.amount > 100):
        return _("Jumlah kuota di luar yang mungkin.")
    return fault_of_text(one.source, _("Sebutkan siapa yang menetapkan kuota ini, dan di mana."), 300)


def _is_known(dimension: str, value: str) -> bool:
    if dimension == "women":
        return value == ""
    if dimension == "branch":
        return value in branches.BY_KEY
    areas = districts() if dimension == "district" else villages()
    return bool(areas.filter(code=value).exists())


def told(about: tuple[str, ...], places: Mapping[str, str] | None = None) -> str:
    """A part of the applicants in words: its dimension and its value. `places`: names by code, if known."""
    dimension, value = about
    if dimension == "women":
        return _("pemilik perempuan")
    if dimension == "branch":
        return _(branches.BY_KEY[value].label)
    if places is not None:
        return places.get(value, value)
    areas = districts() if dimension == "district" else villages()
    return str(areas.filter(code=value).values_list("name", flat=True).first() or value)


def contradictions(limits: Sequence[Limit], budget_idr: int = 0, cheapest_idr: int = 0) -> list[str]:
    """What can be seen to clash before anybody has proposed, each with the least that mends it.

    The plan finds the rest. `budget_idr`: all money of the programme, `cheapest_idr`: the price of its
    cheapest package; 0: not known.
    """
    floors = {(one.dimension, one.value): one.amount for one in limits if one.kind == QuotaKind.FLOOR}
    caps = {(one.dimension, one.value): one.amount for one in limits if one.kind == QuotaKind.CAP}
    return [
        *_reversed(floors, caps),
        *_crowded_districts(floors, caps),
        *_overfull(limits),
        *_unpaid(floors, budget_idr, cheapest_idr),
    ]


def _reversed(floors: Mapping[tuple[str, str], int], caps: Mapping[tuple[str, str], int]) -> Iterable[str]:
    """A floor above the cap of the same applicants."""
    for who, least in floors.items():
        most = caps.get(who)
        if most is not None and least > most:
            words = _("Kuota untuk %(who)s berbenturan: paling sedikit %(least)s, paling banyak %(most)s.")
            way = _("Jalan keluar: paling sedikit menjadi %(most)s, atau paling banyak menjadi %(least)s.")
            yield f"{words} {way}" % {"who": told(who), "least": least, "most": most}


def _crowded_districts(
    floors: Mapping[tuple[str, str], int], caps: Mapping[tuple[str, str], int]
) -> Iterable[str]:
    """Floors of villages that together exceed the cap of their district."""
    least: Counter[str] = Counter()
    for (dimension, value), amount in floors.items():
        if dimension == "village":
            least[value.rpartition(".")[0]] += amount
    for code, amount in least.items():
        most = caps.get(("district", code))
        if most is not None and amount > most:
            words = _("Desa-desa di %(who)s dijamin %(least)s penerima, kecamatannya dibatasi %(most)s.")
            way = _("Jalan keluar: jaminan desa dikurangi %(over)s, atau batas kecamatan menjadi %(least)s.")
            amounts = {"least": amount, "most": most, "over": amount - most}
            yield f"{words} {way}" % {"who": told(("district", code)), **amounts}


def _overfull(limits: Sequence[Limit]) -> Iterable[str]:
    """Shares of one dimension that together exceed everything there is."""
    shares: Counter[str] = Counter()
    for one in limits:
        if one.kind == QuotaKind.SHARE:
            shares[one.dimension] += one.amount
    for percent in shares.values():
        if percent > 100:
            words = _("Bagian-bagian yang dijamin berjumlah %(percent)s persen.")
            way = _("Jalan keluar: dikurangi %(over)s persen.")
            yield f"{words} {way}" % {"percent": percent, "over": percent - 100}


def _unpaid(floors: Mapping[tuple[str, str], int], budget_idr: int, cheapest_idr: int) -> Iterable[str]:
    """Floors that the money cannot pay even with the cheapest package."""
    if not budget_idr or not cheapest_idr:
        return
    affordable = budget_idr // cheapest_idr
    for dimension in DIMENSIONS:
        least = sum(amount for (name, _value), amount in floors.items() if name == dimension)
        if least > affordable:
            words = _("Kuota menjamin %(least)s penerima, dana hanya cukup untuk %(most)s.")
            way = _("Jalan keluar: jaminan dikurangi %(over)s, atau dana ditambah Rp %(more)s.")
            more = f"{least * cheapest_idr - budget_idr:,}".replace(",", ".")
            amounts = {"least": least, "most": affordable, "over": least - affordable, "more": more}
            yield f"{words} {way}" % amounts
