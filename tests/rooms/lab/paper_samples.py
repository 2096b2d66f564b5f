"""Data for each template of the laboratory as its first lines document it. Everything is invented."""

from typing import Any

from sentra.base.documents.drawing import qr_svg

HEARD = ["Kelonggaran jarak", "Kelonggaran putaran", "Lama tahanan", "Angin", "Kalibrator"]
BANDS = (
    "25 31,5 40 50 63 80 100 125 160 200 250 315 400 500 630 800 1000 1250 1600 2000 2500 3150 4000 5000 6300 "
    "8000 10000"
).split()
SHARES = (
    "keterulangan|kalibrator|pergeseran alat|tanggapan frekuensi|kelurusan tingkat|jarak|sudut|putaran mesin|"
    "bising latar|cuaca dan tanah|perangkat lunak|pembulatan"
).split("|")
ADDRESS = "https://sentra.example/uji/7Q4K-2M9X-81TZ/"

SAMPLES: dict[str, dict[str, Any]] = {
    "laporan_uji": {
        "replaces": "Laporan ini menggantikan laporan 500.9/003/LHU/IX/2026: nomor rangka kendaraan salah ketik.",
        "accreditation": "Laboratorium penguji terakreditasi, nomor LP-000-IDN (contoh), ruang lingkup: bising statis.",
        "customer": {"name": "Bengkel Knalpot Contoh", "place": "Desa Contoh, Kecamatan Contoh"},
        "request": "LAB-2026-0007 · dibandingkan dengan knalpot asli",
        "sampling": "Contoh dipilih dan diserahkan oleh pelanggan",
        "received": "8 September 2026", "tested": "10 September 2026",
        "site": "Halaman UPT Logam, aspal; pemantul terdekat 8 m",
        "items": [
            {"serial": "LAB-2026-0007-1", "role": "yang diuji", "what": "Knalpot Contoh tipe SP1, tumpukan 26-09, untuk bebek 110 cc; db killer dapat dilepas, terpasang saat diuji", "condition": "baru, utuh"},
            {"serial": "LAB-2026-0007-2", "role": "knalpot asli", "what": "Knalpot bawaan pabrik kendaraan uji", "condition": "bekas pakai, utuh"},
        ],
        "vehicle": {"name": "Sepeda motor Contoh 110 (2021)", "engine": "110 cc, 4 langkah, 1 silinder", "speed": "4.250 rpm (setengah dari 8.500, menurut buku pemilik)", "mark": "rangka …4711"},
        "method": {"label": "Uji statis sepeda motor, UN R41-04", "edition": "UN R41 seri 04, Annex 3 paragraf 2", "purpose": "Nilai acuan knalpot ini, pada kendaraan ini, pada putaran ini. Nilai ini bukan batas dan tidak dapat dibandingkan dengan batas uji jalan.", "unread": HEARD},
        "conditions": [["Suhu, kelembapan, tekanan", "29 °C, 71 %, 1.008 hPa"], ["Angin", "0,4 sampai 1,9 m/detik"], ["Letak mikrofon", "0,50 m, 45°, setinggi 0,35 m"], ["Bising latar", "54,2 dB(A)"]],
        "instruments": [["Rantai ukur Contoh M1", "MX-118", "K-2026-041 (Lab Contoh)", "3 Maret 2027"], ["Kalibrator Contoh C94", "CB-07", "K-2026-042 (Lab Contoh)", "3 Maret 2027"], ["Takometer Contoh", "T-22", "K-2026-050 (Lab Contoh)", "20 Mei 2027"]],
        "results": [
            {"serial": "LAB-2026-0007-1", "role": "yang diuji", "value": "92 dB(A)", "exact": "91,63 dB(A)", "doubt": "± 1,6 dB (k = 2,01; 95 %)", "spread": "0,42 dB", "drift": "0,03 dB"},
            {"serial": "LAB-2026-0007-2", "role": "knalpot asli", "value": "86 dB(A)", "exact": "85,91 dB(A)", "doubt": "± 1,6 dB (k = 2,01; 95 %)", "spread": "0,31 dB", "drift": "0,03 dB"},
        ],
        "runs": [
            {"serial": "LAB-2026-0007-1", "number": "1", "speed": "4.243", "reading": "91,6", "margin": "37,4", "counted": "ya", "why": ""},
            {"serial": "LAB-2026-0007-1", "number": "2", "speed": "4.260", "reading": "94,8", "margin": "40,6", "counted": "tidak", "why": "Rekaman terpotong: 41 kali, rata sampai 18 cuplikan. Kecilkan perekam. (detik 3,42)"},
            {"serial": "LAB-2026-0007-1", "number": "3", "speed": "4.251", "reading": "91,4", "margin": "37,2", "counted": "ya", "why": ""},
            {"serial": "LAB-2026-0007-1", "number": "4", "speed": "4.238", "reading": "91,2", "margin": "37,0", "counted": "ya", "why": ""},
        ],
        "shares_of": "barang LAB-2026-0007-1",
        "shares": [[name, "0,23", "11 %"] for name in SHARES],
        "comparison": {"sentence": "Knalpot LAB-2026-0007-1 lebih bising 5,7 dB ± 0,9 dB (k = 2,05; 95 %) daripada knalpot asli pada kendaraan, letak mikrofon, dan putaran yang sama.", "bands": [{"frequency": f"{band} Hz", "difference": "−4,1", "scatter": "0,3"} for band in BANDS]},
        "decision": {"limit": "Syarat pembeli Contoh Motor: paling tinggi 92 dB(A), uji statis UN R41-04", "rule": "Penerimaan sederhana (ILAC-G8:09/2019 butir 4.2.1)", "outcome": "Memenuhi", "risk": "Kemungkinan nilai sebenarnya tidak melewati batas: 66 %", "reasons": []},
        "no_limit": "Tidak diketahui satu pun batas kebisingan untuk uji statis dalam hukum Indonesia.",
        "external": [{"laboratory": "Balai Uji Contoh", "accreditation": "LP-000-IDN (contoh)", "number": "BUC/26/118", "dated_on": "2 September 2026", "quantity": "bising statis", "value": "91 ± 1,5 dB", "agreement": "selisih 0,6 dB; En = 0,29: sejalan"}],
        "deviations": ["Pemantul terdekat 2,8 m, bukan 3 m."],
        "remarks": ["Hasil berlaku dengan db killer terpasang. Bila dilepas, hasil ini tidak berlaku."],
        "prepared": {"name": "Pramu Contoh", "role": "Teknisi laboratorium"},
        "authorised": {"name": "Brama Contoh", "role": "Kepala Dinas"},
    },
    "label_produk": {
        "office": "Dinas Perindustrian dan Perdagangan", "serial": "LAB-2026-0007-1", "item": "Knalpot Contoh SP1",
        "tested_on": "10 September 2026", "killer": "Db killer harus tetap terpasang", "code": "7Q4K-2M9X-81TZ",
        "address": ADDRESS, "qr": qr_svg(ADDRESS),
    },
}  # fmt: skip
