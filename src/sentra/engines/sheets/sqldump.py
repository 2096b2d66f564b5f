"""The INSERT rows (and COPY blocks) of an SQL dump of MySQL, PostgreSQL or SQLite: parsed, never executed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sentra.engines.sheets.limits import check_size
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable
from sentra.engines.sheets.sentence import Sentence, say

_START = re.compile(
    r"^[ \t]*(?:INSERT\s+(?:IGNORE\s+|OR\s+\w+\s+)?INTO\s+\S+[\s\S]{0,8000}?\bVALUES\b"
    r"|CREATE\s+TABLE\b[^;]{0,400}\(|COPY\s+\S+\s*(?:\([^)]*\))?\s*FROM\s+stdin)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = r'(?:[`"\[]?[\w$ ]+[`"\]]?\s*\.\s*)?(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|\[[^\]]+\]|[\w$]+)'
_SKIP = re.compile(r"(?:\s+|--[^\n]*|\#[^\n]*|/\*[\s\S]*?\*/|;)+")
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:IGNORE\s+|LOW_PRIORITY\s+|DELAYED\s+|OR\s+\w+\s+)*(?:INTO\s+)?({_NAME})\s*"
    r"(?:\(([^()]*)\)\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_ANY_INSERT = re.compile(r"(?:INSERT|REPLACE)\s+(?:IGNORE\s+|OR\s+\w+\s+)?INTO\b", re.IGNORECASE)
_CREATE = re.compile(
    rf"CREATE\s+(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?({_NAME})\s*\(",
    re.IGNORECASE,
)
_COPY = re.compile(rf"COPY\s+({_NAME})\s*\(([^()]*)\)\s*FROM\s+stdin\s*;[^\n]*\n", re.IGNORECASE)
_NOT_COLUMNS = re.compile(
    r"(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|CHECK|FULLTEXT|SPATIAL|EXCLUDE|LIKE)\b", re.IGNORECASE
)
_STRING = re.compile(r"(?:[eEnNbBxX]|_\w+\s+)?'((?:[^'\\]|''|\\[\s\S])*)'")
_PLAIN_STRING = re.compile(r"(?:[nNbBxX]|_\w+\s+)?'((?:[^']|'')*)'")  # the backslash is a letter like others
_QUOTED_STRING = re.compile(r'"((?:[^"\\]|""|\\[\s\S])*)"')
_WORD = re.compile(r"[^\s,()'\"`]+")
_REST = re.compile(
    r"(?:'(?:[^'\\]|''|\\[\s\S])*'|\"(?:[^\"\\]|\\[\s\S])*\"|`[^`]*`|\$\$[\s\S]*?\$\$|--[^\n]*|[^;'\"`])*?;"
)
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(\.\d+)?(?:[eE][+-]?\d+)?")
_CAST = re.compile(r"::\s*[\w ]+(?:\(\d+(?:,\d+)?\))?(?:\[\])?")
_CUT = say("daftar nilai INSERT terpotong atau rusak.")
_GAP = re.compile(r"\s*")
_ESCAPED = re.compile(r"\\([\s\S])")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "Z": "\x1a", "b": "\b", "%": "\\%", "_": "\\_"}


def is_sql(text: str) -> bool:
    """Whether a line of the text begins an INSERT, CREATE TABLE or COPY as dumps write them."""
    return _START.search(text) is not None


@dataclass(slots=True)
class _Table:
    columns: list[str] = field(default_factory=list)
    rows: list[dict[int, Cell]] = field(default_factory=list)

    def places(self, names: list[str]) -> list[int]:
        """Where the named columns stand; a name not seen before becomes a column."""
        for name in names:
            if name not in self.columns:
                self.columns.append(name)
        return [self.columns.index(name) for name in names]


@dataclass(slots=True)
class _Dump:
    text: str
    backslashes: bool
    tables: dict[str, _Table] = field(default_factory=dict)

    def refusal(self, at: int, what: Sentence) -> Unreadable:
        line = self.text.count("\n", 0, at) + 1
        return Unreadable(say("Baris %(row)s berkas SQL: %(what)s", row=line, what=what), row=line)


def read_sql(text: str) -> Book:
    """One sheet per table with rows: its column names, then its rows.

    Raises Unreadable naming the line when a statement is cut off or an INSERT has no plain VALUES.
    """
    dump = _Dump(text, _uses_backslashes(text))
    position = 0
    while position < len(text):
        gap = _SKIP.match(text, position)
        position = gap.end() if gap else position
        if position < len(text):
            position = _statement(dump, position)
    grids = tuple(_grid(name, table) for name, table in dump.tables.items() if table.rows)
    if not grids:
        raise Unreadable(say("Berkas SQL ini tidak memuat satu pun baris INSERT yang berisi data."))
    return Book("sql", grids)


def _uses_backslashes(text: str) -> bool:
    """MySQL reads a backslash in a string as an escape; PostgreSQL and SQLite do not."""
    return "`" in text[:100_000] or "\\'" in text or "MySQL" in text[:2_000] or "MariaDB" in text[:2_000]


def _statement(dump: _Dump, at: int) -> int:
    if match := _INSERT.match(dump.text, at):
        return _insert(dump, match)
    if _ANY_INSERT.match(dump.text, at):
        raise dump.refusal(
            at, say("perintah INSERT tanpa VALUES tidak dapat dibaca; ekspor ulang sebagai .csv.")
        )
    if match := _COPY.match(dump.text, at):
        return _copy(dump, match)
    if match := _CREATE.match(dump.text, at):
        _create(dump, match)
    rest = _REST.match(dump.text, at)
    return rest.end() if rest else _next_line(dump.text, at)


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _bare(name: str) -> str:
    """`db`.`usaha` and "public"."usaha" are usaha."""
    return re.split(r"[`\"\]]?\s*\.\s*[`\"\[]?", name.strip())[-1].strip('`"[] ').replace("``", "`")


def _names(listed: str) -> list[str]:
    return [_bare(name) for name in listed.split(",")]


def _create(dump: _Dump, match: re.Match[str]) -> None:
    table = dump.tables.setdefault(_bare(match.group(1)), _Table())
    for part in _parts(dump.text, match.end()):
        if part and not _NOT_COLUMNS.match(part):
            found = re.match(_NAME, part)
            table.places([_bare(found.group(0))] if found else [])


def _parts(text: str, at: int) -> Iterator[str]:
    """The comma-separated parts up to the bracket that closes the one before `at`."""
    depth, start = 0, at
    for token in re.compile(r"'(?:[^'\\]|''|\\.)*'|--[^\n]*|[(),]").finditer(text, at):
        mark = token.group(0)
        if mark in (",", ")") and depth == 0:
            yield text[start : token.start()].strip()
            start = token.end()
            if mark == ")":
                return
        depth += (mark == "(") - (mark == ")")


def _insert(dump: _Dump, match: re.Match[str]) -> int:
    table = dump.tables.setdefault(_bare(match.group(1)), _Table())
    places = table.places(_names(match.group(2))) if match.group(2) else None
    position = match.end()
    while True:
        values, position = _tuple(dump, position)
        table.rows.append(_placed(dump, table, places, values, position))
        position = _after_gap(dump.text, position)
        following = dump.text[position : position + 1]
        if following != ",":
            break
        position = _after_gap(dump.text, position + 1)
    rest = _REST.match(dump.text, position)
    return rest.end() if rest else _next_line(dump.text, position)


def _placed(
    dump: _Dump, table: _Table, places: list[int] | None, values: list[Cell], at: int
) -> dict[int, Cell]:
    expected = len(places) if places is not None else len(table.columns) or len(values)
    if len(values) != expected:
        raise dump.refusal(
            at, say("%(values)s nilai untuk %(columns)s kolom.", values=len(values), columns=expected)
        )
    return dict(zip(places if places is not None else range(expected), values, strict=True))


def _after_gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _tuple(dump: _Dump, at: int) -> tuple[list[Cell], int]:
    """The values of one bracket, and the position behind it."""
    values: list[Cell] = []
    position = at
    if dump.text[at : at + 1] != "(":
        raise dump.refusal(at, _CUT)
    while True:
        value, position = _value(dump, _after_gap(dump.text, position + 1))
        values.append(value)
        position = _after_gap(dump.text, position)
        mark = dump.text[position : position + 1]
        if mark == ")":
            return values, position + 1
        if mark != ",":
            raise dump.refusal(position, _CUT)


def _value(dump: _Dump, at: int) -> tuple[Cell, int]:
    text = dump.text
    escapes = dump.backslashes or text[at : at + 1] in ("e", "E")
    match = (_STRING if escapes else _PLAIN_STRING).match(text, at)
    if match is None and text[at : at + 1] == '"':
        match = _QUOTED_STRING.match(text, at)
    if match:
        return _unquoted(match.group(1), escapes, text[match.end() - 1]), _after_cast(text, match.end())
    word = _WORD.match(text, at)
    if word is None:
        raise dump.refusal(at, _CUT)
    return _literal(dump, word)


def _after_cast(text: str, at: int) -> int:
    cast = _CAST.match(text, at)
    return cast.end() if cast else at


def _unquoted(body: str, escapes: bool, quote: str) -> str | None:
    plain = body.replace(quote * 2, quote)
    return (_ESCAPED.sub(lambda m: _ESCAPES.get(m.group(1), m.group(1)), plain) if escapes else plain) or None


def _literal(dump: _Dump, word: re.Match[str]) -> tuple[Cell, int]:
    """A number, NULL, a truth value; a function call is kept as its text."""
    raw = re.split(r"::", word.group(0))[0]
    end = word.end()
    if dump.text[end : end + 1] == "(":
        close = dump.text.find(")", end)
        if close < 0:
            raise dump.refusal(end, _CUT)
        return dump.text[word.start() : close + 1], close + 1
    if raw.upper() in ("NULL", "DEFAULT"):
        return None, end
    if raw.upper() in ("TRUE", "FALSE"):
        return raw.upper() == "TRUE", end
    return _number(raw), end


def _number(raw: str) -> Cell:
    match = _NUMBER.fullmatch(raw)
    if match is None:
        return raw
    return int(raw) if raw.lstrip("+-").isdigit() else float(raw)


def _copy(dump: _Dump, match: re.Match[str]) -> int:
    table = dump.tables.setdefault(_bare(match.group(1)), _Table())
    places = table.places(_names(match.group(2)))
    position = match.end()
    while not dump.text.startswith("\\.", position):
        end = dump.text.find("\n", position)
        if end < 0:
            raise dump.refusal(position, say("blok COPY terpotong: tanda akhir \\. tidak ditemukan."))
        values = [_copied(cell) for cell in dump.text[position:end].rstrip("\r").split("\t")]
        table.rows.append(_placed(dump, table, places, values, position))
        position = end + 1
    return _next_line(dump.text, position)


def _copied(cell: str) -> Cell:
    if cell == "\\N":
        return None
    return _ESCAPED.sub(lambda m: _ESCAPES.get(m.group(1), m.group(1)), cell) or None


def _grid(name: str, table: _Table) -> Grid:
    width = max(len(table.columns), *(max(row, default=-1) + 1 for row in table.rows))
    check_size(name, len(table.rows), width)
    rows: list[list[Cell]] = [[row.get(column) for column in range(width)] for row in table.rows]
    header: list[Cell] = [*table.columns, *[None] * (width - len(table.columns))]
    return Grid(name, [header, *rows] if table.columns else rows)
