"""Data rows: raw cells as the officer sees them, values by field key, every problem with its place."""

from collections.abc import Iterator, Sequence

from sentra.engines.sheets.crosschecks import check_repeats, check_row
from sentra.engines.sheets.limits import column_letter
from sentra.engines.sheets.persons import split_names
from sentra.engines.sheets.places import Places
from sentra.engines.sheets.plan import Draft, Plan, Reader
from sentra.engines.sheets.problem import Cell, Field, Grid, Kind, Layout, Row, Value
from sentra.engines.sheets.sections import district_in_title, district_named, district_of_group
from sentra.engines.sheets.siting import Said, site
from sentra.engines.sheets.values import Finding, Parsed, mend, mended, parser_for, written

_OTHER_FIELDS: dict[str, Kind] = {"latitude": "latitude", "longitude": "longitude"}
_PLACE_KINDS = frozenset({"village", "district", "address"})


def parse_rows(grid: Grid, layout: Layout, vocabulary: Sequence[Field], places: Places) -> Iterator[Row]:
    """Read every data row of a sheet in order. Blank and skipped rows give nothing; nothing raises.

    Besides the field keys, `values` may hold `phone_2` (a further number), and for a field of kind workers
    `<key>_male` and `<key>_female`. Village and district are codes.
    """
    plan = Plan(grid, layout, vocabulary, places)
    skipped = frozenset(layout.skipped)
    first_seen: dict[tuple[str, ...], int] = {}
    section, heads, begun = _titled(plan), False, False
    for index in range(layout.first_row, len(grid.rows)):
        if index in skipped:
            group = district_of_group(grid.rows[index], places) if not begun or heads else None
            heads = heads or group is not None  # sums that stand above their rows name the district of these
            section = group or district_named(grid.rows[index], places) or section
            continue
        begun = True
        width = max(len(layout.columns), len(grid.rows[index]))
        cells = _as_seen(grid.rows[index], width)
        if index in grid.broken or any(map(str.strip, cells)):
            yield _row(Draft(index + 1, section), cells, plan, first_seen)


def _titled(plan: Plan) -> str | None:
    """The district that a title above the table names; it holds until a section row says otherwise."""
    heads = plan.layout.header_rows
    titles = plan.grid.rows[: heads[0] if heads else 0]
    named = (district_in_title(row, plan.places) for row in reversed(titles))
    return next((code for code in named if code is not None), None)


def _as_seen(row: Sequence[Cell], width: int) -> tuple[str, ...]:
    texts = tuple([c if isinstance(c, str) else written(c) for c in row])
    return texts if len(texts) == width else texts + ("",) * (width - len(texts))


def _row(draft: Draft, cells: tuple[str, ...], plan: Plan, first_seen: dict[tuple[str, ...], int]) -> Row:
    index = draft.number - 1
    broken = plan.grid.broken.get(index)
    if broken is not None:
        draft.report(Finding("row_broken", "rejected", broken), None, None)
        return Row(draft.number, cells, {}, tuple(draft.problems))
    repaired = plan.grid.repaired.get(index)
    if repaired is not None:
        draft.report(Finding("row_repaired", "note", repaired), None, None)
    said = _read_cells(index, draft, plan)
    split_names(draft, plan)
    site(draft, said, plan)
    check_row(draft, plan)
    check_repeats(draft, plan)
    _check_required(draft, plan)
    _check_repeated(cells, draft, plan, first_seen)
    return Row(draft.number, cells, draft.values, tuple(draft.problems))


def _read_cells(index: int, draft: Draft, plan: Plan) -> Said:
    """Every mapped cell; places are only collected here, because they are judged together."""
    said: Said = {}
    row, formulas = plan.grid.rows[index], plan.grid.formulas
    for reader in plan.readers:
        position = reader.column.index
        if formulas and (index, position) in formulas:
            draft.report(_formula(plan.grid.name, index, position), position, reader.field.key)
            continue
        cell = row[position] if position < len(row) else None
        if cell is None or cell == "":
            continue
        parsed = reader.parse(cell) if reader.unit is None else _with_unit(cell, row, reader)
        for finding in parsed.findings:
            draft.report(finding, position, reader.field.key)
        if reader.field.kind in _PLACE_KINDS and isinstance(parsed.value, str):
            said[reader.field.kind] = (mended(cell), position)
        _take(parsed, reader, draft, plan)
    return said


def _with_unit(cell: Cell, row: Sequence[Cell], reader: Reader) -> Parsed:
    """A quantity whose unit stands in a column of its own; a unit in the cell itself wins."""
    unit = mended(row[reader.unit]) if reader.unit is not None and reader.unit < len(row) else ""
    return parser_for("quantity", f"({unit})")(cell) if unit else reader.parse(cell)


def _formula(sheet: str, index: int, position: int) -> Finding:
    place = f"lembar {mend(sheet)}, baris {index + 1}, kolom {column_letter(position)}"
    return Finding(
        "formula_without_result",
        "rejected",
        f"Rumus belum dihitung ({place}); buka berkas di Excel lalu simpan ulang.",
    )


def _take(parsed: Parsed, reader: Reader, draft: Draft, plan: Plan) -> None:
    if parsed.value is not None:
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
        sentence = f"{field.label} wajib diisi."
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
        sentence = f"Sama persis dengan baris {first}."
        draft.report(Finding("row_repeated", "doubtful", sentence), None, None)
