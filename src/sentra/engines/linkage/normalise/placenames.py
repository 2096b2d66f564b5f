"""Names of places as lists write them: Kr. Reja, Karang Reja, KARANGREJO, DESATUNJUNGMULI.

A `NameIndex` holds the names of one area (a district's villages, a regency's villages, its districts) and
finds a text among them by ever weaker likeness. Nothing is guessed between two places that fit equally well.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sentra.engines.linkage.normalise.cells import CACHED, letters, words

_SHORT = {
    **dict.fromkeys(("kr", "krg", "krng", "kar", "karg"), "karang"),
    **dict.fromkeys(("kd", "kdg", "kdng", "ked", "kedg"), "kedung"),
    **dict.fromkeys(("kl", "kal", "kli"), "kali"),
    **dict.fromkeys(("gn", "gng", "gun"), "gunung"),
    **dict.fromkeys(("bj", "bjg", "boj"), "bojong"),
    **dict.fromkeys(("tj", "tjg"), "tanjung"),
    **dict.fromkeys(("bn", "bjr", "banj"), "banjar"),
    **dict.fromkeys(("sb", "sbr", "sumb"), "sumber"),
    **dict.fromkeys(("sd", "sid"), "sida"),
    **dict.fromkeys(("sk",), "suka"),
    **dict.fromkeys(("wn", "wan"), "wana"),
    **dict.fromkeys(("tgl", "teg"), "tegal"),
    **dict.fromkeys(("kt", "kut"), "kuta"),
    **dict.fromkeys(("jt", "jat"), "jati"),
    **dict.fromkeys(("kdl", "kid", "kdul", "kidoel"), "kidul"),
    **dict.fromkeys(("wtn", "wet", "wt"), "wetan"),
    **dict.fromkeys(("kln", "kul", "klon", "koelon"), "kulon"),
    **dict.fromkeys(("lr", "loor"), "lor"),
    **dict.fromkeys(("tgh", "tngh"), "tengah"),
}
_SHORT_FIRST = {**_SHORT, "pd": "pandan", "sr": "sari"}
_SHORT_BY_START: dict[str, list[tuple[str, str]]] = {}
for _short, _full in _SHORT_FIRST.items():
    _SHORT_BY_START.setdefault(_short[:2], []).append((_short, _full))
DIRECTIONS = ("kulon", "wetan", "kidul", "lor", "tengah")
_PREFIXES = ("kelurahan", "desa", "dsa", "kel", "ds", "kecamatan", "kec")
_VOWELS = re.compile(r"[aeiou]")
_TWICE = re.compile(r"(.)\1+")
_SPELT = tuple(
    (re.compile(a), b)
    for a, b in (
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("ch", "c"),
        ("dh", "d"),
        ("th", "t"),
        ("[kg]h", "g"),
        ("[vf]", "p"),
        ("z", "j"),
        ("q", "k"),
        ("y", "i"),
        ("h", ""),
        ("[oe]", "a"),
        (r"^([bcdgjkmpstw])a(?=[lr][aiu])", r"\1"),
        ("i(?=a)|u(?=a)", ""),
    )
)


class Found(NamedTuple):
    """The codes that fit: none, one, or several (ambiguous), and how they were found."""

    codes: tuple[str, ...] = ()
    how: str = ""

    @property
    def code(self) -> str | None:
        return self.codes[0] if len(self.codes) == 1 else None


NOTHING = Found()


@lru_cache(CACHED)
def heard(key: str) -> str:
    """How a squeezed place name sounds: o and e as a (Kutosari is Kutasari, Margasana is Mergasana), no vowel
    between a first consonant and l or r (Pelumutan is Plumutan), no h, no doubled letters."""
    for pattern, by in _SPELT:
        key = pattern.sub(by, key)
    return _TWICE.sub(r"\1", key)


def expanded(tokens: Iterable[str]) -> str:
    """Squeezed, with the usual abbreviations written out when more than one word stands there."""
    several = list(tokens)
    if len(several) < 2:
        return "".join(several)
    return "".join(_SHORT.get(t, t) if at else _SHORT_FIRST.get(t, t) for at, t in enumerate(several))


class NameIndex:
    """The names of one area. Built once, asked often; knows nothing of other areas."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: pairs of name and code; a code may come with several names (aliases)."""
        self._exact: dict[str, tuple[str, ...]] = {}
        for name, code in sorted(set(names)):
            _add(self._exact, letters(name.lower()), code)
        self._heard: dict[str, tuple[str, ...]] = {}
        for key, codes in self._exact.items():
            for code in codes:
                _add(self._heard, heard(key), code)
        self._keys = list(self._exact)
        self._boned: dict[str, list[str]] = {}
        self._by_letter: dict[str, list[str]] = {}
        for key in self._keys:
            self._by_letter.setdefault(key[:1], []).append(key)
            self._boned.setdefault(_VOWELS.sub("", key), []).append(key)

    def certain(self, key: str, full: str) -> Found:
        """By the very name (`key`: squeezed, `full`: written out), also with "desa" glued to it. Cheap."""
        codes = self._exact.get(key)
        if codes:
            return Found(codes, "exact")
        codes = self._exact.get(full)
        if codes:
            return Found(codes, "abbreviated")
        if key.startswith(_PREFIXES):
            codes = self._exact.get(_unprefixed(key))
        return Found(codes, "glued") if codes else NOTHING

    def find(self, text: str, slips: int = 0) -> Found:
        """By name, glued keyword, abbreviation, sound, direction word, at last with some `slips` (see
        `allowed`)."""
        tokens = words(text)
        key, full = "".join(tokens), expanded(tokens)
        if not 3 <= len(key) <= 40:
            return NOTHING
        return (
            _some(self.certain(key, full))
            or _some(self._glued(key))
            or _some(Found(self._heard.get(heard(full), ()), "sound"))
            or _some(self._directed(full))
            or _some(self._shortened(tokens, full))
            or _some(self._without_vowels(full))
            or (self._slipped(full, slips) if slips else NOTHING)
        )

    def _glued(self, key: str) -> Found:
        """KRANYAR: an abbreviation without a blank behind it."""
        for short, full in _SHORT_BY_START.get(key[:2], ()):
            if key.startswith(short) and full + key[len(short) :] in self._exact:
                return Found(self._exact[full + key[len(short) :]], "abbreviated")
        return NOTHING

    def _directed(self, key: str) -> Found:
        """A direction word too much or too little: "Palumbungan Kulon", "Tlahab" where only one Tlahab is."""
        for direction in DIRECTIONS:
            base = key.removesuffix(direction)
            if base != key and base in self._exact:
                return Found(self._exact[base], "direction")
        longer = [code for d in DIRECTIONS for code in self._exact.get(key + d, ())]
        return Found(tuple(longer), "direction") if longer else NOTHING

    def _shortened(self, tokens: list[str], full: str) -> Found:
        """Any abbreviation of the front: Pbg Kidul, Tj.muli. Same first letter, letters in order, same
        end."""
        first = tokens[0]
        if len(tokens) < 2 and _VOWELS.search(full[1:3]):
            return NOTHING
        if len(tokens) > 1 and (len(first) > 4 or len("".join(tokens[1:])) < 3):
            return NOTHING
        tail = "".join(_SHORT.get(t, t) for t in tokens[1:]) or full[-4:]
        head = first if len(tokens) > 1 else full[:-4]
        if len(tail) < 3 or not head:
            return NOTHING
        hits = {
            code
            for key in self._by_letter.get(head[0], ())
            if key.endswith(tail) and len(key) > len(full) and _in_order(head, key[: -len(tail)])
            for code in self._exact[key]
        }
        return Found(tuple(sorted(hits)), "abbreviated") if hits else NOTHING

    def _without_vowels(self, key: str) -> Found:
        """PLMTAN is Pelumutan: the same consonants, some vowels left out."""
        bones = _VOWELS.sub("", key)
        if len(bones) < 3 or key[0] in "aeiou":
            return NOTHING
        fits = [k for k in self._boned.get(bones, ()) if len(k) > len(key) and _in_order(key, k)]
        codes = sorted({code for k in fits for code in self._exact[k]})
        return Found(tuple(codes), "abbreviated") if codes else NOTHING

    def _slipped(self, key: str, slips: int) -> Found:
        """The name that takes the fewest slips of the pen, with or without a keyword glued to it."""
        best: list[tuple[int, str]] = []
        for text in dict.fromkeys((key, _unprefixed(key))):
            most = allowed(len(text), slips)
            if most:
                hits = process.extract(text, self._keys, scorer=OSA.distance, score_cutoff=most, limit=4)
                best += [(int(distance), name) for name, distance, _ in hits]
        fewest = min(best, default=(0, ""))[0]
        codes = sorted({code for n, name in best if n == fewest for code in self._exact[name]})
        return Found(tuple(codes), "likeness") if codes else NOTHING


def allowed(length: int, slips: int) -> int:
    """Slips of the pen forgiven in a name of this length: one from 4 letters, a second from 8, at most
    `slips` (2 inside a district; 1 in a regency, where a name of 6 letters has neighbours)."""
    if slips < 2:
        return 0 if length < 6 else 1
    return 0 if length < 4 else 1 if length < 8 else 2


def _unprefixed(key: str) -> str:
    """DSTUNJUNGMULI without its keyword; the key itself when it has none."""
    if not key.startswith(_PREFIXES):
        return key
    prefix = next(p for p in _PREFIXES if key.startswith(p))
    return key[len(prefix) :] if len(key) > len(prefix) + 3 else key


def _some(found: Found) -> Found | None:
    return found if found.codes else None


def _add(index: dict[str, tuple[str, ...]], key: str, code: str) -> None:
    held = index.get(key, ())
    if code not in held:
        index[key] = tuple(sorted((*held, code)))


def _in_order(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in `name` in this order."""
    rest = iter(name)
    return all(letter in rest for letter in short)
