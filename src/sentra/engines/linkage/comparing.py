"""How two rows are compared: each level is declared once, its Python test beside its DuckDB condition.

The interactive scorer runs the tests, the batch runs the conditions (`x_l` and `x_r` are column x of the
two rows); `tests/engines/linkage/test_scoring.py` holds them to the same answer on every level. Two
things make that possible besides `likeness`: distances on the ground are compared squared, so that no root
is rounded; and a condition on an absent value is false, as NULL is in SQL.

A birth date is not compared: it stands in the NIK already and would count it twice.
"""

from typing import Final

from sentra.engines.linkage.degrees import ELSE, Degree, Test, Theme, same
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

__all__ = ["ELSE", "THEMES", "Degree", "Test", "Theme", "level", "one_edit", "strangers"]

# --- the owner's name -----------------------------------------------------------------------------------


def _unheard(a: Norm, b: Norm) -> bool:
    return a.phon_sorted is None or b.phon_sorted is None or a.phon is None or b.phon is None


def _no_name(a: Norm, b: Norm) -> bool:
    return _unheard(a, b) and not _name_crossed(a, b)


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


def _name_equal(a: Norm, b: Norm) -> bool:
    return same(a.phon_sorted, b.phon_sorted)


def _name_near_whole(a: Norm, b: Norm) -> bool:
    return a.tokens > 1 and b.tokens > 1 and jaro_winkler(a.phon_sorted, b.phon_sorted, 0.93)


def _name_near(a: Norm, b: Norm) -> bool:
    return jaro_winkler(a.phon, b.phon, 0.93)


def _name_part(a: Norm, b: Norm) -> bool:
    """One name is the other with words left out, or both share their first telling word."""
    if a.tokens == b.tokens:
        return False
    if same(a.key1, b.key1) and min(a.tokens, b.tokens) < 2:
        return True
    one, other = _spoken(a).words, _spoken(b).words
    return one <= other or other <= one


def _spoken(norm: Norm) -> Spoken:
    return spoken(norm.name, norm.phon, norm.phon_sorted)


def _name_initial(a: Norm, b: Norm) -> bool:
    """`slamet r` and `slamet riyadi`."""
    if a.tokens < 2 and b.tokens < 2:
        return False
    one, other = _spoken(a), _spoken(b)
    return (
        one.first_word == other.first_word
        and (one.second_short or other.second_short)
        and one.second_letter == other.second_letter
    )


def _name_weak(a: Norm, b: Norm) -> bool:
    return same(a.key1, b.key1) or jaro_winkler(a.phon_sorted, b.phon_sorted, 0.86)


def _name_nick(a: Norm, b: Norm) -> bool:
    """The end of one name is the nickname of the other: `yati` for `sumiyati`."""
    if min(a.tokens, b.tokens) > 1:
        return False
    one, other = a.phon or "", b.phon or ""
    return (b.key2 is not None and one.endswith(b.key2)) or (a.key2 is not None and other.endswith(a.key2))


NAME = Theme(
    "name",
    _no_name,
    "(phon_sorted_l is null or phon_sorted_r is null or phon_l is null or phon_r is null)"
    f" and not ({_CROSSED})",
    (
        Degree("exact", _name_equal, "phon_sorted_l = phon_sorted_r", "phon_sorted"),
        Degree(
            "near_whole",
            _name_near_whole,
            f"tokens_l > 1 and tokens_r > 1 and {jaro_winkler_sql('phon_sorted', 0.93)}",
        ),
        Degree("near", _name_near, jaro_winkler_sql("phon", 0.93)),
        Degree(
            "part",
            _name_part,
            "tokens_l <> tokens_r and ((key1_l = key1_r and least(tokens_l, tokens_r) < 2)"
            " or list_has_all(words_l, words_r) or list_has_all(words_r, words_l))",
        ),
        Degree(
            "initial",
            _name_initial,
            "first_word_l = first_word_r and (second_short_l or second_short_r)"
            " and second_letter_l = second_letter_r",
        ),
        Degree("crossed", _name_crossed, _CROSSED),
        Degree(
            "weak",
            _name_weak,
            f"key1_l = key1_r or {jaro_winkler_sql('phon_sorted', 0.86)}",
        ),
        Degree(
            "nick",
            _name_nick,
            "least(tokens_l, tokens_r) < 2 and (ends_with(phon_l, key2_r) or ends_with(phon_r, key2_l))",
        ),
    ),
)


# --- the business and its group -------------------------------------------------------------------------


def _no_business(a: Norm, b: Norm) -> bool:
    return a.biz is None or b.biz is None


def _business_near(a: Norm, b: Norm) -> bool:
    one, other = a.biz or "", b.biz or ""
    inside = len(one) > 3 and len(other) > 3 and (one in other or other in one)
    return inside or jaro_winkler(a.biz, b.biz, 0.9)


def _business_weak(a: Norm, b: Norm) -> bool:
    return jaro_winkler(a.biz, b.biz, 0.75)


BUSINESS = Theme(
    "business",
    _no_business,
    "biz_l is null or biz_r is null",
    (
        Degree("exact", lambda a, b: a.biz == b.biz, "biz_l = biz_r", "biz"),
        Degree(
            "near",
            _business_near,
            "(length(biz_l) > 3 and length(biz_r) > 3 and (contains(biz_l, biz_r) or contains(biz_r, biz_l)))"
            f" or {jaro_winkler_sql('biz', 0.9)}",
        ),
        Degree("weak", _business_weak, jaro_winkler_sql("biz", 0.75)),
    ),
)


def _no_group(a: Norm, b: Norm) -> bool:
    return a.group is None or b.group is None


def _group_near(a: Norm, b: Norm) -> bool:
    return jaro_winkler(a.group, b.group, 0.9)


GROUP = Theme(
    "group",  # a KUB or Kelompok: members share it, so it says a little and never names the business
    _no_group,
    "group_name_l is null or group_name_r is null",
    (Degree("near", _group_near, jaro_winkler_sql("group_name", 0.9)),),
)


# --- numbers --------------------------------------------------------------------------------------------


def _no_phone(a: Norm, b: Norm) -> bool:
    return not a.phones or not b.phones


def _phone_shared(a: Norm, b: Norm) -> bool:
    return any(phone in b.phones for phone in a.phones)


PHONE = Theme(
    "phone",
    _no_phone,
    "phone_l is null or phone_r is null",
    (
        Degree("shared", _phone_shared, "list_has_any(phones_l, phones_r)"),
        Degree(
            "one_edit",
            lambda a, b: one_edit(a.phones[0], b.phones[0]),
            one_edit_sql("phone"),
        ),
    ),
)


def _no_nik(a: Norm, b: Norm) -> bool:
    return (a.nik is None or b.nik is None) and (a.nik12 is None or b.nik12 is None)


NIK = Theme(
    "nik",
    _no_nik,
    "(nik_l is null or nik_r is null) and (nik12_l is null or nik12_r is null)",
    (
        Degree("exact", lambda a, b: same(a.nik, b.nik), "nik_l = nik_r"),
        Degree("first_12", lambda a, b: same(a.nik12, b.nik12), "nik12_l = nik12_r"),
        Degree(
            "one_edit",
            lambda a, b: one_edit(a.nik, b.nik) or one_edit(a.nik12, b.nik12),
            f"{one_edit_sql('nik')} or {one_edit_sql('nik12')}",
        ),
    ),
)


NIB = Theme(
    "nib",
    lambda a, b: a.nib is None or b.nib is None,
    "nib_l is null or nib_r is null",
    (
        Degree("exact", lambda a, b: same(a.nib, b.nib), "nib_l = nib_r"),
        Degree("one_edit", lambda a, b: one_edit(a.nib, b.nib), one_edit_sql("nib")),
    ),
)


# --- what is made ---------------------------------------------------------------------------------------


def _no_product(a: Norm, b: Norm) -> bool:
    return (a.product is None or b.product is None) and (a.kbli is None or b.kbli is None)


def _kbli_group(a: Norm, b: Norm) -> bool:
    return a.kbli is not None and b.kbli is not None and a.kbli[:3] == b.kbli[:3]


PRODUCT = Theme(
    "product",
    _no_product,
    "(product_l is null or product_r is null) and (kbli_l is null or kbli_r is null)",
    (
        Degree("exact", lambda a, b: same(a.product, b.product), "product_l = product_r", "product"),
        Degree("kbli", lambda a, b: same(a.kbli, b.kbli), "kbli_l = kbli_r"),
        Degree("kbli_group", _kbli_group, "left(kbli_l, 3) = left(kbli_r, 3)"),
    ),
)

# --- what says less here than elsewhere ------------------------------------------------------------------


def _always(_a: Norm, _b: Norm) -> bool:
    return True


CRAFT = Theme(
    "craft",  # half a village makes one thing: there the product says little of who makes it
    lambda a, b: a.local is None or a.local != b.local,
    "not coalesce(local_l = local_r, false)",
    (Degree("common", _always, "local_l = local_r", "local"),),
)


def _not_by_name(a: Norm, b: Norm) -> bool:
    return (a.village is not None and b.village is not None) or a.place is None or a.place != b.place


HOMONYM = Theme(
    "homonym",  # agreement on a village's name only, and several villages have it
    _not_by_name,
    "not coalesce((village_l is null or village_r is null) and place_l = place_r, false)",
    (Degree("several", _always, "place_l = place_r", "place"),),
)

# --- who says so ----------------------------------------------------------------------------------------


def _same_list(a: Norm, b: Norm) -> bool:
    return bool(a.source) and a.source == b.source and a.seen == b.seen


LIST = Theme(
    "list",  # an edition of a list mostly holds a business once: two of its rows are two workshops
    lambda _a, _b: False,
    "false",
    (Degree("same", _same_list, "source_l = source_r and seen_l = seen_r"),),
)

# What weighs much and is mostly absent comes first: the scorer leaves a pair once the rest cannot save it.
THEMES: Final = (NIK, NIB, PHONE, DISTANCE, GROUP, BUSINESS, NAME, PLACE, PRODUCT, LIST, CRAFT, HOMONYM)
# These only take off what a value that is common here told too much: nothing, or less.
LESSENING: Final = frozenset({"craft", "homonym"})

# Columns of a batch table that a level's rarity reads, and the share below which nothing is rarer: a name
# seen once in a small list is no proof that it is rare.
USUAL: Final = 1e-2  # of CRAFT and HOMONYM: a value that is not known to be common takes nothing off
TERMS: Final = {"phon_sorted": 5e-5, "biz": 5e-5, "product": 1e-4, "local": USUAL, "place": USUAL}


def level(theme: Theme, a: Norm, b: Norm) -> int | None:
    """Which level of `theme` the pair takes, counted from the strongest; None when nothing can be said."""
    if theme.absent(a, b):
        return None
    for place, degree in enumerate(theme.degrees):
        if degree.holds(a, b):
            return place
    return len(theme.degrees)


def strangers(a: Norm, b: Norm) -> bool:
    """Both have a name and the names have nothing in common."""
    return level(NAME, a, b) == len(NAME.degrees)
