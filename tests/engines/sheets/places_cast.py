"""A few real places of Purbalingga and a vocabulary, for the tests of places, mapping and rows."""

from dataclasses import replace

from sentra.engines.sheets import Column, Field, Gazetteer, Grid, Layout, Places, Village

_DISTRICTS = {
    "33.03.01": "Kemangkon",
    "33.03.05": "Purbalingga",
    "33.03.06": "Kalimanah",
    "33.03.07": "Kutasari",
    "33.03.08": "Mrebet",
    "33.03.09": "Bobotsari",
    "33.03.10": "Karangreja",
    "33.03.11": "Karanganyar",
    "33.03.12": "Karangmoncol",
    "33.03.14": "Bojongsari",
    "33.03.18": "Kertanegara",
}
_VILLAGES = """
33.03.01.2001 Kedungbenda
33.03.01.2003 Pelumutan
33.03.05.1001 Bojong
33.03.05.1005 Bancar
33.03.05.1008 Purbalingga Kidul
33.03.05.1011 Purbalingga Lor
33.03.06.2005 Karangsari
33.03.06.2006 Kalimanah Kulon
33.03.06.2009 Kalimanah Wetan
33.03.06.2010 Grecol
33.03.07.2005 Kutasari
33.03.07.2007 Karangreja
33.03.08.2010 Mrebet
33.03.08.2011 Bojong
33.03.08.2013 Serayu Larangan
33.03.09.2006 Bobotsari
33.03.09.2014 Palumbungan
33.03.09.2016 Palumbungan Wetan
33.03.10.2004 Tlahab Lor
33.03.10.2005 Tlahab Kidul
33.03.10.2006 Karangreja
33.03.11.2010 Karanganyar
33.03.12.2001 Karangsari
33.03.12.2009 Tunjungmuli
33.03.14.2008 Karangbanjar
33.03.18.2011 Mergasana
"""
GAZETTEER = Gazetteer(
    _DISTRICTS,
    tuple(
        Village(code, name, code[:8])
        for code, _, name in (line.partition(" ") for line in _VILLAGES.strip().splitlines())
    ),
    {"tlahab krajan": "33.03.10.2004", "gone": "33.03.99.2001"},
)
PLACES = Places(GAZETTEER)


def _field(key: str, kind: str, words: str, label: str, *, required: bool = False) -> Field:
    return Field(key, kind, tuple(words.split("|")), label, required)  # type: ignore[arg-type]


VOCABULARY = (
    _field("business_name", "name", "nama usaha|nama perusahaan|nama ikm", "Nama usaha", required=True),
    _field("owner_name", "name", "nama pemilik|nama|pemilik|nama pelaku usaha", "Nama pemilik"),
    _field("sex", "sex", "jenis kelamin|l/p|jk", "Jenis kelamin"),
    _field("nik", "nik", "nik|no ktp", "NIK"),
    _field("kk", "kk", "no kk|nomor kartu keluarga", "KK"),
    _field("npwp", "npwp", "npwp", "NPWP"),
    _field("nib", "nib", "nib|nomor induk berusaha", "NIB"),
    _field("bank_account", "bank_account", "no rekening", "Rekening"),
    _field("phone", "phone", "no hp|hp|telp|no telp|no wa", "Nomor HP"),
    _field("address", "address", "alamat|alamat usaha", "Alamat"),
    _field("hamlet", "text", "dusun", "Dusun"),
    _field("village", "village", "desa|desa/kelurahan|kelurahan", "Desa"),
    _field("district", "district", "kecamatan|kec", "Kecamatan"),
    _field("latitude", "latitude", "lintang|latitude", "Lintang"),
    _field("longitude", "longitude", "bujur|longitude", "Bujur"),
    _field("product", "text", "produk|jenis produk", "Produk"),
    _field("kbli", "kbli", "kbli", "KBLI"),
    _field("workers", "workers", "tenaga kerja|jumlah tenaga kerja", "Tenaga kerja"),
    _field("workers_male", "count", "tenaga kerja l|tk l", "Tenaga kerja laki-laki"),
    _field("workers_female", "count", "tenaga kerja p|tk p", "Tenaga kerja perempuan"),
    _field("investment_idr", "money", "investasi|nilai investasi|modal", "Investasi"),
    _field("capacity", "quantity", "kapasitas", "Kapasitas"),
    _field("observed_on", "date", "tanggal|tanggal pendataan", "Tanggal"),
    _field("status", "status", "status", "Status"),
    _field("note", "text", "keterangan", "Keterangan"),
)

WITHOUT_DUTIES = tuple(replace(field, required=False) for field in VOCABULARY)


def laid_out(rows, *fields, header_rows=1, skipped=(), headers=None):
    """A sheet whose columns are already known: `fields` in column order, None for one that is not wanted."""
    titles = headers or [f or "lain" for f in fields]
    columns = tuple(
        Column(i, titles[i], f, 1.0, "judul" if f != "no" else "nomor urut") for i, f in enumerate(fields)
    )
    grid = Grid("Data", [list(titles), *[list(r) for r in rows]])
    return grid, Layout("Data", tuple(range(header_rows)), header_rows, columns, tuple(skipped))
