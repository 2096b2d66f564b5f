"""Nothing is half-read: each refusal is one sentence that says where and what to do."""

import io
import random
import zipfile

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import PasswordError

from sentra.engines.sheets import Unreadable, read

DAMAGED = (
    "Berkas ini rusak atau terpotong sehingga tidak dapat dibuka. "
    "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu unggah lagi."
)
LOCKED = (
    "Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya "
    "(Berkas > Info > Proteksi Buku Kerja), simpan, lalu unggah lagi."
)
BINARY = "Isi berkas ini bukan teks dan bukan lembar kerja yang dikenal. Simpan sebagai .xlsx atau .csv."
EMPTY = "Berkas ini kosong: tidak ada satu baris pun yang berisi."
WORD = "Berkas ini dokumen Word, bukan lembar kerja. Salin tabelnya ke Excel dan simpan sebagai .xlsx."
IMAGE = "Berkas ini gambar. Ketik atau salin isinya ke lembar kerja, lalu simpan sebagai .xlsx."
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(data, filename="daftar.csv"):
    with pytest.raises(Unreadable) as caught:
        read(data, filename)
    return caught.value


def workbook(columns=3, rows=3, far=None):
    target = io.BytesIO()
    book = Workbook()
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            book.active.cell(row, column, f"isi {row} {column}")
    if far:
        book.active[far] = 1
    book.save(target)
    return target.getvalue()


def packed(members, **entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **entries}.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_truncated_xlsx_is_refused(share):
    data = workbook()

    assert refusal(data[: int(len(data) * share)], "a.xlsx").sentence == DAMAGED


def test_a_truncated_xls_is_refused():
    book = xlwt.Workbook()
    book.add_sheet("Data").write(0, 0, "x" * 5000)
    target = io.BytesIO()
    book.save(target)

    assert refusal(target.getvalue()[:3000], "a.xls").sentence == DAMAGED


def test_a_workbook_with_one_changed_byte_in_a_sheet_is_refused():
    data = bytearray(workbook(columns=30, rows=60))
    where = data.find(b"xl/worksheets/sheet1.xml") + 300
    data[where] ^= 0xFF

    assert refusal(bytes(data), "a.xlsx").sentence == DAMAGED


def test_password_protected_workbooks_are_refused_with_what_to_do():
    ole = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    ods = packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": "x"})

    assert [refusal(ole, "a.xlsx").sentence, refusal(ods, "a.ods").sentence] == [LOCKED, LOCKED]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(500), WORD),
        (packed({"[Content_Types].xml": "x", "word/document.xml": "x"}), WORD),
        (
            packed({"ppt/presentation.xml": "x"}),
            "Berkas ini presentasi, bukan lembar kerja. Salin tabelnya ke Excel dan simpan sebagai .xlsx.",
        ),
        (
            packed({"a.xlsx": b"x"}),
            "Berkas ini arsip zip. Ekstrak dulu, lalu unggah lembar kerja di dalamnya satu per satu.",
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3",
            (
                "Berkas ini PDF. Tabel di PDF tidak dapat dibaca dengan pasti: mintalah berkas Excel aslinya, atau "
                "di Excel pilih Data > Dapatkan Data > Dari PDF, periksa hasilnya, lalu simpan sebagai .xlsx."
            ),
        ),
        (b"\x89PNG\r\n\x1a\n", IMAGE),
        (b"\xff\xd8\xff\xe0", IMAGE),
        (rb"{\rtf1 x}", "Berkas ini dokumen teks (RTF). Salin tabelnya ke Excel dan simpan sebagai .xlsx."),
        (
            b"SQLite format 3\x00" + bytes(100),
            "Berkas ini basis data. Ekspor tabelnya sebagai .csv atau sebagai perintah INSERT (.sql).",
        ),
        (
            b"<html><body>Tidak ada data</body></html>",
            "Halaman HTML ini tidak memuat tabel. Simpan ulang halaman yang berisi daftarnya.",
        ),
        (
            b'<?xml version="1.0"?><daftar><usaha>UD Maju</usaha></daftar>',
            (
                "Berkas ini lembar kerja XML lama atau XML lain. Buka di Excel atau LibreOffice dan simpan sebagai "
                ".xlsx."
            ),
        ),
    ],
)
def test_what_is_not_a_list_is_refused_with_how_to_convert_it(data, sentence):
    assert refusal(data).sentence == sentence


def test_a_page_whose_only_table_is_in_a_comment_or_blank_is_refused():
    assert refusal(b"<!-- <table> -->").sentence.endswith("Simpan ulang halaman yang berisi daftarnya.")
    assert refusal(b"<table><tr><td> </td></tr></table>").sentence == EMPTY


def test_a_mail_archive_and_a_returned_workbook_with_remarks_only_are_refused():
    assert refusal(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx").sentence == BINARY
    assert refusal(b"Keterangan Sentra\nDITOLAK: x\n").sentence == EMPTY


def test_a_file_beyond_a_hundred_megabytes_is_refused():
    assert refusal(b"x" * 101_000_000).sentence == "Berkas ini 101 MB; paling besar 100 MB."


def test_a_locked_zip_and_a_binary_sheet_cut_off_are_refused():
    locked = bytearray(packed({"xl/workbook.xml": "x"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + flags] |= 1
    endless = packed({"xl/workbook.bin": "x", "xl/worksheets/sheet1.bin": b"\x80\x80\x80\x80\x80\x80"})
    cut = packed({"xl/workbook.bin": "x", "xl/worksheets/sheet1.bin": b"\x80"})
    far = packed(
        {
            "xl/workbook.bin": "x",
            "xl/worksheets/a.bin": b"\x00\x04" + b"\xff\xff\xff\x00" + b"\x05\x04" + b"\x00\x00\x00\x00",
        }
    )

    assert refusal(bytes(locked)).sentence == LOCKED
    assert [refusal(cut).sentence, refusal(endless).sentence] == [DAMAGED, DAMAGED]
    assert refusal(far).row == 0x1000000


@pytest.mark.parametrize(
    ("name", "base", "sentence"),
    [("PasswordError", PasswordError, LOCKED), ("PanicException", BaseException, DAMAGED)],
)
def test_whatever_the_reader_of_workbooks_raises_becomes_a_refusal(monkeypatch, name, base, sentence):
    def failing(_data):
        raise type(name, (base,), {})

    monkeypatch.setattr(
        "sentra.engines.sheets.spreadsheet.CalamineWorkbook.from_filelike", failing, raising=False
    )

    assert refusal(workbook(), "a.xlsx").sentence == sentence


def test_a_stop_from_the_keyboard_is_not_swallowed(monkeypatch):
    def stopping(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sentra.engines.sheets.spreadsheet._grid", stopping)

    with pytest.raises(KeyboardInterrupt):
        read(workbook(), "a.xlsx")


def test_too_many_lines_and_too_many_guesses_are_refused():
    assert refusal(b"a;b\n" * 400_001).row == 400_002
    lines = [f"{n},UD Contoh,Jl. Mawar No {n} RT {n % 9},Bojong,{n}" for n in range(40)]
    lines[::3] = [line.replace(" RT", ", RT") for line in lines[::3]]

    assert refusal("\n".join(lines).encode()).sentence == (
        "14 dari 40 baris harus ditebak batas kolomnya. Ekspor ulang dengan tanda kutip di sekeliling teks, "
        "atau simpan sebagai .xlsx."
    )


def test_a_binary_named_csv_is_refused():
    noise = bytes(b for b in random.Random(1).randbytes(6000) if b)

    assert refusal(noise).sentence == BINARY


def test_a_nul_byte_is_refused_with_its_line():
    found = refusal(b"nama,desa\nUD,Bojong\nC\x00V,Bojong\n")

    assert found.row == 3
    assert found.sentence == (
        "Baris 3 memuat byte NUL, jadi berkas ini bukan teks yang utuh. Ekspor ulang dari aplikasi asalnya."
    )


def test_a_single_line_of_ten_megabytes_is_refused():
    found = refusal(b"nama,desa\n" + b"x" * 10_485_760)

    assert found.row == 2
    assert found.sentence == (
        "Baris 2 panjangnya 10.485.760 huruf dalam satu baris; berkas ini bukan daftar berkolom."
    )


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b" ;;;\n;;;\n", b"\xef\xbb\xbf", b"\xc2\xa0\n", workbook(0, 0), b"\x00" * 50]
)
def test_a_file_without_rows_is_refused(data):
    assert refusal(data).sentence == EMPTY


def test_two_hundred_columns_are_read_and_one_more_is_refused():
    assert len(read(workbook(columns=200), "a.xlsx").sheets[0].rows[0]) == 200

    found = refusal(workbook(columns=201), "a.xlsx")

    assert (found.sheet, found.column) == ("Sheet", "GS")
    assert found.sentence == "Lembar 'Sheet' berisi 201 kolom (sampai kolom GS); paling banyak 200 kolom."
    line = ",".join("x" * 201)
    assert refusal(f"{line}\n{line}\n".encode()).column == "GS"


def test_a_cell_far_outside_the_table_is_refused_before_the_sheet_is_laid_out():
    assert refusal(workbook(far="XFD1048576"), "a.xlsx").sentence == (
        "Lembar 'Sheet' berisi sampai baris 1.048.576; paling banyak 200.000 baris per lembar. "
        "Bagi menjadi beberapa berkas."
    )
    assert refusal(workbook(far="XFD2"), "a.xlsx").column == "XFD"
    assert len(read(workbook(far="A200000"), "a.xlsx").sheets[0].rows) == 200_000


def test_cells_that_do_not_say_where_they_stand_are_counted():
    members = {
        name: zipfile.ZipFile(io.BytesIO(workbook())).read(name)
        for name in zipfile.ZipFile(io.BytesIO(workbook())).namelist()
    }
    cell = '<c t="str"><v>x</v></c>'
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'

    wide = packed(members, **{"xl/worksheets/sheet1.xml": sheet.format(f"<row>{cell * 201}</row>")})
    narrow = packed(members, **{"xl/worksheets/sheet1.xml": sheet.format(f"<row>{cell * 2}<c/></row>" * 2)})

    assert refusal(wide, "a.xlsx").column == "GS"
    assert read(narrow, "a.xlsx").sheets[0].rows == [["x", "x"], ["x", "x"]]


def test_a_sheet_that_the_package_lacks_is_refused():
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    members = {name: source.read(name) for name in source.namelist() if "worksheets" not in name}

    assert refusal(packed(members), "a.xlsx").sentence == DAMAGED


def test_an_ods_that_repeats_its_cells_without_end_is_refused_and_blank_repeats_are_not():
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    body = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Data"><table:table-row table:number-rows-repeated="{rows}">'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b"<manifest/>"

    def ods(rows):
        return packed(
            {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": body.format(rows=rows)}
        )

    assert read(ods(3), "a.ods").sheets[0].rows == [["x"], ["x"], ["x"]]
    assert refusal(ods(1_000_000), "a.ods").row == 1_000_000


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = packed({"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * 401_000_000})

    assert refusal(bomb, "a.xlsx").sentence == (
        "Isi berkas ini bila dibuka menjadi 401 MB; paling besar 400 MB. Simpan hanya lembar yang diperlukan."
    )


def test_more_than_two_hundred_thousand_rows_are_refused():
    text = b"nama;desa\n" + b"UD;Bojong\n" * 200_000

    assert refusal(text).row == 200_001


def test_mixed_delimiters_with_broken_quotes_are_refused_with_the_line():
    lines = ["REKAP IKM", "no;nama;desa;tk", *(f"{n};UD Contoh;Bojong;{n}" for n in range(1, 40))]
    for at in (10, 20, 30):
        lines[at] = f'{at},"UD Contoh;Bojong'
        lines[at + 1] = f'Sidanegara, "x";;;;{at}'

    found = refusal("\n".join(lines).encode())

    assert found.row == 11
    assert found.sentence == (
        "Kolom berkas ini tidak terbaca rapi: 6 baris tidak sesuai. Baris 11: Terbaca 2 kolom, seharusnya 4 "
        "dan ada tanda kutip yang tidak ditutup; batas kolomnya tidak dapat dipastikan. "
        "Pemisah yang dipakai: titik koma. Rapikan di Excel dan simpan sebagai .xlsx."
    )


def test_prose_with_commas_is_not_read_as_a_list():
    prose = "Yth. Kepala Dinas,\nbersama ini, kami kirim, daftar\nIKM, mohon, diperiksa, segera\nSalam\n"

    assert refusal(prose.encode()).sentence.startswith("Pemisah kolom berkas ini tidak tetap:")


@pytest.mark.parametrize(
    ("dump", "sentence"),
    [
        (
            "CREATE TABLE a (x int);\nINSERT INTO a (x) VALUES (1),\n(2, 'terpot",
            "Baris 3 berkas SQL: daftar nilai INSERT terpotong atau rusak.",
        ),
        (
            "CREATE TABLE a (x int);\nINSERT INTO a (x) VALUES (1, 2);",
            "Baris 2 berkas SQL: 2 nilai untuk 1 kolom.",
        ),
        (
            "CREATE TABLE a (x int);\nINSERT INTO a SELECT * FROM b;",
            "Baris 2 berkas SQL: perintah INSERT tanpa VALUES tidak dapat dibaca; ekspor ulang sebagai .csv.",
        ),
        ("INSERT INTO a VALUES (1), 2;", "Baris 1 berkas SQL: daftar nilai INSERT terpotong atau rusak."),
        ("INSERT INTO a VALUES (1 2);", "Baris 1 berkas SQL: daftar nilai INSERT terpotong atau rusak."),
        ("INSERT INTO a VALUES (now(;", "Baris 1 berkas SQL: daftar nilai INSERT terpotong atau rusak."),
        ("CREATE TABLE a (x int);\n", "Berkas SQL ini tidak memuat satu pun baris INSERT yang berisi data."),
        (
            "COPY a (x) FROM stdin;\n1\n",
            "Baris 3 berkas SQL: blok COPY terpotong: tanda akhir \\. tidak ditemukan.",
        ),
    ],
)
def test_a_dump_that_cannot_be_read_to_the_end_is_refused_with_the_line(dump, sentence):
    assert refusal(dump.encode(), "a.sql").sentence == sentence


def _read_or_refuse(data, filename):
    try:
        return read(data, filename).sheets != ()
    except Unreadable as refused:
        return refused.sentence.endswith(".")


EXTENSIONS = st.sampled_from(["xlsx", "xls", "ods", "csv", "txt", "sql", "html", "pdf", ""])
MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", OLE, b"<table>", b"\xff\xfe", b"INSERT INTO a VALUES (", b'"a";"']
)


@settings(max_examples=150, deadline=None)
@given(MAGIC, st.binary(max_size=400), EXTENSIONS)
def test_random_bytes_are_read_or_refused_but_never_anything_else(magic, noise, extension):
    assert _read_or_refuse(magic + noise, f"a.{extension}")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1 ,;|\t\"\n'\\()<>=.-", max_size=200), MAGIC)
def test_random_text_is_read_or_refused_but_never_anything_else(text, magic):
    assert _read_or_refuse(magic + text.encode(), "a.csv")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_workbook_with_random_damage_is_read_or_refused(data):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["nama", "desa", 1])
    book.close()
    content = bytearray(target.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 10_000)) % len(content)] = data.draw(st.integers(0, 255))

    assert _read_or_refuse(bytes(content), "a.xlsx")
