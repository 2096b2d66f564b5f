"""Names of businesses and groups, and cells that hold a person and a business at once.

The legal form says nothing (the same shop is "UD Jaya", "Jaya, UD" and "JAYA"), a KUB or Kelompok is a group
of businesses and no business, and a name that is only the owner's or only the product's says nothing new.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sentra.engines.linkage.normalise.cells import CACHED, plain, says_nothing, words
from sentra.engines.linkage.normalise.names import person, sound, sounds
from sentra.engines.linkage.normalise.products import is_product_word

_FORMS = (
    r"usaha dagang|perusahaan dagang|home\s?indust?r(?:y|i)|industri rumah tangga|industri rumahan"
    r"|industri kecil|industri|perseroan terbatas|rumah makan|rumah produksi|usaha kecil|nama usaha"
    r"|ud|cv|pt|pd|fa|firma|toko|tk|koperasi"
    r"|kop|ikm|umkm|ukm|irt|pirt|perusahaan|perum|perorangan|tb|rm|po|umk|hi"
)
_GROUPS = (
    r"(?:kelompok|kelp|klp|kel\.?)\s+(?:usaha bersama|usaha|wanita tani|tani|pengrajin|perajin)"
    r"|kelompok|kelp|klp|kub|kube|poktan|kwt|gapoktan|paguyuban|asosiasi|ppukm|uppks|up2k"
)
_FORM = re.compile(rf"(?<![a-z0-9'])(?:{_FORMS})(?![a-z0-9'])")
_GROUP = re.compile(rf"(?<![a-z0-9'])(?:{_GROUPS})(?![a-z0-9'])")
_EITHER = re.compile(rf"(?<![a-z0-9'])(?:{_FORMS}|{_GROUPS})(?![a-z0-9'])")
_DOTTED = re.compile(
    r"(?<![a-z])(u|c|p|f|k|h)\s?\.\s?(d|v|t|a|i)(?![a-z])\.?|(?<![a-z])(k)\s?\.\s?(u)\s?\.\s?(b)(?![a-z])\.?"
)
_ODD = re.compile(
    rf"[()\[\]/;|\n\"+&]|\s-+\s|(?<![a-z0-9'])(?:{_FORMS}|{_GROUPS})(?![a-z0-9])|(?<![a-z])[ucpk]\s?\.\s?[dvtu]"
)
_DEGREE = re.compile(r"(?<![a-z])([smad])\s?\.?\s?(pd|pt|hi)(?![a-z])")
_PIECES = re.compile(rf"[()\[\]/;|\n\"+&]+|\s-+\s|,\s*(?=(?:{_FORMS}|{_GROUPS})[\s.]+[a-z0-9])")
_HONOURED = re.compile(r"(?<![a-z])(?:pak|bpk|bapak|bu|ibu|mbak|mas|mbah|h|hj)\s*[.\s]\s*(?=[a-z]{3})")
_JUST_A_WORD = re.compile(r"(?<![a-z])(?:pak|bpk|bapak|bu|ibu|mbak|mas|mbah|h|hj|milik|an|a n)(?![a-z])")

_SPELLINGS = {
    **dict.fromkeys("sbr sumbr smber smbr sumb".split(), "sumber"),
    **dict.fromkeys("barokah barakah berkah brokah brkah brkh barkah baroqah berokah".split(), "berkah"),
    **dict.fromkeys(
        "rejeki rezeki rizki rizqi rizky riski rezky rejki rezki rejeqi rijki rizqy rzki".split(), "rejeki"
    ),
    **dict.fromkeys("djaya jya jy jayaa".split(), "jaya"),
    **dict.fromkeys("makmoer mkmr makmoor mamur".split(), "makmur"),
    **dict.fromkeys("putera pitra ptra".split(), "putra"),
    **dict.fromkeys("puteri pitri ptri".split(), "putri"),
    **dict.fromkeys("sejahtra sejatera sejahtrah sjahtera".split(), "sejahtera"),
    **dict.fromkeys("bersaudara sodara sdr brother brothers bros saudara".split(), "saudara"),
    **dict.fromkeys("famili family fam".split(), "famili"),
    **dict.fromkeys("cahya cahaya chaya".split(), "cahaya"),
    **dict.fromkeys("mulia mulya moelya".split(), "mulya"),
    **dict.fromkeys("sentosa santosa sentausa santoso".split(), "sentosa"),
    **dict.fromkeys("madju majoe".split(), "maju"),
    **dict.fromkeys("manunggal menunggal mnunggal".split(), "manunggal"),
    **dict.fromkeys("collection koleksi colection kolection coll".split(), "koleksi"),
    **dict.fromkeys("bakery bakeri".split(), "bakery"),
    **dict.fromkeys("snack snek snak".split(), "snack"),
    **dict.fromkeys("mandiri mndiri mandhiri".split(), "mandiri"),
    **dict.fromkeys("sregep sergep".split(), "sregep"),
    **dict.fromkeys("moro mara".split(), "moro"),
}
_FILLERS = frozenset(
    "sumber berkah rejeki jaya makmur sejahtera saudara famili mulya sentosa maju manunggal"
    " koleksi mandiri barokah mekar karya sinar cahaya tani tunas harapan usaha bina cipta mitra"
    " aneka griya omah rumah dapur pondok".split()
)
_OLD = (("oe", "u"), ("dj", "j"), ("tj", "c"))
_TWICE = re.compile(r"([a-z])\1+")


class Cell(NamedTuple):
    """What one cell says: all still text, in the order person, business, group."""

    person: str | None = None
    business: str | None = None
    group: str | None = None


def split_owner(cell: str) -> Cell:
    """An owner cell: mostly a person, but "Slamet (UD Jaya)", "UD Jaya / Slamet" and "Slamet UD Jaya"
    hold both."""
    text = _undotted(_DEGREE.sub(r"\1\2", plain(cell)))
    if not _ODD.search(text):
        return Cell(cell)
    return _split([part for piece in _pieces(text) for part in _parted(piece)], lone=False)


@lru_cache(CACHED)
def split_business(cell: str) -> Cell:
    """A business cell: a name, maybe with a person ("UD Jaya (Slamet)", "Gula Pak Slamet") or a group
    beside it."""
    text = _undotted(plain(cell).replace('"', " "))
    if says_nothing(text):
        return Cell()
    if not _ODD.search(text):
        return Cell(_honoured(text), text)
    pieces = _pieces(text)
    if not any(_EITHER.search(piece) for piece in pieces):
        return Cell(_honoured(text), next(iter(pieces), None))
    found = _split(pieces, lone=True)
    return found._replace(person=found.person or _honoured(text))


def _undotted(text: str) -> str:
    """U.D. is UD, C.V. is CV."""
    return _DOTTED.sub(lambda m: "".join(g for g in m.groups() if g) + " ", text) if "." in text else text


def _honoured(text: str) -> str | None:
    """The person in "Gula Pak Slamet": what follows the honorific, up to the next word that is a product."""
    found = _HONOURED.search(text)
    if not found:
        return None
    named = []
    for word in words(text[found.end() :])[:3]:
        if is_product_word(word) or word in _FILLERS or not word.isalpha():
            break
        named.append(word)
    return " ".join(named) or None


def _pieces(text: str) -> list[str]:
    cut = (piece.strip(" .,-:") for piece in _PIECES.split(text))
    return [piece for piece in cut if piece and not says_nothing(piece)]


def _split(pieces: list[str], *, lone: bool) -> Cell:
    """Pieces with a form are businesses, with a group word groups; of the others one may be the person.

    `lone`: whether a piece that stands alone is still looked at as a business by its words.
    """
    groups = [p for p in pieces if _GROUP.search(p)]
    formed = [p for p in pieces if _FORM.search(p) and p not in groups]
    bare = [p for p in pieces if p not in groups and p not in formed]
    trades = [p for p in bare if (lone or len(pieces) > 1) and _is_business(p)]
    persons = (p for p in bare if p not in trades)
    return Cell(next(persons, None), next(iter((*formed, *trades)), None), next(iter(groups), None))


def _parted(piece: str) -> tuple[str, ...]:
    """ "Slamet UD Jaya" is two; "UD Jaya" and "Jaya UD" are one."""
    found = _EITHER.search(piece)
    if found and found.start() > 2 and found.end() < len(piece) - 2 and _name_like(piece[: found.start()]):
        return (piece[: found.start()].strip(" ,.-:"), piece[found.start() :])
    return (piece,)


def _name_like(text: str) -> bool:
    return not _is_business(text) and any(len(w) > 2 for w in words(text))


def is_no_name(name: str) -> bool:
    """Whether what looked like a person's normal name is a business: "sumber rejeki", or a form in it."""
    first, _, rest = name.partition(" ")
    fillers = rest and _SPELLINGS.get(first, first) in _FILLERS
    return _ODD.search(name) is not None or bool(
        fillers and all(_SPELLINGS.get(t, t) in _FILLERS for t in rest.split())
    )


def _is_business(text: str) -> bool:
    """Begins like a business ("Sumber Rejeki") or names a product; Jaya alone is also a man's name."""
    tokens = [_SPELLINGS.get(t, t) for t in words(text)]
    return bool(tokens) and (tokens[0] in _FILLERS or any(is_product_word(t) for t in tokens))


@lru_cache(CACHED)
def business_words(text: str) -> str | None:
    """A business in normal form: without form and honorific, frequent words in one spelling. None when
    empty."""
    return _settled(text, _EITHER)


@lru_cache(CACHED)
def group_words(text: str) -> str | None:
    """A group in normal form: as a business."""
    return _settled(text, _EITHER)


def _settled(text: str, forms: re.Pattern[str]) -> str | None:
    text = _undotted(plain(text))
    while True:
        again = _stripped(text, forms)
        if again == text or not again:
            break
        text = again
    short = len(text.replace(" ", "")) < (2 if text.isdigit() else 3)
    return None if short or says_nothing(text) or not again else text


def _stripped(text: str, forms: re.Pattern[str]) -> str:
    """One pass of taking words off and spelling words alike."""
    text = _JUST_A_WORD.sub(" ", forms.sub(" ", text))
    return " ".join(_spelt(word) for word in words(text)[:12])


@lru_cache(CACHED)
def _spelt(word: str) -> str:
    for old, new in _OLD:
        word = word.replace(old, new)
    return _SPELLINGS.get(word) or _SPELLINGS.get(_TWICE.sub(r"\1", word)) or word


def tells(business: str, owner: str | None) -> bool:
    """Whether a business in normal form says more than the owner's name and the product do."""
    rest = _telling(business)
    if not (rest and owner):
        return bool(rest)
    known = sounds(owner).spoken.split()
    return not all(heard in known for heard in rest)


@lru_cache(CACHED)
def _telling(business: str) -> tuple[str, ...]:
    """The sounds of the words of a business that are no product and no initial."""
    tokens = (t for t in business.split() if len(t) > 1 or t.isdigit())
    return tuple(sound(t) for t in tokens if not is_product_word(t))


def person_of(text: str | None) -> str | None:
    """The normal name of a person found beside a business."""
    return person(text).name if text else None
