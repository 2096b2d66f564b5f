"""Marks cells and adds a remark column inside an existing .xlsx, leaving everything else as it was.

Only the sheet parts concerned and the styles are rewritten; formulas with their results, pictures, charts and
formats stay byte for byte. No workbook library is used because those write their sheets to temporary files,
and the cells hold personal numbers.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from sentra.engines.sheets.limits import column_letter
from sentra.engines.sheets.zipped import column_number

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STYLES = "xl/styles.xml"
_BEFORE_FILTER = ("sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios")
_BEFORE_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")
_REMARK_WIDTH = "60"


class Unpatchable(Exception):
    """The package is written in a way this module does not know; build a new workbook instead."""


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What to put into one sheet; all counts from 0. `fills` is row -> column -> colour as RRGGBB."""

    column: int
    header_row: int | None
    header: str
    remarks: Mapping[int, str]
    fills: Mapping[int, Mapping[int, str]]
    last_row: int
    colours: Sequence[str]  # the colours marks may have: any of them left from before is taken away


@dataclass(slots=True)
class _Styles:
    """styles.xml, with a filled twin of a cell format made when it is first needed."""

    tree: etree._Element
    twins: dict[tuple[int, str], int] = field(default_factory=dict)
    fills: dict[str, int] = field(default_factory=dict)

    def twin(self, base: int, colour: str) -> int:
        key = (base, colour)
        if key not in self.twins:
            self.twins[key] = self._made(base, colour)
        return self.twins[key]

    def _made(self, base: int, colour: str) -> int:
        formats = _only(self.tree, "cellXfs")
        twin = deepcopy(formats[base] if base < len(formats) else formats[0])
        twin.set("fillId", str(self._fill(colour)))
        twin.set("applyFill", "1")
        return _appended(formats, twin)

    def wrapped(self) -> int:
        """A format for remarks: text that wraps, at the top of the cell."""
        formats = _only(self.tree, "cellXfs")
        made = etree.fromstring(
            f'<xf xmlns="{_NS}" numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" '
            'applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        )
        return _appended(formats, made)

    def _fill(self, colour: str) -> int:
        if colour not in self.fills:
            made = etree.fromstring(
                f'<fill xmlns="{_NS}"><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
                '<bgColor indexed="64"/></patternFill></fill>'
            )
            self.fills[colour] = _appended(_only(self.tree, "fills"), made)
        return self.fills[colour]

    def plain(self, style: int, colours: Sequence[str]) -> int:
        """The format without one of our colours, for a cell that was marked in an earlier round."""
        formats, fills = _only(self.tree, "cellXfs"), _only(self.tree, "fills")
        fill = int(formats[style].get("fillId", "0"))
        shade = fills[fill].find(f".//{{{_NS}}}fgColor") if fill < len(fills) else None
        if shade is None or str(shade.get("rgb"))[2:] not in colours:
            return style
        twin = deepcopy(formats[style])
        twin.set("fillId", "0")
        return _appended(formats, twin)


def patched(data: bytes, parts: Mapping[str, str], marks: Mapping[str, SheetMarks]) -> bytes:
    """The .xlsx with the marks in it. `parts` are sheet name -> member; `marks` go by sheet name.

    Raises Unpatchable when the package has no styles, another namespace, or cells without a reference.
    """
    source = zipfile.ZipFile(io.BytesIO(data))
    if _STYLES not in source.namelist():
        raise Unpatchable("no styles")
    styles = _Styles(_parsed(source.read(_STYLES)))
    changed = {
        parts[name]: _marked(_parsed(source.read(parts[name])), found, styles)
        for name, found in marks.items()
    }
    changed[_STYLES] = _written(styles.tree)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(entry, changed.get(entry.filename) or source.read(entry), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    tree = etree.fromstring(xml, parser)
    if etree.QName(tree).namespace != _NS:
        raise Unpatchable("unknown namespace")
    return tree


def _written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _only(tree: etree._Element, tag: str) -> etree._Element:
    found = tree.find(f"{{{_NS}}}{tag}")
    if found is None or (tag != "sheetData" and len(found) == 0):
        raise Unpatchable(f"no {tag}")
    return found


def _appended(parent: etree._Element, child: etree._Element) -> int:
    parent.append(child)
    parent.set("count", str(len(parent)))
    return len(parent) - 1


def _marked(sheet: etree._Element, marks: SheetMarks, styles: _Styles) -> bytes:
    data = _only(sheet, "sheetData")
    rows = {_number(row): row for row in data}
    wrapped = styles.wrapped()
    touched = set(marks.fills) | set(marks.remarks)
    if marks.header_row is not None:
        touched.add(marks.header_row)
    _unmark(rows, marks, styles)
    for index in sorted(touched):
        row = rows.get(index)
        if row is None:
            row = rows[index] = _inserted_row(data, index)
        row.attrib.pop("spans", "")
        _mark_row(row, index, marks, styles, wrapped)
    _put_filter(sheet, marks)
    _put_pane(sheet, marks)
    _put_width(sheet, marks.column)
    return _written(sheet)


def _number(row: etree._Element) -> int:
    reference = row.get("r")
    if reference is None:
        raise Unpatchable("row without reference")
    return int(reference) - 1


def _unmark(rows: Mapping[int, etree._Element], marks: SheetMarks, styles: _Styles) -> None:
    """Takes away the colours and remarks of an earlier round."""
    ours = {
        number: plain
        for number in range(len(_only(styles.tree, "cellXfs")))
        if (plain := styles.plain(number, marks.colours)) != number
    }
    for index, row in rows.items():
        old = _cell(row, index, marks.column)
        if old is not None:
            row.remove(old)
        for cell in row if ours else ():
            style = int(cell.get("s", "0"))
            if style in ours:
                cell.set("s", str(ours[style]))


def _mark_row(row: etree._Element, index: int, marks: SheetMarks, styles: _Styles, wrapped: int) -> None:
    for column, colour in marks.fills.get(index, {}).items():
        cell = _cell(row, index, column)
        if cell is None:
            cell = _inserted_cell(row, index, column)
        cell.set("s", str(styles.twin(int(cell.get("s", "0")), colour)))
    text = marks.header if index == marks.header_row else marks.remarks.get(index)
    if text:
        cell = _inserted_cell(row, index, marks.column)
        cell.set("s", str(wrapped))
        cell.set("t", "inlineStr")
        inner = etree.SubElement(etree.SubElement(cell, f"{{{_NS}}}is"), f"{{{_NS}}}t")
        inner.set(_SPACE, "preserve")
        inner.text = text


def _cell(row: etree._Element, index: int, column: int) -> etree._Element | None:
    reference = f"{column_letter(column)}{index + 1}"
    return next((cell for cell in row if cell.get("r") == reference), None)


def _inserted_cell(row: etree._Element, index: int, column: int) -> etree._Element:
    """A new cell at its place in the row, in the row's own format."""
    made = etree.Element(f"{{{_NS}}}c", {"r": f"{column_letter(column)}{index + 1}"})
    if row.get("customFormat") == "1":
        made.set("s", str(row.get("s", "0")))
    before = sum(_column(cell) < column for cell in row if etree.QName(cell).localname == "c")
    row.insert(before, made)
    return made


def _column(cell: etree._Element) -> int:
    reference = cell.get("r")
    if reference is None:
        raise Unpatchable("cell without reference")
    return column_number(str(reference).rstrip("0123456789").encode())


def _inserted_row(data: etree._Element, index: int) -> etree._Element:
    made = etree.Element(f"{{{_NS}}}row", {"r": str(index + 1)})
    data.insert(sum(_number(row) < index for row in data), made)
    return made


def _put_after(sheet: etree._Element, made: etree._Element, earlier: Sequence[str]) -> None:
    """Inserts where the schema wants it: behind the last of the elements that must come earlier."""
    places = [at for at, node in enumerate(sheet) if _local(node) in earlier]
    sheet.insert(max(places, default=-1) + 1, made)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _put_filter(sheet: etree._Element, marks: SheetMarks) -> None:
    """A filter over the table, unless the sheet has one (or an Excel table with its own)."""
    if marks.header_row is None or sheet.find(f"{{{_NS}}}tableParts") is not None:
        return
    area = f"A{marks.header_row + 1}:{column_letter(marks.column)}{marks.last_row + 1}"
    old = sheet.find(f"{{{_NS}}}autoFilter")
    if old is None:
        _put_after(sheet, etree.Element(f"{{{_NS}}}autoFilter", {"ref": area}), _BEFORE_FILTER)


def _put_pane(sheet: etree._Element, marks: SheetMarks) -> None:
    """Freezes the header, unless the officer froze something already."""
    views = sheet.find(f"{{{_NS}}}sheetViews")
    if marks.header_row is None or views is None or len(views) == 0:
        return
    view = views[0]
    if view.find(f"{{{_NS}}}pane") is not None:
        return
    for selection in view.findall(f"{{{_NS}}}selection"):
        view.remove(selection)
    below = f"A{marks.header_row + 2}"
    pane = {"ySplit": str(marks.header_row + 1), "topLeftCell": below, "activePane": "bottomLeft"}
    view.insert(0, etree.Element(f"{{{_NS}}}pane", {**pane, "state": "frozen"}))
    view.insert(1, etree.Element(f"{{{_NS}}}selection", {"pane": "bottomLeft"}))
    view.attrib.pop("topLeftCell", "")


def _put_width(sheet: etree._Element, column: int) -> None:
    """Makes the remark column wide, unless a range of columns already covers it."""
    columns = sheet.find(f"{{{_NS}}}cols")
    if columns is None:
        columns = etree.Element(f"{{{_NS}}}cols")
        _put_after(sheet, columns, _BEFORE_COLUMNS)
    number = column + 1
    if any(int(str(c.get("min"))) <= number <= int(str(c.get("max"))) for c in columns):
        return
    made = etree.Element(f"{{{_NS}}}col", {"min": str(number), "max": str(number)})
    made.set("width", _REMARK_WIDTH)
    made.set("customWidth", "1")
    columns.insert(sum(int(str(c.get("max"))) < number for c in columns), made)
