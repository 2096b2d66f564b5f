"""Invented names: people, businesses, hamlets, groups and clusters.

People are put together from syllables, common words and compound family words, by frequency, so that
some names repeat as they do in a real village; no list of real persons stands behind them.
"""

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate

from sentra.cli.demo.branch import Branch
from sentra.cli.demo.units import Sex

STEMS = (
    "Su Sar Tu Wa Ka Mis Dar Sun Sukar Sum Sut War Tar Ngad Rus Pur Har Mar Jum Sugi Sup Sud Kas Kus "
    "Mul Par Rat Sam San Sla Wid Wir Yul Nar Kar Mart Dul Sid"
).split()
MALE_ENDS = (
    "yono yanto narno giman no madi man sono tono jo wanto yadi min ikin kidi ijan sito darto anto "
    "wardi riyo sidi wiyo"
).split()
FEMALE_ENDS = (
    "yati yem tinah inem yani ni mi sih wati kinah iyah ningsih lastri tini rini artini tun arti "
    "suwarni maryati kem sirah"
).split()
MALE_WORDS = (
    "Slamet Sugeng Teguh Agus Eko Budi Heri Rohman Imron Tohir Waluyo Untung Bejo Wahyu Ridho Yanto Tri "
    "Anton Dedi Rudi Arif Irfan Fajar Dani Aris Joni Edi Toni Andi"
).split()
FEMALE_WORDS = (
    "Siti Sri Khotimah Rohmah Endang Ratna Umi Dewi Fitri Eni Wiwit Puji Lestari Rina Yuli Tuti Ika Lilis "
    "Nani Ani Watini Murni Asih Indah Nining Titin Iis Anis"
).split()
FAMILY_STARTS = (
    "Atma Sastra Wira Kerta Surya Marta Cakra Jaya Mangun Prawira Karta Reja Singa Wangsa Diwang Nala".split()
)
FAMILY_ENDS = (
    "diharja wijaya dikrama sentana menggala direja wibawa atmaja laksana dipura taruna kusuma".split()
)
MALE_FAITH = (
    "Hidayat Rahman Hakim Mustofa Khoirudin Fauzi Arifin Syaifudin Sobirin Ngaliman Ridwan Mahmud Yusuf "
    "Ibrahim Amin Anwar Junaedi Nurdin Solikhin Zaenal Mukhlis Basyir Taufik Ma'ruf"
).split()
FEMALE_FAITH = (
    "Khasanah Aminah Fatimah Nurjanah Mariyam Hidayah Marfuah Solikhah Munawaroh Maesaroh Mutmainah "
    "Farida Istiqomah Barokah Rofiah Zulaikha Asiyah Jamilah Masitoh Rahayu Wahyuni Astuti Handayani "
    "Setyowati Widyastuti Indriyani Utami Safitri Susanti"
).split()
MALE_FIRST = "Muhammad Ahmad Abdul Nur Achmad Imam".split()
FEMALE_FIRST = "Siti Nur Sri Dwi Tri Endah".split()
FIRSTS = frozenset(MALE_FIRST + FEMALE_FIRST)

FIRM_STARTS = (
    "Karya Mitra Berkah Jaya Sinar Barokah Maju Putra Mekar Rizki Tunas Cahaya Sari Bina Usaha Budi Setia "
    "Mulya Anugerah Dua Tiga Multi Bangun Prima Sekar Ngudi Sido Tirta"
).split()
FIRM_ENDS = (
    "Abadi Makmur Lestari Sejahtera Sentosa Utama Mulya Bersama Wibawa Putra Saudara Berlian Indah Raya "
    "Rasa Muda Pratama Nusantara Dadi Rukun Waras Luhur Kencana"
).split()
GROUP_STARTS = "Ngudi Sido Rukun Tani Mekar Karya Sekar Guyub Sri Tunas Margo Wahyu".split()
GROUP_ENDS = "Lestari Waras Makmur Utomo Rahayu Santosa Luhur Manunggal Widodo Mulyo Asri Raharjo".split()
HAMLETS = (
    "Krajan Pesawahan Kauman Sawangan Brubahan Pagersari Karangjati Igir Pengempon Kalibatur Wanasari "
    "Karanglo Sirongge Gunungsari Kebonagung Bulakan Sokawangi Ngablak Pejaten Semingkir Lebaksiu Dukuhan"
).split()


class Draw:
    """Draws words by frequency: the n-th of a shuffled list with weight 1/n**slope."""

    def __init__(self, rng: random.Random, words: Sequence[str], slope: float) -> None:
        self.words = sorted(set(words))
        rng.shuffle(self.words)
        self.rng = rng
        weights = list(accumulate(1 / rank**slope for rank in range(1, len(self.words) + 1)))
        self.marks = [w / weights[-1] for w in weights]

    def __call__(self) -> str:
        return self.words[min(bisect(self.marks, self.rng.random()), len(self.words) - 1)]


class Names:
    """One source of invented names; the same `rng` gives the same names in the same order."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._given = {
            "L": Draw(rng, MALE_WORDS + _joined(MALE_ENDS), 0.72),
            "P": Draw(rng, FEMALE_WORDS + _joined(FEMALE_ENDS), 0.72),
        }
        compounds = [s + e for s in FAMILY_STARTS for e in FAMILY_ENDS]
        self._last = {
            "L": Draw(rng, MALE_FAITH + compounds, 0.55),
            "P": Draw(rng, FEMALE_FAITH + compounds[::4], 0.6),
        }
        self._first = {"L": MALE_FIRST, "P": FEMALE_FIRST}
        self._firm_start = Draw(rng, FIRM_STARTS, 0.3)
        self._firm_end = Draw(rng, FIRM_ENDS, 0.3)
        self._group_names: set[str] = set()

    def person(self, sex: Sex) -> str:
        """One to three words: a single Javanese name, name and surname, or an Islamic compound."""
        kind = self.rng.random()
        given, last = self._given[sex], self._last[sex]
        if kind < 0.42:
            return given()
        if kind < 0.72:
            return f"{given()} {last()}"
        first = self.rng.choice(self._first[sex])
        if kind > 0.89:
            return f"{first} {given()}"
        words = [first, last(), last()] if self.rng.random() < 0.25 else [first, last()]
        return " ".join(dict.fromkeys(words))

    def firm(self) -> str:
        """Two different words, such as "Sekar Lestari"."""
        start, end = self._firm_start(), self._firm_end()
        while start == end:
            end = self._firm_end()
        return f"{start} {end}"

    def business(self, owner: str, sex: Sex, branch: Branch, *, named: bool) -> str | None:
        """A trade name, or None (about four in ten home industries have none) unless `named`."""
        kind = self.rng.random()
        if named:
            kind = 0.42 + kind * 0.52
        if kind < 0.42:
            return None
        if kind < 0.66:
            return self.firm()
        if kind < 0.86:
            courtesy = self.rng.choice(("Pak " if sex == "L" else "Bu ", "", ""))
            return f"{branch.word} {courtesy}{called(owner)}"
        if kind < 0.94:
            return f"{branch.word} {self.firm()}"
        return f"{self.rng.choice(('Aneka', 'Dapur', 'Griya', 'Rumah'))} {branch.word} {called(owner)}"

    def group(self, village: str) -> str:
        """A KUB name not used before; the village is added when the words run out."""
        name = f"KUB {self.rng.choice(GROUP_STARTS)} {self.rng.choice(GROUP_ENDS)}"
        if name in self._group_names:
            name = f"{name} {village}"
        while name in self._group_names:
            name = f"{name} {self.rng.choice(GROUP_ENDS)}"
        self._group_names.add(name)
        return name

    def hamlets(self, count: int) -> list[str]:
        return self.rng.sample(HAMLETS, count)


def called(name: str) -> str:
    """The word a neighbour would use: the first that is not a mere "Muhammad" or "Siti"."""
    words = name.split()
    return next((word for word in words if word not in FIRSTS), words[-1])


def _joined(ends: Sequence[str]) -> list[str]:
    """Stems with endings, without the pairs that would double a letter ("Sunno")."""
    return [stem + end for stem in STEMS for end in ends if stem[-1] != end[0]]
