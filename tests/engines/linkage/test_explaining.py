"""Why two records are one: sentences without numbers, bars that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.comparing import LESSENING, THEMES
from sentra.engines.linkage.explaining import SENTENCES, explain
from sentra.engines.linkage.problem import Edge, LinkageRefused, Part
from tests.engines.linkage.cluster_cast import row

PRIOR = -15.0
A = row(
    "a", "slamet riyadi", biz="wa 0812-1111-2222 jaya", village="33.03.05.2001", district="33.03.05",
    phones=("81211112222",), nik="3303051203740001", nik12="330305120374", nib="1234567890123",
    product="gula kelapa", kbli="10722", latitude=-7.4, longitude=109.35, group="kub maju",
)  # fmt: skip
B = row(
    "b", "slamet", biz=None, district="33.03.05", phones=("81211112223",), nik="3303051203740011",
    nib="1234567890124", product=None, kbli="10721", latitude=-7.401, longitude=109.35, group=None,
)  # fmt: skip


def edge(*parts, a="a", b="b"):
    return Edge(a, b, PRIOR + sum(part.weight for part in parts), parts, "uji")


def sentences(*levels, a=A, b=B):
    made = explain(edge(*(Part(*level.split("."), 1.0) for level in levels)), a, b, PRIOR)
    return [factor.template % factor.facts for factor in made.factors]


def test_the_strongest_factor_stands_first_and_each_bar_begins_where_the_last_ended():
    parts = (
        Part("name", "part", 4.0, 1.5),
        Part("phone", "one_edit", 14.5),
        Part("place", "district_only", -0.5),
    )
    made = explain(edge(*parts), A, B, PRIOR)
    assert [(f.code, f.weight, f.term, f.start, f.end) for f in made.factors] == [
        ("phone.one_edit", 14.5, 0.0, -15.0, -0.5),
        ("name.part", 4.0, 1.5, -0.5, 3.5),
        ("place.district_only", -0.5, 0.0, 3.5, 3.0),
    ]
    assert (made.prior, made.weight) == (PRIOR, 3.0)


def test_every_level_of_every_comparison_has_a_sentence():
    levels = {f"{theme.key}.{key}" for theme in THEMES for key in theme.keys}
    levels -= {f"{key}.else" for key in LESSENING}  # which say nothing where they do not hold
    assert levels == SENTENCES.keys() - {"context.for", "context.against", "sibling.possible", "name.heard"}
    assert len(sentences(*levels)) == len(levels)


def test_names_that_only_sound_alike_are_not_called_the_same():
    def said(one: str, other: str) -> list[object]:
        made = explain(edge(Part("name", "exact", 4.0)), A._replace(name=one), B._replace(name=other), PRIOR)
        return [factor.template % factor.facts for factor in made.factors]

    assert said("toyadi", "toyadi") == ["Nama sama: toyadi."]
    assert said("toyadi", "tuyadi") == ["Nama berbunyi sama: toyadi dan tuyadi."]


def test_facts_are_filled_in():
    assert sentences("name.part", "distance.300m", "product.kbli_group", "product.else", "group.near") == [
        "Titik lokasi dekat: 110 m.",
        "Kelompok usaha sama: kub maju.",
        "Sebagian nama sama: slamet riyadi dan slamet.",
        "Kelompok KBLI sama: 10722 dan 10721.",
        "Produk berbeda: gula kelapa dan 10721.",
    ]


def test_no_sentence_shows_a_personal_number():
    numbers = ("0812", "8121111", "330305120374", "123456789")
    said = " ".join(sentences(*SENTENCES.keys() - {"context.for", "context.against"}))
    assert [number for number in numbers if number in said] == []
    assert "Nama usaha sama: wa … jaya." in said


def test_places_are_facts_by_code_for_the_door_to_name():
    made = explain(edge(Part("place", "district_only", 1.0)), A, B, PRIOR)
    assert made.factors[0].facts == {"a": "33.03.05.2001", "b": "33.03.05"}


def test_the_records_may_be_given_in_either_order():
    assert sentences("name.part", a=B, b=A) == sentences("name.part")


def test_what_was_learned_speaks_for_or_against():
    assert [
        explain(edge(Part("context", "learned", w)), A, B, PRIOR).factors[0].code for w in (1.0, -1.0)
    ] == [
        "context.for",
        "context.against",
    ]


@pytest.mark.parametrize(
    "given_edge",
    [
        edge(Part("name", "part", 1.0))._replace(weight=0.0),
        edge(Part("name", "part", 1.0), b="c"),
        edge(Part("name", "unheard", 1.0)),
        edge(Part("hobby", "exact", 1.0)),
    ],
)
def test_what_cannot_be_explained_truly_is_refused(given_edge):
    with pytest.raises(LinkageRefused):
        explain(given_edge, A, B, PRIOR)


def test_a_distance_without_a_point_is_refused():
    with pytest.raises(LinkageRefused):
        explain(edge(Part("distance", "80m", 3.0)), A, B._replace(latitude=None), PRIOR)


WEIGHTS = st.floats(-30, 30)


@given(WEIGHTS, st.lists(WEIGHTS, max_size=9))
def test_prior_and_factors_add_up_to_the_weight(prior, weights):
    levels = [(theme.key, theme.keys[-1]) for theme in THEMES]
    parts = tuple(Part(*level, weight) for level, weight in zip(levels, weights, strict=False))
    made = explain(Edge("a", "b", prior + sum(weights), parts, "uji"), A, B, prior)
    assert prior + sum(factor.weight for factor in made.factors) == pytest.approx(made.weight, abs=1e-9)
    assert [f.end for f in made.factors[:-1]] == [f.start for f in made.factors[1:]]
    assert ([prior] + [f.end for f in made.factors])[-1] == pytest.approx(made.weight, abs=1e-9)
