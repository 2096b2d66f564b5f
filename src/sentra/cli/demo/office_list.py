"""The office's own register book: one row for every business, one sheet for every district.

Untidy as a real one (merged headers, title and numbering rows, many ways to write money and phones)
but true: every worker count and every investment can be read exactly, so the size classes that
follow from it are those of the truth.
"""

import random
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sentra.cli.demo.files import Cell, open_workbook, write_row
from sentra.cli.demo.spelling import Habits, Hand
from sentra.cli.demo.units import Truth, Unit

HEADER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("No", ()),
    ("No. Reg", ()),
    ("Nama Perusahaan", ()),
    ("Nama Pemilik", ()),
    ("Jenis Kelamin", ()),
    ("NIK", ()),
    ("No. KK", ()),
    ("Alamat", ()),
    ("Desa/Kelurahan", ()),
    ("Kecamatan", ()),
    ("No. HP", ()),
    ("NIB", ()),
    ("Cabang Industri", ()),
    ("Jenis Produk", ()),
    ("KBLI", ()),
    ("Tahun Berdiri", ()),
    ("Tenaga Kerja", ("L", "P")),
    ("Nilai Investasi (Rp)", ()),
    ("Kapasitas per Tahun", ()),
    ("Nilai Produksi (Rp)", ()),
    ("Omzet per Tahun (Rp)", ()),
    ("Nilai Ekspor (Rp)", ()),
    ("Nama KUB", ()),
    ("Nama Sentra", ()),
    ("Koordinat", ("Lintang", "Bujur")),
    ("No. Rekening", ()),
    ("Status", ()),
)
WIDTH = sum(max(1, len(parts)) for _, parts in HEADER)
SUMMED = {"L": 16, "P": 17, "investment": 18, "production": 20, "turnover": 21}
BRANCH_TITLES = {
    "knalpot": "Knalpot",
    "logam": "Logam",
    "gula_kelapa": "Gula Kelapa",
    "nanas": "Olahan Nanas",
    "batik": "Batik",
    "sapu": "Sapu Glagah",
    "rambut": "Rambut dan Bulu Mata",
    "kayu": "Kayu",
    "bambu": "Bambu",
    "tempe_tahu": "Tempe Tahu",
    "makanan": "Makanan",
    "minuman": "Minuman",
    "konveksi": "Konveksi",
    "genteng_bata": "Genteng dan Bata",
    "kerajinan": "Kerajinan",
    "lainnya": "Lainnya",
}
STATUS_WORDS = {"active": "Aktif", "dormant": "Berhenti Sementara", "closed": "Tutup"}
HABITS = Habits(phone=0.9, nik=0.9, business=0.97, product=1.0, titles=0.07)
TITLES = (
    "DATA SINTETIS / CONTOH - bukan data orang atau usaha nyata",
    "BUKU INDUK INDUSTRI KECIL DAN MENENGAH TAHUN 2025",
)


def write_office_list(truth: Truth, path: Path, rng: random.Random) -> list[int]:
    """Write the workbook; the answer is the unit id of every data row, in file order."""
    book = open_workbook(path)
    bold = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"})
    hand = Hand(rng, HABITS)
    written: list[int] = []
    for district, members in groupby(truth.units, key=truth.district):
        units = list(members)
        _write_sheet(
            book.add_worksheet(district), district, [_row(truth, u, hand) for u in units], units, bold
        )
        written += [unit.id for unit in units]
    book.close()
    return written


def _write_sheet(
    sheet: Any, district: str, rows: Sequence[list[Cell]], units: Sequence[Unit], bold: Any
) -> None:
    for at, title in enumerate((*TITLES, f"KECAMATAN : {district.upper()}")):
        sheet.write_string(at, 0, title)
    _write_header(sheet, 4, bold)
    write_row(sheet, 6, range(1, WIDTH + 1), bold)
    for number, row in enumerate(rows, start=1):
        write_row(sheet, 6 + number, [number, *row])
    write_row(sheet, 7 + len(rows), _total_row(units), bold)
    sheet.freeze_panes(7, 4)


def _write_header(sheet: Any, at: int, bold: Any) -> None:
    column = 0
    for title, parts in HEADER:
        if parts:
            sheet.merge_range(at, column, at, column + len(parts) - 1, title, bold)
            for offset, part in enumerate(parts):
                sheet.write_string(at + 1, column + offset, part, bold)
        else:
            sheet.merge_range(at, column, at + 1, column, title, bold)
        column += max(1, len(parts))


def _row(truth: Truth, unit: Unit, hand: Hand) -> list[Cell]:
    """All columns after "No"."""
    now, site, owner = unit.now, unit.site, unit.owner
    pinned = hand.chance(0.3)
    return [
        unit.register_no,
        hand.business(unit.business, unit.form),
        hand.person(owner.name, owner.sex),
        owner.sex,
        hand.nik(owner.nik),
        owner.kk if hand.chance(0.55) else None,
        _address(unit, hand),
        hand.village(truth.village(unit), urban=site.village_code[9] == "1"),
        hand.cased(truth.district(unit)),
        hand.phone(owner.phone),
        unit.nib,
        BRANCH_TITLES[unit.branch],
        hand.product(unit.product),
        unit.kbli,
        unit.founded,
        None if now.workers_m is None else hand.people(now.workers_m),
        None if now.workers_f is None else hand.people(now.workers_f),
        None if now.investment_idr is None else hand.money(now.investment_idr),
        f"{now.capacity} {unit.capacity_unit}",
        hand.money(now.production_idr),
        hand.money(now.turnover_idr),
        hand.money(now.export_idr) if now.export_idr else None,
        truth.groups[unit.group - 1].name if unit.group else None,
        truth.clusters[unit.cluster - 1].name if unit.cluster else None,
        site.latitude if pinned else None,
        site.longitude if pinned else None,
        owner.bank_account,
        STATUS_WORDS[unit.status],
    ]


def _address(unit: Unit, hand: Hand) -> str:
    site = unit.site
    where = hand.rt_rw(site.rt, site.rw, bare=False)
    if hand.chance(0.6):
        where = f"{hand.rng.choice(('Dk. ', 'Dsn. ', 'Dusun ', 'Dukuh '))}{site.hamlet} {where}"
    return hand.cased(where)


def _total_row(units: Sequence[Unit]) -> list[Cell]:
    row: list[Cell] = [None] * WIDTH
    row[0] = "JUMLAH"
    row[SUMMED["L"]] = sum(unit.now.workers_m or 0 for unit in units)
    row[SUMMED["P"]] = sum(unit.now.workers_f or 0 for unit in units)
    row[SUMMED["investment"]] = sum(unit.now.investment_idr or 0 for unit in units)
    row[SUMMED["production"]] = sum(unit.now.production_idr for unit in units)
    row[SUMMED["turnover"]] = sum(unit.now.turnover_idr for unit in units)
    return row
