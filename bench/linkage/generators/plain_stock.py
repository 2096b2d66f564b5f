"""The words of the plain generator: names by morphology and frequency, products, business names, hamlets."""

from typing import NamedTuple

from bench.linkage.generators.draw import Draw, zipf


class Product(NamedTuple):
    kbli: str
    words: str
    short: str  # as it stands in a business name


_MEN = (
    "Slamet Suparno Sutrisno Supriyanto Sugeng Wahyudi Sumarno Kuswanto Teguh Agus Bambang Eko Budi Dwi "
    "Heri Rohman Imron Tohir Saryono Karsono Darsono Warsito Sunarto Suwarno Mulyono Paryono Riyanto "
    "Waluyo Supardi Tarmono"
).split()
_WOMEN = (
    "Sumiyati Suparti Siti Sri Sutini Khotimah Rohmah Wagiyah Tuminah Kasiyem Daryati Endang Yuliati "
    "Nurhayati Ratna Rumiyati Karsiyah Mujiyati Suryati Turinah Partini Tarsinah Rochyati Umi Dewi "
    "Fitri Eni Wiwit Puji Lestari"
).split()
_HEADS = (
    "Su Sar Tu Wa Ka Mis Dar Sun Sukar Sum Sut War Tar Ngad Rus Pur Har Mar Jum Sugi Sup Sud Kas Kus "
    "Mul Par Rat Sam San Sla Wid Wir Yul Tri Nur"
).split()
_MEN_TAILS = (
    "yono yanto narno giman no madi man di sono tono jo wanto yadi min ikin kidi ijan sito darto anto "
    "wardi riyo"
).split()
_WOMEN_TAILS = (
    "yati yem tinah inem yani ni mi sih wati kinah iyah ningsih lastri tini rini artini tun arti "
    "suwarni maryati"
).split()
_MEN_LAST = (
    "Hidayat Santoso Setiawan Wibowo Prasetyo Nugroho Utomo Raharjo Kurniawan Hidayatullah Saputra "
    "Susanto Purnomo Haryanto Widodo Maulana Rahman Hakim Mustofa Khoirudin Fauzi Arifin Syaifudin "
    "Ma'ruf Sobirin Ngaliman Subekti Wijaya Atmojo Kusumo Ridwan Mahmud Yusuf Ibrahim Amin Anwar Efendi "
    "Gunawan Hermawan Iskandar Junaedi Mulyadi Nurdin Pamungkas Ramadhan Solikhin Triyono Zaenal"
).split()
_WOMEN_LAST = (
    "Rahayu Lestari Wahyuni Astuti Handayani Khasanah Rohmah Khotimah Aminah Fatimah Nurjanah Mariyam "
    "Hidayah Setyowati Widyastuti Puspitasari Kusumawati Indriyani Marfuah Solikhah Munawaroh Maesaroh "
    "Mutmainah Ningrum Utami Anggraeni Safitri Pratiwi Yuliana Susanti Suryani Farida Istiqomah Barokah "
    "Chomsah Rofiah Zulaikha Asiyah Jamilah Masitoh"
).split()
_MEN_BEFORE = ("Muhammad", "Ahmad", "Abdul", "Nur", "Achmad", "Imam")
_WOMEN_BEFORE = ("Siti", "Nur", "Sri", "Dwi", "Tri", "Endah")
WEAK = frozenset("Muhammad Siti Abdul Nur Ahmad Sri Dwi Tri".split())  # tokens that name nobody

PRODUCTS = tuple(
    Product(*line.split("|"))
    for line in (
        "10722|gula kelapa|Gula",
        "10722|gula semut|Gula",
        "30912|knalpot|Knalpot",
        "10794|keripik singkong|Keripik",
        "10391|tempe|Tempe",
        "10392|tahu|Tahu",
        "16291|anyaman bambu|Anyaman",
        "32904|sapu glagah|Sapu",
        "13134|batik tulis|Batik",
        "14111|konveksi|Konveksi",
        "14120|penjahit|Jahit",
        "31001|mebel kayu|Mebel",
        "10710|kue basah|Roti",
        "10710|roti|Roti",
        "10739|jenang|Jenang",
        "25999|las besi|Las",
        "23921|batu bata|Bata",
        "23932|genteng|Genteng",
        "32909|bulu mata palsu|Bulu Mata",
        "32909|sanggul rambut|Rambut",
        "16101|penggergajian kayu|Kayu",
        "10330|olahan nanas|Nanas",
        "11040|minuman herbal|Jamu",
        "10761|kopi bubuk|Kopi",
        "10772|bumbu pecel|Bumbu",
        "25931|pande besi|Pande",
        "15202|sandal|Sandal",
        "10793|kerupuk|Kerupuk",
    )
)
SYNONYMS = {
    "gula kelapa": ("gula kelapa", "gula merah", "gula jawa", "Industri Gula Merah"),
    "gula semut": ("gula semut", "gula kristal", "gula semut organik"),
    "knalpot": ("knalpot", "kenalpot", "knalpot motor"),
    "las besi": ("las", "bengkel las", "las besi"),
    "penjahit": ("jahit", "penjahit", "taylor"),
    "tempe": ("tempe", "tempe kedelai"),
    "bulu mata palsu": ("bulu mata", "bulu mata palsu", "idep"),
}
_FIRST = (
    "Sumber Karya Mitra Berkah Jaya Sinar Barokah Maju Putra Mekar Rizki Tunas Cahaya Sari Bina Usaha "
    "Budi Setia Mulya Anugerah Dua Tiga Multi Bangun Prima"
).split()
_SECOND = (
    "Rejeki Mandiri Jaya Abadi Makmur Terang Lestari Sejahtera Barokah Sentosa Utama Sari Mulya Bersama "
    "Agung Putra Saudara Berlian Indah Raya Rasa Logam Muda Pratama Nusantara"
).split()
HAMLETS = (
    "Krajan Karanganyar Pesawahan Kauman Gunungwuled Dukuh Lor Kidul Wetan Kulon Tengah Sawangan "
    "Brubahan Kalitinggar Siwarak Kembangan Pagersari Bandingan Cipaku Larangan Karangjati Sumampir "
    "Rawa Igir Pengempon"
).split()
MOBILE = (
    "0812 0813 0821 0822 0823 0852 0853 0857 0858 0856 0815 0816 0877 0878 0859 0895 0896 0897 0838 "
    "0831 0882 0881"
).split()


class Names:
    """People's names: which of them are frequent depends on the seed, how frequent does not."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._first = {
            "L": zipf(_MEN + self._made(_MEN_TAILS, 520), 0.75),
            "P": zipf(_WOMEN + self._made(_WOMEN_TAILS, 480), 0.75),
        }
        self._last = {"L": zipf(_MEN_LAST, 0.6), "P": zipf(_WOMEN_LAST, 0.6)}
        self._before = {"L": _MEN_BEFORE, "P": _WOMEN_BEFORE}
        self._bounds = {"L": (0.42, 0.72, 0.88, 0.3), "P": (0.42, 0.68, 0.9, 0.2)}

    def _made(self, tails: list[str], count: int) -> list[str]:
        made = sorted({head + tail for head in _HEADS for tail in tails})
        self._draw.shuffle(made)
        return made[:count]

    def of(self, sex: str) -> str:
        draw, kind = self._draw, self._draw.random()
        one, two, three, longer = self._bounds[sex]
        if kind < one:
            return draw.of(self._first[sex])
        if kind < two:
            return f"{draw.of(self._first[sex])} {draw.of(self._last[sex])}"
        if kind < three:
            name = f"{draw.of(self._before[sex])} {draw.of(self._last[sex])}"
            return f"{name} {draw.of(self._last[sex])}" if draw.chance(longer) else name
        return f"{draw.of(self._before[sex])} {draw.of(self._first[sex])}"


_FIRST_TABLE, _SECOND_TABLE = zipf(_FIRST, 0.7), zipf(_SECOND, 0.7)


def blessing(draw: Draw) -> str:
    """A business name of good wishes: "Sumber Rejeki"."""
    return f"{draw.of(_FIRST_TABLE)} {draw.of(_SECOND_TABLE)}"


def business_name(draw: Draw, owner: str, sex: str, product: Product) -> str | None:
    """None for the many who have no name but their own."""
    kind, tokens = draw.random(), owner.split()
    short = tokens[-1] if tokens[0] in WEAK else tokens[0]
    if kind < 0.42:
        return None
    if kind < 0.66:
        return blessing(draw)
    if kind < 0.86:
        return f"{product.short} {draw.of(('Pak ' if sex == 'L' else 'Bu ', '', ''))}{short}"
    if kind < 0.94:
        return f"{product.short} {blessing(draw)}"
    return f"{draw.of(('Aneka', 'Toko', 'Dapur', 'Griya', 'Rumah'))} {product.short} {short}"
