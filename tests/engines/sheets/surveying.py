"""Sheets surveyed with the register's own fields, as an import does, for the tests of strangers' lists."""

from sentra.engines.sheets import Grid, parse_rows, survey
from sentra.registry.catalogue.fields import FIELDS
from tests.engines.sheets.places_cast import PLACES

NIK = "3303055208900001"  # a woman
PEOPLE = ("Warsono", "Parsini", "Tukiran", "Khotimah")
VILLAGES = ("Grecol", "Bancar", "Tunjungmuli", "Serayu Larangan")


def sheet(*rows, merges=(), hidden=False):
    width = max(map(len, rows))
    return Grid("Data", [[*row, *[None] * (width - len(row))] for row in rows], merges=merges, hidden=hidden)


def surveyed(*rows, **more):
    return survey(sheet(*rows, **more), FIELDS, PLACES)


def fields(*rows, **more):
    """The field of each column."""
    return [column.field for column in surveyed(*rows, **more).columns]


def taken(*rows, **more):
    """(values, codes) of each row."""
    grid = sheet(*rows, **more)
    found = parse_rows(grid, survey(grid, FIELDS, PLACES), FIELDS, PLACES)
    return [(dict(row.values), [p.code for p in row.problems]) for row in found]


def column(title, *cells, key):
    """(value, codes) of a column beside names."""
    rows = taken(["Nama Pemilik", title], *zip(PEOPLE * 12, cells, strict=False))
    return [(values.get(key), codes) for values, codes in rows]


def people(*more):
    """Rows of a person, a village and what else is given, one list a column."""
    return [list(cells) for cells in zip(PEOPLE, VILLAGES, *more, strict=False)]
