"""A word that a workbook carries along unseen: a custom document property.

Excel and LibreOffice keep custom properties when they save, also from .xlsx to .ods and back; a cell or a
hidden sheet would be moved, sorted or deleted. Sources: ECMA-376 part 1, 22.3 (custom properties) and
ODF 1.3 part 3, 4.3.3 (`meta:user-defined`).
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from itertools import count
from posixpath import join, normpath

from lxml import etree

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_MEDIA = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users define
_META_NAME = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}name"
_PART, _RELATIONS, _TYPES, _ODF_META = "docProps/custom.xml", "_rels/.rels", "[Content_Types].xml", "meta.xml"
_FIRST_ID = 2  # 0 and 1 are taken by the format
_MOST_BYTES = 1_000_000  # of a part that holds properties; a larger one is no such part
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,  # encrypted
)


def stamped(data: bytes, name: str) -> str:
    """The text of the property in an .xlsx or .ods; empty when it is not there or the file is another."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        return _in_office_open(archive, name) or _in_open_document(archive, name)
    except _BROKEN:
        return ""


def stamp(data: bytes, name: str, text: str) -> bytes:
    """The .xlsx with the property set to `text`; every other part stays byte for byte.

    Raises KeyError or BadZipFile for bytes that are no .xlsx.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    part = _custom_part(archive)
    changed = {part or _PART: _with_property(archive.read(part) if part else None, name, text)}
    if part is None:
        changed[_RELATIONS] = _with_relation(archive.read(_RELATIONS))
        changed[_TYPES] = _with_type(archive.read(_TYPES))
    return _rewritten(archive, changed)


def _in_office_open(archive: zipfile.ZipFile, name: str) -> str:
    part = _custom_part(archive)
    found = _parsed(archive, part) if part else ()
    return next((_text(one) for one in found if one.get("name") == name), "")


def _in_open_document(archive: zipfile.ZipFile, name: str) -> str:
    if _ODF_META not in archive.namelist():
        return ""
    found = _parsed(archive, _ODF_META).iter("{*}user-defined")
    return next((_text(one) for one in found if one.get(_META_NAME) == name), "")


def _text(node: etree._Element) -> str:
    return "".join(str(piece) for piece in node.itertext()).strip()


def _custom_part(archive: zipfile.ZipFile) -> str | None:
    """The member that holds the custom properties, wherever the writer put it."""
    if _RELATIONS not in archive.namelist():
        return None
    for node in _parsed(archive, _RELATIONS):
        if str(node.get("Type")).endswith("/custom-properties"):
            part = normpath(join("/", str(node.get("Target")))).lstrip("/")
            return part if part in archive.namelist() else None
    return None


def _parsed(archive: zipfile.ZipFile, part: str) -> etree._Element:
    """Raises ValueError for a part that is too large for what it should be."""
    with archive.open(part) as file:
        xml = file.read(_MOST_BYTES + 1)
    if len(xml) > _MOST_BYTES:
        raise ValueError(f"{part} is too large")
    return _tree(xml)


def _tree(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _with_property(xml: bytes | None, name: str, text: str) -> bytes:
    tree = _tree(xml or f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"/>'.encode())
    for old in [one for one in tree if one.get("name") == name]:
        tree.remove(old)
    taken = {one.get("pid") for one in tree}
    free = next(number for number in count(_FIRST_ID) if str(number) not in taken)
    about = {"fmtid": _FORMAT, "pid": str(free), "name": name}
    made = etree.SubElement(tree, f"{{{_CUSTOM}}}property", about)
    etree.SubElement(made, f"{{{_VALUES}}}lpwstr").text = text
    return _written(tree)


def _with_relation(xml: bytes) -> bytes:
    tree = _tree(xml)
    taken = {node.get("Id") for node in tree}
    free = next(f"rId{number}" for number in count(1) if f"rId{number}" not in taken)
    space = etree.QName(tree).namespace
    about = {"Id": free, "Type": _RELATION, "Target": _PART}
    etree.SubElement(tree, f"{{{space}}}Relationship", about)
    return _written(tree)


def _with_type(xml: bytes) -> bytes:
    tree = _tree(xml)
    space = etree.QName(tree).namespace
    about = {"PartName": f"/{_PART}", "ContentType": _MEDIA}
    etree.SubElement(tree, f"{{{space}}}Override", about)
    return _written(tree)


def _written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rewritten(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in archive.infolist():
            content = changed.get(entry.filename) or archive.read(entry)
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
        for name in changed.keys() - set(archive.namelist()):
            made.writestr(name, changed[name])
    return target.getvalue()
