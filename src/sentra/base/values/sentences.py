"""Stored sentences, in the language of whoever reads them."""

from django.utils.translation import get_language, gettext

from sentra.engines.sheets import Fact, Sentence, Stored, figure, heard

_TO_ENGLISH = str.maketrans(",.", ".,")


def told(kept: Stored) -> str:
    """A sentence of an engine, or what is stored of one, in the active language.

    Finished text that an earlier edition of the program stored is in no catalogue and comes back as it is.
    """
    sentence = kept if isinstance(kept, Sentence) else heard(kept)
    if not sentence:
        return ""
    text = gettext(sentence.template)
    return (
        text % {name: _told_fact(fact) for name, fact in sentence.facts.items()} if sentence.facts else text
    )


def _told_fact(fact: Fact) -> str:
    if isinstance(fact, str):
        return told(fact) if isinstance(fact, Sentence) else fact
    shown = figure(fact)
    return shown.translate(_TO_ENGLISH) if (get_language() or "id").startswith("en") else shown
