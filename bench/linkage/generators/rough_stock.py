"""The words of the rough generator: people of several cultures, crafts in free words, groups, hamlets."""

from typing import NamedTuple

from bench.linkage.generators.draw import Draw, zipf


class Craft(NamedTuple):
    kbli: str
    signs: tuple[str, ...]  # as it stands in a business name
    words: tuple[str, ...]  # as people say it; no list has a code for it


CRAFTS = tuple(
    Craft(kbli, tuple(signs.split(",")), tuple(words.split(",")))
    for kbli, signs, words in (
        line.split("|")
        for line in (
            "10722|Gula,Nira Manis|gula merah cetak,gula cetak,gula kelapa cetak,gula jawa,nderes gula",
            "10722|Gula Semut,Palm Sugar|gula semut,gula kristal,palm sugar,gula serbuk",
            "23921|Bata,Bata Merah|bata merah,batu bata,bata press,pembuatan bata",
            "23932|Genteng|genteng,genteng press,genteng tanah liat,wuwung dan genteng",
            "10391|Tempe|tempe,tempe bungkus daun,tempe mendoan,pembuat tempe",
            "10392|Tahu|tahu,tahu putih,tahu bulat,tahu goreng",
            "10794|Kripik,Snack,Camilan|kripik singkong,criping,kripik talas,aneka kripik,makanan ringan",
            "10793|Opak,Krupuk|opak,krupuk,rengginang,krupuk singkong",
            "32904|Sapu|sapu,sapu glagah,sapu rayung,sapu ijuk",
            "22220|Sapu Plastik,Rumah Tangga|sikat dan sapu plastik,alat rumah tangga plastik,ember plastik",
            "16291|Bambu,Anyaman|anyaman,besek,tampah dan kukusan,kerajinan bambu,ilir",
            "16230|Arang,Kayu|arang kayu,arang tempurung kelapa,arang",
            "10422|Minyak,VCO|minyak kelapa,minyak klentik,vco",
            "30912|Knalpot,Muffler|knalpot racing,knalpot,muffler mobil,leher knalpot",
            "25999|Las,Bengkel|teralis,las listrik,pagar besi,bengkel las,kanopi",
            "25931|Pande|cangkul dan sabit,pandai besi,alat pertanian",
            "13134|Batik|kain batik,batik cap,batik,batik tulis khas",
            "14111|Konveksi,Busana|seragam sekolah,konveksi,jahit kaos,pakaian jadi",
            "14120|Penjahit,Tailor,Modiste|jahitan,jasa jahit,permak,modiste",
            "32909|Idep,Bulu Mata|idep,ngidep,bulu mata,netting bulu mata",
            "32909|Wig,Sanggul|wig,rambut palsu,sanggul,cemara rambut",
            "31001|Mebel,Mebeler,Furniture|meja kursi,lemari kayu,mebeler,kusen pintu,furniture",
            "16101|Penggergajian|papan kayu,kayu olahan,sengon gergajian",
            "10710|Bakery,Kue,Roti|roti manis,kue kering,bolu,snack box,jajan pasar",
            "10739|Jenang,Dodol|wajik klethik,jenang,dodol,geplak",
            "11040|Jamu,Herbal|jamu gendong,gula asem,jahe instan,wedang secang",
            "10761|Kopi|kopi,kopi bubuk,kopi robusta,biji kopi sangrai",
            "10772|Sambel,Bumbu|sambel pecel,bumbu dapur,sambal goreng",
            "10330|Nanas,Sale|sale pisang,dodol nanas,nanas goreng,manisan",
            "15202|Sandal,Sepatu|sandal,sepatu kulit,sandal japit",
        )
    )
)
VAGUE = ("makanan", "kerajinan", "snack", "olahan pangan", "industri rumah tangga", "aneka makanan")

_HEADS = (
    "Kar Dar San Tar Ras War Dul Ris Mad Nas Kam Sap Tur Cas Dis Jam Kod Wan Raj Sen Mit Tas Wir Mar"
).split()
_MEN_TAILS = (
    "wan kim rudi meja win sum tam kun ngin tono sito wen ra sun miarja wirya mono lim dirja sa yan "
    "kam tijo nadi"
).split()
_WOMEN_TAILS = (
    "em sem kem sinah isah nah tem ngatun miyah iyem ilah simah wi kini ti siti tiyah yumi mini ni"
).split()
_MEN = "Sarno Rasno Tasno Karno Mugiono Suwito Narsim Ahmad Muji Kusno Wasis Daryo Agung Sidik Yanto".split()
_WOMEN = (
    "Warsem Kartem Darsini Turyati Rasem Sumini Tarwen Nani Wiwi Yuli Tuti Marsem Juwariyah Kusyati"
).split()
_MEN_NEW = "Rizal Aditya Fajar Yoga Galih Dimas Arif Bayu Ilham Wahid Reza Andika Ferdi".split()
_WOMEN_NEW = "Novita Rina Desi Fera Ika Lina Mega Anis Tika Wulan Ayu Intan Yeni Resti".split()
_NEW_LAST = (
    "Saputro Kurnia Febriani Permana Oktaviani Wijayanto Lestiani Haryono Ramadani Setyawan Mulyati"
).split()
_BORDER_MEN = "Asep Dadang Cecep Ujang Ade Tatang Engkos Yayat Wawan Encep Dede Ohan Didin Jajang".split()
_BORDER_WOMEN = "Iis Neneng Euis Entin Kokom Imas Cucu Eneng Tintin Aah Nyai Oneng Eet Lilis".split()
_BORDER_LAST = (
    "Suherman Sukmana Rohendi Kurniasih Komariah Sopandi Mulyana Rukmana Hendarsih Suhendi Rohaeti"
).split()
_CLANS = "Tan Lie Oei Liem Kwee Njoo Go The Tjoa".split()
_GIVEN = "Hok Sing Giok Lan Swie Tjay Kim Hwa Bing Liong Mei Lioe Hong Ek Siok Tien".split()
_TRADING = "Tanujaya Halim Wijayanti Gunadi Salim Widjaja Hartanto Sanjaya Limanto Kusnadi".split()
_FORENAMES = "Lily Sugiharto Hendra Yenny Rudy Mega Susi Johan Lanny Budiman".split()
# The same name as clerks hear it: one of these stands in the identity card, any in a list.
_ARABIC = {
    "L": (
        "Abdul Rohman,Abdurrahman,Abdurrohman,Abdul Rahman",
        "Fathur Rohman,Fathurrohman,Fatkhurohman,Faturahman",
        "Saefudin,Saifudin,Syaifuddin,Saepudin",
        "Khoerul Anam,Khoirul Anam,Chaerul Anam",
        "Zaenal Abidin,Zainal Abidin,Jaenal Abidin",
        "Nurul Huda,Nurulhuda,Nurul Hudha",
        "Masngud,Mas'ud,Masud",
        "Ngabdulloh,Abdullah,Abdulloh",
        "Nasrudin,Nasruddin,Nashrudin",
        "Muhtadin,Mukhtadin,Muchtadin",
        "Syamsul Ma'arif,Samsul Maarif,Samsul Mangarif",
        "Muhamad Soleh,M Sholeh,Muh Saleh,Mohamad Soleh",
        "Ngisom,Isom,Ishom",
    ),
    "P": (
        "Umi Kulsum,Umi Kultsum,Umikulsum",
        "Miftahul Janah,Miftakhul Jannah,Miptahul Jannah",
        "Siti Khafsoh,St Khafsoh,Siti Hafsah",
        "Ngaisah,Aisyah,Aisah",
        "Syarifah,Sarifah,Saripah",
        "Nur Laela,Nurlaela,Nur Laila",
        "Khotijah,Khadijah,Chotijah,Siti Khotijah",
        "Uswatun Khasanah,Uswatun Hasanah,Uswatul Khasanah",
        "Muslikhah,Muslihah,Muslichah",
        "Fatimatuz Zahro,Fatimah Azzahra,Fatimatuzzahro",
        "Ngafiah,Afiyah,Afiah",
    ),
}
_SAINTS = "Nur Akhmad Ali Hasan Umar Anas Toha Idris Yakub Musa Harun Ilyas Zaki Hamid Karim Latif".split()
_SAINTLY = "Nur Laila Zahro Halimah Maryam Aliyah Salamah Nafisah Hanifah Karimah Latifah".split()
_ADULT = "Wirya Karta San Marta Dipa Nawi Reksa Cakra Madi Yasa".split()
_ADULT_TAILS = "miarja wireja dikrama semita suwirya dimeja pawira sudarma".split()

_WISH = (
    "Sekar Melati Ngudi Rahayu Tani Dadi Guyub Mugi Lancar Rukun Asri Manunggal Sido Luhur Srikandi Kartini"
).split()
_WISHES = "Rejeki Mulyo Sari Makaryo Santosa Muncul Lestari Rukun Raharjo Mukti Langgeng Waras Jati".split()
_MARKS = (
    "Barokah Putri Mandala Nikmat Gemilang Amanah Bintang Laris Rizky Al-Barkah Kencana Tiga Dara Mitra"
).split()
_CHILDREN = ("Putra", "Putri", "Dua Putra", "Dua Putri", "Tunggal Putra", "3 Saudara")
HAMLETS = (
    "Pekuncen Kedungori Karangtalun Sokawera Glempang Bojanegara Randudongkal Mertasinga Pasunggingan "
    "Wadas Kemejing Silegok Bulu Penusupan Kebarongan Gembol Tipar Kebumen Semingkir Pandansari "
    "Cibangkong Rembang"
).split()


class Person(NamedTuple):
    """A name as the identity card has it, and every other way it is heard."""

    card: str
    heard: tuple[str, ...]
    sex: str


class People:
    """Names: mostly one word; more Sundanese ones in villages near that border."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._one = {
            "L": zipf(_MEN + self._made(_MEN_TAILS), 0.65),
            "P": zipf(_WOMEN + self._made(_WOMEN_TAILS), 0.65),
        }
        self._new = {"L": _MEN_NEW, "P": _WOMEN_NEW}
        self._border = {"L": _BORDER_MEN, "P": _BORDER_WOMEN}
        self._saints = {"L": _SAINTS, "P": _SAINTLY}
        self._arabic = {
            sex: zipf([tuple(name.split(",")) for name in names], 0.5) for sex, names in _ARABIC.items()
        }

    def _made(self, tails: list[str]) -> list[str]:
        made = sorted({head + tail for head in _HEADS for tail in tails})
        self._draw.shuffle(made)
        return made

    def of(self, sex: str, border: bool) -> Person:
        draw, kind = self._draw, self._draw.random()
        if border and kind < 0.45:
            return _said(self._sundanese(sex), sex)
        if kind < 0.53:
            return _said(draw.of(self._one[sex]), sex)
        if kind < 0.66:
            return _said(f"{draw.of(self._one[sex])} {draw.of(self._saints[sex])}", sex)
        if kind < 0.80:
            return self._heard(sex)
        if kind < 0.97:
            return _said(f"{draw.of(self._new[sex])} {draw.of(_NEW_LAST)}", sex)
        return _said(self._chinese(), sex)

    def adult(self) -> str:
        """The name a man takes when he marries or inherits: "Sanmiarja"."""
        return self._draw.of(_ADULT) + self._draw.of(_ADULT_TAILS)

    def father(self) -> str:
        return self._draw.of(self._one["L"])

    def _sundanese(self, sex: str) -> str:
        first = self._draw.of(self._border[sex])
        return f"{first} {self._draw.of(_BORDER_LAST)}" if self._draw.chance(0.6) else first

    def _chinese(self) -> str:
        draw = self._draw
        if draw.chance(0.6):
            return f"{draw.of(_FORENAMES)} {draw.of(_TRADING)}"
        return f"{draw.of(_CLANS)} {draw.of(_GIVEN)} {draw.of(_GIVEN)}"

    def _heard(self, sex: str) -> Person:
        heard = self._draw.of(self._arabic[sex])
        if self._draw.chance(0.5):  # alone it would be one of a dozen names of half the village
            last = self._draw.of(self._saints[sex])
            heard = tuple(f"{name} {last}" for name in heard)
        return Person(self._draw.of(heard), heard, sex)


def _said(name: str, sex: str) -> Person:
    return Person(name, (name,), sex)


def trade_name(draw: Draw, person: Person, craft: Craft) -> str:
    """A business name: a mark, a wish, the children, initials, or the craft with the owner's short name."""
    kind, short = draw.random(), person.card.split()[0]
    if kind < 0.3:
        return f"{draw.of(_MARKS)} {draw.of(_WISHES)}"
    if kind < 0.42:
        return f"{draw.of(craft.signs)} {draw.of(_MARKS)}"
    if kind < 0.58:
        return f"{draw.of(_CHILDREN)} {draw.of((short, draw.of(_WISHES), draw.of(_MARKS)))}"
    if kind < 0.7:
        return f"{short[0]}{draw.of('ARSMNT')} {draw.of(craft.signs)}"
    if kind < 0.8:
        return draw.of(_MARKS)
    before = "Bu " if person.sex == "P" else "Pak "
    return f"{draw.of(craft.signs)} {draw.of((before, 'Mbak ' if person.sex == 'P' else 'Mas ', ''))}{short}"


def group_name(draw: Draw) -> str:
    return f"{draw.of(_WISH)} {draw.of(_WISHES)}"
