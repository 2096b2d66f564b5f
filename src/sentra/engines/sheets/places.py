"""Which village and district a cell names: exact, by alias, glued to its keyword, abbreviated or misspelt.

A village name is not a key: eight names occur twice in Purbalingga, so the district decides, and without it
the answer is `Ambiguous`. Nothing is guessed between two equally near names.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from sentra.engines.sheets.problem import Gazetteer, Village

How = Literal["exact", "alias", "glued", "fuzzy"]

FUZZY_AT_LEAST = 88.0
"""Ratio of two squeezed names; Mergasana/Margasana is 88.9, Pelumutan/Plumutan 94."""
CLEAR_MARGIN = 4.0
CACHE_LIMIT = 50_000


class Hit(NamedTuple):
    """One place; `confidence` 0..1."""

    code: str
    how: How
    confidence: float


class Ambiguous(NamedTuple):
    """Several places bear this name (or lie equally near); the district has to say which."""

    codes: tuple[str, ...]


Found = Hit | Ambiguous | None

_SHORT = {
    **dict.fromkeys(("kr", "krg", "krng", "kar"), "karang"),
    **dict.fromkeys(("pbg", "pblg", "pba", "pbl"), "purbalingga"),
    **dict.fromkeys(("kd", "kdg", "kdng"), "kedung"),
    **dict.fromkeys(("kdl", "kid", "kdul"), "kidul"),
    **dict.fromkeys(("wtn", "wet"), "wetan"),
    **dict.fromkeys(("kln", "kul"), "kulon"),
    **dict.fromkeys(("gn", "gng"), "gunung"),
    **dict.fromkeys(("kal", "kl"), "kali"),
    **dict.fromkeys(("bj",), "bojong"),
}
_VILLAGE_WORD = re.compile(
    r"^\s*(?:desa|ds|kelurahan|kel|kelrhn|dsa)(?:\s*[.:/]\s*(?:kel(?:urahan)?\b\.?)?|\s+)\s*", re.IGNORECASE
)
_DISTRICT_WORD = re.compile(r"^\s*(?:kecamatan|kec|kc|kcmtn)(?:\s*[.:]\s*|\s+)\s*", re.IGNORECASE)
_CODE = re.compile(r"[0-9][0-9.]{5,12}")
_GLUED_VILLAGE = ("kelurahan", "desa", "kel", "ds")
_GLUED_DISTRICT = ("kecamatan", "kec")
_DIRECTIONS = ("kulon", "wetan", "kidul", "lor")
_WORDS = re.compile(r"[a-z]+")
_SAID_DISTRICT = re.compile(r"\bkec(?:amatan)?\b\.?\s*(.+)$", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:,|\bkec(?:amatan)?\b|\bkab(?:upaten)?\b|\(|\brt\b|\brw\b).*$", re.IGNORECASE | re.DOTALL
)


def fold_place(name: str) -> str:
    """Only the letters, small: "Purbalingga Lor" and "PURBALINGGA-LOR" are one key."""
    return "".join(_WORDS.findall(name.casefold()))


def _expanded(name: str) -> str:
    """Abbreviations written out: `Kr.anyar` -> `karanganyar`, `Pbg Lor` -> `purbalinggalor`."""
    words = _WORDS.findall(name.casefold())
    if len(words) < 2:
        return "".join(words)
    return "".join(_SHORT.get(word, word) for word in words)


class Places:
    """The gazetteer, indexed once and asked per distinct text. Safe to share between readings of one file."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.districts = gazetteer.districts
        self.villages: Mapping[str, Village] = {v.code: v for v in gazetteer.villages}
        self._by_name = _grouped((fold_place(v.name), v.code) for v in gazetteer.villages)
        self._district_by_name = _grouped((fold_place(n), c) for c, n in gazetteer.districts.items())
        self._aliases = {fold_place(k): c for k, c in gazetteer.aliases.items() if c in self.villages}
        self._names_in: dict[str, list[str]] = {}
        for name, codes in self._by_name.items():
            for code in codes:
                self._names_in.setdefault(self.villages[code].district_code, []).append(name)
        self._villages_asked: dict[tuple[str, str | None], Found] = {}
        self._districts_asked: dict[str, Found] = {}

    def district_of(self, village_code: str) -> str:
        return self.villages[village_code].district_code

    def find_village(self, text: str, district: str | None = None) -> Found:
        """The village that `text` names; without `district` (a code) double names stay ambiguous.

        A hit may lie outside `district` when only another district has that very name: the caller decides.
        """
        key = (text, district)
        if key not in self._villages_asked:
            if len(self._villages_asked) >= CACHE_LIMIT:
                self._villages_asked.clear()
            self._villages_asked[key] = self._village(text, district)
        return self._villages_asked[key]

    def _village(self, text: str, district: str | None) -> Found:
        if text[:1].isdigit() and _CODE.fullmatch(text):
            code = coded(text)
            return Hit(code, "exact", 1.0) if code in self.villages else None
        said = _SAID_DISTRICT.search(text)
        if said and district is None:
            named = self.find_district(said[1])
            district = named.code if isinstance(named, Hit) else None
        bare = _TAIL.sub("", _VILLAGE_WORD.sub("", text, count=1))
        key = fold_place(bare)
        if len(key) < 3 or len(key) > 40:
            return None
        found = self._in_district(key, bare, district) if district else None
        return found or self._certain(key, bare, None) or self._near(_expanded(bare), None)

    def _in_district(self, key: str, bare: str, district: str | None) -> Hit | None:
        """Within the named district even a near name beats an exact one elsewhere."""
        for found in (self._certain(key, bare, district), self._near(_expanded(bare), district)):
            if isinstance(found, Hit) and self.district_of(found.code) == district:
                return found
        return None

    def whole_name(self, text: str, district: str | None = None) -> Found:
        """As `find_village`, but never by likeness: for texts that need not name a village at all."""
        bare = _VILLAGE_WORD.sub("", text, count=1)
        return self._certain(fold_place(bare), bare, district) or self._certain(fold_place(bare), bare, None)

    def _certain(self, key: str, bare: str, district: str | None) -> Found:
        """By name, alias, abbreviation, glued keyword, or a direction word the office left off or put on."""
        if key in self._by_name:
            return self._one(self._by_name[key], district, "exact", 1.0)
        if key in self._aliases:
            return self._one([self._aliases[key]], district, "alias", 0.97)
        full = _expanded(bare)
        if full in self._by_name:
            return self._one(self._by_name[full], district, "alias", 0.95)
        for prefix in _GLUED_VILLAGE:
            if key.startswith(prefix) and key[len(prefix) :] in self._by_name:
                return self._one(self._by_name[key[len(prefix) :]], district, "glued", 0.95)
        return self._without_direction(full, district)

    def _without_direction(self, key: str, district: str | None) -> Found:
        """`Palumbungan Kulon` is Palumbungan, because its other half is called Palumbungan Wetan."""
        for direction in _DIRECTIONS:
            base = key.removesuffix(direction)
            if base != key and base in self._by_name and any(base + d in self._by_name for d in _DIRECTIONS):
                return self._one(self._by_name[base], district, "alias", 0.85)
        return None

    def _one(self, codes: list[str], district: str | None, how: How, confidence: float) -> Found:
        if district:
            codes = [c for c in codes if self.district_of(c) == district]
            if not codes:
                return None
        return Hit(codes[0], how, confidence) if len(codes) == 1 else Ambiguous(tuple(codes))

    def _near(self, key: str, district: str | None) -> Found:
        """The nearest name by likeness, if it is near enough and clearly nearer than the next."""
        names = self._names_in.get(district, []) if district else list(self._by_name)
        near = _nearest(key, names)
        if not near:
            return None
        if len(near) > 1:
            return Ambiguous(tuple(code for name in near for code in self._by_name[name]))
        return self._one(self._by_name[near[0]], district, "fuzzy", 0.85)

    def find_district(self, text: str) -> Found:
        """The district that `text` names; `None` when it names none."""
        if text not in self._districts_asked:
            if len(self._districts_asked) >= CACHE_LIMIT:
                self._districts_asked.clear()
            self._districts_asked[text] = self._district(text)
        return self._districts_asked[text]

    def _district(self, text: str) -> Found:
        if text[:1].isdigit() and _CODE.fullmatch(text):
            code = coded(text)
            return Hit(code, "exact", 1.0) if code in self.districts else None
        bare = _DISTRICT_WORD.sub("", text, count=1)
        bare = re.sub(r"\s*(?:,|\bkab(?:upaten)?\b|\().*$", "", bare, flags=re.IGNORECASE | re.DOTALL)
        key = fold_place(bare)
        certain = self.district_name(bare)
        if certain or len(key) < 4 or len(key) > 40:
            return certain
        near = _nearest(_expanded(bare), list(self._district_by_name))
        if len(near) == 1:
            return Hit(self._district_by_name[near[0]][0], "fuzzy", 0.85)
        return Ambiguous(tuple(c for n in near for c in self._district_by_name[n])) if near else None

    def district_name(self, text: str) -> Found:
        """By name, abbreviation or glued keyword only."""
        key, full = fold_place(text), _expanded(text)
        glued = next((key.removeprefix(p) for p in _GLUED_DISTRICT if key.startswith(p)), key)
        tries: tuple[tuple[str, How, float], ...] = (
            (key, "exact", 1.0),
            (full, "alias", 0.95),
            (glued, "glued", 0.95),
        )
        for name, how, confidence in tries:
            codes = self._district_by_name.get(name, [])
            if codes:
                return Hit(codes[0], how, confidence) if len(codes) == 1 else Ambiguous(tuple(codes))
        return None


def coded(text: str) -> str:
    """An area code with its points: `3303051005` and `33.03.05.1005` are one."""
    digits = text.replace(".", "").strip()
    return ".".join(p for p in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if p)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, code in pairs:
        groups.setdefault(key, []).append(code)
    return groups


def _nearest(key: str, names: list[str]) -> list[str]:
    """Names at least `FUZZY_AT_LEAST` alike, down to `CLEAR_MARGIN` below the best; best first."""
    if len(key) < 5:  # one letter of four is too much to overlook
        return []
    alike = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=FUZZY_AT_LEAST, limit=5)
    found = [(name, score) for name, score, _ in alike if _same_direction(key, name)]
    return [name for name, score in found if score > found[0][1] - CLEAR_MARGIN]


def _same_direction(key: str, name: str) -> bool:
    """Lor and Kidul are two villages, however alike the rest is."""
    return all(key.endswith(d) == name.endswith(d) for d in _DIRECTIONS)
