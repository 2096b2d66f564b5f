"""How the rough generator's lists go wrong: scanned, mistyped, shortened, glued; numbers damaged.

Another mechanism than the plain one on purpose: there a speller errs by sound, here a machine or a hurry.
"""

from collections.abc import Sequence

from bench.linkage.generators.draw import Draw

_SCANNED = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("i", "l"),
    ("o", "0"),
    ("i", "1"),
    ("d", "cl"),
    ("h", "b"),
    ("e", "c"),
    ("u", "v"),
    ("g", "q"),
    ("s", "5"),
    ("t", "f"),
    ("n", "ri"),
)
_KEYS = {
    word[0]: word[1:]
    for word in (
        "asqz bvnh cxvd dsfe ewrd fdgr gfht hgjy iuok jhku kjli lkop mnj nbmh oipl pol qwa retf sadw tryg "
        "uyij vcbf wqes xzcs ytuh zxa"
    ).split()
}
_VOWELS = frozenset("aiueo")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ABBREVIATIONS = (
    ("Karang", ("Kr.", "Krg ", "Kr ")),
    ("Kedung", ("Kd.", "Kdg ")),
    ("Tunjung", ("Tj.", "Tjg ")),
    ("Tanjung", ("Tj.", "Tg ")),
    ("Gunung", ("Gn.", "Gng ")),
    ("Kali", ("Kl.", "K.")),
    ("Kemang", ("Kmg ", "Km.")),
    ("Purba", ("Pb.", "Pbg ")),
    ("Bojong", ("Bj.",)),
    ("Sindang", ("Sd.",)),
    ("Banjar", ("Bjr ",)),
    ("Sumber", ("Sbr ",)),
)
_SIDES = ((" Kulon", " Kln"), (" Wetan", " Wtn"), (" Kidul", " Kdl"), (" Lor", " L"), (" Tengah", " Tgh"))
_PHONE_STYLES = ("plain", "plain", "bare", "dots", "plus", "float", "said")
_RT_STYLES = (
    "RT{rt}/{rw}",
    "RT{rt}/RW{rw}",
    "RT {rt} RW {rw}",
    "RT.{rt:02}/{rw:02}",
    "{rt:02}/{rw:02}",
    "{rt}/{rw}",
    "RT{rt:03}RW{rw:03}",
    "Rt.{rt} Rw.{roman}",
    "RT-{rt}/RW-{rw}",
)


def scanned(text: str, draw: Draw) -> str:
    """One place read wrongly, by the shape of the letters."""
    low = text.lower()
    fits = [(old, new) for old, new in _SCANNED if low.find(old, 1) > 0]
    if not fits:
        return text
    old, new = draw.of(fits)
    at = low.index(old, 1)
    return text[:at] + (new.upper() if text.isupper() else new) + text[at + len(old) :]


def mistyped(text: str, draw: Draw) -> str:
    """A neighbouring key instead of the right one, or with it."""
    at = draw.between(1, len(text) - 1)
    near = _KEYS.get(text[at].lower())
    if near is None:
        return text
    return text[:at] + draw.of(near) + text[at + (1 if draw.chance(0.65) else 0) :]


def hurried(text: str, draw: Draw) -> str:
    """Vowels dropped: one of them, or all but the first letter and the last syllable's."""
    places = [at for at, letter in enumerate(text) if at and letter in _VOWELS and text[at - 1] != " "]
    if len(places) < 2:
        return text
    gone = set(places[:-1]) if draw.chance(0.25) else {draw.of(places[:-1])}
    return "".join(letter for at, letter in enumerate(text) if at not in gone)


def glued(text: str, draw: Draw) -> str:
    return text.replace(" ", "", 1) if draw.chance(0.7) else text.replace(" ", "")


def smudged(text: str, share: float, hands: Sequence[str], draw: Draw) -> str:
    """With this share, one of the hands' accidents: `hands` names those that happen to this list."""
    if len(text) < 5 or draw.random() >= share:
        return text
    return _ACCIDENTS[draw.of(hands)](text, draw)


_ACCIDENTS = {"scanned": scanned, "mistyped": mistyped, "hurried": hurried, "glued": glued}


def nickname(name: str) -> str:
    """What a name is called by: its last syllables, "Tarsono" is Sono, "Kasiyem" is Yem."""
    last = name.rsplit(maxsplit=1)[-1].lower()
    vowels = [at for at, letter in enumerate(last) if letter in _VOWELS]
    if len(last) < 6 or len(vowels) < 2:
        return last.title()
    back = 2 if vowels[-1] == len(last) - 1 else 1
    at = vowels[-back] - 1
    return last[max(at, 0) :].title()


def village_name(name: str, share: float, draw: Draw) -> str:
    """As hurried lists write it: abbreviated, glued, or cut in two."""
    if draw.random() >= share:
        return name
    short = _abbreviated(name, draw)
    if short != name and draw.chance(0.6):
        return short
    if " " in name and draw.chance(0.5):
        return name.replace(" ", "")
    for head, _ in _ABBREVIATIONS:
        if name.startswith(head) and len(name) > len(head) + 2:
            return f"{head} {name[len(head) :].strip().title()}"
    return smudged(name, 1.0, ("mistyped", "scanned", "hurried"), draw)


def _abbreviated(name: str, draw: Draw) -> str:
    for long, short in _SIDES:
        if name.endswith(long):
            return name.removesuffix(long) + short
    for head, shorts in _ABBREVIATIONS:
        if name.startswith(head) and len(name) > len(head) + 2:
            return draw.of(shorts) + name[len(head) :].strip().title()
    return name


def rt_rw(rt: int, rw: int, draw: Draw) -> str:
    return draw.of(_RT_STYLES).format(rt=rt, rw=rw, roman=_ROMAN[rw])


def damaged(number: str, share: float, first: int, draw: Draw) -> str:
    """Two neighbouring digits swapped, one replaced, or one missing, after the first few."""
    if draw.random() >= share:
        return number
    at, kind = draw.between(first, len(number) - 2), draw.random()
    if kind < 0.4:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if kind < 0.8:
        return number[:at] + draw.of("0123456789") + number[at + 1 :]
    return number[:at] + number[at + 1 :]


def phone_text(number: str, habit: str, draw: Draw) -> str:
    """`number` as 08...; each list has a habit that most of its rows follow."""
    style = habit if draw.chance(0.75) else draw.of(_PHONE_STYLES)
    if style == "bare":
        return number[1:]
    if style == "dots":
        return f"{number[:4]}.{number[4:8]}.{number[8:]}"
    if style == "plus":
        return f"+62 {number[1:4]}-{number[4:8]}-{number[8:]}"
    if style == "code":
        return "62" + number[1:]
    if style == "float":
        return f"{number[1:]}.0"
    if style == "said":
        return draw.of(("HP. {}", "WA:{}", "{} (WA)", "{} (istri)", "telp {}")).format(number)
    return number


def nik_text(number: str, draw: Draw) -> str:
    kind = draw.random()
    if kind < 0.04:
        return number[:13] + "000"
    if kind < 0.05:
        return f"{int(number):.5E}"
    if kind < 0.07:
        return number.replace("0", "O", 1)
    if kind < 0.1:
        return f"{number[:4]}.{number[4:10]}.{number[10:]}"
    return f"{number[:6]} {number[6:]}" if kind < 0.13 else number


def nib_text(number: str, draw: Draw) -> str:
    kind = draw.random()
    if kind < 0.12:
        return number.lstrip("0")
    if kind < 0.18:
        return f"NIB {number}"
    return f"{number[:4]} {number[4:8]} {number[8:]}" if kind < 0.24 else number


def point_text(latitude: float, longitude: float, draw: Draw) -> tuple[str, str]:
    kind = draw.random()
    if kind < 0.06:
        return f"{latitude:.5f}".replace(".", ","), f"{longitude:.5f}".replace(".", ",")
    if kind < 0.07:
        return f"{longitude:.5f}", f"{latitude:.5f}"
    return f"{latitude:.5f}", f"{longitude:.5f}"
