"""Where a row says the business is: village and district columns and the address judged together."""

import re
from functools import reduce

from sentra.engines.sheets.addresses import Address, looks_like_address, may_be_address
from sentra.engines.sheets.places import Ambiguous, Found, Hit, Places
from sentra.engines.sheets.plan import Draft, Plan
from sentra.engines.sheets.problem import Kind
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.values import Finding, mask_numbers

Said = dict[Kind, tuple[str, int]]
"""What the village, district and address cells say, and in which column."""

_PARTS = re.compile(r"[A-Za-z.]\s*[/,\-–]\s*[A-Za-z]")
_NOBODY = ("", -1)


def site(draft: Draft, said: Said, plan: Plan) -> None:
    """Put village and district codes (and the hamlet) in place of what was written; report doubts."""
    if not said and draft.heading.district is None:
        return
    for kind in ("village", "district"):
        draft.values.pop(plan.key_of.get(kind, ""), None)
    said = _parted(said, plan)
    district = _district(draft, said, plan)
    near = district or (None if "district" in said else draft.heading.district)
    said = _uncoded(draft, _unswapped(draft, said, near, plan), plan)
    address = plan.addresses.read(said["address"][0], near) if "address" in said else Address()
    if district is None:
        district = address.district.code if isinstance(address.district, Hit) else near
    village = _village(draft, said, address, district, plan) or _from_heading(draft, said, address, district)
    _settle(draft, said, village, district, plan)
    _read_hamlet(draft, plan)
    for part in ("hamlet", "rt", "rw"):
        value = getattr(address, part)
        if value and part in plan.fields:
            draft.values.setdefault(part, mask_numbers(value))


def _parted(said: Said, plan: Plan) -> Said:
    """`Patemon / Bojongsari` in the column for the village: the village and its district."""
    text, column = said.get("village", _NOBODY)
    if "district" in said or _PARTS.search(text) is None:
        return said
    read = plan.addresses.read(text)
    if not isinstance(read.village, Hit) or not isinstance(read.district, Hit):
        return said
    village = plan.places.villages[read.village.code].name
    return said | {
        "village": (village, column),
        "district": (plan.places.districts[read.district.code], column),
    }


def _district(draft: Draft, said: Said, plan: Plan) -> str | None:
    text, column = said.get("district", _NOBODY)
    found = plan.places.find_district(text) if text else None
    if isinstance(found, Hit):
        return found.code
    if text:
        sentence = say("Kecamatan tidak dikenal di daftar wilayah.")
        draft.report(Finding("district_unknown", "doubtful", sentence), column, plan.key_of.get("district"))
    return None


def _unswapped(draft: Draft, said: Said, district: str | None, plan: Plan) -> Said:
    """In a few rows of a list village and address stand in each other's column; the values say so."""
    if "village" not in said or "address" not in said:
        return said
    (village, column), (address, other) = said["village"], said["address"]
    if plan.places.find_village(village, district) is not None or may_be_address(address):
        return said
    if plan.places.whole_name(address, district) is None:
        return said
    sentence = say("Desa dan alamat tampaknya tertukar di baris ini; dibaca sebaliknya.")
    draft.report(Finding("village_address_swapped", "doubtful", sentence), column, plan.key_of.get("village"))
    draft.values[plan.key_of["address"]] = mask_numbers(village)
    return said | {"village": (address, other), "address": (village, column)}


def _uncoded(draft: Draft, said: Said, plan: Plan) -> Said:
    """Without a village cell that is only a number nobody knows, when the address can tell the village."""
    text, column = said.get("village", _NOBODY)
    if "address" not in said or not text.isdecimal() or plan.places.find_village(text) is not None:
        return said
    sentence = say("Kode desa tidak dikenal di daftar wilayah; desa dibaca dari alamat.")
    draft.report(Finding("village_code_unknown", "note", sentence), column, plan.key_of.get("village"))
    return {kind: what for kind, what in said.items() if kind != "village"}


def _read_hamlet(draft: Draft, plan: Plan) -> None:
    """A column for hamlet, RT and RW together: `Dsn. Krajan 01/03`."""
    text = draft.values.get("hamlet")
    if not isinstance(text, str) or not looks_like_address(text):
        return
    read = plan.addresses.read(text)
    for part in ("rt", "rw"):
        if part in plan.fields and (value := getattr(read, part)):
            draft.values.setdefault(part, value)
    if read.hamlet:
        draft.values["hamlet"] = mask_numbers(read.hamlet)


def _village(draft: Draft, said: Said, address: Address, district: str | None, plan: Plan) -> str | None:
    """The village's code: from its own column, else from the address."""
    text, column = said.get("village", _NOBODY)
    key = plan.key_of.get("village")
    found = plan.places.find_village(text, district) if text else address.village
    if isinstance(found, Ambiguous) and text and plan.home:
        found = _among_neighbours(draft, text, column, found, plan)
    if isinstance(found, Hit):
        if found.how == "fuzzy" and text:
            name = plan.places.villages[found.code].name
            sentence = say("Nama desa dibaca sebagai %(village)s.", village=name)
            draft.report(Finding("village_spelling", "note", sentence), column, key)
        return found.code
    if isinstance(found, Ambiguous):
        column = column if text else said["address"][1]
        draft.report(Finding("village_ambiguous", "doubtful", _which(found, plan.places)), column, key)
    elif text:
        sentence = say("Desa tidak dikenal di daftar wilayah.")
        draft.report(Finding("village_unknown", "doubtful", sentence), column, key)
        return address.village.code if isinstance(address.village, Hit) else None
    return None


def _from_heading(draft: Draft, said: Said, address: Address, district: str | None) -> str | None:
    """The village of the title or section row above, for a row that names no village at all."""
    heading = draft.heading
    if heading.village is None or "village" in said or district not in (None, heading.district):
        return None
    if address.village is not None:
        return heading.village if _among(heading.village, address.village, draft) else None
    sentence = say("Desa diambil dari judul di atas baris ini.")
    draft.report(Finding("village_from_heading", "note", sentence), None, "village")
    return heading.village


def _among(code: str, found: Found, draft: Draft) -> bool:
    """Whether the village is one of those that an address may mean; then the doubt is settled."""
    if not isinstance(found, Ambiguous) or code not in found.codes:
        return False
    draft.problems[:] = [p for p in draft.problems if p.code != "village_ambiguous"]
    return True


def _among_neighbours(draft: Draft, text: str, column: int, found: Found, plan: Plan) -> Found:
    """Of two villages of one name the one in the district where all other villages of the list lie."""
    near = plan.places.find_village(text, plan.home)
    if not isinstance(near, Hit) or plan.places.district_of(near.code) != plan.home:
        return found
    home = plan.places.districts.get(plan.home or "", "?")
    sentence = say("Desa dipilih di Kec. %(district)s, seperti desa lainnya.", district=home)
    draft.report(Finding("village_by_list", "note", sentence), column, plan.key_of.get("village"))
    return near


def _which(found: Ambiguous, places: Places) -> Sentence:
    """Names of places are public: the officer needs them to decide."""
    described = [
        say(
            "%(village)s (Kec. %(district)s)",
            village=places.villages[c].name,
            district=places.districts.get(places.district_of(c), "?"),
        )
        for c in found.codes[:4]
    ]
    return say("Desa belum pasti: %(villages)s; lengkapi kecamatannya.", villages=reduce(_either, described))


def _either(one: Sentence, other: Sentence) -> Sentence:
    return say("%(one)s atau %(other)s", one=one, other=other)


def _settle(draft: Draft, said: Said, village: str | None, district: str | None, plan: Plan) -> None:
    """Store the codes; a village outside the named district is kept, in doubt."""
    keys = plan.key_of
    if village and "village" in keys:
        draft.values[keys["village"]] = village
    home = plan.places.district_of(village) if village else None
    if village and district and home != district:
        names = plan.places.districts
        sentence = say(
            "Desa ini ada di Kec. %(home)s, bukan Kec. %(district)s.",
            home=names.get(home or "", "?"),
            district=names.get(district, "?"),
        )
        column = said.get("village", said.get("address", _NOBODY))[1]
        draft.report(Finding("village_not_in_district", "doubtful", sentence), column, keys.get("village"))
    if (district or home) and "district" in keys:
        draft.values[keys["district"]] = district or home or ""
