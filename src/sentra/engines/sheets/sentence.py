"""Sentences that can be said again in another language: a template, and the facts that fill it.

A `Sentence` is Indonesian text, and is used as such; it remembers how it was made, so that whoever stores it
stores template and facts, and whoever shows it looks the template up in the reader's language.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Self

Fact = str | int | float
"""What a placeholder stands for. Text is a name and stays as it is, unless it is itself a Sentence."""

Stored = str | dict[str, Any]
"""As JSON keeps a sentence: its template alone, or `{"text": template, "values": {name: fact}}`."""

NO_FACTS: Mapping[str, Fact] = MappingProxyType({})
_TO_INDONESIAN = str.maketrans(",.", ".,")


class Sentence(str):
    """Indonesian text made from `template` (with `%(name)s` where a fact belongs) and `facts`.

    Without facts the template is the text: a lone per cent sign is written `%`, beside facts `%%`.
    """

    __slots__ = ("facts", "template")
    template: str
    facts: Mapping[str, Fact]

    def __new__(cls, template: str, facts: Mapping[str, Fact] = NO_FACTS) -> Self:
        shown = {name: figure(f) if isinstance(f, int | float) else f for name, f in facts.items()}
        made = super().__new__(cls, template % shown if facts else template)
        made.template, made.facts = str(template), facts
        return made

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, dict[str, Fact]]]:
        return Sentence, (self.template, dict(self.facts))


NOTHING_SAID = Sentence("")


def say(template: str, **facts: Fact) -> Sentence:
    """A sentence. `template` is written out at the call: the catalogue of texts is gathered from there."""
    return Sentence(template, facts) if facts else _constant(template)


@cache
def _constant(template: str) -> Sentence:
    """As many as are written in the engine: the parsers say the same of every cell of a sample."""
    return Sentence(template)


def joined(sentences: Sequence[str], sign: str = " ") -> Sentence:
    """Several as one, with `sign` between them; names of columns and places may stand among them."""
    if len(sentences) == 1 and isinstance(sentences[0], Sentence):
        return sentences[0]
    template = sign.join(f"%(part{number})s" for number in range(len(sentences)))
    return Sentence(template, {f"part{number}": said for number, said in enumerate(sentences)})


def figure(number: float) -> str:
    """1234.5 as Indonesians write it: 1.234,50; whole numbers without decimals."""
    if not math.isfinite(number):
        return "?"
    whole = number == int(number)
    return (f"{int(number):,}" if whole else f"{number:,.2f}").translate(_TO_INDONESIAN)


def stored(sentence: str) -> Stored:
    """As JSON keeps it. Text that is no Sentence is kept as it is."""
    if not isinstance(sentence, Sentence) or not sentence.facts:
        return str(sentence)
    return {"text": sentence.template, "values": {k: _stored_fact(v) for k, v in sentence.facts.items()}}


def _stored_fact(fact: Fact) -> Fact | dict[str, Any]:
    """A sentence among the facts is told from a name, which is never looked up."""
    if not isinstance(fact, Sentence):
        return fact if isinstance(fact, str) or math.isfinite(fact) else figure(fact)
    kept = stored(fact)
    return {"text": kept} if isinstance(kept, str) else kept


def heard(kept: Stored) -> Sentence:
    """The sentence that `stored` kept; finished text of an earlier edition of the program stays itself."""
    if isinstance(kept, str):
        return Sentence(kept)
    facts = kept.get("values", {})
    return Sentence(kept["text"], {k: heard(v) if isinstance(v, dict) else v for k, v in facts.items()})
