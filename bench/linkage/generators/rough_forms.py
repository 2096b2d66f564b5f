"""How each of the rough generator's lists is filled in: which columns it has, and what goes into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.linkage.generators import rough_noise as noise
from bench.linkage.generators.draw import Draw
from bench.linkage.generators.rough_stock import CRAFTS, VAGUE

if TYPE_CHECKING:
    from bench.linkage.generators.rough import Business, Home

Row = dict[str, str | None]


@dataclass(frozen=True)
class Form:
    """A list's habits; the numbers are shares of its rows."""

    hands: tuple[str, ...]  # what goes wrong when it is filled in
    smudge: float  # of names and business names
    upper: float
    called: float  # by nickname or half the name
    title: float
    trade: float
    beside: float  # person and business in one cell
    group: float  # the group instead of the business
    phone: float
    lent: float  # of members' phones: the leader's
    habit: str  # how it writes phones
    nik: float
    lent_nik: float
    nib: float
    product: float
    village: float  # the village has its column
    slovenly: float  # the village is abbreviated or glued
    district: float
    rt: float
    rt_apart: float  # RT, RW and hamlet have columns
    point: float
    cut: int = 200  # letters that fit into the column of the owner


FORMS = {
    "paguyuban": Form(
        hands=("scanned", "glued"), smudge=0.14, upper=0.2, called=0.1, title=0.2, trade=0.5, beside=0.3,
        group=0.4, phone=0.6, lent=0.65, habit="plain", nik=0.0, lent_nik=0.0, nib=0.0, product=0.7,
        village=0.85, slovenly=0.25, district=0.3, rt=0.4, rt_apart=0.0, point=0.0,
    ),
    "sensus": Form(
        hands=("hurried", "scanned", "glued"), smudge=0.1, upper=0.3, called=0.1, title=0.1, trade=0.45,
        beside=0.3, group=0.05, phone=0.4, lent=0.15, habit="plain", nik=0.16, lent_nik=0.0, nib=0.0,
        product=0.85, village=0.9, slovenly=0.16, district=0.7, rt=0.9, rt_apart=0.75, point=0.4,
    ),
    "pelatihan": Form(
        hands=("mistyped", "mistyped", "hurried"), smudge=0.1, upper=0.3, called=0.03, title=0.04, trade=0.55,
        beside=0.08, group=0.15, phone=0.8, lent=0.45, habit="plain", nik=0.6, lent_nik=0.35, nib=0.12,
        product=0.65, village=0.55, slovenly=0.15, district=0.5, rt=0.7, rt_apart=0.0, point=0.0,
    ),
    "bantuan": Form(
        hands=("mistyped", "glued"), smudge=0.08, upper=0.7, called=0.02, title=0.03, trade=0.4, beside=0.1,
        group=0.45, phone=0.6, lent=0.6, habit="plain", nik=0.75, lent_nik=0.55, nib=0.1, product=0.6,
        village=0.8, slovenly=0.12, district=0.8, rt=0.75, rt_apart=0.3, point=0.0,
    ),
    "siinas": Form(
        hands=("mistyped", "hurried"), smudge=0.06, upper=0.8, called=0.02, title=0.03, trade=0.95,
        beside=0.0, group=0.03, phone=0.8, lent=0.0, habit="plain", nik=0.05, lent_nik=0.0, nib=0.6,
        product=0.9, village=0.0, slovenly=0.1, district=0.9, rt=0.65, rt_apart=0.0, point=0.25,
    ),
    "oss": Form(
        hands=("mistyped",), smudge=0.03, upper=1.0, called=0.0, title=0.01, trade=0.75, beside=0.0,
        group=0.01, phone=0.92, lent=0.0, habit="code", nik=0.1, lent_nik=0.0, nib=1.0, product=0.35,
        village=0.7, slovenly=0.05, district=0.95, rt=0.9, rt_apart=0.0, point=0.0, cut=22,
    ),
}  # fmt: skip
_GROUP_WORDS = ("KUB {}", "KUB. {}", "Kelompok {}", "Klp {}", "KWT {}", 'Kel. Usaha Bersama "{}"', "{}")
_FORM_WORDS = ("UD {}", "UD. {}", "CV {}", "PD {}", "IKM {}", "{} (UD)", "Home Industri {}", "INDUSTRI {}")
_BESIDE = ("{0} ({1})", "{0} / {1}", "{0} - {1}", "{0} ({1})", "{0}, {1}")
_MR = ("Bp {}", "Pak {}", "Mas {}", "H. {}", "Kyai {}", "Mbah {}", "{} (alm)", "Sdr {}", "{}, S.Kom")
_MRS = ("Ibu {}", "Bu {}", "Mbak {}", "Hj {}", "Ny {}", "{}, S.Pd.I", "Sdri {}")
_FATHER = ("{} bin {}", "{} Bin. {}", "{} b {}")
_DAUGHTER = ("{} binti {}", "{} Bt. {}", "{} bt {}")
_KEYWORDS = ("DS.{}", "Ds.{}", "Desa {}", "DS {}", "Ds{}", "DESA{}", "ds. {}", "Kel.{}")
_ROADS = ("Jl. Raya {}", "Jln {}", "Jl.{} No.{}", "Depan Balai Desa", "Timur Masjid", "Utara Pasar {}")


def row(seen: Business, source: str, draw: Draw) -> Row:
    """The business as this list has it."""
    form = FORMS[source]
    cells: Row = {}
    _people(cells, seen, form, draw)
    _numbers(cells, seen, form, draw)
    _place(cells, seen.home, form, draw)
    _product(cells, seen, form, draw)
    if source in ("siinas", "oss"):
        cells["kbli"] = seen.craft.kbli if draw.chance(0.8) else draw.of(CRAFTS).kbli
        cells["regency"] = seen.home.hood.village.regency
    return cells


def _people(cells: Row, seen: Business, form: Form, draw: Draw) -> None:
    owner, trade = _owner(seen, form, draw), _trade(seen, form, draw)
    if trade and draw.chance(form.beside):
        both = draw.of(_BESIDE).format(owner, trade)
        cells["owner"] = both if draw.chance(0.85) else draw.of(_BESIDE).format(trade, owner)
        return
    cells["owner"] = owner[: form.cut].strip()
    cells["business"] = _instead(cells, seen, form, draw) or trade
    if cells["business"] is None and draw.chance(0.2):
        cells["business"] = draw.of(("-", "belum ada", owner))


def _instead(cells: Row, seen: Business, form: Form, draw: Draw) -> str | None:
    """The group's name where the business should stand; seldom in a column of its own."""
    if seen.group is None or seen.told or not draw.chance(form.group):
        return None
    name = noise.smudged(seen.group.name, form.smudge, form.hands, draw)
    text = _cased(draw.of(_GROUP_WORDS).format(name), form, draw)
    if draw.chance(0.25):
        cells["group"] = text
        return None
    return text


def _owner(seen: Business, form: Form, draw: Draw) -> str:
    owner = seen.owner
    name = owner.person.card if draw.chance(0.65) else draw.of(owner.person.heard)
    if draw.chance(form.called):
        name = _called(name, draw)
    elif owner.father and form.cut > 50 and draw.chance(0.45):
        name = draw.of(_FATHER if owner.person.sex == "L" else _DAUGHTER).format(name, owner.father)
    name = noise.smudged(name, form.smudge, form.hands, draw)
    if draw.chance(form.title):
        name = draw.of(_MR if owner.person.sex == "L" else _MRS).format(name)
    return _cased(name, form, draw)


def _called(name: str, draw: Draw) -> str:
    if " " in name:
        return name.split(maxsplit=1)[0] if draw.chance(0.6) else name.rsplit(maxsplit=1)[-1]
    return noise.nickname(name) if draw.chance(0.4) else name


def _cased(text: str, form: Form, draw: Draw) -> str:
    if draw.chance(form.upper):
        return text.upper()
    return text.lower() if draw.chance(0.1) else text


def _trade(seen: Business, form: Form, draw: Draw) -> str | None:
    if seen.trade is None or not (seen.told or draw.chance(form.trade)):
        return None
    name = noise.smudged(seen.trade, form.smudge * 1.5, form.hands, draw)
    if draw.chance(0.25):
        name = draw.of(_FORM_WORDS).format(name)
    return _cased(name, form, draw)


def _numbers(cells: Row, seen: Business, form: Form, draw: Draw) -> None:
    if draw.chance(form.phone):
        number = noise.damaged(_phone(seen, form, draw), 0.025, 5, draw)
        cells["phone"] = noise.phone_text(number, form.habit, draw)
    if draw.chance(form.nik):
        cells["nik"] = noise.nik_text(noise.damaged(_nik(seen, form, draw), 0.03, 6, draw), draw)
    if seen.nib and draw.chance(form.nib):
        whole = form.nib == 1.0
        cells["nib"] = seen.nib if whole else noise.nib_text(noise.damaged(seen.nib, 0.03, 2, draw), draw)


def _phone(seen: Business, form: Form, draw: Draw) -> str:
    group = seen.group
    if group is not None and group.phones_left and draw.chance(form.lent):
        group.phones_left -= 1
        return group.phone
    return seen.phone if draw.chance(0.92) else f"08{draw.between(11 * 10**8, 99 * 10**8)}"


def _nik(seen: Business, form: Form, draw: Draw) -> str:
    group = seen.group
    if group is not None and group.niks_left and draw.chance(form.lent_nik):
        group.niks_left -= 1
        return group.nik
    return seen.owner.nik


def _place(cells: Row, home: Home, form: Form, draw: Draw) -> None:
    village = home.hood.village
    name = noise.village_name(village.name, form.slovenly, draw)
    apart = draw.chance(form.village)
    if apart:
        prefixed = draw.of(_KEYWORDS).format(name) if draw.chance(form.slovenly * 0.5) else name
        cells["village"] = prefixed.upper() if draw.chance(form.upper) else prefixed
    if draw.chance(form.district):
        cells["district"] = f"Kec. {village.district}" if draw.chance(0.08) else village.district
    line = _line(cells, home, None if apart and draw.chance(0.7) else name, form, draw)
    cells["address"] = (line.upper() if draw.chance(form.upper) else line) or None
    if draw.chance(form.point):
        _point(cells, home, draw)


def _line(cells: Row, home: Home, village: str | None, form: Form, draw: Draw) -> str:
    parts = []
    if village:
        parts.append(draw.of(_KEYWORDS).format(village) if draw.chance(0.55) else village)
    if draw.chance(form.rt):
        rt, rw = _doubted(home.rt, 0.05, draw), _doubted(home.rw, 0.03, draw)
        if draw.chance(form.rt_apart):
            cells["rt"], cells["rw"], cells["hamlet"] = str(rt), str(rw), home.hamlet
        else:
            parts.append(noise.rt_rw(rt, rw, draw))
    if draw.chance(0.25):
        parts.insert(0, draw.of(("Grumbul {}", "Dk {}", "Dsn.{}", "Kadus {}", "{}")).format(home.hamlet))
    if draw.chance(0.08):
        parts.insert(0, draw.of(_ROADS).format(draw.of(home.hood.hamlets), draw.between(1, 90)))
    if not cells.get("district") and draw.chance(0.5):
        parts.append(draw.of(("KEC.{}", "Kec {}", "kec. {}", "{}")).format(home.hood.village.district))
    return draw.of((" ", " ", ", ", " - ")).join(parts)


def _doubted(number: int, share: float, draw: Draw) -> int:
    return draw.between(1, 9) if draw.chance(share) else number


def _point(cells: Row, home: Home, draw: Draw) -> None:
    """Where the surveyor stood: at the door, or for one in eight at the village hall."""
    village = home.hood.village
    where = home.latitude + draw.gauss(0, 0.0003), home.longitude + draw.gauss(0, 0.0003)
    if draw.chance(0.12):
        where = village.latitude, village.longitude
    cells["latitude"], cells["longitude"] = noise.point_text(*where, draw)


def _product(cells: Row, seen: Business, form: Form, draw: Draw) -> None:
    if not (seen.told or draw.chance(form.product)):
        return
    words = draw.of(seen.craft.words)
    if not seen.told and draw.chance(0.05):
        words = draw.of(VAGUE)
    elif draw.chance(0.06):
        words = draw.of(("{}, {}", "{} dan {}", "{} & {}")).format(words, draw.of(draw.of(CRAFTS).words))
    words = noise.smudged(words, 0.05, form.hands, draw)
    cells["product"] = _cased(words, form, draw)
