"""Data for each template as its first lines document it. Everything is invented."""

from typing import Any

SIGNATURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<path d="M20 70 C50 10 70 10 80 60 S120 90 150 40 S220 30 270 60" fill="none" stroke="#123" '
    'stroke-width="4"/></svg>'
)
HASH = "9f2c4d1b8a7e6053c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e"
OFFICE = {"name": "Kepala Dinas Contoh", "role": "Kepala Dinas", "office": "Dinas Perindustrian Contoh"}
OWNER = {
    "name": "Tumini Contoh",
    "role": "pemilik",
    "business": "UD Gula Contoh",
    "address": "Desa Contoh RT 02 RW 01, Kecamatan Contoh",
    "registration": "gula-2026-0012",
}
ITEMS = [
    {"kind": "Wajan gula 80 cm", "specification": "baja 3 mm", "quantity": "2 unit", "serial": "", "value": "Rp 1.700.000"},
    {"kind": "Oven gula semut", "specification": "10 rak, gas", "quantity": "1 unit", "serial": "OV-26-0117", "value": "Rp 4.500.000"},
]  # fmt: skip
DECREE = "SK 500.9/001/SK/IX/2026 tanggal 1 September 2026"
ROUND = "Alat gula semut 2026"


def rows(count: int) -> list[dict[str, str]]:
    return [
        {
            "number": f"gula-2026-{at:04}",
            "receiver": f"Penerima {at}",
            "business": f"UD Contoh {at}",
            "owner": f"Penerima {at}",
            "place": f"Desa {at % 15}, Kecamatan {at % 13}",
            "goods": "2 Wajan gula 80 cm · 1 Oven gula semut",
            "package": "Paket gula semut",
            "fund": "APBD kabupaten",
            "value": "Rp 6.200.000",
            "handed_on": "10 September 2026",
            "bast": f"500.9/{at:03}/BAST/IX/2026",
            "signature": SIGNATURE if at % 3 else "",
        }
        for at in range(1, count + 1)
    ]


SAMPLES: dict[str, dict[str, Any]] = {
    "bast": {
        "weekday": "Kamis", "handed_on": "10 September 2026", "place": "Balai Desa Contoh",
        "round": ROUND, "fund": "APBD kabupaten", "package": "Paket gula semut", "decree": DECREE,
        "agreement": "Pakta integritas 500.9/012/PI/IX/2026 tanggal 3 September 2026",
        "giver": OFFICE, "receiver": OWNER, "business": "UD Gula Contoh", "registration": "gula-2026-0012",
        "village": "Desa Contoh", "district": "Contoh", "items": ITEMS, "total": "Rp 6.200.000",
        "photo": SIGNATURE, "signature": SIGNATURE, "photo_hash": HASH,
    },
    "bast_bersama": {
        "round": ROUND, "fund": "APBD kabupaten, APBD provinsi", "period": "10 – 14 September 2026",
        "place": "15 desa", "decree": DECREE, "count": "40 penerima", "items_count": "120 unit",
        "total": "Rp 248.000.000", "waiting": "2 penerima belum menerima barang.", "giver": OFFICE,
        "rows": rows(40),
    },
    "nphd": {
        "weekday": "Kamis", "agreed_on": "3 September 2026", "place": "Purbalingga", "first": OFFICE,
        "second": OWNER, "registration": "gula-2026-0012", "round": ROUND, "programme": "Program sarana IKM",
        "year": "2026", "purpose": "menaikkan mutu gula semut", "instrument": "Permendagri 32/2011",
        "decree": DECREE, "fund": "APBD kabupaten", "budget_line": "5.1.05.05", "package": "Paket gula semut",
        "items": ITEMS, "total": "Rp 6.200.000", "duties": ["Mengikuti pelatihan higiene."],
        "signature": SIGNATURE,
    },
    "pakta": {
        "place": "Purbalingga", "signed_on": "3 September 2026", "signer": OWNER,
        "business": "UD Gula Contoh", "address": OWNER["address"], "registration": "gula-2026-0012",
        "round": ROUND, "decree": DECREE, "package": "Paket gula semut", "value": "Rp 6.200.000",
        "fund": "APBD kabupaten", "statements": [], "signature": "",
    },
    "sk": {
        "authority": "Kepala Dinas Perindustrian Contoh", "about": "Penetapan Penerima Bantuan Alat Gula Semut",
        "considering": [], "recalling": ["Permendagri 77/2020;", "Perda APBD Contoh 2026;"], "decisions": [],
        "round": ROUND, "programme": "Program sarana IKM", "year": "2026",
        "instrument": "Permendagri 77/2020, Lampiran",
        "minutes": "berita acara 500.9/001/BA/VIII/2026 tanggal 20 Agustus 2026",
        "decreed_on": "1 September 2026", "place": "Purbalingga", "signer": OFFICE, "count": "40 penerima",
        "total": "Rp 248.000.000", "total_words": "dua ratus empat puluh delapan juta rupiah",
        "funds": [{"title": "APBD kabupaten", "count": "25", "value": "Rp 155.000.000"},
                  {"title": "APBD provinsi", "count": "15", "value": "Rp 93.000.000"}],
        "rows": rows(40), "copies": ["Inspektorat", "BPKAD"],
    },
    "berita_acara": {
        "frozen_on": "20 Agustus 2026", "place": "Purbalingga", "round": ROUND,
        "programme": "Program sarana IKM", "year": "2026",
        "counts": [["Usulan diterima", "60"], ["Ditolak", "12"], ["Ditarik", "3"], ["Ikut diputus", "45"]],
        "goals": ["penerima terbanyak", "nilai tertinggi"], "rules": ["Industri kecil", "Usaha aktif"],
        "weights": [["Kesiapan menurut kunjungan", "40"], ["Pekerjaan yang ditopang", "20"]],
        "quotas": ["paling sedikit 2 di tiap kecamatan (musrenbang)"],
        "funds": [["APBD kabupaten", "Rp 160.000.000"], ["APBD provinsi", "Rp 100.000.000"]],
        "packages": [["Paket gula semut", "Rp 6.200.000", "40"]],
        "left_out": [["gula-2026-0007", "Sudah menerima bantuan pada Maret 2025."]], "input_hash": HASH,
        "commitment": HASH, "lottery_source": "angka penutupan IHSG", "lottery_on": "24 Agustus 2026",
        "members": [{"name": "Anggota Satu", "role": "ketua", "recused": ""},
                    {"name": "Anggota Dua", "role": "anggota", "recused": "gula-2026-0031"}],
        "chair": OFFICE, "entries": [[f"gula-2026-{at:04}", "78,4", "Paket gula semut"] for at in range(1, 46)],
    },
    "alasan": {
        "owner": "Tumini Contoh", "business": "UD Gula Contoh", "place": "Desa Contoh, Kecamatan Contoh",
        "registration": "gula-2026-0012", "round": ROUND, "decided_on": "25 Agustus 2026",
        "outcome": "Daftar tunggu", "tone": "warn",
        "summary": "Usulan Anda memenuhi syarat, tetapi dananya habis sebelum urutan Anda.",
        "parts": [{"label": "Kesiapan menurut kunjungan", "points": 80, "weight": 40, "explains": "rata-rata jawaban lembar kunjungan"},
                  {"label": "Belum pernah dibantu", "points": 100, "weight": 15, "explains": "100 bila belum pernah menerima"}],
        "score": "78,4", "place_in_pool": "Urutan 12 dari 40 pemohon di kecamatan Anda.",
        "cut_off": "Nilai terendah yang terpilih: 80,1.",
        "reasons": ["Pagu APBD kabupaten habis untuk usulan yang didahulukan."],
        "changes": ["Tambahan dana Rp 6.200.000.", "Nilai 80,2 atau lebih."],
        "next": "Bila ada yang mengundurkan diri, daftar tunggu naik menurut urutan.",
        "ask": "Dinas Perindustrian Contoh, loket layanan.", "objections": "Keberatan dapat disampaikan sampai 8 September 2026.",
    },
    "pemantauan": {
        "round": ROUND, "months": "3 bulan", "due_on": "10 Desember 2026", "handed_on": "10 September 2026",
        "seen_on": "", "receiver": "Tumini Contoh", "business": "UD Gula Contoh", "address": OWNER["address"],
        "registration": "gula-2026-0012", "bast": "500.9/012/BAST/IX/2026",
        "items": [item | {"condition": "working" if at else ""} for at, item in enumerate(ITEMS)],
        "conditions": [["working", "Dipakai"], ["idle", "Menganggur"], ["broken", "Rusak"], ["missing", "Tidak ada"]],
        "questions": ["Berapa hari alat dipakai dalam sebulan?"], "note": "", "photo": "",
    },
    "pengalihan": {
        "weekday": "Senin", "moved_on": "14 Desember 2026", "place": "Desa Contoh", "round": ROUND,
        "reason": "Alat menganggur sejak usaha berhenti.", "decree": DECREE, "bast": "500.9/012/BAST/IX/2026",
        "giver": OWNER, "receiver": OWNER | {"name": "Slamet Contoh", "business": "UD Nira Contoh"},
        "items": ITEMS, "total": "Rp 6.200.000", "condition": "baik", "office": OFFICE,
    },
}  # fmt: skip
