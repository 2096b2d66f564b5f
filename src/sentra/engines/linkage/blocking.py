"""Which pairs of rows are worth comparing: two rows that agree on one of KEYS.

A key is data, read by the index in memory and turned into SQL for the batch. A value carried by too many
rows would make a pair of each two of them: it is left out of that key, and said so, because the rows still
meet under the other keys.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sentra.engines.linkage.likeness import Spoken, spoken
from sentra.engines.linkage.problem import Norm


class Key(NamedTuple):
    """Rows meet when all these columns are present and equal; `phones` means any number of either.

    An `open` key is for rows that know a village's name but not which village: two that know it do not meet.
    """

    name: str
    columns: tuple[str, ...]
    open: bool = False


KEYS: Final = (
    Key("nik", ("nik",)),
    Key("nik12", ("nik12",)),
    Key("nib", ("nib",)),
    Key("phone", ("phones",)),
    Key("village and first word", ("village", "key1")),
    Key("village and last word", ("village", "key2")),
    Key("village and consonants", ("village", "bones")),
    Key("village, RT and RW", ("village", "rt", "rw")),
    Key("district and name", ("district", "phon_sorted")),
    Key("district and business", ("district", "biz")),
    Key("business and first word", ("biz", "key1")),
    Key("whole name and product", ("full_name", "product")),
    Key("village's name and first word", ("place", "key1"), open=True),
    Key("village's name and last word", ("place", "key2"), open=True),
    Key("village's name and consonants", ("place", "bones"), open=True),
    Key("village's name, RT and RW", ("place", "rt", "rw"), open=True),
)

# A value of one key carried by more rows than this joins nothing under that key.
MAX_CARRIERS: Final = 300
# A key may make this many pairs a row over the batch; its fullest values are left out until it does.
MAX_PAIRS_A_ROW: Final = 40


class Dropped(NamedTuple):
    """A warning: values of `key` that were left out, how many, carried by how many rows at most."""

    key: str
    values: int
    carriers: int

    def __str__(self) -> str:
        return (
            f"Key '{self.key}': {self.values} values left out, each carried by up to {self.carriers} rows;"
            " rows that agree on nothing else are not compared."
        )


Values = tuple[Any, ...]  # texts or None


def _reader(columns: tuple[str, ...]) -> Callable[[Norm, Spoken], Values]:
    """What reads these columns of a row, some of its name taken apart: made once, for it is asked millions
    of times."""
    if _OF_NAME.isdisjoint(columns):
        read: Callable[[Norm], Any] = attrgetter(*columns)
        return (lambda norm, _: read(norm)) if len(columns) > 1 else (lambda norm, _: (read(norm),))
    sides = [(column in _OF_NAME, attrgetter(column)) for column in columns]
    return lambda norm, name: tuple([read(name if of_name else norm) for of_name, read in sides])


_OF_NAME: Final = frozenset(Spoken._fields)
_SHUT: Final = tuple((key.name, _reader(key.columns)) for key in KEYS if not key.open and key.name != "phone")
_OPEN: Final = tuple((key.name, _reader(key.columns)) for key in KEYS if key.open)


def block_keys(norm: Norm) -> Iterator[tuple[str, ...]]:
    """The keys of one row, but for the open ones: the key's name, then the values it stands for."""
    name = spoken(norm.name, norm.phon, norm.phon_sorted)
    for phone in norm.phones:
        yield ("phone", phone)
    for key, read in _SHUT:
        values = read(norm, name)
        if None not in values:
            yield (key, *values)


def open_keys(norm: Norm, *, asking: bool) -> Iterator[tuple[str, ...]]:
    """The open keys of one row: those it is found by, or those it finds others by when `asking`.

    A row that does not know its village finds all of the name; one that knows it finds only those.
    """
    if norm.place is None:
        return
    name = spoken(norm.name, norm.phon, norm.phon_sorted)
    for key, read in _OPEN:
        values = read(norm, name)
        if None in values:
            continue
        if not asking or norm.village is None:
            yield (key, "all", *values)
        if (norm.village is None) != asking:
            yield (key, "open", *values)


def keys_sql(records: str) -> str:
    """A query for (rule, value, row_id, shut) over table `records`; a value is a hash of the key's columns.

    Two rows that are `shut` do not meet: both know their village, and meet under its code.
    """
    return " union all ".join(_key_sql(records, place, key) for place, key in enumerate(KEYS))


def _key_sql(records: str, place: int, key: Key) -> str:
    if key.columns == ("phones",):
        return (
            f"select {place}::utinyint as rule, hash(phone) as value, row_id, false as shut"  # noqa: S608 - ours
            f" from (select row_id, unnest(list_distinct(phones)) as phone from {records})"
        )
    present = " and ".join(f"{column} is not null" for column in key.columns)
    columns = ", ".join(key.columns)
    shut, asked = "false", ""
    if key.open:  # only what some row without a village asks for
        shut = "village is not null"
        asked = f"semi join (select {columns} from {records} where village is null) using ({columns})"  # noqa: S608
    return (
        f"select {place}::utinyint as rule, hash({columns}) as value, row_id, {shut} as shut"  # noqa: S608
        f" from {records} {asked} where {present}"
    )


def bound(carriers: Mapping[int, int], rows: int) -> int:
    """The most rows a value of one key may be carried by.

    `carriers` counts the key's values by how many rows carry them. MAX_CARRIERS, or less when the key would
    still make more than MAX_PAIRS_A_ROW pairs for each of `rows` (small batches are let off).
    """
    budget = max(MAX_PAIRS_A_ROW * rows, 100_000)
    pairs = 0
    for size in sorted(carriers):
        if size > MAX_CARRIERS:
            break
        pairs += carriers[size] * size * (size - 1) // 2
        if pairs > budget:
            return size - 1
    return MAX_CARRIERS
