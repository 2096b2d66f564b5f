"""How the plain generator's lists write what they know: spelling, abbreviation, styles, gaps."""

from typing import NamedTuple

from bench.linkage.generators.draw import Draw
from bench.linkage.generators.plain_stock import MOBILE, PRODUCTS, SYNONYMS, Product
from bench.linkage.generators.region import Village

Row = dict[str, str | None]


class Home(NamedTuple):
    village: Village
    rt: int
    rw: int
    hamlet: str


_MUHAMMAD = (
    "Muhammad Mohammad Moh. Muh. M. Mochamad Mochammad Muhamad Mohamad Mukhamad Mukhammad Moch. Md."
).split()
_SHORTER = frozenset([*_MUHAMMAD, "Siti", "Nur", "Abdul", "Sri"])
_SPELLINGS = [
    tuple(pair.split(">"))
    for pair in (
        "kh>ch kh>h u>oe y>j j>dj dh>d th>t i>y f>p ah>a q>k s>sh ti>thi o>u c>tj iy>y z>j dd>d ma'r>mar "
        "ai>ae uw>u nn>n l>ll"
    ).split()
]
_CUT = {"siinas": 0.05, "oss": 0.01, "dinkop": 0.06, "desa": 0.28, "bantuan": 0.08}
_PHONE = {"siinas": 0.8, "oss": 0.95, "dinkop": 0.6, "desa": 0.3, "bantuan": 0.45}
_NIK = {"siinas": 0.1, "oss": 0.0, "dinkop": 0.72, "desa": 0.12, "bantuan": 0.82}
_NIB = {"siinas": 0.7, "oss": 1.0, "dinkop": 0.25, "desa": 0.0, "bantuan": 0.1}
_TRADE = {"siinas": 0.92, "oss": 0.75, "dinkop": 0.65, "desa": 0.4, "bantuan": 0.4}
_RT = {"siinas": 0.55, "oss": 0.85, "dinkop": 0.6, "desa": 0.93, "bantuan": 0.5}
_VILLAGE = {"siinas": 0.9, "oss": 0.97, "dinkop": 0.75, "desa": 0.97, "bantuan": 0.6}
_POINT = {"siinas": 0.3, "oss": 0.0, "dinkop": 0.0, "desa": 0.55, "bantuan": 0.0}
_TITLES = ("H. ", "H.", "Haji ", "Drs. ", "KH. ", "Ust. ")
_DEGREES = (", S.E.", " SE", ", S.Pd.", " S.Pd", ", ST", ", A.Md.", " S.Sos")
_MR = ("Bpk. ", "Bp. ", "Bapak ", "Pak ", "Sdr. ")
_MRS = ("Ibu ", "Ny. ", "Bu ", "Sdri. ", "Ibu. ")
_RT_STYLES = ("RT {}/RW {}", "RT.{} RW.{}", "Rt {} / Rw {}", "RT {} RW {}", "{}/{}", "RT{}/{}")


def typo(text: str, share: float, draw: Draw) -> str:
    """Sometimes one letter lost, swapped, replaced or doubled."""
    if len(text) < 4 or draw.random() > share:
        return text
    at, kind = draw.between(1, len(text) - 2), draw.random()
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.55:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.8:
        return text[:at] + draw.of("aiueonrtskm") + text[at + 1 :]
    return text[:at] + text[at] + text[at:]


def _spell(token: str, draw: Draw) -> str:
    """One token in ten is spelled otherwise: old spelling, h and kh, doubled letters."""
    if draw.random() < 0.9:
        return token
    low = token.lower()
    fits = [(old, new) for old, new in _SPELLINGS if old in low]
    if not fits:
        return token
    old, new = draw.of(fits)
    at = low.index(old)
    return token[:at] + (new.capitalize() if token[at].isupper() else new) + token[at + len(old) :]


def person(name: str, sex: str, product: str, source: str, draw: Draw) -> str:
    tokens = [_spell(token, draw) for token in _shorten_known(name.split(), draw)]
    tokens = _cut(tokens, _CUT[source], draw)
    if len(tokens) > 1 and draw.chance(0.01):
        tokens = tokens[::-1]
    text = typo(" ".join(tokens), 0.02 if source == "oss" else 0.06, draw)
    text = _title(text, sex, source, draw)
    if draw.chance(0.02):
        text += draw.of(_DEGREES)
    if draw.chance(0.02):
        text += f" ({product})"
    text = _case(text, source, draw)
    return " " + text.replace(" ", "  ") if draw.chance(0.04) else text


def _shorten_known(tokens: list[str], draw: Draw) -> list[str]:
    first = tokens[0]
    if first == "Muhammad" and draw.chance(0.75):
        tokens[0] = draw.of(_MUHAMMAD)
    elif first in ("Ahmad", "Achmad") and draw.chance(0.4):
        tokens[0] = draw.of(("Achmad", "Akhmad", "Ahmad", "A.", "Ach."))
    elif first == "Siti" and draw.chance(0.2):
        tokens[0] = draw.of(("St.", "Sitti", "Siti"))
    elif first == "Abdul" and draw.chance(0.3):
        tokens[0] = draw.of(("Abd.", "Abdul", "Abdoel", "Abd"))
    return tokens


def _cut(tokens: list[str], share: float, draw: Draw) -> list[str]:
    """Lists that ask at the door write half a name, an initial, or a nickname."""
    if len(tokens) == 1:
        return _nickname(tokens[0], share, draw)
    if not draw.chance(share):
        return tokens
    kind = draw.random()
    if kind < 0.5:
        return [tokens[-1] if tokens[0] in _SHORTER else tokens[0]]
    if kind < 0.75:
        return [*tokens[:-1], tokens[-1][0] + draw.of((".", ""))]
    return tokens[1:]


def _nickname(token: str, share: float, draw: Draw) -> list[str]:
    if len(token) > 6 and draw.chance(share * 0.22):
        return [token[-4:].capitalize() if draw.chance(0.7) else token[:-2]]
    return [token]


def _title(text: str, sex: str, source: str, draw: Draw) -> str:
    if draw.chance(0.12 if source in ("desa", "bantuan") else 0.05):
        return draw.of(_MR if sex == "L" else _MRS) + text
    if draw.chance(0.04):
        return (draw.of(_TITLES) if sex == "L" else "Hj. ") + text
    return text


def _case(text: str, source: str, draw: Draw) -> str:
    kind = draw.random()
    if source == "oss" or kind < 0.45:
        return text.upper()
    return text.lower() if kind < 0.55 else text


def trade(name: str | None, owner: str, form: str, source: str, draw: Draw) -> str | None:
    if not name or draw.random() > _TRADE[source]:
        if source in ("siinas", "oss") and draw.chance(0.6):
            return owner.upper() if draw.chance(0.7) else "-"
        return draw.of((None, None, "-", "", "tidak ada"))
    if draw.chance(0.1):
        name = _misspelled(name, draw)
    if name.count(" ") > 1 and draw.chance(0.12):
        name = name.split(" ", 1)[1]
    name = _with_form(typo(name, 0.05, draw), form, draw)
    return name.upper() if draw.chance(0.4) else name


def _misspelled(name: str, draw: Draw) -> str:
    name = name.replace("Sumber", "Sbr.").replace("Barokah", draw.of(("Berkah", "Barakah")))
    name = name.replace("Rejeki", draw.of(("Rezeki", "Rizqi", "Rejeki")))
    return name.replace("Jaya", "Djaya").replace("Karya", "Krya")


def _with_form(name: str, form: str, draw: Draw) -> str:
    if draw.random() > 0.75:
        form = "" if draw.chance(0.7) else draw.of(("UD", "CV", "IKM", "Home Industry", "UMKM"))
    if not form:
        return name
    return draw.of(("{1} {0}", "{1}. {0}", "{0}, {1}", '"{0}" {1}')).format(name, form)


def phone(number: str, source: str, draw: Draw) -> str | None:
    if draw.random() > _PHONE[source]:
        return None
    if draw.chance(0.1):
        number = f"{draw.of(MOBILE)}{draw.below(10**8):08d}"
    if draw.chance(0.025):
        number = _digit(number, draw.between(4, len(number) - 1), draw)
    return _phone_style(number, draw)


def _digit(number: str, at: int, draw: Draw) -> str:
    return number[:at] + draw.of("0123456789") + number[at + 1 :]


def _phone_style(number: str, draw: Draw) -> str:
    kind = draw.random()
    styles = (
        (0.30, number),
        (0.45, "+62" + number[1:]),
        (0.55, "62" + number[1:]),
        (0.72, number[1:]),
        (0.82, f"{number[:4]}-{number[4:8]}-{number[8:]}"),
        (0.90, f"{number[:4]} {number[4:8]} {number[8:]}"),
        (0.92, "WA " + number),
        (0.93, f"{int(number):.4E}"),
        (0.97, "'" + number),
    )
    for bound, text in styles:
        if kind < bound:
            return text
    return f"{number} / {draw.of(MOBILE)}{draw.below(10**8):08d}"


def nik(number: str, source: str, draw: Draw) -> str | None:
    """A spreadsheet keeps 15 digits; clerks mistype, lose the last, or guard with an apostrophe."""
    if draw.random() > _NIK[source]:
        return None
    kind = draw.random()
    if kind < 0.03:
        number = number[:15] + ("0" if number[15] != "0" else "1")
    elif kind < 0.05:
        number = number[:14] + "00"
    elif kind < 0.08:
        number = _digit(number, draw.between(6, 15), draw)
    elif kind < 0.09:
        number = number[:-1]
    if draw.chance(0.02):
        return f"{number[:6]} {number[6:12]} {number[12:]}"
    return "'" + number if draw.chance(0.1) else number


def nib(number: str | None, source: str, draw: Draw) -> str | None:
    if number is None or draw.random() > _NIB[source]:
        return None
    if source == "oss":
        return number
    if draw.chance(0.1):
        number = number.lstrip("0")
    return _digit(number, draw.below(len(number)), draw) if draw.chance(0.03) else number


def product(made: Product, draw: Draw) -> str | None:
    if draw.chance(0.12):
        return None
    words = draw.of(SYNONYMS.get(made.words, (made.words,)))
    if draw.chance(0.03):
        words = draw.of(PRODUCTS).words
    words = typo(words, 0.04, draw)
    return words.title() if draw.chance(0.5) else words


def address(row: Row, home: Home, source: str, draw: Draw) -> None:
    """Fills the address and the columns of the village; what has no column may stand in the address."""
    village = home.village
    name = typo(village.name, 0.035, draw)
    if len(name) > 8 and draw.chance(0.03):
        name = f"{name[:5]} {name[5:].capitalize()}"
    apart = draw.random() < _VILLAGE[source]
    parts = _street(home, source, draw)
    if not apart or draw.chance(0.3):
        kind = "Kel. " if village.code[9] == "1" else "Desa "
        parts.append(draw.of(("Ds. ", "Desa ", "Ds ", kind)) + name)
    if not apart or draw.chance(0.15):
        parts.append(draw.of(("Kec. ", "Kec ", "Kecamatan ")) + village.district)
    if draw.chance(0.15):
        parts.append(draw.of(("", "Kab. ", "Kab ")) + village.regency.removeprefix("Kabupaten "))
    text = draw.of((", ", " ")).join(parts)
    row["address"] = (text.upper() if draw.chance(0.4) else text) or None
    row["regency"] = village.regency
    if apart:
        row["village"] = name.upper() if draw.chance(0.4) else name
        row["district"] = village.district if draw.chance(0.93) else None


def _street(home: Home, source: str, draw: Draw) -> list[str]:
    parts = []
    if draw.chance(0.08):
        names = (home.village.name, "Soekarno Hatta", "Sudirman", "Pahlawan", home.village.district)
        road = draw.of(names)
        parts.append(draw.of(("Jl. Raya ", "Jln. ", "Jl ")) + road)
    if draw.chance(0.45):
        parts.append(draw.of(("Dk. ", "Dsn. ", "Dukuh ", "Dusun ", "Dsn ")) + home.hamlet)
    if draw.chance(_RT[source]):
        rt = draw.between(1, 6) if draw.chance(0.04) else home.rt
        rw = draw.between(1, 8) if draw.chance(0.02) else home.rw
        width = draw.of((2, 2, 2, 3, 1))
        parts.append(draw.of(_RT_STYLES).format(f"{rt:0{width}d}", f"{rw:0{width}d}"))
    return parts


def point(row: Row, latitude: float, longitude: float, source: str, draw: Draw) -> None:
    """Some lists have a point, some 25 m off; one in fifty has it the wrong way round."""
    if draw.random() >= _POINT[source]:
        return
    where = f"{latitude + draw.gauss(0, 0.00025):.6f}", f"{longitude + draw.gauss(0, 0.00025):.6f}"
    row["latitude"], row["longitude"] = where[::-1] if draw.chance(0.02) else where
