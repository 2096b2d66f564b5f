"""Where a business is: from the columns if they say it, else from the address.

Lists leave the village column empty, swap it with the address or the district, or hide the village in
running text. The order of trust: a village column, "Ds. X" in the address, a stretch between commas that is
a village's name, at last a name inside other words. Names of streets and of landmarks ("depan pasar Bojong")
count only when the district agrees.
"""

from functools import lru_cache, partial
from typing import NamedTuple

from sentra.engines.linkage.normalise.addresses import (
    Part,
    hamlet,
    looks_like_address,
    place_words,
    read_address,
)
from sentra.engines.linkage.normalise.cells import CACHED, plain, says_nothing
from sentra.engines.linkage.normalise.hits import TRUST, Hit, hits
from sentra.engines.linkage.normalise.placenames import NOTHING, Found, expanded
from sentra.engines.linkage.normalise.villages import Gazetteer, unlisted_code
from sentra.engines.linkage.problem import Note


class Place(NamedTuple):
    """Codes of village and district, and the parts below them."""

    village: str | None = None
    district: str | None = None
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    notes: tuple[Note, ...] = ()
    name: str | None = None  # of the village, squeezed; of several that have it when `village` is None


class Columns(NamedTuple):
    """What the columns alone say. `parts`: stretches of a village cell that is an address or did not
    resolve."""

    village: str | None
    district: str | None
    regency: str | None
    parts: tuple[Part, ...] = ()
    rt: str | None = None
    rw: str | None = None
    notes: tuple[Note, ...] = ()
    among: tuple[str, ...] = ()  # districts of the name that was said, when several have it


class Siting:
    """Finds places for rows against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.places = gazetteer
        self._columns = lru_cache(CACHED)(self._read_columns)
        self._searched = lru_cache(CACHED)(self._search)
        self.hits = lru_cache(CACHED)(partial(hits, gazetteer))
        self.district_named = lru_cache(CACHED)(self._district_named)

    def site(self, village: str, district: str, regency: str, address: str) -> Place:
        """The place that four cells name. Never raises."""
        columns = self._columns(village, district, regency)
        read = read_address(address)
        rt, rw = read.rt or columns.rt, read.rw or columns.rw
        if (read.rt is None) != (read.rw is None) and columns.rt and columns.rw:
            rt, rw = columns.rt, columns.rw
        if columns.village or columns.regency is None:
            below = self.hamlet(read.parts, columns.village, columns.district, columns.regency or "")
            name = self.places.name_of(columns.village)
            return Place(columns.village, columns.district, below, rt, rw, columns.notes, name)
        found = self._searched(columns, read.parts)
        return found._replace(rt=rt, rw=rw, notes=columns.notes + found.notes)

    def _search(self, columns: Columns, parts: tuple[Part, ...]) -> Place:
        return _Search(self, columns, parts).run()

    def hamlet(
        self, parts: tuple[Part, ...], village: str | None, district: str | None, regency: str
    ) -> str | None:
        """The stretch after "Dk.": two words at most, and none of the village's name that follows it."""
        for part in parts:
            if part.kind == "hamlet":
                tokens = part.text.split()
                hits = self.hits("hamlet", part.text, district, regency) if len(tokens) > 1 else ()
                home = self.places.district_of.get(village or "", district)
                ends = (h.at for h in hits if h.at and home in map(self.places.district_of.get, h.codes))
                return hamlet(" ".join(tokens[: next(ends, 2)]))
        return None

    def _district_named(self, text: str, regency: str) -> str | None:
        """The district that a text names certainly."""
        words = text.split()
        index = self.places.regency(regency).districts
        return index.certain("".join(words), expanded(words)).code if words else None

    def _read_columns(self, village: str, district: str, regency: str) -> Columns:
        said_village, said_district = _said(village), _said(district)
        code = self.places.coded(village.strip()) or self.places.coded(said_village)
        if code and self.places.is_village(code):
            home = self.places.district_of[code]
            return Columns(code, home, self.places.regency_of(home))
        key = self.places.find_regency(plain(regency))
        unlisted = unlisted_code(said_village)
        if unlisted:
            return Columns(
                unlisted, unlisted[:8], None, notes=(Note("village", "unlisted_code", village, unlisted),)
            )
        if key is None:
            return Columns(None, None, None, notes=(Note("regency", "elsewhere", regency, ""),))
        return self._by_name(said_village, said_district, key)

    def _by_name(self, village: str, district: str, regency: str) -> Columns:
        """The columns as names; a district in the village column and a village in the district's are
        turned."""
        read = read_address(village)
        named = self._district(district, regency)
        inner = next((p.text for p in read.parts if p.kind == "district"), "")
        code = named.code or (self._district(inner, regency).code if inner else None)
        turned = self._turned(village, district, code, regency) if village and district else None
        if turned and code is None:
            return turned
        bare = [p for p in read.parts if p.kind in ("", "village")]
        if len(bare) == 1 and not looks_like_address(bare[0].text):
            name = " ".join(place_words(bare[0].text))
            found = self.places.find_village(name, code, regency)
            if code is None and not found.code and named.codes:
                found = self._among(name, named.codes)
            if found.code:
                return self._found(found, code, village, read.rt, read.rw)
        parts = tuple(part._replace(kind=part.kind or "village") for part in read.parts)
        among = () if code else named.codes
        return turned or Columns(None, code, regency, parts, read.rt, read.rw, among=among)

    def _among(self, name: str, districts: tuple[str, ...]) -> Found:
        """The village of that name in one of several districts that share theirs."""
        asked = ((self.places.find_village(name, district, ""), district) for district in districts)
        inside = [
            found for found, home in asked if found.code and self.places.district_of[found.code] == home
        ]
        return inside[0] if len(inside) == 1 else NOTHING

    def _turned(self, village: str, district: str, code: str | None, regency: str) -> Columns | None:
        home = self.places.find_district(village, regency).code
        if not home or home == code:
            return None
        found = self.places.whole_name(district, home, regency)
        if not found.code or self.places.district_of[found.code] != home:
            return None
        note = Note("village", "swapped", f"{village} / {district}", found.code)
        return Columns(found.code, home, self.places.regency_of(home), notes=(note,))

    def _found(self, found: Found, said: str | None, text: str, rt: str | None, rw: str | None) -> Columns:
        village = found.codes[0]
        home = self.places.district_of[village]
        notes = _how(found, text)
        if said and said != home:
            notes = (*notes, Note("district", "other_than_village", said, home))
        return Columns(village, home, self.places.regency_of(home), (), rt, rw, notes)

    def _district(self, text: str, regency: str) -> Found:
        """A district cell, also "Kec. Mrebet, Kab. Purbalingga"."""
        if not text:
            return NOTHING
        found = self.places.find_district(text, regency)
        if found.codes:
            return found
        parts = sorted(read_address(text).parts, key=lambda p: p.kind != "district")
        asked = (
            self.places.find_district(p.text, regency) for p in parts if p.kind in ("district", "", "hamlet")
        )
        return next((f for f in asked if f.code), NOTHING)


def _said(cell: str) -> str:
    text = plain(cell)
    return "" if says_nothing(text) else text


def _how(found: Found, text: str) -> tuple[Note, ...]:
    plainly = found.how in ("exact", "code", "glued")
    return () if plainly else (Note("village", found.how, text, found.codes[0]),)


class _Search:
    """One look through the parts of an address."""

    def __init__(self, siting: "Siting", columns: Columns, parts: tuple[Part, ...]) -> None:
        self.places, self.hits, self.below = siting.places, siting.hits, siting.hamlet
        self.named = siting.district_named
        self.columns, self.parts = columns, parts
        self.regency = columns.regency or ""
        self.district, self.among = columns.district, columns.among
        self._see_regency()

    def _see_regency(self) -> None:
        """ "Kab. X" in the address decides the regency when the column did not."""
        if self.regency:
            return
        said = next((p.text for p in self.parts if p.kind == "regency"), "")
        self.regency = (self.places.find_regency(said) if said else "") or ""

    def run(self) -> Place:
        """Village, district and hamlet from the address, with notes."""
        self._see_district()
        found, hit = self._in_parts(self.columns.parts) if self.columns.parts else (NOTHING, None)
        if not found.codes:
            found, hit = self._in_parts(self.parts)
        found = self._narrowed(found)
        below = self._hamlet(self.parts, found.code) or self._hamlet(self.columns.parts, found.code)
        text = hit.text if hit else ""
        if found.code:
            return Place(
                found.code,
                self.places.district_of[found.code],
                below or _first_bare(self.parts or self.columns.parts, text),
                notes=(Note("village", f"address_{found.how}", text, found.code),),
                name=self.places.name_of(found.code),
            )
        notes = (Note("village", "ambiguous", text, " ".join(found.codes)),) if found.codes else ()
        names = {self.places.name_of(code) for code in found.codes}
        return Place(None, self.district, below, notes=notes, name=names.pop() if len(names) == 1 else None)

    def _narrowed(self, found: Found) -> Found:
        """Of several villages of one name the one in a district whose name was said, if one is."""
        if len(found.codes) < 2 or not self.among:
            return found
        codes = tuple(code for code in found.codes if self.places.district_of[code] in self.among)
        return Found(codes, found.how) if len(codes) == 1 else found

    def _hamlet(self, parts: tuple[Part, ...], village: str | None) -> str | None:
        return self.below(parts, village, self.district, self.regency)

    def _see_district(self) -> None:
        for part in self.parts if self.district is None else ():
            if part.kind == "district":
                words = place_words(part.text)
                tries = (" ".join(words[:n]) for n in dict.fromkeys((len(words), 3, 2, 1)) if n <= len(words))
                asked = [self.places.find_district(text, self.regency) for text in tries if text]
                self.district = next((f.code for f in asked if f.code), None)
                self.among = self.among or next((f.codes for f in asked if f.codes), ())
        if self.district is None and self.columns.parts:
            self.district = self._later_district(self.parts)

    def _in_parts(self, parts: tuple[Part, ...]) -> tuple[Found, Hit | None]:
        said = self._after_keyword(parts)
        if said[0].code:
            return said
        found = self._in_running_text(parts)
        return found if found[0].codes else said

    def _after_keyword(self, parts: tuple[Part, ...]) -> tuple[Found, Hit | None]:
        """ "Ds. X": the whole stretch, else its first three, two, one words; what follows may be the
        district."""
        best: tuple[Found, Hit | None] = (NOTHING, None)
        for at, part in enumerate(parts):
            words = place_words(part.text) if part.kind == "village" else []
            for size in dict.fromkeys((len(words), 3, 2, 1)):
                if not 0 < size <= len(words):
                    continue
                rest = " ".join(words[size:])
                found = self._asked(" ".join(words[:size]), rest, parts[at + 1 :], loose=size == len(words))
                hit = Hit(found.codes, 5, at * 100, " ".join(words[:size]))
                if found.code:
                    return found, hit
                best = best if best[0].codes else (found, hit)
        return best

    def _asked(self, text: str, rest: str, later: tuple[Part, ...], *, loose: bool) -> Found:
        district = self.district or self._district_name(rest) or self._later_district(later)
        if loose:
            found = self.places.find_village(text, district, self.regency)
        else:
            found = self.places.whole_name(text, district, self.regency)
        return found

    def _district_name(self, text: str) -> str | None:
        words = text.split()
        tries = [" ".join(words[:n]) for n in (3, 2, 1) if n <= len(words)]
        found = next((f for f in (self._district_certain(t) for t in tries) if f), None)
        return None if found and self._is_regency_name(found) else found

    def _district_certain(self, text: str) -> str | None:
        return self.named(text, self.regency)

    def _is_regency_name(self, district: str) -> bool:
        """A bare "Purbalingga" is more often the regency than its district."""
        return self._district_certain(self.regency) == district if self.regency else False

    def _later_district(self, later: tuple[Part, ...]) -> str | None:
        asked = (self._district_name(" ".join(place_words(p.text))) for p in later if p.kind == "")
        return next((d for d in asked if d), None)

    def _in_running_text(self, parts: tuple[Part, ...]) -> tuple[Found, Hit | None]:
        """The best of all village names in the parts, by trust and by what the district says."""
        hits = [
            hit._replace(at=at * 100 + hit.at)
            for at, part in enumerate(parts)
            if part.kind in TRUST
            for hit in self.hits(part.kind, part.text, self.district, self.regency)
        ]
        if not hits:
            return NOTHING, None
        if self.district:
            return self._inside(hits, self.district)
        return self._paired(hits, parts) or self._alone(hits, parts)

    def _inside(self, hits: list[Hit], district: str) -> tuple[Found, Hit | None]:
        """The most trusted name that lies in the known district; the district's own name only when alone."""
        fit: list[tuple[bool, int, int, Hit, str]] = []
        for hit in hits:
            codes = [c for c in hit.codes if self.places.district_of[c] == district]
            own = self._district_certain(hit.text) == district
            if len(codes) == 1 and not (own and self.columns.parts):
                fit.append((not own, hit.trust, hit.at, hit, codes[0]))
        if not fit:
            return NOTHING, None
        best = max(fit, key=lambda f: f[:3])
        return Found((best[4],), "text"), best[3]

    def _paired(self, hits: list[Hit], parts: tuple[Part, ...]) -> tuple[Found, Hit] | None:
        """A village name followed by the name of its own district: "Tunjungmuli, Karangmoncol"."""
        for at, district in reversed(self._districts(parts)):
            before = [h for h in hits if h.at < at]
            fit = [
                (h.trust, h.at, h, c)
                for h in before
                for c in h.codes
                if self.places.district_of[c] == district
            ]
            single = len({f[3] for f in fit}) == 1
            if fit and (single or not self._is_regency_name(district)):
                best = max(fit, key=lambda f: f[:2])
                if len(best[2].codes) == 1 or not self._is_regency_name(district):
                    return Found((best[3],), "text"), best[2]
        return None

    def _districts(self, parts: tuple[Part, ...]) -> list[tuple[int, str]]:
        found = []
        for at, part in enumerate(parts):
            words = place_words(part.text)[:12] if part.kind in ("", "hamlet", "village", "street") else []
            for start in range(len(words)):
                for size in (2, 1):
                    code = self._district_certain(" ".join(words[start : start + size]))
                    if code and len(words) >= start + size:
                        found.append((at * 100 + start, code))
        return found

    def _alone(self, hits: list[Hit], parts: tuple[Part, ...]) -> tuple[Found, Hit | None]:
        """Without a district: names of streets do not count, a district's own name only when nothing else
        stands."""
        named = {at for at, _ in self._districts(parts)}
        strong = [h for h in hits if h.trust >= 30 and (h.trust % 10 or h.at % 100 == 0)]
        strong = [h for h in strong if h.at not in named] or strong
        if not strong:
            return NOTHING, None
        best = max(strong, key=lambda h: (h.trust, h.at))
        return Found(best.codes, "text"), best


_COMPASS = frozenset("utara selatan timur barat".split())


def _first_bare(parts: tuple[Part, ...], village: str) -> str | None:
    """ "Krajan RT 1/2, Tunjungmuli": the first bare stretch that is not the village is the hamlet."""
    if len(parts) < 2 or parts[0].kind:
        return None
    tokens = place_words(parts[0].text)
    named = " ".join(tokens)
    if len(tokens) > 2 or not tokens or tokens[0] in _COMPASS or (village and village in named):
        return None
    return hamlet(named)
