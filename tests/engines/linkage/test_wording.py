"""Words that lists use for one product are learnt from the lists, and only where chance cannot explain it."""

from dataclasses import replace

import pytest

from sentra.engines.linkage.batch import link_batch
from sentra.engines.linkage.fitting import attuned
from sentra.engines.linkage.model import COUNTED, dump_model, load_model, starting_model
from sentra.engines.linkage.problem import Norm
from sentra.engines.linkage.scoring import Scorer
from sentra.engines.linkage.wording import reworded, wording
from tests.engines.linkage.norms import norm

WORDS = "batik genteng gula jahit jamu keripik knalpot kopi las mebel sandal sapu sepatu tahu tempe".split()
ALONE = {(word, word): 100 for word in WORDS}
CHANCE = {("gula", "tempe"): 4, ("gula", "tahu"): 4, ("jahit", "las"): 4, ("gula", "las"): 4}


def test_words_that_come_together_far_more_often_than_by_chance_are_one() -> None:
    assert wording({**ALONE, **CHANCE, ("sandal", "sepatu"): 60}) == {"sandal": "sepatu"}
    assert wording({**ALONE, **CHANCE, ("sandal", "sepatu"): 4}) == {}
    assert wording({**ALONE, **CHANCE}) == {}
    assert wording({}) == {}


def test_a_word_that_comes_with_everything_is_no_other_word_for_any_of_it() -> None:
    """Owners who make snacks as well make them beside anything: often together, never more than by chance."""
    beside = {(min("camilan", word), max("camilan", word)): 20 for word in WORDS}
    assert wording({**ALONE, **beside, ("camilan", "camilan"): 100}) == {}


def test_the_word_said_most_often_stands_for_the_others() -> None:
    pairs = {**ALONE, **CHANCE, ("sandal", "sepatu"): 60, ("sandal", "sandal"): 200}
    assert wording(pairs) == {"sepatu": "sandal"}


def test_a_chain_of_likeness_does_not_make_one_word_of_all() -> None:
    """Sandals and shoes, shoes and bags: but sandals and bags never."""
    pairs = {**ALONE, ("sandal", "sepatu"): 60, ("sepatu", "tas"): 50, ("tas", "tas"): 90}
    pairs |= CHANCE
    assert wording(pairs) == {"sandal": "sepatu"}


def owners(*products: tuple[str, str]) -> list[Norm]:
    """One owner for each pair of products, twice on a list."""
    return [
        norm(f"o{number:03d}-{row}", name=f"slamet{number}", nik=f"33030101018{number:05d}", product=product)
        for number, pair in enumerate(products)
        for row, product in enumerate(pair)
    ]


EVERY = [("gula", "gula"), ("tahu", "tahu"), ("tempe", "tempe"), ("las", "las"), ("jahit", "jahit")] * 12
ROWS = owners(
    *EVERY, *[("sandal", "sepatu")] * 12, *[("sepatu", "sepatu")] * 4, ("gula", "las"), ("las", "tempe")
)


def test_a_model_is_attuned_to_the_words_and_frequencies_of_lists_and_keeps_its_weights() -> None:
    model, start = attuned(ROWS, starting_model()), starting_model()
    assert model.wording == {"sandal": "sepatu"}
    assert model.terms["product"]["sepatu"] == pytest.approx(32 / len(ROWS))
    assert (model.comparisons, model.prior, model.siblings) == (
        start.comparisons,
        start.prior + COUNTED,
        start.siblings,
    )
    assert model.version != start.version
    assert attuned(ROWS, model) == model
    assert load_model(dump_model(model)) == model


def test_the_scorer_the_batch_and_the_vetoes_hear_the_same_word() -> None:
    model = replace(starting_model(), wording={"sandal": "sepatu"})
    one, other = owners(("sandal", "sepatu"))
    assert [row.product for row in reworded([one, other], model)] == ["sepatu", "sepatu"]
    edge = Scorer(model).edge(one, other)
    assert ("product", "exact") in {part[:2] for part in edge.parts}
    found = link_batch([one, other], model, min_weight=-50.0).edges.to_pylist()
    assert [(row["product"], round(row["weight"], 6)) for row in found] == [(0, round(edge.weight, 6))]
