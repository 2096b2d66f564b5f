"""The zip container of .xlsx, .xlsb and .ods: looked through before a reader may unpack it.

The spreadsheet reader allocates the whole rectangle between the first and the last filled cell and ends
the process when that is too large, so the extent of every sheet is measured here first.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from posixpath import join, normpath

from lxml import etree

from sentra.engines.sheets.limits import DAMAGED, LOCKED, MAX_UNPACKED_BYTES, check_size
from sentra.engines.sheets.problem import Unreadable
from sentra.engines.sheets.sentence import say

_WORD = say("Berkas ini dokumen Word, bukan lembar kerja. Salin tabelnya ke Excel dan simpan sebagai .xlsx.")
_SLIDES = say("Berkas ini presentasi, bukan lembar kerja. Salin tabelnya ke Excel dan simpan sebagai .xlsx.")
_ARCHIVE = say("Berkas ini arsip zip. Ekstrak dulu, lalu unggah lembar kerja di dalamnya satu per satu.")

_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_REF = re.compile(rb'\br="([A-Z]*)(\d+)"')
_FAR_CELL = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="((?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d+|[A-Z]+(?:[2-9]\d{5}|\d{7}))"'
    rb"[^>]*(?<!/)>(?!</)"
)
_CELL_WITHOUT_REF = re.compile(rb'<(?:\w+:)?c(?![^>]*\br=")[ />]')
_FORMULA_WITHOUT_RESULT = re.compile(
    rb'<(?:\w+:)?c (?![^>]*t="str")[^>]*?\br="([A-Z]+)(\d+)"[^>/]*>\s*'
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c (?=[^>]*t="e")[^>]*?\br="([A-Z]+)(\d+)"')
_ODS_TOKEN = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')
_SHEET_NAME = re.compile(rb'table:name="([^"]*)"')

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True, slots=True)
class Package:
    """An opened container that was checked: `kind` is xlsx, xlsb or ods; `parts` are sheet name -> member."""

    kind: str
    archive: zipfile.ZipFile
    parts: dict[str, str]


def open_package(data: bytes) -> Package:
    """Opens a spreadsheet container. Raises Unreadable for anything else in a zip, and for zip bombs."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        kind = _kind(archive)
        _check_unpacked(archive)
        parts = {} if kind == "ods" else sheet_parts(archive, kind)
        _check_extents(kind, archive, parts)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    except (etree.XMLSyntaxError, NotImplementedError, RuntimeError, OverflowError) as error:
        raise Unreadable(LOCKED if "encrypted" in str(error) else DAMAGED) from error
    return Package(kind, archive, parts)


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    kind = archive.read("mimetype").decode("latin-1") if "mimetype" in names else ""
    if "opendocument.spreadsheet" in kind:
        return _open_document(archive)
    if any(name.startswith("word/") for name in names) or "opendocument.text" in kind:
        raise Unreadable(_WORD)
    if any(name.startswith("ppt/") for name in names) or "opendocument.presentation" in kind:
        raise Unreadable(_SLIDES)
    raise Unreadable(_ARCHIVE)


def _open_document(archive: zipfile.ZipFile) -> str:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(LOCKED)
    return "ods"


def _check_unpacked(archive: zipfile.ZipFile) -> None:
    """Declared sizes are bounded first; reading every member then proves that they were true."""
    total = sum(entry.file_size for entry in archive.infolist())
    if total > MAX_UNPACKED_BYTES:
        raise Unreadable(
            say(
                "Isi berkas ini bila dibuka menjadi %(size)s MB; paling besar %(most)s MB. "
                "Simpan hanya lembar yang diperlukan.",
                size=total // 1_000_000,
                most=MAX_UNPACKED_BYTES // 1_000_000,
            )
        )
    if archive.testzip() is not None:
        raise Unreadable(DAMAGED)


def sheet_parts(archive: zipfile.ZipFile, kind: str) -> dict[str, str]:
    """Sheet name -> member of the archive, in the order of the workbook. An .xlsb names them by member."""
    if kind == "xlsb":
        found = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.bin", n)]
        return {name: name for name in found}
    targets = _relations(archive.read("xl/_rels/workbook.xml.rels"))
    book = etree.fromstring(archive.read("xl/workbook.xml"), _PARSER)
    parts = {}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(str(sheet.get(_REL) or sheet.get(_REL_STRICT)))
        if target in archive.namelist():
            parts[str(sheet.get("name"))] = str(target)
    return parts


def _relations(xml: bytes) -> dict[str, str]:
    tree = etree.fromstring(xml, _PARSER)
    return {
        str(node.get("Id")): normpath(join("/xl", str(node.get("Target")))).lstrip("/")
        for node in tree.iter("{*}Relationship")
    }


def _check_extents(kind: str, archive: zipfile.ZipFile, parts: dict[str, str]) -> None:
    if kind == "ods":
        _check_ods_extent(archive.read("content.xml"))
    for name, part in parts.items():
        xml = archive.read(part)
        if kind == "xlsb":
            check_size(name, *_xlsb_extent(xml))
        elif far := _far_cell(xml):
            check_size(name, *far)


def _far_cell(xml: bytes) -> tuple[int, int] | None:
    """(height, width) when a filled cell lies outside the accepted extent, else None."""
    if found := _FAR_CELL.search(xml):
        column, row = _position(found.group(1))
        return row + 1, column + 1
    return _counted_extent(xml) if _CELL_WITHOUT_REF.search(xml) else None


def _position(reference: bytes) -> tuple[int, int]:
    letters = reference.rstrip(b"0123456789")
    return column_number(letters), int(reference[len(letters) :]) - 1


def column_number(letters: bytes) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _counted_extent(xml: bytes) -> tuple[int, int]:
    """(height, width) where some cells do not say where they stand and so follow the one before."""
    row, column, height, width = 0, 0, 0, 0
    for token in _CELL.finditer(xml):
        reference = _REF.search(token.group(2))
        if token.group(1) == b"row":
            row, column = int(reference.group(2)) if reference else row + 1, 0
            continue
        column = column_number(reference.group(1)) + 1 if reference else column + 1
        if not token.group(2).endswith(b"/"):
            height, width = max(height, row), max(width, column)
    return height, width


def _check_ods_extent(xml: bytes) -> None:
    name, row, repeat, column, height, width = "", 0, 1, 0, 0, 0
    for token in _ODS_TOKEN.finditer(xml):
        tag, attributes = token.group(1), token.group(2)
        found = _REPEATED.search(attributes)
        times = int(found.group(1)) if found else 1
        if tag == b"table":
            check_size(name, height, width)
            label = _SHEET_NAME.search(attributes)
            name = label.group(1).decode() if label else ""
            row, repeat, height, width = 0, 1, 0, 0
        elif tag == b"table-row":
            row, repeat, column = row + repeat, times, 0
        else:
            column += times
            if not attributes.endswith(b"/") or b"value" in attributes:
                height, width = max(height, row + repeat - 1), max(width, column)
    check_size(name, height, width)


_XLSB_ROW = 0
_XLSB_CELLS = range(2, 12)  # BrtCellRk .. BrtFmlaError; 1 is a blank cell ([MS-XLSB] 2.3.2)


def _xlsb_extent(data: bytes) -> tuple[int, int]:
    """(height, width) of a binary sheet: a stream of records of (type, length, body)."""
    position, row, height, width = 0, 0, 0, 0
    while position < len(data):
        kind, position = _varint(data, position, 2)
        length, position = _varint(data, position, 4)
        if kind == _XLSB_ROW:
            row = int.from_bytes(data[position : position + 4], "little") + 1
        elif kind in _XLSB_CELLS:
            column = int.from_bytes(data[position : position + 4], "little") + 1
            height, width = max(height, row), max(width, column)
        position += length
    return height, width


def _varint(data: bytes, position: int, longest: int) -> tuple[int, int]:
    value = 0
    for index in range(longest):
        if position >= len(data):
            raise ValueError("record cut off")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, position


def cells_without_result(package: Package, sheet: str) -> frozenset[tuple[int, int]]:
    """(row, column) of the .xlsx cells whose formula has no stored result or ended in an error (#N/A)."""
    if package.kind != "xlsx" or sheet not in package.parts:
        return frozenset()
    xml = package.archive.read(package.parts[sheet])
    found = [*_FORMULA_WITHOUT_RESULT.finditer(xml), *_ERROR_CELL.finditer(xml)]
    return frozenset((int(m.group(2)) - 1, column_number(m.group(1))) for m in found)
