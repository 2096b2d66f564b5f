"""The gazetteer: which village, district and regency a text names.

A village name is not a key (eight names occur twice in one regency), so the district decides, and without it
a double name stays unresolved. A misspelt name is looked for in the named district first; but a name that is
another village's very name is that village's, for a slip of the pen seldom hits a neighbour's name.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from sentra.engines.linkage.normalise.cells import CACHED, letters, plain
from sentra.engines.linkage.normalise.placenames import NOTHING, Found, NameIndex, expanded

Village = tuple[str, str, str, str, str]
"""(code, name, district_code, district_name, regency): `regency` is a name or a code."""

_IN_DISTRICT, _IN_REGENCY = 2, 1
"""Slips forgiven: a district has some 15 villages, a regency 240: the fewer, the looser."""

_FEW = 10_000
"""Villages of a gazetteer (a province) where a misspelt name is sought without a regency."""

_REGENCY_WORD = re.compile(r"^(?:pemerintah\s+)?(?:kabupaten|kab|kota|kotamadya|regency)(?:\s*[.:]\s*|\s+)")
_A_CODE = re.compile(r"\d\d\.?\d\d\.?\d\d\.?\d{4}", re.ASCII)
_PROVINCE_LIKE = re.compile(r"\b(?:jawa|jateng|jabar|jatim|prov|indonesia|provinsi)\b")


class Regency(NamedTuple):
    """One regency: its villages and its districts by name."""

    key: str
    villages: NameIndex
    districts: NameIndex


class Gazetteer:
    """Villages by code and name. Built once and shared; a code may come with several names (its aliases).

    Answers are remembered per distinct text within bounds; pickling keeps only the list, so a pool can carry
    it.
    """

    def __init__(self, villages: Iterable[Village]) -> None:
        self._rows = tuple(sorted(set(villages)))
        self.district_of: dict[str, str] = {row[0]: row[2] for row in self._rows}
        self._names = {row[0]: letters(plain(row[1])) for row in reversed(self._rows)}
        self._codes = {_code_key(code): code for row in self._rows for code in (row[0], row[2])}
        self._districts = {row[2] for row in self._rows}
        self._regency_of = {row[2]: letters(_bare_regency(row[4])) for row in self._rows}
        by_regency: dict[str, list[Village]] = {}
        by_district: dict[str, list[tuple[str, str]]] = {}
        for row in self._rows:
            by_regency.setdefault(self._regency_of[row[2]], []).append(row)
            by_district.setdefault(row[2], []).append((row[1], row[0]))
        self._by_regency, self._by_district = by_regency, by_district
        self._regency_names = NameIndex((key, key) for key in by_regency)
        self._few = len(self._rows) <= _FEW
        self._built_regencies: dict[str, Regency] = {}
        self._built_districts: dict[str, NameIndex] = {}
        self.find_village: Callable[[str, str | None, str], Found] = lru_cache(CACHED)(self._find_village)
        self.whole_name: Callable[[str, str | None, str], Found] = lru_cache(CACHED)(self._whole_name)
        self.find_district: Callable[[str, str], Found] = lru_cache(CACHED)(self._find_district)
        self.find_regency: Callable[[str], str | None] = lru_cache(CACHED)(self._find_regency)

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[tuple[Village, ...]]]:
        return Gazetteer, (self._rows,)

    def regency(self, key: str) -> Regency:
        """The indexes of a regency; "" is the whole gazetteer."""
        if key not in self._built_regencies:
            rows = self._by_regency[key] if key else self._rows
            districts = {(row[3], row[2]) for row in rows}
            self._built_regencies[key] = Regency(
                key, NameIndex((row[1], row[0]) for row in rows), NameIndex(districts)
            )
        return self._built_regencies[key]

    def regency_of(self, district: str) -> str:
        """The key of the regency a district lies in."""
        return self._regency_of[district]

    def name_of(self, village: str | None) -> str | None:
        """The name of a village by its code, squeezed; a code of another list is its own name."""
        return self._names.get(village, village) if village else None

    def coded(self, text: str) -> str | None:
        """The code that a cell is, with or without its points; `None` when it is none of the list."""
        return self._codes.get(_code_key(text)) if text[:1].isdigit() or text in self._codes else None

    def is_village(self, code: str) -> bool:
        return code in self.district_of

    def _find_regency(self, cell: str) -> str | None:
        """The key of the regency a cell names; "" when it names none, `None` when it is one not listed
        here."""
        bare = _bare_regency(cell)
        digits = cell.replace(".", "").strip()
        if digits.isdigit():
            return next(
                (self._regency_of[d] for d in sorted(self._districts) if _code_key(d).startswith(digits)),
                None,
            )
        sole = next(iter(self._by_regency)) if len(self._by_regency) == 1 else ""
        if len(letters(bare)) < 3 or _PROVINCE_LIKE.search(bare):
            return sole
        found = self._regency_names.find(bare, slips=2).code
        return found or self._initials(letters(bare))

    def _initials(self, short: str) -> str | None:
        """PBG, PBLG: letters in order with the first; only when one regency fits."""
        if len(short) > 5:
            return None
        fits = [key for key in self._by_regency if key[:1] == short[0] and _in_order(short, key)]
        return fits[0] if len(fits) == 1 else None

    def _find_district(self, text: str, regency: str) -> Found:
        """The district a plain text names within a regency ("": anywhere, then only by its very name)."""
        code = self.coded(text)
        if code:
            return Found((self.district_of.get(code, code),), "code")
        return self.regency(regency).districts.find(text, slips=2 if regency else 0)

    def _find_village(self, text: str, district: str | None, regency: str) -> Found:
        """The village a plain text names: by its name in the district, then anywhere, then with slips."""
        if district:
            regency = self._regency_of[district]
        if not regency and not self._few:
            return self.regency("").villages.certain(letters(text), expanded(text.split()))
        everywhere = self.regency(regency).villages
        if district:
            exact = everywhere.certain(letters(text), expanded(text.split()))
            slips = 0 if exact.code else _IN_DISTRICT
            inside = self._in(district).find(text, slips=slips)
            if inside.code or exact.code:
                return inside if inside.code else exact
        return everywhere.find(text, slips=_IN_REGENCY)

    def _whole_name(self, text: str, district: str | None, regency: str) -> Found:
        """As `find_village`, but by likeness only inside the district: for text that need not name a
        village."""
        if district:
            found = self._in(district).find(text, slips=_IN_DISTRICT)
            if found.code:
                return found
        return self.regency(regency).villages.find(text) if regency or self._few else NOTHING

    def _in(self, district: str) -> NameIndex:
        if district not in self._built_districts:
            self._built_districts[district] = NameIndex(self._by_district[district])
        return self._built_districts[district]


def unlisted_code(text: str) -> str | None:
    """A full village code of another list (1990s code, other regency), with its points."""
    if not _A_CODE.fullmatch(text):
        return None
    digits = text.replace(".", "")
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"


def _code_key(code: str) -> str:
    return code.replace(".", "")


def _bare_regency(text: str) -> str:
    return _REGENCY_WORD.sub("", plain(text))


def _in_order(short: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in short)
