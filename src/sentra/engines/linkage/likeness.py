"""How alike two texts are, the same in Python and in DuckDB: in bytes, and with no bound on a fraction."""

from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

# Similarities are sums of fractions and fall on a bound often: the last bit must not decide on which side.
_MARGIN: Final = 1e-9


def jaro_winkler(a: str | None, b: str | None, floor: float) -> bool:
    """Whether the Jaro-Winkler similarity of two texts, as bytes, reaches `floor`; absent texts have none."""
    if a is None or b is None:
        return False
    bound = floor - _MARGIN  # never as score_cutoff: RapidFuzz 3.14 then loses pairs that lie on it
    if a.isascii() and b.isascii():
        return JaroWinkler.similarity(a, b) >= bound
    return JaroWinkler.similarity(a.encode(), b.encode()) >= bound


def jaro_winkler_sql(column: str, floor: float) -> str:
    """`jaro_winkler` of a column."""
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= cast({floor - _MARGIN!r} as double)"


def one_edit_sql(column: str) -> str:
    """`one_edit` of a column: the cheap distance first, which counts a swap as two."""
    sides = f"{column}_l, {column}_r"
    return f"(levenshtein({sides}) <= 2 and damerau_levenshtein({sides}) <= 1)"


def one_edit(a: str | None, b: str | None) -> bool:
    """One digit wrong, lost, doubled, or two neighbours swapped. Numbers are ASCII."""
    return a is not None and b is not None and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1


class Spoken(NamedTuple):
    """What the tests ask of a name again and again; in a batch, columns of the same names."""

    words: frozenset[str]  # of phon_sorted
    first_word: str  # of phon
    second_letter: str  # of the second word of phon
    second_short: bool  # the second word of name is an initial
    bones: str | None  # the first five consonants of phon: a slip is a vowel more often than not
    full_name: str | None  # phon_sorted when it has two words: rare enough to ask for without a place


@lru_cache(1 << 16)
def spoken(name: str | None, phon: str | None, phon_sorted: str | None) -> Spoken:
    """A name taken apart; SPOKEN_SQL says the same in SQL."""
    sounds = (phon or "").split(" ")
    written = (name or "").split(" ")
    return Spoken(
        frozenset((phon_sorted or "").split(" ")),
        sounds[0],
        sounds[1][:1] if len(sounds) > 1 else "",
        len(written) > 1 and len(written[1]) == 1,
        (phon or "").translate(_NO_VOWELS)[:5] or None,
        phon_sorted if " " in (phon_sorted or "") else None,
    )


_NO_VOWELS = str.maketrans("", "", "aeiou ")


SPOKEN_SQL: Final = (
    "string_split(phon_sorted, ' ') as words, split_part(phon, ' ', 1) as first_word,"
    " left(split_part(phon, ' ', 2), 1) as second_letter,"
    " length(split_part(name, ' ', 2)) = 1 as second_short,"
    " nullif(left(translate(phon, 'aeiou ', ''), 5), '') as bones,"
    " if(contains(phon_sorted, ' '), phon_sorted, null) as full_name"
)
