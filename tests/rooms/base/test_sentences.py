"""What an engine said is shown in the language of its reader, whenever it was stored."""

import pytest
from django.utils import translation

from sentra.base.values import sentences
from sentra.base.values.sentences import told
from sentra.engines.sheets import joined, say, stored

ENGLISH = {
    "Kolom %(column)s: %(count)s sel": "Column %(column)s: %(count)s cells",
    "Nomor KK": "Family card number",
    "Nama": "Name",
    "Baris %(row)s: %(what)s": "Row %(row)s: %(what)s",
}
CELLS = say("Kolom %(column)s: %(count)s sel", column="Nama", count=1234.5)
NESTED = say("Baris %(row)s: %(what)s", row=43358, what=say("Nomor KK"))


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    """An English catalogue of its own: what is tested is the looking up, not the words."""

    def looked_up(text):
        return ENGLISH.get(text, text) if translation.get_language() == "en" else text

    monkeypatch.setattr(sentences, "gettext", looked_up)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Kolom Nama: 1.234,50 sel", "Baris 43.358: Nomor KK"]),
        ("en", ["Column Nama: 1,234.50 cells", "Row 43,358: Family card number"]),
    ],
)
def test_template_and_figures_follow_the_reader_names_do_not(language, said):
    with translation.override(language):
        assert [told(stored(CELLS)), told(stored(NESTED))] == said
        assert told(stored(joined([CELLS, NESTED]))) == " ".join(said)
        assert [told(CELLS), told(NESTED)] == said


@pytest.mark.parametrize("old", ["Sama persis dengan baris 12.", "Kolom X: 5% sel %(count)s", ""])
def test_finished_text_of_an_earlier_edition_is_shown_as_it_is(old):
    with translation.override("en"):
        assert told(old) == old


def test_a_sentence_without_facts_is_looked_up_even_when_it_was_stored_as_text():
    with translation.override("en"):
        assert told("Nomor KK") == "Family card number"
