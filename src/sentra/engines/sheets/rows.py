"""Data rows: raw cells as the officer sees them, values by field key, every problem with its place."""

import re
from collections.abc import Iterator, Sequence

from sentra.engines.sheets.crosschecks import check_repeats, check_row
from sentra.engines.sheets.limits import column_letter, is_blank
from sentra.engines.sheets.persons import name_and_address, split_names
from sentra.engines.sheets.places import Places
from sentra.engines.sheets.plan import Draft, Plan, Reader
from sentra.engines.sheets.problem import Cell, Field, Grid, Kind, Layout, Row, Value
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.shapes import other_table
from sentra.engines.sheets.siting import Said, site
from sentra.engines.sheets.ticks import TWICE
from sentra.engines.sheets.trail import Trail
from sentra.engines.sheets.values import Finding, Parsed, mask_numbers, mend, mended, parser_for, written

_OTHER_FIELDS: dict[str, Kind] = {"latitude": "latitude", "longitude": "longitude"}
_ONE_CELL = say("Baris ini hanya berisi satu sel; dianggap judul kelompok atau catatan, bukan usaha.")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_LINE_BREAK = re.compile(r"[ \t]*[\r\n]+\s*")
_PLACE_KINDS = frozenset({"village", "district", "address"})


def parse_rows(grid: Grid, layout: Layout, vocabulary: Sequence[Field], places: Places) -> Iterator[Row]:
    """Read every data row of a sheet in order. Blank and skipped rows give nothing; nothing raises.

    Besides the field keys, `values` may hold `phone_2` (a further number), and for a field of kind workers
    `<key>_male` and `<key>_female`. Village and district are codes.
    """
    plan = Plan(grid, layout, vocabulary, places)
    skipped = frozenset(layout.skipped)
    first_seen: dict[tuple[str, ...], int] = {}
    trail = Trail(plan)
    for index in range(layout.first_row, len(grid.rows)):
        if index in skipped:
            trail.pass_by(index)
            continue
        width = max(len(layout.columns), len(grid.rows[index]))
        cells = _as_seen(grid.rows[index], width)
        if index in grid.broken or any(map(str.strip, cells)):
            yield _row(Draft(index + 1, trail.heading_at(index)), cells, plan, trail, first_seen)


def _as_seen(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    texts = tuple([c if isinstance(c, str) else written(c) for c in row])
    return texts if len(texts) == width else texts + ("",) * (width - len(texts))


def _row(
    draft: Draft,
    cells: tuple[str, ...],
    plan: Plan,
    trail: Trail,
    first_seen: dict[tuple[str, ...], int],
) -> Row:
    index = draft.number - 1
    refused = _refusal(index, plan)
    if refused is not None:
        draft.report(refused, None, None)
        return Row(draft.number, cells, {}, tuple(draft.problems))
    repaired = plan.grid.repaired.get(index)
    if repaired is not None:
        draft.report(Finding("row_repaired", "note", repaired), None, None)
    said = _read_cells(index, draft, plan, trail)
    for key in draft.twice:
        del draft.values[key]
    for key in plan.repeated:
        _close_up(key, draft)
    split_names(draft, plan)
    site(draft, said, plan)
    check_row(draft, plan)
    check_repeats(draft, plan)
    _check_required(draft, plan)
    _check_repeated(cells, draft, plan, first_seen)
    return Row(draft.number, cells, draft.values, tuple(draft.problems))


def _refusal(index: int, plan: Plan) -> Finding | None:
    """Why nothing of a row may be read, if so."""
    broken = plan.grid.broken.get(index)
    if broken is not None:
        return Finding("row_broken", "rejected", broken)
    if plan.second_table is not None and index >= plan.second_table:
        return Finding("row_other_table", "rejected", other_table(plan.second_table))
    if plan.is_wide and sum(not is_blank(cell) for cell in plan.grid.rows[index]) == 1:
        return Finding("row_of_one_cell", "rejected", _ONE_CELL)
    return None


def _read_cells(index: int, draft: Draft, plan: Plan, trail: Trail) -> Said:
    """Every mapped cell; places are only collected here, because they are judged together."""
    said: Said = {}
    row, formulas = plan.grid.rows[index], plan.grid.formulas
    for reader in plan.readers:
        position = reader.column.index
        if formulas and (index, position) in formulas:
            draft.report(_formula(plan.grid.name, index, position), position, reader.field.key)
            continue
        cell, carried = trail.cell(index, reader)
        if carried is not None:
            draft.report(carried, position, reader.field.key)
        if cell is None or cell == "":
            continue
        if reader.with_address:
            cell = _without_address(cell, position, draft, said)
        parsed = reader.parse(cell) if reader.unit is None else _with_unit(cell, row, reader)
        for finding in parsed.findings:
            draft.report(finding, position, reader.field.key)
        if reader.field.kind in _PLACE_KINDS and isinstance(parsed.value, str):
            said[reader.field.kind] = (_on_one_line(cell), position)
        _take(parsed, reader, draft, plan)
    return said


def _close_up(key: str, draft: Draft) -> None:
    """Where the first phone cannot be read the second is the first."""
    found = sorted(
        (k for k in draft.values if re.fullmatch(rf"{key}(?:_\d+)?", k)), key=lambda k: (len(k), k)
    )
    values = [draft.values.pop(k) for k in found]
    draft.values.update((key if n == 1 else f"{key}_{n}", value) for n, value in enumerate(values, start=1))


def _on_one_line(cell: Cell) -> str:
    """A line break in an address separates its parts as a comma does."""
    return mended(_LINE_BREAK.sub(", ", cell.strip())) if isinstance(cell, str) else mended(cell)


def _without_address(cell: Cell, position: int, draft: Draft, said: Said) -> Cell:
    """The name of a cell that holds name and address; the address goes where one is expected."""
    name, address = name_and_address(cell) if isinstance(cell, str) else ("", "")
    if not address:
        return cell
    said["address"] = (_on_one_line(address), position)
    draft.values["address"] = mask_numbers(_on_one_line(address))
    sentence = say("Nama dan alamat dalam satu sel; dipisahkan.")
    draft.report(Finding("name_address_split", "note", sentence), position, "address")
    return name


def _with_unit(cell: Cell, row: Sequence[Cell], reader: Reader) -> Parsed:
    """A quantity whose unit stands in a column of its own; a unit in the cell itself wins."""
    unit = mended(row[reader.unit]) if reader.unit is not None and reader.unit < len(row) else ""
    title = _BRACKETS.sub(" ", reader.column.header)
    return parser_for("quantity", f"{title} ({unit})")(cell) if unit else reader.parse(cell)


def _formula(sheet: str, index: int, position: int) -> Finding:
    sentence = say(
        "Rumus belum dihitung (lembar %(sheet)s, baris %(row)s, kolom %(column)s); "
        "buka berkas di Excel lalu simpan ulang.",
        sheet=mend(sheet),
        row=index + 1,
        column=column_letter(position),
    )
    return Finding("formula_without_result", "rejected", sentence)


def _take(parsed: Parsed, reader: Reader, draft: Draft, plan: Plan) -> None:
    if parsed.value is not None:
        if reader.ticked and draft.values.get(reader.key, parsed.value) != parsed.value:
            draft.report(TWICE, reader.column.index, reader.key)
            draft.twice.add(reader.key)
        _put(reader.key, parsed.value, draft)
    for role, value in parsed.extra.items():
        if role in _OTHER_FIELDS:
            draft.values.setdefault(plan.key_of.get(_OTHER_FIELDS[role], role), value)
        elif role in ("rt", "rw"):
            draft.values.setdefault(role, value)
        else:
            _put(f"{reader.field.key}_{role}", value, draft)


def _put(key: str, value: Value, draft: Draft) -> None:
    """A second phone of the first column must not be lost to the first phone of the second column."""
    stem, _, number = key.rpartition("_")
    while key in draft.values and number.isdecimal():
        number = str(int(number) + 1)
        key = f"{stem}_{number}"
    draft.values[key] = value


def _check_required(draft: Draft, plan: Plan) -> None:
    for field in plan.required:
        if field.key in draft.values or _refused_already(draft, field.key):
            continue
        sentence = say("%(field)s wajib diisi.", field=Sentence(field.label))
        column = plan.column_of.get(field.key)
        draft.report(Finding("required_missing", "rejected", sentence), column, field.key)


def _refused_already(draft: Draft, key: str) -> bool:
    return any(p.field == key and p.severity == "rejected" for p in draft.problems)


def _check_repeated(
    cells: tuple[str, ...], draft: Draft, plan: Plan, first_seen: dict[tuple[str, ...], int]
) -> None:
    same = tuple([cells[i] for i in plan.compared])
    first = first_seen.setdefault(same, draft.number)
    if first != draft.number:
        sentence = say("Sama persis dengan baris %(row)s.", row=first)
        draft.report(Finding("row_repeated", "doubtful", sentence), None, None)
