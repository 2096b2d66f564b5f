"""What every reader of a cell starts from: short, plain, lower-case text, and when a cell says nothing."""

import re
import unicodedata

LONGEST = 400
"""Letters of a cell that are read. A longer cell is no name and no address; the bound keeps time bounded."""

CACHED = 1 << 16
"""Distinct cells remembered per reader: a list of a regency repeats itself, a nation must not fill the
memory."""

_SAYS_NOTHING = frozenset(
    "tidak ada|tdk ada|tidak punya|belum ada|blm ada|belum punya|blm punya|tanpa nama|tidak bernama|tidak"
    " diisi"
    "|nihil|kosong|null|none|nan|n a|na|nil|x|xx|xxx|tidak|belum|tdk|blm|nama usaha belum ada|ta|t a".split(
        "|"
    )
)
_LONGEST_NOTHING = 24
_WORDS = re.compile(r"[a-z0-9]+")


def plain(cell: str) -> str:
    """ASCII, small letters, single blanks; accents fall off, other scripts and emoji vanish."""
    if not cell.isascii():
        marked = unicodedata.normalize("NFKD", cell.replace("’", "'").replace("–", "-").replace("—", "-"))
        cell = marked.encode("ascii", "ignore").decode("ascii")
    return " ".join(cell.replace("\x00", " ").lower().split())


def letters(text: str) -> str:
    """Only a-z and 0-9 of a plain text: "karang reja" and "karang-reja" are one key."""
    return text if text.isalnum() else "".join(_WORDS.findall(text))


def words(text: str) -> list[str]:
    """The words of a plain text."""
    return [text] if text.isalnum() else _WORDS.findall(text)


def says_nothing(text: str) -> bool:
    """Whether a plain text is one of the ways to leave a cell empty: "-", "tidak ada", "0"."""
    if len(text) > _LONGEST_NOTHING:
        return False
    if text.isalpha():
        return text in _SAYS_NOTHING
    bare = text.replace(" ", "")
    left = " ".join(text.split() if bare.isalnum() else words(text))
    return left in _SAYS_NOTHING or not left.strip("0 ")
