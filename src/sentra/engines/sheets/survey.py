"""A sheet understood: where its header stands, what its columns are, which rows are no data."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sentra.engines.sheets.evidence import Evidence, evidence_of
from sentra.engines.sheets.header import HeaderFound, find_header
from sentra.engines.sheets.headings import heading_warnings
from sentra.engines.sheets.mapping import meant_field, propose, recalled
from sentra.engines.sheets.places import Places
from sentra.engines.sheets.problem import Column, Field, Gazetteer, Grid, Layout
from sentra.engines.sheets.sections import section_rows
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.shapes import other_table, second_table, strange_shape
from sentra.engines.sheets.totals import find_totals

SAMPLE = 120
_HIDDEN = say("Lembar ini disembunyikan di berkas aslinya; jangan diimpor tanpa bertanya kepada pengirimnya.")
NO_MEMORY: Mapping[str, Mapping[str, str]] = {}


def survey(
    grid: Grid,
    vocabulary: Sequence[Field],
    gazetteer: Gazetteer | Places,
    remembered: Mapping[str, Mapping[str, str]] = NO_MEMORY,
) -> Layout:
    """How `grid` is to be read. `remembered`: fingerprint of a header -> {title: field key}; it wins.

    A workbook of many sheets is read faster with one `Places` than with its gazetteer.
    """
    places = gazetteer if isinstance(gazetteer, Places) else Places(gazetteer)
    found = find_header(grid, vocabulary)
    shape = strange_shape(grid, found, vocabulary)
    other = second_table(grid, found.first_row, vocabulary, found.skipped)
    whole, grid = grid, grid if other is None else replace(grid, rows=grid.rows[:other])
    sections = section_rows(grid, found.first_row, places)
    between = tuple(sorted({*(r for r in found.skipped if r < len(grid.rows)), *sections}))
    totals = find_totals(grid, found.first_row, found.headers, between, _named(found.headers, vocabulary))
    skipped = tuple(sorted({*between, *found.skipped, *(t.row for t in totals)}))
    columns, quarrels = _columns(grid, found, skipped, vocabulary, places, remembered)
    if shape and _fingerprint(found.headers) not in remembered:
        columns, quarrels = recalled(found.headers, {}), (shape,)
    return Layout(
        sheet=grid.name,
        header_rows=found.rows,
        first_row=found.first_row,
        columns=columns,
        skipped=skipped,
        totals=totals,
        warnings=(
            *((_HIDDEN,) if grid.hidden else ()),
            *found.warnings,
            *quarrels,
            *(() if other is None else (other_table(other),)),
            *heading_warnings(whole, found.rows, skipped, columns, vocabulary),
        ),
        hidden=grid.hidden,
    )


def _named(headers: Sequence[str], vocabulary: Sequence[Field]) -> frozenset[int]:
    """The columns whose title asks for the name of a business or a person."""
    meant = ((index, meant_field(header, vocabulary)) for index, header in enumerate(headers))
    return frozenset(index for index, field in meant if field is not None and field.kind == "name")


def _columns(
    grid: Grid,
    found: HeaderFound,
    skipped: tuple[int, ...],
    vocabulary: Sequence[Field],
    places: Places,
    remembered: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[Column, ...], tuple[Sentence, ...]]:
    known = remembered.get(_fingerprint(found.headers))
    if known is not None:
        return recalled(found.headers, known), ()
    return propose(
        found.headers, _evidence(grid, found, skipped, places), vocabulary, titled=bool(found.rows)
    )


def _fingerprint(headers: Sequence[str]) -> str:
    return Layout("", (), 0, recalled(headers, {})).fingerprint


def _evidence(grid: Grid, found: HeaderFound, skipped: tuple[int, ...], places: Places) -> list[Evidence]:
    """Evidence per column from at most `SAMPLE` rows spread over the whole sheet."""
    left_out = frozenset(skipped)
    rows = [r for i, r in enumerate(grid.rows[found.first_row :], found.first_row) if i not in left_out]
    sample = rows[:: max(1, -(-len(rows) // SAMPLE))]
    width = len(found.headers)
    return [evidence_of([r[c] for r in sample if c < len(r)], places) for c in range(width)]
