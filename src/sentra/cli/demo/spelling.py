"""How different hands write the same thing: titles, nicknames, old spelling, typing errors, phones,
money and addresses. Each office has its own habits; the office's own list makes no errors that would
change a value, only untidy ones."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from sentra.cli.demo.names import FIRSTS
from sentra.cli.demo.numbers import MOBILE
from sentra.cli.demo.units import Sex


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares from 0 to 1. `phone`, `nik`, `business` and `product`: how often the cell is filled."""

    phone: float = 1.0
    nik: float = 1.0
    business: float = 1.0
    product: float = 1.0
    upper: float = 0.4
    titles: float = 0.06
    nicknames: float = 0.0
    old_spelling: float = 0.0
    typos: float = 0.0
    wrong_numbers: float = 0.0
    place_in_address: float = 0.1


MUHAMMAD = "Mohammad Moh. Muh. M. Mochamad Muhamad Mohamad Mukhamad Moch. Muhammad Muhammad".split()
SHORT_FIRST: Mapping[str, tuple[str, ...]] = {
    "Muhammad": tuple(MUHAMMAD),
    "Ahmad": ("Achmad", "Akhmad", "A.", "Ahmad", "Ahmad"),
    "Achmad": ("Ahmad", "Akhmad", "Ach.", "Achmad"),
    "Abdul": ("Abd.", "Abdul", "Abdul"),
    "Siti": ("St.", "Siti", "Siti", "Siti"),
}
OLD = (
    ("kh", "ch"), ("u", "oe"), ("y", "j"), ("j", "dj"), ("f", "p"), ("ah", "a"), ("q", "k"),
    ("i", "y"), ("o", "u"), ("c", "tj"), ("z", "j"), ("dh", "d"), ("ai", "ae"),
)  # fmt: skip
COURTESY: Mapping[Sex, tuple[str, ...]] = {
    "L": ("Bpk. ", "Bp. ", "Bapak ", "H. ", "Sdr. "),
    "P": ("Ibu ", "Ny. ", "Hj. ", "Bu ", "Sdri. "),
}
DEGREES = (", S.E.", " S.Pd", ", A.Md.", " S.Sos")
FIRM_SPELLING: Mapping[str, tuple[str, ...]] = {
    "Barokah": ("Berkah", "Barakah"),
    "Jaya": ("Djaya", "Jaya"),
    "Karya": ("Krya", "Karya"),
    "Rizki": ("Rizqi", "Rejeki"),
    "Sejahtera": ("Sejahtra", "Sejatera"),
}
PRODUCT_WORDS: Mapping[str, tuple[str, ...]] = {
    "gula kelapa cetak": ("gula kelapa", "gula merah", "gula jawa", "gula cetak"),
    "gula semut": ("gula kristal", "gula semut", "gula semut kelapa"),
    "knalpot motor": ("knalpot", "kenalpot", "knalpot sepeda motor"),
    "jahit pesanan": ("jahit", "penjahit", "taylor"),
    "bulu mata palsu": ("bulu mata", "idep", "bulu mata palsu"),
    "sapu glagah": ("sapu gelagah", "sapu lantai", "sapu glagah"),
    "las besi dan teralis": ("bengkel las", "las", "teralis"),
}
RT_RW = (
    "RT {rt:02}/RW {rw:02}",
    "RT.{rt:02} RW.{rw:02}",
    "Rt {rt} / Rw {rw}",
    "RT {rt:03} RW {rw:03}",
    "RT {rt:02} RW {rw:02}",
)
BARE_RT_RW = (*RT_RW, "{rt}/{rw}", "{rt:03}/{rw:03}")


class Hand:
    """One office's handwriting. `None` is an empty cell."""

    def __init__(self, rng: random.Random, habits: Habits) -> None:
        self.rng = rng
        self.habits = habits

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def person(self, name: str, sex: Sex) -> str:
        words = [self._respell(word) for word in self._first_words(name.split())]
        text = self.typo(" ".join(self._nickname(words)))
        if self.chance(self.habits.titles):
            text = self.rng.choice(COURTESY[sex]) + text
        elif self.chance(self.habits.titles / 4):
            text += self.rng.choice(DEGREES)
        text = self.cased(text)
        return f" {text.replace(' ', '  ')}" if self.chance(0.03) else text

    def business(self, name: str | None, form: str) -> str | None:
        if not name or not self.chance(self.habits.business):
            return self.rng.choice((None, None, None, "-"))
        if self.habits.typos and self.chance(0.2):
            name = " ".join(self.rng.choice(FIRM_SPELLING.get(word, (word,))) for word in name.split())
        text = self.typo(name)
        if form:
            text = self.rng.choice((f"{form} {text}", f"{form}. {text}", f"{text}, {form}"))
        return self.cased(text)

    def product(self, word: str) -> str | None:
        if not self.chance(self.habits.product):
            return None
        if self.habits.typos:
            word = self.typo(self.rng.choice(PRODUCT_WORDS.get(word, (word,))))
        return word.title() if self.chance(0.5) else word

    def phone(self, number: str | None) -> str | None:
        """Nine ways to write a phone number; a careless office also keeps old and broken ones."""
        if not number or not self.chance(self.habits.phone):
            return None
        if self.chance(self.habits.wrong_numbers):
            return self._wrong_phone(number)
        head, middle, tail = number[:4], number[4:8], number[8:]
        return self.rng.choice(
            (
                number, number, number, f"+62{number[1:]}", f"62{number[1:]}", number[1:],
                f"{head}-{middle}-{tail}", f"{head} {middle} {tail}", f"'{number}", f"{head}.{middle}.{tail}",
            )
        )  # fmt: skip

    def nik(self, number: str) -> str | None:
        if not self.chance(self.habits.nik):
            return None
        if self.chance(self.habits.wrong_numbers):
            number = self._wrong_nik(number)
        kind = self.rng.random()
        if kind < 0.12:
            return f"'{number}"
        return f"{number[:6]} {number[6:12]} {number[12:]}" if kind < 0.14 else number

    def money(self, rupiah: int) -> str | int:
        """Always the exact value, in one of the ways offices write it."""
        kind = self.rng.random()
        if kind < 0.5:
            return rupiah
        dotted = f"{rupiah:,}".replace(",", ".")
        if kind > 0.85 and rupiah % 100_000 == 0 and rupiah < 1_000_000_000:
            return f"{rupiah / 1_000_000:.1f} jt".replace(".0 ", " ").replace(".", ",")
        return self.rng.choice((f"Rp {dotted}", f"Rp. {dotted}", f"Rp{dotted},-", dotted))

    def people(self, count: int) -> str | int:
        return self.rng.choice((f"{count} orang", str(count), f"{count} org")) if self.chance(0.06) else count

    def rt_rw(self, rt: int, rw: int, *, bare: bool = True) -> str:
        return self.rng.choice(BARE_RT_RW if bare else RT_RW).format(rt=rt, rw=rw)

    def village(self, name: str, *, urban: bool) -> str:
        kind = self.rng.random()
        if kind < 0.2:
            name = (
                self.rng.choice(("Kel. ", "Kelurahan ")) + name
                if urban
                else self.rng.choice(("Ds. ", "Desa ", "DS ")) + name
            )
        return self.cased(name)

    def typo(self, text: str) -> str:
        """Now and then one letter lost, swapped, wrong or doubled."""
        if len(text) < 4 or not self.chance(self.habits.typos):
            return text
        at = self.rng.randrange(1, len(text) - 1)
        before, here, after = text[:at], text[at], text[at + 1 :]
        slips = (
            before + after,
            before + after[0] + here + after[1:],
            f"{before}{self.rng.choice('aiueonrtskm')}{after}",
            before + here + here + after,
        )
        return self.rng.choice(slips)

    def cased(self, text: str) -> str:
        kind = self.rng.random()
        if kind < self.habits.upper:
            return text.upper()
        return text.lower() if kind > 0.94 else text

    def _first_words(self, words: list[str]) -> list[str]:
        if self.habits.nicknames and words[0] in SHORT_FIRST:
            return [self.rng.choice(SHORT_FIRST[words[0]]), *words[1:]]
        return words

    def _respell(self, word: str) -> str:
        if not self.chance(self.habits.old_spelling):
            return word
        new, old = self.rng.choice(OLD)
        return word[0] + word[1:].replace(new, old, 1)

    def _nickname(self, words: list[str]) -> list[str]:
        """Half a name: one word of it, an initial, or the tail of a long single name."""
        if not self.chance(self.habits.nicknames):
            return words
        if len(words) == 1:
            return [words[0][-4:].capitalize()] if len(words[0]) > 6 and self.chance(0.25) else words
        if self.chance(0.3):
            return [*words[:-1], f"{words[-1][0]}."]
        return [words[0] if words[0] not in FIRSTS and "." not in words[0] else words[-1]]

    def _wrong_phone(self, number: str) -> str:
        kind = self.rng.random()
        if kind < 0.5:
            return f"{self.rng.choice(MOBILE)}{self.rng.randrange(10**8):08d}"
        if kind < 0.7:
            return f"{number} / {self.rng.choice(MOBILE)}{self.rng.randrange(10**8):08d}"
        return f"{float(number):.4E}" if kind < 0.85 else f"WA {number}"

    def _wrong_nik(self, number: str) -> str:
        """Precision lost in a spreadsheet, a digit missing, or one digit wrong."""
        kind = self.rng.random()
        if kind < 0.4:
            return f"{number[:15]}0"
        if kind < 0.6:
            return number[:-1]
        at = self.rng.randrange(6, 16)
        return f"{number[:at]}{self.rng.randrange(10)}{number[at + 1 :]}"
