"""What a business makes, as one word of a small vocabulary: by words, never by parts of words.

"Bata merah" is not "gula merah", and REGULATOR is no sugar. Phrases are tried first, then the first word
that is known (an Indonesian noun phrase begins with its head: keripik tempe is keripik). What is unknown
stays as its sorted content words, so that equal texts still agree.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sentra.engines.linkage.normalise.cells import CACHED, plain, says_nothing, words

_VOCABULARY = """
gula: gula|gula merah|gula jawa|gula kelapa|gula aren|gula semut|gula kristal|gula cetak|gula batok
gula: nira|gula nira|palm sugar|brown sugar
knalpot: knalpot|kenalpot|muffler|header knalpot
las: las|pengelasan|bengkel las|teralis|tralis|pagar besi|kanopi
pakaian: jahit|penjahit|menjahit|tailor|taylor|modiste|penjahitan|jahitan|permak|pakaian|busana|baju
pakaian: konveksi|konpeksi|convection|garmen|garment|pakaian jadi|kaos|kaus|seragam|hijab|kerudung|jilbab
pakaian: mukena|gamis|celana|kemeja|daster
tempe: tempe|tempeh
tahu: tahu
bulu mata: bulu mata|bulumata|idep|bulu mata palsu|eyelash|eyelashes
rambut: rambut|rambut palsu|wig|sanggul|cemara rambut|hairpiece|hair
sapu: sapu|sapu lidi|sapu ijuk|sapu glagah|sapu gelagah|glagah
batik: batik|membatik|pembatik
tenun: tenun|lurik
bordir: bordir|sulam|sulaman
anyaman: anyaman|anyam|bambu|mendong|pandan|besek|kepang|irig|tampah|tikar|eceng gondok
mebel: mebel|meubel|mebeler|meubelair|meubeler|furniture|furnitur|kursi|lemari|almari|meja|sofa|dipan
kusen: kusen|kosen|pintu|jendela|daun pintu
kayu: kayu|penggergajian|gergaji|gergajian|sawmill|albasia|palet|ukir|ukiran
bata: bata|batu bata|bata merah|batu bata merah
genteng: genteng|gendeng
batako: batako|paving|paving block|loster|buis beton|beton cetak
gerabah: gerabah|tembikar|keramik|cobek tanah
batu: batu|batu alam|batu akik|akik|cobek|cobek batu|pahat batu
pande besi: pande|pandai besi|pande besi|pisau|golok|sabit|cangkul|arit|alat pertanian
logam: logam|aluminium|kuningan|cor logam|bubut|besi
sandal: sandal|sendal
sepatu: sepatu
tas: tas|dompet
kulit: kulit
kue: kue|kue kering|kue basah|jajan|jajanan|jajan pasar|cookies|donat|bolu|nastar|snack|cake|nopia|mino
roti: roti|bakery|bakeri
jenang: jenang|dodol|wajik
keripik: keripik|kripik|criping|ceriping|kripik singkong|chips
kerupuk: kerupuk|krupuk|rengginang|opak|slondok|karak|lanting
peyek: peyek|rempeyek|rempeyak
emping: emping
sale: sale|sale pisang
manisan: manisan|carica|asinan|selai|nanas|olahan nanas
getuk: getuk|gethuk|tape|tiwul|growol
jamu: jamu|herbal|wedang|jahe|kunyit|temulawak|empon empon|minuman jahe|minuman herbal|minuman instan
minuman: es|es krim|es batu|sirup|sirop|jus|cendol|dawet|cincau|minuman
air: air|air minum|air isi ulang|air mineral
kopi: kopi|coffee
teh: teh
cokelat: cokelat|coklat|kakao
susu: susu|yoghurt|yogurt|keju
madu: madu
bumbu: bumbu|rempah|sambal|sambel|bawang goreng|saus|terasi
kecap: kecap
mie: mie|mi|bihun|soun|sohun|bakmi
bakso: bakso|baso|nugget|sosis|pempek|siomay
abon: abon|dendeng
daging: daging|ayam|bebek|rica
ikan: ikan|ikan asin|pindang|lele|gurame
telur: telur|telur asin|telor asin|telor
kacang: kacang|kacang goreng
beras: beras|penggilingan padi|giling padi|gilingan padi|rice mill|selep padi
tepung: tepung|tapioka|pati|aci|mocaf
minyak: minyak|minyak kelapa|vco|klentik|minyak atsiri|atsiri|nilam
kelapa: kelapa|cocopeat|sabut|sabut kelapa|nata de coco|batok
arang: arang|briket
jamur: jamur
masakan: catering|katering|masakan|nasi|rumah makan|warung makan
cetak: percetakan|sablon|undangan|offset|cetak offset|digital printing|fotokopi
kertas: kertas|kardus
kasur: kasur|bantal|guling|kapuk
boneka: boneka|mainan
layang layang: layangan|layang layang
sangkar: sangkar|sangkar burung|kandang
topi: topi|peci|kopiah
sarung tangan: sarung tangan|kaos tangan
keset: keset|lap|kain perca
pupuk: pupuk|kompos
pakan: pakan|pelet|pellet
plastik: plastik|rosok
sabun: sabun|sampo|deterjen|kosmetik
rokok: rokok|tembakau|cerutu|kretek
karoseri: karoseri|bengkel|otomotif|suku cadang|sparepart|spare part
musik: gitar|gamelan|rebana|bedug|alat musik|kendang
souvenir: souvenir|suvenir|hiasan|bunga|aksesoris
"""
_GENERIC = frozenset(
    "industri usaha pembuatan pembuat produksi produk produsen pengolahan olahan mengolah membuat"
    " pengrajin perajin jual penjual jualan dagang pedagang aneka macam macam2 berbagai jenis"
    " makanan pangan kerajinan handicraft"
    " barang lain lainnya lain2 dll dsb dst dan dari di untuk dengan serta atau yang ytdl jasa"
    " rumah tangga rumahan kecil menengah mikro ringan home industry home jadi segala bahan hasil"
    " khas asli murni enak ikm umkm ukm irt pirt sejenisnya seperti kering basah instan bubuk"
    " pengusaha pekerjaan karyawan tukang pabrik".split()
)
_CROPS = frozenset("buah pisang singkong ketela ubi jagung kedelai talas padi".split())
_BY_KBLI = {
    "10391": "tempe",
    "10392": "tahu",
    "10722": "gula",
    "10723": "minuman",
    "10761": "kopi",
    "10763": "teh",
    "10771": "kecap",
    "10796": "jenang",
    "12011": "rokok",
    "13134": "batik",
    "14111": "pakaian",
    "14120": "pakaian",
    "14302": "bordir",
    "16101": "kayu",
    "16291": "anyaman",
    "16292": "anyaman",
    "20294": "minyak",
    "23921": "bata",
    "23922": "genteng",
    "31001": "mebel",
}
"""Groups of KBLI 2020 with one product only; the broad ones (kerupuk, keripik, peyek in one code) tell
none."""

_PHRASES: dict[str, str] = {}
for _line in _VOCABULARY.strip().splitlines():
    _head, _, _spellings = _line.partition(":")
    _PHRASES.update(dict.fromkeys((_head, *_spellings.strip().split("|")), _head))
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in _PHRASES)
_WORDS = [word for word in _PHRASES if len(word) >= 4 and " " not in word]
_LONG_WORDS = [word for word in _PHRASES if len(word) >= 6 and " " not in word]
_NUMBER = re.compile(r"[0-9]+[a-z]*")


@lru_cache(CACHED)
def product(cell: str) -> str | None:
    """The product of a cell: a word of the vocabulary, else its sorted content words. Never raises.

    None when only a branch is named ("makanan", "kerajinan"): it would contradict every real product.
    """
    text = plain(cell)
    while not says_nothing(text):
        again = _product(text)
        if again == text:
            return text
        text = again
    return None


def _product(text: str) -> str:
    tokens = [t for t in words(text) if not _NUMBER.fullmatch(t)][:40]
    content = [t for t in tokens if t not in _GENERIC]
    known = _slipped(tokens) or _known(tokens)
    if known is None or known in _VAGUE:
        known = _misspelt([t for t in content if t not in _PARTS]) or known
    return known or " ".join(sorted(set(content)))[:80].strip()


def product_of_kbli(code: str | None) -> str | None:
    """The product of a KBLI group that has only one."""
    return _BY_KBLI.get(code or "")


def is_product_word(word: str) -> bool:
    """Whether a word only says what is made or that something is made: no name of a business."""
    return word in _PARTS or word in _GENERIC or word in _CROPS


_PARTS = frozenset(word for phrase in _PHRASES for word in phrase.split())


def known_product(tokens: list[str]) -> str | None:
    """The product that certain words name; None when no phrase of the vocabulary is among them."""
    return _known(tokens)


def _known(tokens: list[str]) -> str | None:
    """The first phrase of the vocabulary, longer ones first at each place; words for "something made"
    come last."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        most = min(_LONGEST_PHRASE, len(tokens) - at)
        size = next((n for n in range(most, 0, -1) if " ".join(tokens[at : at + n]) in _PHRASES), 0)
        if size:
            found.append(_PHRASES[" ".join(tokens[at : at + size])])
        at += size or 1
    return next((f for f in found if f not in _VAGUE), found[0] if found else None)


_VAGUE = frozenset(("minuman", "logam", "kayu", "kulit", "plastik", "kelapa"))
"""Materials and whole branches: a telling word behind them wins ("kerajinan batik" is batik)."""


def _slipped(tokens: list[str]) -> str | None:
    """Words that together are one slip away from several known ones, blanks apart: gul cetak, gulac etak."""
    text = "".join(tokens)
    if len(text) < FEWEST_LETTERS or " ".join(tokens) in _PHRASES:
        return None
    near = process.extract(text, _SQUEEZED, scorer=OSA.distance, score_cutoff=1, limit=None)
    return _only(_SQUEEZED_HEADS[phrase] for phrase, _, _ in near)


FEWEST_LETTERS = 7
_SQUEEZED_HEADS = {phrase.replace(" ", ""): head for phrase, head in _PHRASES.items() if " " in phrase}
_SQUEEZED = [phrase for phrase in _SQUEEZED_HEADS if len(phrase) >= FEWEST_LETTERS]


def _only(heads: Iterable[str]) -> str | None:
    """The head, when there is one and no other."""
    found = set(heads)
    return found.pop() if len(found) == 1 else None


def _misspelt(tokens: list[str]) -> str | None:
    """A long word that is nearly a known one, or a shorter one with a letter lost, doubled or swapped:
    krupukk, knalpott, konfeksi; idpe. Another letter in a short word is another word: bubur is no bubut."""
    for token in tokens:
        if len(token) >= 5:
            near = process.extractOne(token, _LONG_WORDS, scorer=fuzz.ratio, score_cutoff=85)
            if near:
                return _PHRASES[near[0]]
        if len(token) >= 4 and token not in _CROPS:
            alike = process.extract(token, _WORDS, scorer=OSA.distance, score_cutoff=1, limit=None)
            head = _only(_PHRASES[word] for word, _, _ in alike if _same_letters(token, word))
            if head:
                return head
    return None


def _same_letters(one: str, other: str) -> bool:
    """Of two words one slip apart: that no letter stands for another."""
    return len(one) != len(other) or sorted(one) == sorted(other)
