"""Which words lists use for one product: "sepatu" here, "sandal" there, one workshop.

Learnt from the lists themselves, without answers: rows that carry one number under one name are of one
owner. Where they name different products, an owner's other business makes any two, by chance; words for one
thing come together far more often than that. No list of synonyms could know how the next office writes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from sentra.engines.linkage.problem import Model, Norm

SEEN: Final = 5
"""Pairs of rows that must name the two words, or it may be one owner."""
LIFT: Final = 15.0
"""How many times more often than by chance."""
SHARE: Final = 0.2
"""Against how often each of the two words comes with itself."""

Pairs = Mapping[tuple[str, str], int]  # (a word, a later or equal word) -> pairs of rows that name them


def wording(pairs: Pairs) -> dict[str, str]:
    """The word that stands for each that is not used itself. `pairs` are of rows that share an owner.

    Words are joined from the most telling pair down, and only when all of them go together.
    """
    alike = _alike(pairs)
    groups: dict[str, frozenset[str]] = {word: frozenset((word,)) for pair in alike for word in pair}
    for pair in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        one, other = groups[pair[0]], groups[pair[1]]
        if one != other and all((min(a, b), max(a, b)) in alike for a, b in product(one, other)):
            groups |= dict.fromkeys(one | other, one | other)
    named = _named(pairs)
    heads = {group: max(group, key=lambda word: (named[word], word)) for group in groups.values()}
    return {word: heads[group] for word, group in sorted(groups.items()) if heads[group] != word}


def _named(pairs: Pairs) -> Counter[str]:
    named: Counter[str] = Counter()
    for words, seen in pairs.items():
        for word in words:
            named[word] += seen
    return named


def _alike(pairs: Pairs) -> dict[tuple[str, str], float]:
    """The pairs of words that are one thing, each with its lift."""
    named = _named(pairs)
    every = sum(named.values())
    different = sum(seen for (a, b), seen in pairs.items() if a != b)
    found = {}
    for (a, b), seen in pairs.items():
        if a == b or seen < SEEN:
            continue
        lift = seen * every * every / (2 * different * named[a] * named[b])
        alone = (pairs.get((a, a), 0) * pairs.get((b, b), 0)) ** 0.5
        if lift >= LIFT and seen >= SHARE * alone:
            found[a, b] = lift
    return found


def heard(norm: Norm, words: Mapping[str, str]) -> Norm:
    """The row with the word that stands for its product."""
    word = words.get(norm.product or "") if words else None
    return norm if word is None else norm._replace(product=word)


def reworded(records: Iterable[Norm], model: Model) -> Iterator[Norm]:
    """The rows as the model hears them: for vetoes, which know no model."""
    return (heard(norm, model.wording) for norm in records)
