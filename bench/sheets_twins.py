"""How much of the seven studied lists is read: `python -m bench.sheets_twins`, from the repository's root.

Prints the table and writes it to docs/reference/import-twins.md. Fails when a list is below 98 %.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sentra.engines.sheets import Row

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "import-twins.md"
LEAST = 0.98
HEAD = """# How much of a messy list is read

Seven public lists were studied; none has a licence, so each has a synthetic twin with the same defects
(`tests/engines/sheets/twins.py`, seeded, no real names). A cell counts as read right when its value is
exactly the one meant, through the whole reader: bytes, delimiter, header, mapping, value. Cells that nobody
can read are not counted as legible; one that gets a value, or is not reported, counts against the reader.
Twins and reader come from one house: lists that nobody here has seen will read worse.

Written by `python -m bench.sheets_twins`; the tests ask for at least 98 %.

| list | rows | legible cells | read right | share | reported |
|---|---:|---:|---:|---:|---|
"""
TAIL = """
What is *reported* stands with its row and its place in the preview. Decisions behind it:

- **The recap** (two delimiters, line breaks inside cells whose quotes are broken) is read, not refused.
  A line is put together or cut otherwise only if that gives the right number of cells that fit their columns,
  and every such row says so. If more than a few lines fit no reading, the file is refused, naming the first.
- **Totals** are left out after they were checked. A row without a word for total is one only if it names no
  business or owner and equals its neighbours' sums in two columns or more.
- **Villages of one name** are decided by the row's district, a heading above it, or the title; else by
  the one district in which all other villages of the list lie, with a note; else they stay in doubt.
- **Points far from all others** are kept and doubted; broken ones are refused and not mended.
- **One business in two tables** stays two rows with two addresses; whether they are one, linkage says.
"""


def main() -> int:
    settings.configure(USE_I18N=False)
    from tests.engines.sheets.twins import TWINS, share  # the vocabulary wants settings first

    lines, low = [], False
    for make in TWINS.values():
        twin = make()
        right, legible = share(twin)
        low = low or right < LEAST * legible
        lines.append(_line(twin.name, len(twin.truth), legible, right, _reported(twin.rows.values())))
    print("\n".join(HEAD.splitlines()[-2:] + lines))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(HEAD + "\n".join(lines) + "\n" + TAIL, encoding="utf-8")
    return 1 if low else 0


def _line(name: str, rows: int, legible: int, right: int, reported: str) -> str:
    return f"| {name} | {rows:,} | {legible:,} | {right:,} | {100 * right / legible:.2f} % | {reported} |"


def _reported(rows: Iterable[Row]) -> str:
    codes: dict[str, int] = {}
    for row in rows:
        for problem in row.problems:
            codes[problem.code] = codes.get(problem.code, 0) + 1
    return ", ".join(f"`{code}` {count:,}" for code, count in sorted(codes.items(), key=lambda c: -c[1]))


if __name__ == "__main__":
    sys.exit(main())
