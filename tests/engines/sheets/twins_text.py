"""Twins of the three text files: a city, a regency's recap and a district."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.engines.sheets.twin import (
    ILLEGIBLE,
    PRODUCTS,
    STREETS,
    Twin,
    business,
    invented,
    known_villages,
    phone,
)

CITY_ROWS, REPEATED_ROWS, REPEATED_NAMES, REPEATED_POINTS = 11_158, 19, 924, 499
OUT_OF_TOWN, BROKEN_LATITUDES, LIKE_NIK = 137, 4, 217
CITY_HEADER = (
    "nama_usaha kategori keterangan alamat kelurahan kecamatan kota provinsi negara latitude longitude no_telp"
).split()
BROKEN = ("-738812345", "-7.38.81", "-7,4S8", "7388123")
Made = tuple[list[str], dict[str | int, Any]]


def city(seed: int = 1) -> Twin:
    """`;`, CRLF, 11,158 rows; delimiter and quotes inside the free text, in four ways."""
    rng = random.Random(seed)
    rows = _city_rows(rng)
    for at in sorted(rng.sample(range(2_000, len(rows)), REPEATED_ROWS)):
        rows.insert(at + 1, rows[at])
    lines = [";".join(CITY_HEADER), *(";".join(cells) for cells, _ in rows)]
    truth = {("kota", number): cells for number, (_, cells) in enumerate(rows, start=2)}
    return Twin("city CSV", "kota.csv", ("\r\n".join(lines) + "\r\n").encode(), truth)


def _city_rows(rng: random.Random) -> list[Made]:
    count = CITY_ROWS - REPEATED_ROWS
    marked = _marks(rng, count)
    names, points, rows = list[str](), list[tuple[str, str]](), list[Made]()
    taken: set[str] = set()
    for index in range(count):
        if index in marked["name"]:
            name = rng.choice(names[:900])
        else:
            name = _fresh(rng, taken)
            names.append(name)
        if index in marked["point"]:
            point = rng.choice(points[:300])
        else:
            point = _point(rng, index, marked)
            points.append(point)
        rows.append(_city_row(rng, index, name, point))
    for index, text in zip(sorted(marked["broken"]), BROKEN, strict=True):
        cells, truth = rows[index]
        cells[9] = text
        truth["latitude"] = ILLEGIBLE
    return rows


def _marks(rng: random.Random, count: int) -> dict[str, set[int]]:
    """Which rows have which defect; the first 1,000 rows have none, so that others can repeat them."""
    free = rng.sample(range(1_000, count), count - 1_000)
    sizes = {
        "point": REPEATED_POINTS - REPEATED_ROWS,
        "far": OUT_OF_TOWN,
        "broken": BROKEN_LATITUDES,
        "long": LIKE_NIK,
    }
    marks: dict[str, set[int]] = {}
    for key, size in sizes.items():
        marks[key], free = set(free[:size]), free[size:]
    marks["name"] = set(rng.sample(range(1_000, count), REPEATED_NAMES - REPEATED_ROWS))
    return marks


def _fresh(rng: random.Random, taken: set[str]) -> str:
    while (name := business(rng)) in taken:
        pass
    taken.add(name)
    return name


def _point(rng: random.Random, index: int, marks: dict[str, set[int]]) -> tuple[str, str]:
    """Within the town, or 100 km off; some with so many decimals that the digits make sixteen."""
    latitude, longitude = -7.30 - index / 100_000, 109.30 + rng.randrange(10_000) / 100_000
    if index in marks["far"]:
        latitude, longitude = latitude + 1.0, longitude - 2.0
    if index in marks["long"]:
        return f"{latitude:.7f}", f"{longitude:.6f}{rng.randrange(10**7):07d}"
    return f"{latitude:.7f}", f"{longitude:.7f}"


def _city_row(rng: random.Random, index: int, name: str, point: tuple[str, str]) -> Made:
    code, village, district_code, district = rng.choice(known_villages())
    address = f"Jl. {rng.choice(STREETS)} No. {rng.randrange(1, 200)} RT {rng.randrange(1, 9)} RW {rng.randrange(1, 9)}"
    shown, number = phone(rng)
    written, note = _free_text(rng, index)
    product = rng.choice(PRODUCTS)
    cells = [name, product, written, address, village, district, "Kota Umpama", "Jawa Tengah", "Indonesia"]
    truth: dict[str | int, Any] = {
        "business_name": name,
        "branch": product,
        "note": note,
        "address": address,
        "village": code,
        "district": district_code,
        6: "Kota Umpama",
        7: "Jawa Tengah",
        8: "Indonesia",
        "latitude": float(point[0]),
        "longitude": float(point[1]),
        "phone": number,
    }
    return [*cells, *point, shown], truth


def _free_text(rng: random.Random, index: int) -> tuple[str, str]:
    """As written in the file, and as meant: now and then with delimiters and quotes inside."""
    one, two = rng.choice(PRODUCTS).lower(), rng.choice(PRODUCTS).lower()
    plain = f"Menjual {one} dan {two}"
    if index % 40 == 7:
        return f"Menjual {one}; {two}; pesanan", f"Menjual {one}; {two}; pesanan"
    if index % 40 == 17:
        return f'"Menjual ""{one}""; {two}"', f'Menjual "{one}"; {two}'
    if index % 40 == 27:
        return f'"Menjual "{one}" dan {two}"', f'Menjual "{one}" dan {two}'
    if index % 40 == 37:
        return f'Menjual "{one}" dan {two}', f'Menjual "{one}" dan {two}'
    return plain, plain


RECAP_HEADER = (
    "No;Nama Kelompok;Alamat;Desa;Kecamatan;Tenaga Kerja L;Tenaga Kerja P;Jumlah Tenaga Kerja;Keterangan"
)
RECAP_ROWS, RECAP_LINES = 318, 347


def recap(seed: int = 2) -> Twin:
    """A regency's recap of 347 lines: titles, two delimiters, multi-line cells whose quotes are broken."""
    rng = random.Random(seed)
    lines = ["REKAPITULASI KELOMPOK USAHA", "KABUPATEN UMPAMA", "KEADAAN AKHIR TAHUN 2024", "", RECAP_HEADER]
    truth: dict[tuple[str, int], dict[str | int, Any]] = {}
    sums = [0, 0, 0]
    for index in range(RECAP_ROWS):
        written, cells = _recap_row(rng, index)
        lines += written
        truth["rekap", 6 + index] = cells
        sums = [
            a + cells[k] for a, k in zip(sums, ("workers_male", "workers_female", "workers"), strict=True)
        ]
    lines.append(f";JUMLAH;;;;{sums[0]};{sums[1]};{sums[2]};")
    facts = {"lines": len(lines), "total_row": RECAP_ROWS + 5}
    return Twin("regency recap", "rekap.csv", "\n".join(lines).encode(), truth, facts=facts)


def _recap_row(rng: random.Random, index: int) -> Made:
    code, village, district_code, district = rng.choice(known_villages())
    men, women = rng.randrange(2, 30), rng.randrange(1, 30)
    name, note = (
        f"Kelompok {invented(rng)} {invented(rng, 2)}",
        rng.choice(("aktif", "binaan lama", "perlu alat")),
    )
    if index < 190 and index % 53 != 30 and index % 6 == 1:
        note += ", sejak 2019"
    street, where = (
        f"Jl. {rng.choice(STREETS)} {rng.randrange(1, 90)}",
        f"RT {rng.randrange(1, 9)} RW {rng.randrange(1, 9)}",
    )
    broken = index % 14 == 9
    address = f"{street} {where}"
    shown = _broken_cell(index // 14 % 4, street, where) if broken else address
    cells = [str(index + 1), name, shown, village, district, str(men), str(women), str(men + women), note]
    truth: dict[str | int, Any] = {
        "group_name": name,
        "address": address,
        "village": code,
        "district": district_code,
        "workers_male": men,
        "workers_female": women,
        "workers": men + women,
        "note": note,
    }
    return _delimited(cells, index).split("\n"), truth


def _broken_cell(way: int, street: str, where: str) -> str:
    """A line break in a cell: quoted, never closed, never opened, or with quotes of its own inside."""
    return (f'"{street}\n{where}"', f'"{street}\n{where}', f'{street}\n{where}"', f'"{street} "\n{where}"')[
        way
    ]


def _delimited(cells: Sequence[str], index: int) -> str:
    """Semicolons; a second clerk used commas; a third both in one line."""
    if 200 <= index < 270:
        return ",".join(cells)
    if index % 53 == 30:
        return ";".join(cells[:4]) + "," + ",".join(cells[4:])
    return ";".join(cells)


DISTRICT_HEADER = "No,Nama Usaha,Nama Pemilik,Alamat,Desa,Produk,Tenaga Kerja,No HP"
DISTRICT_ROWS, FIRST_COMMA = 277, 161


def district(seed: int = 3) -> Twin:
    """277 rows; from line 163 on some addresses hold unquoted commas; many cells begin with blanks."""
    rng = random.Random(seed)
    made = [_district_row(rng, index) for index in range(DISTRICT_ROWS)]
    lines = [DISTRICT_HEADER, *(",".join(cells) for cells, _ in made)]
    truth = {("kecamatan", number): cells for number, (_, cells) in enumerate(made, start=2)}
    commas = [n for n, (cells, _) in enumerate(made, start=2) if "," in cells[3]]
    return Twin("district CSV", "kecamatan.csv", "\n".join(lines).encode(), truth, facts={"commas": commas})


def _district_row(rng: random.Random, index: int) -> Made:
    code, village, district_code, _ = rng.choice([v for v in known_villages() if v[3] == "Mrebet"])
    comma = index == FIRST_COMMA or (index > FIRST_COMMA and rng.random() < 0.35)
    between = rng.choice((", ", ",", ", Dukuh Umpama, ")) if comma else " "
    address = f"Jl. {rng.choice(STREETS)} {rng.randrange(1, 90)}{between}RT {rng.randrange(1, 9)} RW {rng.randrange(1, 9)}"
    name, owner, product = business(rng), f"{invented(rng)} {invented(rng)}", rng.choice(PRODUCTS)
    workers, (shown, number) = rng.randrange(1, 40), phone(rng)
    cells = [str(index + 1), name, owner, address, village, product, str(workers), shown]
    truth: dict[str | int, Any] = {
        "business_name": name,
        "owner_name": owner,
        "address": address,
        "village": code,
        "district": district_code,
        "product": product,
        "workers": workers,
        "phone": number,
    }
    return list(_blanks(rng, cells)), truth


def _blanks(rng: random.Random, cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        yield " " * rng.choice((0, 0, 1, 2)) + cell if cell is not cells[0] else cell
