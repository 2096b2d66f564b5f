"""One cell read as one kind, and a NIK that is nobody's, for the tests of values."""

from sentra.engines.sheets import parse_value

KINDS = (
    "name text address village district nik kk nib npwp bank_account identifier phone money count quantity "
    "workers date year kbli latitude longitude sex status"
).split()


def read(kind, cell, header=""):
    """(value, codes of the findings)."""
    parsed = parse_value(kind, cell, header)
    return parsed.value, [f.code for f in parsed.findings]


NIK = "3303055208900001"  # a woman, 12 August 1990
