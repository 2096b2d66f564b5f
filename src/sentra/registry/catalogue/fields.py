"""The values a list may carry, and the header words with which offices write them.

The words come from the lists studied in the design papers; an office's own word is learnt as a
saved mapping of its source, not added here.
"""

import re

from django.utils.translation import gettext_noop as _

from sentra.engines.sheets import PERSONAL, Field


def _words(listed: str) -> tuple[str, ...]:
    """The header words of a field, written with commas between."""
    return tuple(listed.split(", "))


FIELDS: tuple[Field, ...] = (
    Field(
        "registration_no",
        "identifier",
        ("no reg", "no registrasi", "nomor registrasi", "no induk", "kode ikm", "id ikm", "nomor induk"),
        _("Nomor registrasi"),
    ),
    Field(
        "business_name",
        "name",
        _words(
            "nama usaha, nama perusahaan, nama ikm, nama industri, nama unit usaha, business, company, "
            "company name, usaha, merek usaha, nama badan usaha, perusahaan, nama umkm, nama toko, "
            "nama irtp, nama merek, merek dagang, nama brand, merk usaha, nama produsen, nama kios"
        ),
        _("Nama usaha"),
    ),
    Field(
        "owner_name",
        "name",
        _words(
            "nama pemilik, owner, contact name, pemilik, nama pengusaha, nama pelaku usaha, "
            "pelaku usaha, penanggung jawab, nama lengkap, nama pimpinan, pimpinan, nama kontak, "
            "nama penerima, nama perajin, perajin, nama debitur, debitur, nama peserta, peserta, "
            "nama anggota, nama pengelola, pengelola, nama responden, nama penanggung jawab, "
            "nama ketua, nama direktur, nama sesuai ktp, pengusaha, nama pemohon, nama kepala keluarga, contact person, narahubung, nama"
        ),
        _("Nama pemilik"),
    ),
    Field("sex", "sex", ("jenis kelamin", "jk", "l/p", "kelamin", "gender"), _("Jenis kelamin")),
    Field(
        "nik",
        "nik",
        _words(
            "nik, nomor identitas user, no nik ktp, nik ktp, no ktp, nomor ktp, no nik, "
            "nomor induk kependudukan, ktp"
        ),
        _("NIK"),
    ),
    Field("kk", "kk", ("no kk", "nomor kk", "kk", "kartu keluarga", "no kartu keluarga"), _("Nomor KK")),
    Field("npwp", "npwp", ("npwp", "no npwp", "nomor npwp"), _("NPWP")),
    Field("nib", "nib", ("nib", "no nib", "nomor induk berusaha", "nomor nib", "legalitas nib"), _("NIB")),
    Field(
        "siinas",
        "identifier",
        ("siinas", "akun siinas", "no siinas", "nomor siinas", "id siinas"),
        _("Akun SIINas"),
    ),
    Field(
        "phone",
        "phone",
        _words(
            "no hp, hp, telepon, no telp, telp, no telepon, nomor hp, wa, no wa, whatsapp, "
            "nomor telepon, kontak, handphone, no hp/wa, nomor hp/wa, telp/hp, no telp/hp, telepon/hp, "
            "nomor telp, nomor wa, no kontak, contact person"
        ),
        _("Telepon"),
    ),
    Field(
        "bank_account",
        "bank_account",
        ("no rekening", "rekening", "nomor rekening", "norek", "no rek"),
        _("Nomor rekening"),
    ),
    Field(
        "address",
        "address",
        _words(
            "alamat, alamat usaha, alamat lengkap, alamat perusahaan, lokasi, alamat pemilik, "
            "alamat tempat usaha, alamat rumah, alamat produksi, jalan"
        ),
        _("Alamat"),
    ),
    Field("hamlet", "text", ("dusun", "dukuh", "dusun/rt/rw", "lingkungan"), _("Dusun")),
    Field("rt", "text", ("rt",), _("RT")),
    Field("rw", "text", ("rw",), _("RW")),
    Field(
        "village",
        "village",
        _words(
            "desa, kelurahan, desa/kelurahan, desa/kel, kel/desa, nama desa, kel, kelurahan/desa, "
            "desa kelurahan, nama desa kelurahan, desa kel, kelurahan desa"
        ),
        _("Desa"),
    ),
    Field(
        "district",
        "district",
        ("kecamatan", "kec", "nama kecamatan"),
        _("Kecamatan"),
    ),
    Field("latitude", "latitude", ("latitude", "lat", "lintang", "koordinat y", "y"), _("Lintang")),
    Field(
        "longitude", "longitude", ("longitude", "long", "lon", "lng", "bujur", "koordinat x", "x"), _("Bujur")
    ),
    Field(
        "product",
        "text",
        _words(
            "produk, jenis produk, nama produk, komoditi, komoditas, hasil produksi, jenis usaha, "
            "produk utama, barang jadi, hasil produk, hasil prod, jenis produksi, jenis pangan, "
            "jenis kerajinan, jenis makanan, jenis olahan, nama barang, jenis komoditi, nama pangan, "
            "jenis barang, produk yang dihasilkan, jenis dagangan, komoditas utama, hasil kerajinan"
        ),
        _("Produk"),
    ),
    Field(
        "branch",
        "text",
        _words(
            "cabang industri, kelompok industri, sektor, sub sektor, jenis industri, cabang, "
            "bidang usaha, bidang, kategori, sentra"
        ),
        _("Cabang industri"),
    ),
    Field("kbli", "kbli", ("kbli", "kode kbli", "no kbli", "kbli 2020", "kode klu"), _("KBLI")),
    Field(
        "workers",
        "workers",
        _words(
            "tenaga kerja, jumlah tenaga kerja, t kerja, tng kerja, employees, number of employees, "
            "tk, jml tk, jumlah tk, naker, pekerja, jumlah pekerja, karyawan, jumlah karyawan, "
            "tenaga kerja jumlah, tenaga kerja jml, jml naker, tki, jumlah tki, jumlah naker, "
            "jumlah pegawai, pegawai, jumlah tenaga, banyaknya tenaga kerja"
        ),
        _("Tenaga kerja"),
    ),
    Field(
        "workers_male",
        "count",
        _words(
            "tenaga kerja l, tenaga kerja laki laki, tk l, tk laki laki, tenaga kerja pria, "
            "pekerja laki laki, naker l, jumlah naker l, laki laki, pria"
        ),
        _("Tenaga kerja laki-laki"),
    ),
    Field(
        "workers_female",
        "count",
        _words(
            "tenaga kerja p, tenaga kerja perempuan, tk p, tk perempuan, tenaga kerja wanita, "
            "pekerja perempuan, naker p, jumlah naker p, perempuan, wanita"
        ),
        _("Tenaga kerja perempuan"),
    ),
    Field(
        "investment_idr",
        "money",
        _words(
            "investasi, nilai investasi, n investasi, investment, capital, modal, modal usaha, "
            "nilai inventasi, modal investasi, jumlah investasi, aset, aset usaha, nilai aset, "
            "jumlah aset, total aset, modal awal, jumlah modal, investasi tanpa tanah dan bangunan"
        ),
        _("Nilai investasi"),
    ),
    Field(
        "turnover_idr",
        "money",
        _words(
            "omzet, revenue, annual revenue, omset, omzet per tahun, omset per tahun, omset/tahun, "
            "nilai penjualan, penjualan per tahun, hasil penjualan, omzet tahunan, penghasilan, "
            "pendapatan, pendapatan usaha, hasil usaha"
        ),
        _("Omzet setahun"),
        yearly=True,
    ),
    Field(
        "production_value_idr",
        "money",
        ("nilai produksi", "nilai produksi per tahun", "nilai produksi rp", "n produksi"),
        _("Nilai produksi"),
        yearly=True,
    ),
    Field(
        "export_value_idr",
        "money",
        ("nilai ekspor", "ekspor", "ekspor per tahun"),
        _("Nilai ekspor"),
        yearly=True,
    ),
    Field(
        "capacity",
        "quantity",
        _words(
            "kapasitas, kapasitas produksi, kapasitas per tahun, kapasitas per bulan, volume produksi, "
            "jumlah produksi, produksi per bulan"
        ),
        _("Kapasitas"),
    ),
    Field(
        "founded_year",
        "year",
        _words(
            "tahun berdiri, thn berdiri, mulai usaha, tahun mulai, tanggal berdiri, berdiri sejak, berdiri, "
            "tahun usaha dimulai, mulai produksi, mulai operasi, mulai beroperasi, year established, established"
        ),
        _("Tahun berdiri"),
    ),
    Field(
        "observed_on",
        "date",
        _words(
            "tanggal pendataan, tgl data, tanggal, tgl pendataan, tanggal survei, tgl input, "
            "timestamp, stempel waktu"
        ),
        _("Tanggal pendataan"),
    ),
    Field("observed_year", "year", ("tahun data", "tahun", "tahun pendataan", "thn"), _("Tahun data")),
    Field(
        "group_name",
        "name",
        ("kub", "nama kub", "kelompok", "nama kelompok", "kelompok usaha", "nama kelompok usaha bersama"),
        _("Kelompok usaha"),
    ),
    Field("cluster", "name", ("sentra ikm", "nama sentra", "sentra industri"), _("Sentra")),
    Field(
        "status", "status", ("status", "status usaha", "keadaan", "kondisi usaha", "aktif/tidak"), _("Status")
    ),
    Field(
        "equipment",
        "text",
        ("peralatan", "mesin", "mesin/peralatan", "alat produksi", "mesin peralatan"),
        _("Peralatan"),
    ),
    Field("note", "text", ("keterangan", "ket", "catatan"), _("Keterangan")),
)

BY_KEY = {field.key: field for field in FIELDS}
PERSONAL_KEYS = frozenset(field.key for field in FIELDS if field.kind in PERSONAL)
# Words that tell of the owner and go with them when they ask to be forgotten.
PERSON_TEXTS = frozenset(
    {"owner_name", "sex", "address", "hamlet", "rt", "rw", "note", "latitude", "longitude"}
)
LABELS = {field.key: field.label for field in FIELDS} | {"branch_key": _("Cabang")}
MORE_PHONES = re.compile(r"phone_\d+")  # a cell, and a list, may hold several numbers
STATUS_WORDS = {
    "aktif": "active",
    "libur": "idle",
    "tutup": "closed",
}  # as the reader says it: as the register stores it
MONEY_KEYS = frozenset(field.key for field in FIELDS if field.kind == "money")
DATED = frozenset({"observed_year", "observed_on"})  # what the figures below are of
OBSERVED_KEYS = (
    "workers", "workers_male", "workers_female", "investment_idr", "turnover_idr",
    "production_value_idr", "export_value_idr", "capacity",
)  # fmt: skip
