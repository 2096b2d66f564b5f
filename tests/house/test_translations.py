"""Indonesian stands in the source, English in the catalogue: complete, in step, and readable by Django."""

import gettext

import pytest
from babel.messages.catalog import Catalog

from sentra.web import translations
from tests.house.reading import PACKAGE, write

CATALOGUE = PACKAGE / "locale" / "en" / translations.CATALOGUE
TEMPLATE = """{% load i18n %}
<h1>{% trans "Daftar usaha" %}</h1>
   {% blocktranslate count n=rows|length trimmed %}
      {{ n }} usaha
   {% plural %}
      {{ n }} usaha semuanya
   {% endblocktranslate %}
 <p title="{% translate 'Ubah' context "tombol" %}">isn't "quoted" 08 {{ _("Bupati") }}</p>
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
ONE = _("Simpan %(name)s")
TWO = ngettext("%d baris", "%d baris", 3)
THREE = pgettext("menu", "Peta")
"""


@pytest.fixture
def package(tmp_path):
    return write(tmp_path, {"web/templates/a.html": TEMPLATE, "web/views.py": PYTHON})


def test_the_english_catalogue_is_complete():
    assert translations.faults(translations.read(CATALOGUE), translations.gather(PACKAGE)) == []


def test_texts_are_gathered_from_python_and_templates(package):
    assert [(each.file, each.text, each.context) for each in translations.gather(package)] == [
        ("web/templates/a.html", "Daftar usaha", None),
        ("web/templates/a.html", ("%(n)s usaha", "%(n)s usaha semuanya"), None),
        ("web/templates/a.html", "Ubah", "tombol"),
        ("web/templates/a.html", "Bupati", None),
        ("web/views.py", "Simpan %(name)s", None),
        ("web/views.py", ("%d baris", "%d baris"), None),
        ("web/views.py", "Peta", "menu"),
    ]


def catalogue(**strings: str) -> Catalog:
    """Everything translated but what `strings` changes."""
    made = Catalog(locale="en")
    made.add("Daftar usaha", strings.get("list", "List of businesses"))
    made.add(
        ("%(n)s usaha", "%(n)s usaha semuanya"), ("%(n)s business", strings.get("many", "%(n)s businesses"))
    )
    made.add("Ubah", "Edit", context="tombol")
    made.add("Bupati", "Regent")
    made.add("Simpan %(name)s", strings.get("save", "Save %(name)s"))
    made.add(("%d baris", "%d baris"), ("%d row", "%d rows"))
    made.add("Peta", "Map", context=strings.get("context", "menu"))
    return made


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"list": ""}, ["not translated: 'Daftar usaha' (web/templates/a.html)"]),
        ({"many": ""}, ["not translated: '%(n)s usaha' (web/templates/a.html)"]),
        ({"save": "Save it"}, ["other placeholders: 'Simpan %(name)s' (web/views.py)"]),
        ({"context": "page"}, ["no longer used: 'Peta'", "not in the catalogue: 'Peta' (web/views.py)"]),
    ],
)
def test_what_is_incomplete_is_named(package, changed, faults):
    assert translations.faults(catalogue(**changed), translations.gather(package)) == faults


def test_gathering_keeps_translations_adds_new_texts_and_drops_unused_ones(package, tmp_path):
    old = catalogue()
    old.delete("Bupati")
    old.add("Tidak dipakai", "Unused")
    new = translations.updated(old, translations.gather(package))
    assert new.get("Daftar usaha").string == "List of businesses"
    assert new.get("Bupati").string == ""
    assert new.get("Tidak dipakai") is None
    path = tmp_path / "en" / translations.CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_bytes(translations.as_bytes(new))
    again = translations.updated(translations.read(path), translations.gather(package))
    assert translations.as_bytes(again) == path.read_bytes()


def test_a_compiled_catalogue_speaks_english(tmp_path):
    path = tmp_path / "en" / translations.CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_bytes(translations.as_bytes(catalogue()))
    assert translations.compile_catalogues(tmp_path) == [path.with_suffix(".mo")]
    english = gettext.translation("django", tmp_path, ["en"])
    assert english.gettext("Daftar usaha") == "List of businesses"
    assert english.ngettext("%d baris", "%d baris", 2) == "%d rows"
    assert english.pgettext("menu", "Peta") == "Map"
