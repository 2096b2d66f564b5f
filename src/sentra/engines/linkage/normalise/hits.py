"""Village names inside the running text of an address."""

from collections.abc import Iterator
from typing import NamedTuple

from sentra.engines.linkage.normalise.addresses import hamlet, place_words
from sentra.engines.linkage.normalise.placenames import NameIndex, expanded
from sentra.engines.linkage.normalise.villages import Gazetteer


class Hit(NamedTuple):
    """A name found in running text; the greater `trust`, the better. `at` is its place in the text."""

    codes: tuple[str, ...]
    trust: int
    at: int
    text: str


TRUST = {"village": 5, "": 4, "hamlet": 3, "street": 1, "beside": 1}


def hits(places: Gazetteer, kind: str, text: str, district: str | None, regency: str) -> tuple[Hit, ...]:
    """The village names in one part; a whole bare part may also be a misspelt name of the known district."""
    words = place_words(text)[:12]
    trust = TRUST[kind] * 10
    if kind == "" and 0 < len(words) <= 3:
        whole = places.whole_name(" ".join(words), district, regency)
        if whole.codes:
            return (Hit(whole.codes, trust + 5, 0, " ".join(words)),)
    numbered = kind == "hamlet" and (hamlet(text) or "")[:1].isdigit()
    first = 1 if kind == "hamlet" and not numbered else 0
    return tuple(_inner(places.regency(regency).villages, words, first, trust))


def _inner(villages: NameIndex, words: list[str], first: int, trust: int) -> Iterator[Hit]:
    """Names inside a stretch, longest first, no word twice. The `first` word after "Dk." is the hamlet's."""
    while first < len(words):
        size, codes = next(_longest(villages, words, first), (1, ()))
        if codes:
            text = " ".join(words[first : first + size])
            yield Hit(codes, trust + (first + size == len(words)), first, text)
        first += size


def _longest(villages: NameIndex, words: list[str], first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    for size in range(min(3, len(words) - first), 0, -1):
        tried = words[first : first + size]
        key = "".join(tried)
        codes = villages.certain(key, expanded(tried)).codes if len(key) > 3 else ()
        if codes:
            yield size, codes
