"""Names of persons: titles off, the many Muhammads made one, and how a name sounds.

Javanese names are often one word, are shortened from the front (Suryati is Yati) and are spelt by ear:
Chamid, Khamid and Hamid are one sound, Soegito is Sugito. `name` keeps what was written, `sound` what was
heard.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sentra.engines.linkage.normalise.cells import CACHED, plain, says_nothing

_TITLES = frozenset(
    "bpk bp bapak pak bu ibu sdr sdri sdra saudara saudari ny nyonya nona nn tn tuan h hj hajah hajjah"
    " haji drs dra dr drg ir prof kh k.h kyai kiai nyai ust ustad ustadz ustaz ustadzah alm almh almarhum"
    " almarhumah mbah mbak"
    " mas mbok kang raden rr rd r.a r.m an a.n".replace(".", "").split()
)
_DEGREES = frozenset(
    "se sh st sp ss spd spdi sag skom ssos sip si ssi skm stp spt skep sked spsi sikom sei shi sst"
    " sstp sthi shut sfarm skeb mm mh mt msi mpd mpdi mag mkom mkes mba mhum ma msc ba bsc amd"
    " amdkeb ama apd dpl adv cpa mkn mkes mag".split()
)
_UNDOTTED = _DEGREES - {"si", "ma", "ss", "ba", "mh", "mt"}
_JOINED_DEGREE = re.compile(
    r"(?<=[\w,.])[\s,]+([smad])\s*\.\s*(?=(?:pd|ag|kom|sos|pt|hut|md|kep|si|psi|ikom|farm|kes|hum)\b)"
    r"|(?<=[a-z]{3})[\s,]+(s)\s?\.\s?(?=[ehtps]\b\.?\s*$)"
)
_INNER_DEGREE = re.compile(r"(?<=[smad]\.pd)\.?\s?i\b")
_FATHER = frozenset("bin binti bti bt bn b".split())
_LAST_TITLES = frozenset(("alm", "almh", "almarhum", "almarhumah", "hj"))
# A name without one of these words needs no rule about its words' order.
_RULED = _TITLES | _UNDOTTED | _FATHER | _LAST_TITLES | frozenset("abcdefghijklmnopqrstuvwxyz")
_ALIAS = re.compile(r"\b(?:alias|als|al\.|a\.k\.a\.?|aka|d/h)(?:[\s.:]+|$)")
_QUOTES = re.compile(r"['`\"]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_NOT_IN_NAMES = re.compile(r"[^a-z.,]+")
_DOTS = re.compile(r"[.\s]+")

_SHORT_MUHAMMAD = (
    "muh moh moch much mokh mukh mochd muchd mohd muhd mhd mhmd mhmmd md mohm muham muhamm mh mch"
)
_LONG_MUHAMMAD = re.compile(r"m[uo][hkc]{1,3}a?m+[aeiu][dt]{1,2}h?")
_WORDS = {
    **dict.fromkeys(_SHORT_MUHAMMAD.split(), "muhammad"),
    **dict.fromkeys("ach akh ahm achm akhm achmad akhmad ahmat achmat akhmat akmad ahmd".split(), "ahmad"),
    **dict.fromkeys("abd abdl abdoel abdu abdool abdol".split(), "abdul"),
    **dict.fromkeys("sitti sity sty st sti".split(), "siti"),
    **dict.fromkeys("noer noor nor nuur nr".split(), "nur"),
    **dict.fromkeys("sry srie srii".split(), "sri"),
    **dict.fromkeys("jusuf yusup jusup yusuf yusub".split(), "yusuf"),
    **dict.fromkeys("jahja yahja yahya".split(), "yahya"),
    **dict.fromkeys("jani yani".split(), "yani"),
}
_FIRST_ONLY = frozenset(("st", "sti", "nr", "mh", "md", "mch", "muham"))
_GLUED = re.compile(
    r"(abdul|nur|siti|sri)((?<=abdul)[a-z]{4,}|(?<=nur)aini|[bcdfghjklmnpqrstvwyz][a-z]{3,})"
    r"|(abdu)(?=([rsnzdt]))(?:[rsnzdt])(\4[a-z]{3,})"
)
_WHOLE = frozenset(("nurul", "nurdin"))
_HEARD_AIN = re.compile(r"(?<=[aiueobdmnst])ng(?=[aiu])")
_ONE_R = re.compile(r"^(nur|abdur)(?=o[hck]{1,2}[aimu])")
_ABDUR = re.compile(r"abdu[rsnzdt]")
_OLD = (("koe", "kue"), ("choe", "choi"), ("khoe", "khoi"), ("oe", "u"), ("dj", "j"), ("tj", "c"))

COMMON = frozenset("muhammad siti nur abdul ahmad sri dwi tri imam endah eko dewi".split())
"""First words so frequent that they tell nobody apart; the next word makes the key."""


class Person(NamedTuple):
    """A person as a cell names them; `alias` is what stood behind "alias" or after a comma."""

    name: str | None
    alias: str | None = None


class Sound(NamedTuple):
    """`spoken` word by word, `sorted` without initials; `first`, `last`: the blocking keys (5 and 4
    letters)."""

    spoken: str
    sorted: str
    first: str
    last: str
    tokens: int


@lru_cache(CACHED)
def person(cell: str) -> Person:
    """The person a cell names. Titles, degrees, "bin ..." and aliases go; initials stay. Never raises."""
    text = plain(cell)
    if says_nothing(text):
        return Person(None)
    if text.replace(" ", "").isalpha() and " al" not in text:
        return Person(_settled(text.split()))
    parts = _comma_parts(_QUOTES.sub("", text.replace("nur'", "nur ")))
    head, *others = parts or [""]
    cut = _ALIAS.search(head, 1)
    alias = head[cut.end() :] if cut else (others[0] if others else "")
    head = head[: cut.start()] if cut else head
    return Person(_words_of(head), _words_of(alias))


def _comma_parts(text: str) -> list[str]:
    """What stands between commas and is not only titles and degrees ("Slamet, S.Pd, Hj.")."""
    if "," not in text:
        return [text]
    text = _JOINED_DEGREE.sub(lambda m: f", {m[1] or m[2]}.", text)
    return [part for part in text.split(",") if not _only_titles(part)]


def _only_titles(part: str) -> bool:
    """ "H. Slamet" is a name, "H." and "S.Pd. M.M." are not."""
    whole = _NOT_LETTERS.sub("", part)
    return whole in _DEGREES or all(
        _NOT_LETTERS.sub("", word) in _DEGREES or _NOT_LETTERS.sub("", word) in _TITLES
        for word in part.split()
    )


def _words_of(text: str) -> str | None:
    return _settled(_opened(text)) if text else None


def _settled(tokens: list[str]) -> str | None:
    """The words of a name in normal form; repeated until nothing changes, so that it is a normal form."""
    while True:
        again = _once(tokens)
        if again == tokens:
            name = " ".join(tokens)[:120].strip()
            return None if says_nothing(name) else name
        tokens = again


def _opened(text: str) -> list[str]:
    """Words at blanks and dots, but "S.Pd." and "K.H." stay one word, to be known as degree and title."""
    if "." not in text:
        return _NOT_LETTERS.sub(" ", text).split()
    text = _INNER_DEGREE.sub("i", _JOINED_DEGREE.sub(lambda m: f" {m[1] or m[2]}.", text))
    tokens: list[str] = []
    for word in _NOT_IN_NAMES.sub(" ", text).split():
        bare = _NOT_LETTERS.sub("", word)
        dotted = "." in word.strip(".")
        if dotted and bare in _DEGREES and tokens:
            continue
        tokens += [bare] if dotted and bare in _TITLES else _NOT_LETTERS.sub(" ", word).split()
    return tokens


def _without_father(tokens: list[str]) -> list[str]:
    """ "Slamet bin Karto", "Slamet B. Karto": what follows is the father's name."""
    for at in range(1, len(tokens)):
        if tokens[at] in _FATHER and (len(tokens[at]) > 1 or len("".join(tokens[at + 1 : at + 2])) > 2):
            return tokens[:at]
    return tokens


def _without_degrees(tokens: list[str]) -> list[str]:
    """ "Slamet SE", "Dewi S Pd": degrees written without dots; never the only word."""
    while len(tokens) > 1:
        if tokens[-1] in _UNDOTTED:
            tokens = tokens[:-1]
        elif (
            len(tokens) > 2 and len(tokens[-2]) == 1 < len(tokens[-1]) and tokens[-2] + tokens[-1] in _DEGREES
        ):
            tokens = tokens[:-2]
        else:
            break
    return tokens


def _once(tokens: list[str]) -> list[str]:
    """One pass of the word rules."""
    if not _RULED.isdisjoint(tokens):
        tokens = _untitled(tokens)
    kept: list[str] = []
    first = len(tokens) > 1
    for token in tokens:
        kept += _word(token, first)
        first = False
    return kept


def _untitled(tokens: list[str]) -> list[str]:
    """Without titles, degrees and the father's name; "M. Slamet" is a Muhammad."""
    while tokens and tokens[0] in _TITLES:
        tokens = tokens[1:]
    tokens = _without_degrees(_without_father(tokens))
    while len(tokens) > 1 and tokens[-1] in _LAST_TITLES:
        tokens = tokens[:-1]
    return ["muhammad", *tokens[1:]] if len(tokens) > 1 and tokens[0] == "m" else tokens


@lru_cache(CACHED)
def _word(token: str, first: bool) -> tuple[str, ...]:
    """One word in normal form: modern letters, the usual spelling of the most frequent words, glued ones
    parted."""
    if len(token) < 2:
        return (token,)
    for old, new in _OLD:
        token = token.replace(old, new)
    if token in _FIRST_ONLY and not first:
        return (token,)
    token = "muhammad" if _LONG_MUHAMMAD.fullmatch(token) else _WORDS.get(token, token)
    token = token[2:] if token.startswith("ngabdu") else token
    token = _ONE_R.sub(r"\1r", token)
    glued = _GLUED.fullmatch(token) if token not in _WHOLE else None
    if glued:
        return (glued[1], glued[2]) if glued[1] else ("abdul", glued[5])
    return ("abdul",) if _ABDUR.fullmatch(token) else (token,)


_HEARD_ALIKE = tuple(
    pair.split(">")
    for pair in "oe>u dj>j tj>c kh>h ch>h rohm>rahm sy>s sh>s th>t dh>d dz>z ph>p v>p f>p"
    " ck>k cq>k q>k x>ks iy>i uw>u".split()
)
_ALIKE_ONE_BY_ONE = str.maketrans("yeoz", "iiuj")
_LAST_HEARD = {"z": "s", "d": "t", "b": "p"}
_CONSONANT_W = re.compile(r"(?<=[bcdgjklmnprst])w(?=[aeiou])")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(CACHED)
def sound(token: str) -> str:
    """How a word of a name sounds: h silent but at the start, double letters single, o as u, e as i, z as j.

    The Arabic ain, which Javanese writes as ng inside a word (Mangarif, Masngud), is silent.
    """
    for written, heard in _HEARD_ALIKE:
        if written in token:
            token = token.replace(written, heard)
    if "ng" in token:
        token = _HEARD_AIN.sub("", token)
    if token.endswith("oh") and len(token) > 4:
        token = f"{token[:-2]}ah"
    token = token[:-1] + _LAST_HEARD.get(token[-1:], token[-1:])
    if "w" in token:
        token = _CONSONANT_W.sub("u", token)
    token = token.translate(_ALIKE_ONE_BY_ONE)
    if len(token) > 3:
        token = token[0] + token[1:].replace("h", "")
    return _TWICE.sub(r"\1", token)


@lru_cache(CACHED)
def sounds(name: str) -> Sound:
    """The sounds of a normal name and its blocking keys: the first and the last word that tell anything."""
    tokens = name.split()
    if len(tokens) == 1:
        heard = sound(name)
        return Sound(heard, heard, heard[:5], heard[-4:], 1)
    spoken = [(token, sound(token)) for token in tokens]
    whole = [pair for pair in spoken if len(pair[0]) > 1] or spoken
    telling = [s for t, s in whole if t not in COMMON] or [s for _, s in whole]
    return Sound(
        " ".join([s for _, s in spoken]),
        " ".join(sorted([s for _, s in whole])),
        telling[0][:5],
        telling[-1][-4:],
        len(tokens),
    )


def sound_of(cell: str) -> str | None:
    """How a person's name sounds, titles and the order of its words aside; None when it names nobody."""
    name = person(cell).name
    return sounds(name).sorted or None if name else None
