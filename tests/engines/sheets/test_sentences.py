"""What the engine says can be said again in another language: template and facts, never finished text alone."""

import ast
import copy
import json
import re
from pathlib import Path

import pytest

import sentra.engines.sheets as engine
from sentra.engines.sheets import figure, heard, joined, mask_sentence, say, stored

PACKAGE = Path(engine.__file__).parents[2]
ROOM = PACKAGE / "registry" / "actions"
SAID = say("Kolom %(column)s: %(count)s sel", column="Nama", count=1234)
NESTED = say("Baris %(row)s: %(what)s", row=7, what=say("Nomor KK"))


def test_a_sentence_is_indonesian_text_and_remembers_how_it_was_made():
    assert SAID == "Kolom Nama: 1.234 sel"
    assert (SAID.template, dict(SAID.facts)) == (
        "Kolom %(column)s: %(count)s sel",
        {"column": "Nama", "count": 1234},
    )


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        (say("Tanggal tidak terbaca."), "Tanggal tidak terbaca."),
        (say("Pajak 10%"), "Pajak 10%"),
        (SAID, {"text": "Kolom %(column)s: %(count)s sel", "values": {"column": "Nama", "count": 1234}}),
        (NESTED, {"text": "Baris %(row)s: %(what)s", "values": {"row": 7, "what": {"text": "Nomor KK"}}}),
        ("sebuah teks jadi, 5% salah", "sebuah teks jadi, 5% salah"),
    ],
)
def test_it_is_kept_as_json_and_comes_back_the_same(sentence, kept):
    assert stored(sentence) == kept
    again = heard(json.loads(json.dumps(kept)))
    assert (again, stored(again)) == (sentence, kept)


def test_a_copy_keeps_its_facts():
    assert stored(copy.deepcopy(NESTED)) == stored(NESTED)


def test_several_sentences_become_one_that_keeps_their_facts():
    both = joined([SAID, NESTED], "; ")
    assert both == "Kolom Nama: 1.234 sel; Baris 7: Nomor KK"
    assert [dict(part.facts) for part in both.facts.values()] == [dict(SAID.facts), dict(NESTED.facts)]
    assert stored(joined([SAID])) == stored(SAID)
    assert joined([]) == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (43358, "43.358"), (-1250, "-1.250"), (1234.5, "1.234,50"), (2.0, "2"), (float("inf"), "?")],
)
def test_figures_are_written_as_indonesians_do(number, shown):
    assert figure(number) == shown


def test_a_figure_without_end_is_kept_as_text_that_json_knows():
    assert stored(say("%(n)s", n=float("nan"))) == {"text": "%(n)s", "values": {"n": "?"}}


def test_numbers_of_persons_are_masked_in_every_fact_and_nothing_else_is():
    told = say(
        "%(header)s %(sum)s %(count)s %(what)s",
        header="NIK 3303114506810001",
        sum=3303114506810001,
        count=43358,
        what=say("%(label)s", label="0812-1111-2222"),
    )
    assert mask_sentence(told) == "NIK ••• ••• 43.358 •••"
    assert dict(mask_sentence(told).facts)["count"] == 43358
    assert mask_sentence(say("Tanggal tidak terbaca.")) == "Tanggal tidak terbaca."


def calls() -> list[tuple[str, ast.Call]]:
    """Every `say(...)` of the engine, and of the room that adds to what it says."""
    found = []
    for path in (*Path(engine.__file__).parent.rglob("*.py"), *ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            if getattr(name, "id", getattr(name, "attr", "")) == "say":
                found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", node))
    return found


def test_every_template_is_written_out_at_its_call_so_that_it_can_be_gathered():
    loose = [at for at, call in calls() if not isinstance(getattr(call.args[0], "value", None), str)]
    assert loose == []
    assert len(calls()) > 150


def test_every_fact_has_its_place_and_every_place_its_fact():
    wrong = {}
    for at, call in calls():
        asked = set(re.findall(r"%\((\w+)\)s", call.args[0].value))
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and asked != given:  # ** hands on what the function made before
            wrong[at] = (asked, given)
    assert wrong == {}
