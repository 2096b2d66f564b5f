"""Branches of industry of the regency: a branch is found by whole words, never by a piece of a word."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Branch:
    """`words` are whole product words; `kbli` codes (2020) that decide when no word does."""

    key: str
    label: str
    colour: str  # a CSS custom property of the stylesheet
    words: tuple[str, ...]
    kbli: tuple[str, ...] = ()
    flagship: bool = False


BRANCHES: tuple[Branch, ...] = (
    Branch("knalpot", _("Knalpot"), "--b-knalpot", ("knalpot", "muffler", "silencer", "header"), ("30912", "29300"), flagship=True),
    Branch("gula_kelapa", _("Gula kelapa"), "--b-gula", ("gula kelapa", "gula semut", "gula merah", "gula jawa", "gula cetak", "gula kristal", "nira", "penderes"), ("10722",), flagship=True),
    Branch("nanas", _("Olahan nanas"), "--b-nanas", ("nanas", "selai nanas", "sirup nanas"), ("10320", "10330"), flagship=True),
    Branch("batik", _("Batik"), "--b-batik", ("batik", "jumputan", "ecoprint"), ("13134",), flagship=True),
    Branch("sapu", _("Sapu glagah"), "--b-sapu", ("sapu", "glagah", "sapu glagah"), (), flagship=True),
    Branch("logam", _("Logam"), "--b-logam", ("logam", "las", "pande", "pande besi", "bubut", "besi", "suku cadang", "cor", "teralis"), ("25931", "25932", "25934", "25910", "25920", "25999", "24310", "24320", "28221", "25992", "25993")),
    Branch("rambut", _("Rambut dan bulu mata"), "--b-rambut", ("rambut", "bulu mata", "sanggul", "wig")),
    Branch("bambu", _("Anyaman bambu"), "--b-bambu", ("bambu", "anyaman", "besek", "tampah", "keranjang"), ("16291",)),
    Branch("kayu", _("Kayu dan mebel"), "--b-kayu", ("kayu", "mebel", "meubel", "furnitur", "kusen", "gergajian", "lemari"), ("31001", "16101")),
    Branch("tempe_tahu", _("Tempe dan tahu"), "--b-tempe", ("tempe", "tahu", "mendoan", "oncom"), ("10391", "10392")),
    Branch("minuman", _("Minuman"), "--b-minuman", ("minuman", "kopi", "jamu", "teh", "sirup", "sari buah", "air minum"), ("10761", "11040", "11090")),
    Branch("makanan", _("Makanan"), "--b-makanan", ("makanan", "keripik", "kripik", "kue", "roti", "kerupuk", "jenang", "dodol", "abon", "bumbu", "opak", "lanting", "manggleng", "mie", "bakso", "sale", "permen", "emping"), ("10794", "10710", "10739", "10793", "10772", "10733", "10750")),
    Branch("konveksi", _("Konveksi"), "--b-konveksi", ("konveksi", "jahit", "penjahit", "pakaian", "bordir", "busana", "tas", "sandal", "sepatu"), ("14111", "14120", "15202")),
    Branch("genteng_bata", _("Genteng dan bata"), "--b-genteng", ("genteng", "bata", "batu bata", "bata merah", "batako", "paving", "gerabah"), ("23921", "23932")),
    Branch("kerajinan", _("Kerajinan"), "--b-kerajinan", ("kerajinan", "souvenir", "sovenir", "anyaman pandan", "sabut", "mainan"), ("32903", "32905")),
    Branch("lainnya", _("Lainnya"), "--b-lainnya", ()),
)  # fmt: skip

BY_KEY = {branch.key: branch for branch in BRANCHES}
OTHER = "lainnya"


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.casefold()))


_WORDS = sorted(
    ((word, branch.key) for branch in BRANCHES for word in (*branch.words, _folded(branch.label))),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
_PATTERN = re.compile(r"\b(" + "|".join(re.escape(word) for word, _key in _WORDS) + r")\b")
_KEY_OF = dict(reversed(_WORDS))
_KBLI = {code: branch.key for branch in BRANCHES for code in branch.kbli}


def branch_of(*texts: str | None, kbli: str | None = None) -> str:
    """The branch the first telling text names, else the one of the KBLI code, else `lainnya`."""
    for text in texts:
        if text and (found := _PATTERN.search(_folded(text))):
            return _KEY_OF[found[1]]
    return _KBLI.get(kbli or "", OTHER)
