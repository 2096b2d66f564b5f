"""Twins of the two database dumps, the HTML table and the population workbook."""

import html
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from sentra.engines.sheets import Field
from tests.engines.sheets.twin import (
    PRODUCTS,
    STREETS,
    Twin,
    business,
    invented,
    known_villages,
    phone,
)

Truth = dict[tuple[str, int], dict[str | int, Any]]
OFFICE_TABLES = {"ikm_pangan": 12, "ikm_kayu": 10, "ikm_logam": 10, "ikm_batik": 9, "ikm_lain": 7}
PAIRS, SWAPPED = 9, (3, 6, 9)
OFFICE_COLUMNS = (
    "id",
    "nama_perusahaan",
    "pemilik",
    "alamat",
    "desa",
    "kecamatan",
    "telp",
    "produk",
    "tenaga_kerja",
)


def office(seed: int = 4) -> Twin:
    """48 rows in five tables; nine businesses stand in two tables; village and address swapped in three rows."""
    rng = random.Random(seed)
    truth: Truth = {}
    parts = ["-- MySQL dump 10.13\n\nSET NAMES utf8mb4;\n"]
    shared = [(business(rng), f"{invented(rng)} {invented(rng)}") for _ in range(PAIRS)]
    known = shared + [(business(rng), f"{invented(rng)} {invented(rng)}") for _ in range(48 - 2 * PAIRS)]
    who = iter([*known, *shared])
    for table, count in OFFICE_TABLES.items():
        lines = []
        for number in range(1, count + 1):
            cells, meant = _office_row(
                rng, number, *next(who), swapped=table == "ikm_kayu" and number in SWAPPED
            )
            lines.append(f"({', '.join(_sql(cell) for cell in cells)})")
            truth[table, number + 1] = meant
        names = ", ".join(f"`{name}`" for name in OFFICE_COLUMNS)
        parts.append(f"INSERT INTO `{table}` ({names}) VALUES\n" + ",\n".join(lines) + ";\n")
    return Twin(
        "office database dump", "kantor.sql", "\n".join(parts).encode(), truth, facts={"shared": shared}
    )


def _office_row(
    rng: random.Random, number: int, name: str, owner: str, *, swapped: bool
) -> tuple[list[Any], dict[str | int, Any]]:
    code, village, district_code, district = rng.choice(known_villages())
    street = f"Jl. {rng.choice(STREETS)} {rng.randrange(1, 90)}"
    where = f"RT {rng.randrange(1, 9)} RW {rng.randrange(1, 9)}"
    shown, full = phone(rng)
    product, workers = rng.choice(PRODUCTS), rng.randrange(1, 40)
    between = (r"\\r\\n", " ", "\t", r"\\t")[number % 4]  # as it stands in the dump, once escaped
    cells = [
        number,
        name,
        owner,
        f"{street}{between}{where}",
        village,
        district,
        shown,
        f"{product}\t",
        workers,
    ]
    if swapped:
        cells[3], cells[4] = cells[4], cells[3]
    meant: dict[str | int, Any] = {
        "business_name": name,
        "owner_name": owner,
        "address": f"{street} {where}",
        "village": code,
        "district": district_code,
        "phone": full,
        "product": product,
        "workers": workers,
    }
    return cells, meant


def _sql(cell: Any) -> str:
    return "NULL" if cell is None else f"'{cell}'" if isinstance(cell, str) else str(cell)


NOTES = {"15-35k": (15_000, 35_000), "120rb": 120_000, "800rb/10box": 800_000}
SPAM = "Cheap loans <a href=\\'http://example.invalid\\'>click</a>"


def shop(seed: int = 5) -> Twin:
    """21 businesses, 20 products, 48 visitors' notes: the real price stands only in a note."""
    rng = random.Random(seed)
    truth: Truth = {}
    parts = ["-- MySQL dump\n"]
    parts.append(_inserted("usaha", "id, nama_usaha, pemilik, alamat, desa, no_hp", _shops(rng, truth)))
    parts.append(_inserted("produk", "id, nama_usaha, produk, harga, keterangan", _goods(rng, truth)))
    parts.append(_inserted("kunjungan", "id, nama_usaha, tanggal, catatan", _visits(rng, truth)))
    return Twin("shop database dump", "toko.sql", "\n".join(parts).encode(), truth)


def _inserted(table: str, columns: str, rows: Iterator[Sequence[Any]]) -> str:
    return "".join(
        f"INSERT INTO `{table}` ({columns}) VALUES ({', '.join(_sql(cell) for cell in row)});\n"
        for row in rows
    )


def _shops(rng: random.Random, truth: Truth) -> Iterator[Sequence[Any]]:
    unique = [v for v in known_villages() if sum(v[1] == other[1] for other in known_villages()) == 1]
    for number in range(1, 22):
        code, village, district_code, _ = rng.choice(unique)
        (shown, full), name, owner = phone(rng), business(rng), f"{invented(rng)} {invented(rng)}"
        address = f"RT {rng.randrange(1, 9)} RW {rng.randrange(1, 9)}"
        meant = {"business_name": name, "owner_name": owner, "phone": full}
        meant |= {"address": address, "village": code, "district": district_code}
        row = [number, name, owner, address, village, shown]
        if number == 8:  # a business without location
            row[3:5] = [None, ""]
            meant |= {"address": None, "village": None, "district": None}
        if number == 15:  # the spam row
            row = [number, SPAM, "", None, None, ""]
            meant = {"business_name": SPAM.replace("\\'", "'"), "owner_name": None, "phone": None}
        truth["usaha", number + 1] = dict(meant)
        yield row


def _goods(rng: random.Random, truth: Truth) -> Iterator[Sequence[Any]]:
    notes = list(NOTES)
    for number in range(1, 21):
        name, product, note = business(rng), rng.choice(PRODUCTS), notes[number % 3]
        shown = None if number == 11 else product
        truth["produk", number + 1] = {"business_name": name, "product": shown, "note": note}
        yield [number, name, shown, 0, note]


def _visits(rng: random.Random, truth: Truth) -> Iterator[Sequence[Any]]:
    for number in range(1, 49):
        name, note = business(rng), f"{rng.choice(PRODUCTS)}; bagus\\nsekali"
        truth["kunjungan", number + 1] = {"business_name": name, "note": note.replace("\\n", " ")}
        yield [number, name, f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d} 10:00:00", note]


OLD_KINDS, NEW_KINDS = ("Pangan", "Sandang", "Kimia"), ("Kuliner", "Fesyen", "Kriya")


def page(seed: int = 6) -> Twin:
    """20 rows of a web page: person and business in one cell, two category schemes mixed."""
    rng = random.Random(seed)
    truth: Truth = {}
    body = []
    for number in range(1, 21):
        _, village, district_code, district = rng.choice(known_villages())
        firm, person, kind = business(rng), invented(rng), rng.choice(OLD_KINDS + NEW_KINDS)
        shown, full = phone(rng)
        both = (
            f"{firm} (Bpk. {person})",
            f"Ibu {person} / {firm}",
            f"{firm} / {person}",
            f"{person} ({firm})",
        )[number % 4]
        owner = (f"Bpk. {person}", f"Ibu {person}", person, person)[number % 4]
        address = f"RT {number % 9 + 1} RW 1 Desa {village} Kec. {district}"
        body.append([str(number), both, address, kind, shown])
        truth["Tabel 1", number + 1] = {
            "business_name": firm,
            "owner_name": owner,
            "address": address,
            "district": district_code,
            "branch": kind,
            "phone": full,
        }
    head = ["No", "Nama Usaha / Pemilik", "Alamat", "Kategori", "Telp."]
    rows = "".join(_line(row, "td") for row in body)
    text = f"<html><body><h1>Daftar</h1><table><thead>{_line(head, 'th')}</thead>{rows}</table></body></html>"
    return Twin("HTML table", "halaman.html", text.encode(), truth)


def _line(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>\n"


PEOPLE = (
    Field("code", "identifier", ("kode", "kode desa", "kode wilayah"), "Kode"),
    Field("village", "village", ("desa", "desa/kelurahan", "nama desa/kelurahan"), "Desa"),
    Field("men", "count", ("laki laki", "penduduk laki laki", "l"), "Laki-laki"),
    Field("women", "count", ("perempuan", "penduduk perempuan", "p"), "Perempuan"),
    Field("people", "count", ("jumlah", "penduduk jumlah", "jumlah penduduk"), "Jumlah"),
)
REPEATED_CODES, WITHOUT_CODE = 8, 25


def population(seed: int = 7) -> Twin:
    """264 rows below the header: 239 villages, 18 districts' sums above theirs, a grand total, page breaks."""
    rng = random.Random(seed)
    head = [
        ["Kode", "Desa/Kelurahan", "Penduduk", None, None],
        [None, None, "Laki-laki", "Perempuan", "Jumlah"],
    ]
    lines: list[list[Any]] = [["JUMLAH PENDUDUK KABUPATEN UMPAMA"], *head]
    groups = _grouped(rng)
    truth: Truth = {}
    facts: dict[str, Any] = {"sums": []}
    for number, (name, members) in enumerate(groups.items(), start=1):
        facts["sums"].append(len(lines))
        lines.append([None, f"KECAMATAN {name.upper()}", *(sum(m[1][k] for m in members) for k in (2, 3, 4))])
        for code, row in members:
            truth["Penduduk", len(lines) + 1] = {
                "code": row[0],
                "village": code,
                "men": row[2],
                "women": row[3],
                "people": row[4],
            }
            lines.append(row)
        lines += head if number % 6 == 0 else []
    facts["sums"].append(len(lines))
    every = [row for members in groups.values() for _, row in members]
    lines.append(["JUMLAH", None, *(sum(row[k] for row in every) for k in (2, 3, 4))])
    return Twin(
        "population workbook", "penduduk.xlsx", _xlsx(lines), truth, PEOPLE, facts | {"rows": len(lines) - 3}
    )


def _grouped(rng: random.Random) -> Mapping[str, list[tuple[str, list[Any]]]]:
    """The villages by district: (true code, row); 8 bear the code of the one before, 6 have none."""
    known = known_villages()
    spoilt = rng.sample([n for n in range(1, len(known)) if known[n][2] == known[n - 1][2]], 40)
    copied = {n for n in spoilt if n - 1 not in spoilt}
    copied = set(sorted(copied)[:REPEATED_CODES])
    bare = set([n for n in spoilt if n not in copied and n + 1 not in copied][: WITHOUT_CODE - 19])
    groups: dict[str, list[tuple[str, list[Any]]]] = {}
    for number, (code, village, _, district) in enumerate(known):
        shown = None if number in bare else known[number - (number in copied)][0]
        men, women = rng.randrange(800, 4_000), rng.randrange(800, 4_000)
        groups.setdefault(district, []).append((code, [shown, village, men, women, men + women]))
    return groups


def _xlsx(lines: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Penduduk"
    for line in lines:
        sheet.append(list(line))
    sheet.merge_cells("C2:E2")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
