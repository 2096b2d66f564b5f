"""Rows in normal form, made up: enough of everything that every level of every comparison is met.

No normaliser and no generator of lists has a hand in them, so that the scorers are tested alone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sentra.engines.linkage.problem import Norm, RecordId

_HEADS = "sla sugi wari par sumi tur mar nur kasi rasi dar sukar".split()
_TAILS = "met to yem tini yati no siyah jan wen minah san di".split()
_TRADES = "gula knalpot jahit tempe tahu sapu batik mebel".split()
_WORDS = "sumber rejeki maju jaya sari barokah mulya tani lestari abadi".split()
SEEN = date(2026, 1, 5)


def norm(identity: str, **fields: object) -> Norm:
    """A row with these fields; the name's sounds and keys follow from `name` unless given."""
    name = fields.get("name")
    if isinstance(name, str) and name:
        words = name.split()
        whole = [word for word in words if len(word) > 1] or words
        fields = {
            "phon": name,
            "phon_sorted": " ".join(sorted(whole)),
            "key1": whole[0][:5],
            "key2": whole[-1][-4:],
            "tokens": len(words),
        } | fields
    fields.setdefault("place", fields.get("village"))  # each village has a name of its own here
    return Norm(RecordId(identity), "survey", SEEN, **fields)


@dataclass
class _Truth:
    """A workshop as it is."""

    name: str
    biz: str
    village: int
    fields: dict[str, object]


def make(rows: int, seed: int) -> list[Norm]:
    """`rows` rows about half as many workshops; ids are `w<workshop>-<row>`, so the truth is in the id."""
    rng = random.Random(seed)
    found: list[Norm] = []
    workshop = 0
    while len(found) < rows:
        truth = _truth(rng, workshop, rows)
        found += [_seen(rng, truth, f"w{workshop}-{row}") for row in range(rng.choice((1, 2, 2, 3)))]
        workshop += 1
    rng.shuffle(found)
    return found[:rows]


def workshop(record: str) -> str:
    return record.partition("-")[0]


def _truth(rng: random.Random, workshop: int, rows: int) -> _Truth:
    name = " ".join(rng.choice(_HEADS) + rng.choice(_TAILS) for _ in range(rng.choice((1, 1, 2, 2, 3))))
    nik12 = f"3303{rng.randrange(1, 19):02d}{rng.randrange(1, 29):02d}{rng.randrange(1, 13):02d}{rng.randrange(60, 99)}"
    village = rng.randrange(max(2, rows // 60))
    fields: dict[str, object] = {
        "hamlet": rng.choice(("krajan", "karang", "tengah", None)),
        "rt": str(rng.randrange(1, 5)),
        "rw": str(rng.randrange(1, 4)),
        "phones": (f"81{workshop:08d}",),
        "nik": f"{nik12}{rng.randrange(1, 9999):04d}",
        "nik12": nik12,
        "nib": f"{rng.randrange(10**12):013d}",
        "product": rng.choice(_TRADES),
        "kbli": rng.choice(("10722", "10723", "29300", "14111")),
        "latitude": -7.3 - village / 500 - rng.random() / 90,
        "longitude": 109.3 + rng.random() / 90,
        "group": rng.choice(("tunas harapan", "sido makmur", None)),
    }
    return _Truth(name, " ".join(rng.sample(_WORDS, 2)), village, fields)


def _seen(rng: random.Random, truth: _Truth, identity: str) -> Norm:
    """The workshop as one list has it: with gaps, slips and another spelling."""
    rates = {"nik": 0.7, "nib": 0.75, "phones": 0.45, "group": 0.6, "latitude": 0.6, "kbli": 0.6, "rt": 0.4}
    fields = {key: value for key, value in truth.fields.items() if rng.random() > rates.get(key, 0.15)}
    if "latitude" in fields:
        fields["latitude"] = float(str(fields["latitude"])) + rng.choice((0.0, 0.0001, 0.001))
    for number in ("nik", "nib"):
        if number in fields and rng.random() < 0.1:
            fields[number] = _slip(rng, str(fields[number]))
    if "phones" in fields and rng.random() < 0.3:
        other = f"85{rng.randrange(10**8):08d}"
        fields["phones"] = rng.choice(
            ((other, *truth.fields["phones"]), (_slip(rng, truth.fields["phones"][0]),))
        )
    fields |= _written(rng, truth)
    name: str | None = _spelt(rng, truth.name)
    if rng.random() < 0.05:  # the owner stands where the business belongs
        fields["biz"], name = f"{truth.fields['product']} {truth.name}", rng.choice((None, "usaha"))
    return norm(identity, name=name, **fields)._replace(source=rng.choice(("survey", "oss", "dinkop")))


def _written(rng: random.Random, truth: _Truth) -> dict[str, object]:
    """Place and business name, as far as the list has them."""
    fields: dict[str, object] = {}
    if rng.random() < 0.9:
        fields["village"] = f"33.03.{truth.village % 18:02d}.{truth.village}"
    if rng.random() < 0.95:
        fields["district"] = f"33.03.{truth.village % 18:02d}"
    if rng.random() < 0.7:
        fields["biz"] = rng.choice((truth.biz, truth.biz, _slip(rng, truth.biz), truth.biz.split()[0]))
    return fields


def _spelt(rng: random.Random, name: str) -> str:
    words = name.split()
    ways = [name] * 8 + [_slip(rng, name)] * 2
    ways += [words[0], f"{words[0]} {words[-1][0]}", f"{name} {rng.choice(_HEADS)}", words[-1][-4:]]
    return rng.choice(ways)


def _slip(rng: random.Random, text: str) -> str:
    place = rng.randrange(len(text) - 1)
    other = rng.choice("0123456789" if text[place].isdigit() else "aiu")
    return rng.choice(
        (
            text[:place] + other + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )
    ).strip()


def pairs(rows: list[Norm], count: int, seed: int) -> Iterator[tuple[Norm, Norm]]:
    """`count` pairs: a third of the same workshop, a third of the same village, the rest any two."""
    rng = random.Random(seed)
    by_key: list[dict[str, list[Norm]]] = [{}, {}]
    for row in rows:
        by_key[0].setdefault(workshop(row.id), []).append(row)
        by_key[1].setdefault(row.village or "", []).append(row)
    pools = [[rows], *([pool for pool in groups.values() if len(pool) > 1] for groups in by_key)]
    for turn in range(count):
        one, other = rng.sample(rng.choice(pools[turn % 3]), 2)
        yield one, other
