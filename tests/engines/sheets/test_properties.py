"""A word that a workbook carries along unseen: put in, kept by other programs, read again."""

import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import load_workbook

from sentra.engines.sheets import read, stamp, stamped

NAME = "Sentra.Sumber"
# As LibreOffice writes meta.xml of an .ods whose .xlsx had custom properties (ODF 1.3 part 3, 4.3.3).
META = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"><office:meta>'
    '<meta:generator>LibreOffice</meta:generator><meta:user-defined meta:name="Bagian">IKM</meta:user-defined>'
    '<meta:user-defined meta:name="Sentra.Sumber" meta:value-type="string">buku-induk</meta:user-defined>'
    "</office:meta></office:document-meta>"
)


def workbook(**properties: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("IKM")
        sheet.write_row(0, 0, ["Nama Usaha", "Desa"])
        sheet.write_row(1, 0, ["Gula Kenanga", "Brakas"])
        for name, text in properties.items():
            book.set_custom_property(name, text)
    return target.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "."), text)
    return target.getvalue()


def test_a_word_put_in_is_read_again_and_the_sheets_stay_byte_for_byte():
    before = workbook()
    after = stamp(before, NAME, "buku-induk")
    assert (stamped(before, NAME), stamped(after, NAME)) == ("", "buku-induk")
    changed = {name for name, content in members(after).items() if members(before).get(name) != content}
    assert changed == {"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"}
    assert read(after, "a.xlsx") == read(before, "a.xlsx")


def test_the_last_word_counts_and_the_officers_own_properties_stay():
    twice = stamp(stamp(workbook(Bagian="IKM"), NAME, "satu"), NAME, "dua")
    assert (stamped(twice, NAME), stamped(twice, "Bagian")) == ("dua", "IKM")
    assert members(twice)["docProps/custom.xml"].count(b"Sentra.Sumber") == 1


def test_another_program_that_opens_and_saves_the_workbook_keeps_the_word():
    book = load_workbook(io.BytesIO(stamp(workbook(Bagian="IKM"), NAME, "buku-induk")))
    saved = io.BytesIO()
    book.save(saved)
    assert stamped(saved.getvalue(), NAME) == "buku-induk"


def test_an_open_document_carries_it_in_its_meta_part():
    assert stamped(zipped(mimetype="x", meta__xml=META), NAME) == "buku-induk"
    assert stamped(zipped(mimetype="x", meta__xml=META), "Lain") == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Nama Usaha;Desa\n",
        b"PK\x03\x04 broken",
        zipped(meta__xml="<not closed"),
        zipped(meta__xml="<a>" + "x" * 1_000_001 + "</a>"),
        zipped(word="x"),
    ],
)
def test_a_file_of_another_kind_carries_nothing(data):
    assert stamped(data, NAME) == ""
