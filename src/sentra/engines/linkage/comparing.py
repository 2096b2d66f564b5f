"""How two rows are compared: for each comparison a function that names the level of two rows, and beside it
the levels with their DuckDB conditions.

The interactive scorer calls the functions, the batch runs the conditions (`x_l` and `x_r` are column x of the
two rows); `tests/engines/linkage/test_scoring.py` holds them to the same answer on every level. Two
things make that possible besides `likeness`: distances on the ground are compared squared, so that no root
is rounded; and a condition on an absent value is false, as NULL is in SQL.

A birth date is not compared: it stands in the NIK already and would count it twice.
"""

from typing import Final

from sentra.engines.linkage.degrees import ELSE, Degree, Theme
from sentra.engines.linkage.likeness import (
    Spoken,
    jaro_winkler,
    jaro_winkler_sql,
    one_edit,
    one_edit_sql,
    spoken,
)
from sentra.engines.linkage.nearness import DISTANCE, PLACE
from sentra.engines.linkage.problem import Norm

__all__ = ["ELSE", "THEMES", "Degree", "Theme", "one_edit", "strangers"]


def same(a: str | None, b: str | None) -> bool:
    return a is not None and a == b


# --- the owner's name -----------------------------------------------------------------------------------


def _name(a: Norm, b: Norm) -> str | None:
    one, other = a.phon_sorted, b.phon_sorted
    unheard = one is None or other is None or a.phon is None or b.phon is None
    if unheard and not _name_crossed(a, b):
        return None
    if one == other and one is not None:
        return "exact"
    if a.tokens > 1 and b.tokens > 1 and jaro_winkler(one, other, 0.93):
        return "near_whole"
    return "near" if jaro_winkler(a.phon, b.phon, 0.93) else _name_by_words(a, b)


def _name_by_words(a: Norm, b: Norm) -> str:
    if a.tokens != b.tokens and _name_part(a, b):
        return "part"
    if (a.tokens > 1 or b.tokens > 1) and _name_initial(a, b):
        return "initial"
    if _name_crossed(a, b):
        return "crossed"
    if same(a.key1, b.key1) or jaro_winkler(a.phon_sorted, b.phon_sorted, 0.86):
        return "weak"
    return "nick" if (a.tokens < 2 or b.tokens < 2) and _name_nick(a, b) else ELSE


def _name_crossed(a: Norm, b: Norm) -> bool:
    """A list put the owner where another puts the business: `slamet` and `gula slamet`."""
    if a.biz is None and b.biz is None:
        return False
    return _names_business(a.name, b.biz) or _names_business(b.name, a.biz)


def _names_business(name: str | None, biz: str | None) -> bool:
    return name is not None and biz is not None and len(name) > 3 and f" {name} " in f" {biz} "


_CROSSED = (
    "coalesce(length(name_l) > 3 and contains(' ' || biz_r || ' ', ' ' || name_l || ' '), false)"
    " or coalesce(length(name_r) > 3 and contains(' ' || biz_l || ' ', ' ' || name_r || ' '), false)"
)


def _name_part(a: Norm, b: Norm) -> bool:
    """One name is the other with words left out, or both share their first telling word."""
    if same(a.key1, b.key1) and min(a.tokens, b.tokens) < 2:
        return True
    one, other = _spoken(a).words, _spoken(b).words
    return one <= other or other <= one


def _spoken(norm: Norm) -> Spoken:
    return spoken(norm.name, norm.phon, norm.phon_sorted)


def _name_initial(a: Norm, b: Norm) -> bool:
    """`slamet r` and `slamet riyadi`."""
    if (a.phon or "")[:1] != (b.phon or "")[:1]:
        return False  # most pairs: their first words begin with other letters
    one, other = _spoken(a), _spoken(b)
    return (
        one.first_word == other.first_word
        and (one.second_short or other.second_short)
        and one.second_letter == other.second_letter
    )


def _name_nick(a: Norm, b: Norm) -> bool:
    """The end of one name is the nickname of the other: `yati` for `sumiyati`."""
    one, other = a.phon or "", b.phon or ""
    return (b.key2 is not None and one.endswith(b.key2)) or (a.key2 is not None and other.endswith(a.key2))


NAME = Theme(
    "name",
    _name,
    "(phon_sorted_l is null or phon_sorted_r is null or phon_l is null or phon_r is null)"
    f" and not ({_CROSSED})",
    (
        Degree("exact", "phon_sorted_l = phon_sorted_r", "phon_sorted"),
        Degree(
            "near_whole",
            f"tokens_l > 1 and tokens_r > 1 and {jaro_winkler_sql('phon_sorted', 0.93)}",
        ),
        Degree("near", jaro_winkler_sql("phon", 0.93)),
        Degree(
            "part",
            "tokens_l <> tokens_r and ((key1_l = key1_r and least(tokens_l, tokens_r) < 2)"
            " or list_has_all(words_l, words_r) or list_has_all(words_r, words_l))",
        ),
        Degree(
            "initial",
            "first_word_l = first_word_r and (second_short_l or second_short_r)"
            " and second_letter_l = second_letter_r",
        ),
        Degree("crossed", _CROSSED),
        Degree(
            "weak",
            f"key1_l = key1_r or {jaro_winkler_sql('phon_sorted', 0.86)}",
        ),
        Degree(
            "nick",
            "least(tokens_l, tokens_r) < 2 and (ends_with(phon_l, key2_r) or ends_with(phon_r, key2_l))",
        ),
    ),
)


# --- the business and its group -------------------------------------------------------------------------


def _business(a: Norm, b: Norm) -> str | None:
    one, other = a.biz, b.biz
    if one is None or other is None:
        return None
    if one == other:
        return "exact"
    inside = len(one) > 3 and len(other) > 3 and (one in other or other in one)
    if inside or jaro_winkler(one, other, 0.9):
        return "near"
    return "weak" if jaro_winkler(one, other, 0.75) else ELSE


BUSINESS = Theme(
    "business",
    _business,
    "biz_l is null or biz_r is null",
    (
        Degree("exact", "biz_l = biz_r", "biz"),
        Degree(
            "near",
            "(length(biz_l) > 3 and length(biz_r) > 3 and (contains(biz_l, biz_r) or contains(biz_r, biz_l)))"
            f" or {jaro_winkler_sql('biz', 0.9)}",
        ),
        Degree("weak", jaro_winkler_sql("biz", 0.75)),
    ),
)


def _group(a: Norm, b: Norm) -> str | None:
    if a.group is None or b.group is None:
        return None
    return "near" if jaro_winkler(a.group, b.group, 0.9) else ELSE


GROUP = Theme(
    "group",  # a KUB or Kelompok: members share it, so it says a little and never names the business
    _group,
    "group_name_l is null or group_name_r is null",
    (Degree("near", jaro_winkler_sql("group_name", 0.9)),),
)


# --- numbers --------------------------------------------------------------------------------------------


def _phone(a: Norm, b: Norm) -> str | None:
    if not a.phones or not b.phones:
        return None
    if any(phone in b.phones for phone in a.phones):
        return "shared"
    return "one_edit" if one_edit(a.phones[0], b.phones[0]) else ELSE


PHONE = Theme(
    "phone",
    _phone,
    "phone_l is null or phone_r is null",
    (
        Degree("shared", "list_has_any(phones_l, phones_r)"),
        Degree(
            "one_edit",
            one_edit_sql("phone"),
        ),
    ),
)


def _nik(a: Norm, b: Norm) -> str | None:
    if (a.nik is None or b.nik is None) and (a.nik12 is None or b.nik12 is None):
        return None
    if same(a.nik, b.nik):
        return "exact"
    if same(a.nik12, b.nik12):
        return "first_12"
    return "one_edit" if one_edit(a.nik, b.nik) or one_edit(a.nik12, b.nik12) else ELSE


def _nib(a: Norm, b: Norm) -> str | None:
    if a.nib is None or b.nib is None:
        return None
    if a.nib == b.nib:
        return "exact"
    return "one_edit" if one_edit(a.nib, b.nib) else ELSE


NIK = Theme(
    "nik",
    _nik,
    "(nik_l is null or nik_r is null) and (nik12_l is null or nik12_r is null)",
    (
        Degree("exact", "nik_l = nik_r"),
        Degree("first_12", "nik12_l = nik12_r"),
        Degree(
            "one_edit",
            f"{one_edit_sql('nik')} or {one_edit_sql('nik12')}",
        ),
    ),
)


NIB = Theme(
    "nib",
    _nib,
    "nib_l is null or nib_r is null",
    (
        Degree("exact", "nib_l = nib_r"),
        Degree("one_edit", one_edit_sql("nib")),
    ),
)


# --- what is made ---------------------------------------------------------------------------------------


def _product(a: Norm, b: Norm) -> str | None:
    if a.product is not None and a.product == b.product:
        return "exact"
    if a.kbli is None or b.kbli is None:
        return None if a.product is None or b.product is None else ELSE
    if a.kbli == b.kbli:
        return "kbli"
    return "kbli_group" if a.kbli[:3] == b.kbli[:3] else ELSE


PRODUCT = Theme(
    "product",
    _product,
    "(product_l is null or product_r is null) and (kbli_l is null or kbli_r is null)",
    (
        Degree("exact", "product_l = product_r", "product"),
        Degree("kbli", "kbli_l = kbli_r"),
        Degree("kbli_group", "left(kbli_l, 3) = left(kbli_r, 3)"),
    ),
)

# --- what says less here than elsewhere ------------------------------------------------------------------


def _craft(a: Norm, b: Norm) -> str | None:
    told = a.village is not None and a.product is not None
    return "common" if told and a.village == b.village and a.product == b.product else None


CRAFT = Theme(
    "craft",  # half a village makes one thing: there the product says little of who makes it
    _craft,
    "not coalesce(local_l = local_r, false)",
    (Degree("common", "local_l = local_r", "local"),),
)


def _homonym(a: Norm, b: Norm) -> str | None:
    by_code = a.village is not None and b.village is not None
    return None if by_code or a.place is None or a.place != b.place else "several"


HOMONYM = Theme(
    "homonym",  # agreement on a village's name only, and several villages have it
    _homonym,
    "not coalesce((village_l is null or village_r is null) and place_l = place_r, false)",
    (Degree("several", "place_l = place_r", "place"),),
)

# --- who says so ----------------------------------------------------------------------------------------


def _list(a: Norm, b: Norm) -> str:
    return "same" if a.source and a.source == b.source and a.seen == b.seen else ELSE


LIST = Theme(
    "list",  # an edition of a list mostly holds a business once: two of its rows are two workshops
    _list,
    "false",
    (Degree("same", "source_l = source_r and seen_l = seen_r"),),
)

# What weighs much and is mostly absent comes first: the scorer leaves a pair once the rest cannot save it.
THEMES: Final = (NIK, NIB, PHONE, DISTANCE, GROUP, BUSINESS, NAME, PLACE, PRODUCT, LIST, CRAFT, HOMONYM)
# These only take off what a value that is common here told too much: nothing, or less.
LESSENING: Final = frozenset({"craft", "homonym"})

# Columns of a batch table that a level's rarity reads, and the share below which nothing is rarer: a name
# seen once in a small list is no proof that it is rare.
USUAL: Final = 1e-2  # of CRAFT and HOMONYM: a value that is not known to be common takes nothing off
TERMS: Final = {"phon_sorted": 5e-5, "biz": 5e-5, "product": 1e-4, "local": USUAL, "place": USUAL}


def strangers(a: Norm, b: Norm) -> bool:
    """Both have a name and the names have nothing in common."""
    return _name(a, b) == ELSE
