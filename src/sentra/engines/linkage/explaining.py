"""Why two records are held to be one: a sentence and a number of bits per comparison, adding up exactly.

Sentences are templates in Indonesian with facts to fill in; the doors translate and fill them. No sentence
holds a personal number: of NIK, NIB and phone it says only whether they agree. Villages and districts are
facts by code.
"""

import re
from collections.abc import Callable, Mapping
from itertools import accumulate
from math import asin, cos, fsum, radians, sin, sqrt
from types import MappingProxyType
from typing import NamedTuple

from sentra.engines.linkage.comparing import LESSENING
from sentra.engines.linkage.problem import Edge, LinkageRefused, Norm, Part, RecordId

Facts = Mapping[str, str | int]

_EARTH_M = 6_371_000.0
_NUMBER = re.compile(r"\d(?:[ .-]?\d){5,}")  # six digits and more could be a phone or part of a NIK


class Factor(NamedTuple):
    """One bar of the waterfall, from `start` to `end` bits; `template` % `facts` is its sentence."""

    code: str  # comparison and level: "phone.shared"
    template: str
    facts: Facts
    weight: float
    term: float  # the share of the weight that is due to rarity
    start: float
    end: float


class Explanation(NamedTuple):
    """prior + sum of the weights of `factors` == weight, to 1e-9 bits; strongest factors first."""

    a: RecordId
    b: RecordId
    prior: float
    factors: tuple[Factor, ...]
    weight: float


def say(template: str) -> str:
    """Marks a text for the catalogue of translations; the doors look it up when it is shown."""
    return template


BOUNDING = frozenset({"sibling"})

NEAR_NAMES = say("Nama hampir sama: %(a)s dan %(b)s.")

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "name.exact": say("Nama sama: %(a)s."),
        "name.heard": say("Nama berbunyi sama: %(a)s dan %(b)s."),
        "name.near_whole": NEAR_NAMES,
        "name.near": NEAR_NAMES,
        "name.part": say("Sebagian nama sama: %(a)s dan %(b)s."),
        "name.initial": say("Nama cocok dengan singkatannya: %(a)s dan %(b)s."),
        "name.crossed": say("Nama pemilik di satu daftar menjadi nama usaha di daftar lain."),
        "name.weak": say("Nama agak mirip: %(a)s dan %(b)s."),
        "name.nick": say("Nama cocok dengan panggilannya: %(a)s dan %(b)s."),
        "name.else": say("Nama berbeda: %(a)s dan %(b)s."),
        "business.exact": say("Nama usaha sama: %(a)s."),
        "business.near": say("Nama usaha hampir sama: %(a)s dan %(b)s."),
        "business.weak": say("Nama usaha agak mirip: %(a)s dan %(b)s."),
        "business.else": say("Nama usaha berbeda: %(a)s dan %(b)s."),
        "group.near": say("Kelompok usaha sama: %(a)s."),
        "group.else": say("Kelompok usaha berbeda: %(a)s dan %(b)s."),
        "place.rt_rw": say("Desa, RT, dan RW sama."),
        "place.rw": say("Desa dan RW sama."),
        "place.hamlet": say("Desa dan dusun sama."),
        "place.village": say("Desa sama; RT tidak disebut di salah satunya."),
        "place.village_other_rt": say("Desa sama, RT atau RW berbeda."),
        "place.district_only": say("Kecamatan sama; desa tidak disebut di salah satunya."),
        "place.district": say("Kecamatan sama, desa berbeda."),
        "place.else": say("Tempat berbeda."),
        "distance.80m": say("Titik lokasi berdekatan: %(metres)s m."),
        "distance.300m": say("Titik lokasi dekat: %(metres)s m."),
        "distance.2km": say("Titik lokasi agak jauh: %(metres)s m."),
        "distance.else": say("Titik lokasi berjauhan: %(metres)s m."),
        "phone.shared": say("Nomor HP sama."),
        "phone.one_edit": say("Nomor HP berbeda satu angka."),
        "phone.else": say("Nomor HP berbeda."),
        "nik.exact": say("NIK sama."),
        "nik.first_12": say("12 angka pertama NIK sama."),
        "nik.one_edit": say("NIK berbeda satu angka."),
        "nik.else": say("NIK berbeda."),
        "nib.exact": say("NIB sama."),
        "nib.one_edit": say("NIB berbeda satu angka."),
        "nib.else": say("NIB berbeda."),
        "product.exact": say("Produk sama: %(a)s."),
        "product.kbli": say("Kode KBLI sama: %(a)s."),
        "product.kbli_group": say("Kelompok KBLI sama: %(a)s dan %(b)s."),
        "product.else": say("Produk berbeda: %(a)s dan %(b)s."),
        "craft.common": say("Produk itu dibuat banyak orang di desa ini, jadi kurang membedakan."),
        "homonym.several": say("Ada beberapa desa bernama sama; belum tentu desa yang sama."),
        "list.same": say("Keduanya dari satu daftar; satu usaha jarang ditulis dua kali."),
        "list.else": say("Keduanya tidak dari satu daftar."),
        "sibling.possible": say("Dibatasi: bisa jadi usaha lain milik orang yang sama."),
        "context.for": say("Jawaban petugas pada pasangan serupa mendukung."),
        "context.against": say("Jawaban petugas pada pasangan serupa tidak mendukung."),
    }
)


def explain(edge: Edge, a: Norm, b: Norm, prior: float) -> Explanation:
    """The waterfall of `edge`, `prior` in bits.

    Raises LinkageRefused when the edge is not of these records, its parts do not add up to its weight, or a
    level has no sentence.
    """
    if (edge.a, edge.b) not in {(a.id, b.id), (b.id, a.id)}:
        raise LinkageRefused(f"The link of {edge.a} and {edge.b} does not explain {a.id} and {b.id}.")
    if abs(fsum([prior, *(part.weight for part in edge.parts)]) - edge.weight) > 1e-9:
        raise LinkageRefused(f"The parts of the link of {edge.a} and {edge.b} do not add up to its weight.")
    one, other = (a, b) if edge.a == a.id else (b, a)
    # What bounds the rest comes last: it is read after what it bounds.
    # What lessens is said only where it does.
    told = [part for part in edge.parts if part.weight or part.comparison not in LESSENING]
    parts = sorted(told, key=lambda p: (p.comparison in BOUNDING, -abs(p.weight), p.comparison))
    steps = list(accumulate((part.weight for part in parts), initial=prior))
    factors = (
        _factor(part, one, other, start, end)
        for part, start, end in zip(parts, steps[:-1], steps[1:], strict=True)
    )
    return Explanation(edge.a, edge.b, prior, tuple(factors), edge.weight)


def _factor(part: Part, a: Norm, b: Norm, start: float, end: float) -> Factor:
    code = _code(part, a, b)
    if code not in SENTENCES:
        raise LinkageRefused(f"There is no sentence for {code}.")
    facts = _FACTS.get(part.comparison, _none)(a, b, part.level)
    return Factor(code, SENTENCES[code], facts, part.weight, part.term, start, end)


def _code(part: Part, a: Norm, b: Norm) -> str:
    if part.comparison == "context":
        return "context.for" if part.weight >= 0 else "context.against"
    code = f"{part.comparison}.{part.level}"
    return "name.heard" if code == "name.exact" and a.name != b.name else code


def _masked(text: str | None) -> str:
    return _NUMBER.sub("…", text) if text else "-"


def _both(one: str | None, other: str | None) -> Facts:
    return {"a": _masked(one), "b": _masked(other)}


def _none(_a: Norm, _b: Norm, _level: str) -> Facts:
    return {}


def _place(a: Norm, b: Norm, _level: str) -> Facts:
    """Codes: the doors know their names."""
    return {"a": a.village or a.district or "-", "b": b.village or b.district or "-"}


def _distance(a: Norm, b: Norm, _level: str) -> Facts:
    """Along the great circle, to ten metres: no reader needs where the house is."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        raise LinkageRefused(f"A distance between {a.id} and {b.id} is explained, and one has no point.")
    north, east = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return {"metres": 10 * round(2 * _EARTH_M * asin(sqrt(min(chord, 1.0))) / 10)}


def _product(a: Norm, b: Norm, level: str) -> Facts:
    if level.startswith("kbli"):
        return {"a": a.kbli or "-", "b": b.kbli or "-"}
    return _both(a.product or a.kbli, b.product or b.kbli)


_FACTS: Mapping[str, Callable[[Norm, Norm, str], Facts]] = {
    "name": lambda a, b, _: _both(a.name, b.name),
    "business": lambda a, b, _: _both(a.biz, b.biz),
    "group": lambda a, b, _: _both(a.group, b.group),
    "place": _place,
    "distance": _distance,
    "product": _product,
}
