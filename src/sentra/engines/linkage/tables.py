"""A list as columns in DuckDB, in memory: rows without what is shared, and the pairs worth comparing.

DuckDB may not spill to disk: the table holds personal numbers, and those stand in clear nowhere on a disk.
A batch too large for its memory is refused.

DuckDB and pyarrow are loaded when a batch runs, not when the engine is imported.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from sentra.engines.linkage.blocking import KEYS, Dropped, bound, keys_sql
from sentra.engines.linkage.likeness import SPOKEN_SQL, Spoken
from sentra.engines.linkage.problem import LinkageRefused, Norm, RecordId
from sentra.engines.linkage.sharing import Carriers, SharedNumbers

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Columns of a batch table, in order, and the field of Norm each comes from.
TEXTS = {
    "source": "source",
    "name": "name",
    "phon": "phon",
    "phon_sorted": "phon_sorted",
    "key1": "key1",
    "key2": "key2",
    "biz": "biz",
    "group_name": "group",
    "village": "village",
    "district": "district",
    "place": "place",
    "hamlet": "hamlet",
    "rt": "rt",
    "rw": "rw",
    "nik": "nik",
    "nik12": "nik12",
    "nib": "nib",
    "product": "product",
    "kbli": "kbli",
}
# Columns of table `records` that a comparison may read.
COMPARED = (*TEXTS, "seen", "tokens", "phones", "phone", "latitude", "longitude", "local", *Spoken._fields)
AT_ONCE = 50_000  # rows turned into columns together


def schema() -> "pa.Schema":
    """Columns and types of a batch table."""
    import pyarrow as pa

    return pa.schema(
        [
            ("id", pa.string()),
            *((column, pa.string()) for column in TEXTS),
            ("seen", pa.date32()),
            ("tokens", pa.int32()),
            ("phones", pa.list_(pa.string())),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
        ]
    )


def to_table(norms: Iterable[Norm]) -> "pa.Table":
    """Rows as a batch table. Takes any iterable, so that two million rows need not exist at once."""
    import pyarrow as pa

    wanted = schema()
    places = [Norm._fields.index(TEXTS.get(field.name, field.name)) for field in wanted]
    batches = []
    rows = iter(norms)
    while part := list(islice(rows, AT_ONCE)):
        columns = list(zip(*part, strict=True))
        arrays = [pa.array(columns[place], field.type) for place, field in zip(places, wanted, strict=True)]
        batches.append(pa.record_batch(arrays, schema=wanted))
    return pa.Table.from_batches(batches, schema=wanted)


def checked_table(records: "Sequence[Norm] | pa.Table") -> "pa.Table":
    """The records as a batch table. Raises LinkageRefused for a missing column, a wrong type, an id twice."""
    import pyarrow as pa

    if not isinstance(records, pa.Table):
        table = to_table(records)
    else:
        if missing := [name for name in schema().names if name not in records.column_names]:
            raise LinkageRefused(f"The table lacks the columns {', '.join(missing)}.")
        try:
            table = records.select(schema().names).cast(schema())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as wrong:
            raise LinkageRefused(f"A column of the table has a wrong type: {wrong}") from wrong
    ids = table.column("id")
    if ids.null_count or len(ids.unique()) < len(ids):
        raise LinkageRefused("Every row needs an id of its own.")
    return table


# --- tables in DuckDB -----------------------------------------------------------------------------------


@contextmanager
def database(rows: int, *, threads: int, memory: str) -> "Iterator[duckdb.DuckDBPyConnection]":
    """An empty database in memory that never writes to a disk, closed at the end.

    Raises LinkageRefused, naming `rows`, when what is done in it does not go into `memory`.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(threads),
        "memory_limit": memory,
        "temp_directory": "",
        "preserve_insertion_order": False,
    }
    con = duckdb.connect(":memory:", config=settings)
    try:
        yield con
    except Exception as raised:
        if _out_of_memory(raised):
            raise LinkageRefused(f"{rows} rows do not go into {memory} of memory.") from raised
        raise
    finally:
        con.close()


def _out_of_memory(raised: BaseException | None) -> bool:
    """Splink raises an exception of its own from DuckDB's."""
    import duckdb

    return raised is not None and (
        isinstance(raised, duckdb.OutOfMemoryException) or _out_of_memory(raised.__cause__)
    )


def load(con: "duckdb.DuckDBPyConnection", table: "pa.Table") -> SharedNumbers:
    """Makes table `records` (row_id, the columns, phone) without what is shared, and `ids` (row_id, id)."""
    import pyarrow as pa

    numbered = table.append_column("row_id", pa.array(range(len(table)), pa.int32()))
    con.register("given", numbered)
    con.execute("create table ids as select row_id, id from given")
    texts = ", ".join(f"nullif({column}, '') as {column}" for column in TEXTS)
    con.execute(
        f"create table raw as select row_id, {texts}, seen, coalesce(tokens, 0) as tokens,"  # noqa: S608 - our names
        " list_filter(phones, lambda phone: phone <> '') as phones,"
        " if(isfinite(latitude) and isfinite(longitude), latitude, null) as latitude,"
        " if(isfinite(latitude) and isfinite(longitude), longitude, null) as longitude from given"
    )
    con.unregister("given")
    shared = _shared(con)
    _strip(con, shared)
    con.execute("drop table raw")
    return shared


_NAME_FIELDS = ("name", "phon", "phon_sorted", "key1", "key2", "tokens")
_SPELLINGS = """
    with seen as (
        select 'phone' as kind, unnest(phones) as value, null::double as east, row_id from raw
        where len(phones) > 0
        union all select 'nik', nik, null, row_id from raw where nik is not null
        union all select 'nik', nik12, null, row_id from raw where nik12 is not null
        union all select 'point', latitude::varchar, longitude, row_id from raw where latitude is not null
    ), named as (
        select kind, value, east, phon_sorted, min(row_id) as row_id
        from seen join raw using (row_id) where phon_sorted is not null group by all
    ), many as (
        select kind, value, east from named group by all having count(*) >= 3
    )
    select raw.name, raw.phon, raw.phon_sorted, raw.key1, raw.key2, raw.tokens,
        named.kind, named.value, raw.latitude, raw.longitude
    from named join many on named.kind = many.kind and named.value = many.value
        and named.east is not distinct from many.east
    join raw using (row_id) order by all
"""


def _shared(con: "duckdb.DuckDBPyConnection") -> SharedNumbers:
    """What `shared_numbers` finds: only what three spellings of a name carry is looked at in Python."""
    carriers = Carriers()
    for *name, kind, value, latitude, longitude in con.execute(_SPELLINGS).fetchall():
        fields: dict[str, Any] = dict(zip(_NAME_FIELDS, name, strict=True))
        if kind == "phone":
            fields["phones"] = (value,)
        elif kind == "nik":
            fields["nik"] = value
        else:
            fields |= {"latitude": latitude, "longitude": longitude}
        carriers.see(Norm(RecordId(""), "", date.min, **fields))
    return carriers.shared()


def _strip(con: "duckdb.DuckDBPyConnection", shared: SharedNumbers) -> None:
    import pyarrow as pa

    lent = [("phone", phone) for phone in sorted(shared.phones)] + [
        ("nik", nik) for nik in sorted(shared.niks)
    ]
    kinds, values = zip(*lent, strict=True) if lent else ((), ())
    north, east = zip(*sorted(shared.points), strict=True) if shared.points else ((), ())
    con.register(
        "lent", pa.table({"kind": pa.array(kinds, pa.string()), "value": pa.array(values, pa.string())})
    )
    points = {"latitude": pa.array(north, pa.float64()), "longitude": pa.array(east, pa.float64())}
    con.register("lent_points", pa.table(points))
    con.execute(_BARE)
    con.unregister("lent")
    con.unregister("lent_points")


# Only rows that carry a lent phone have their list taken apart and put together again.
_BARE = f"""
    create table records as
    with numbers as (
        select row_id, unnest(phones) as phone, generate_subscripts(phones, 1) as place from raw
    ), touched as (
        select row_id from numbers semi join (select value from lent where kind = 'phone') on phone = value
    ), mended as (
        select row_id, list(phone order by place) as phones from numbers semi join touched using (row_id)
        where phone not in (select value from lent where kind = 'phone') group by row_id
    ), bare as (
        select raw.* replace (
            if(whole.value is not null, null, nik) as nik,
            if(whole.value is not null or short.value is not null, null, nik12) as nik12,
            case when touched.row_id is not null then mended.phones
                when len(raw.phones) > 0 then raw.phones end as phones,
            if(lent_points.latitude is not null, null, raw.latitude) as latitude,
            if(lent_points.latitude is not null, null, raw.longitude) as longitude
        )
        from raw
        left join (select distinct row_id from touched) as touched on touched.row_id = raw.row_id
        left join mended on mended.row_id = raw.row_id
        left join lent as whole on whole.kind = 'nik' and whole.value = raw.nik
        left join lent as short on short.kind = 'nik' and short.value = raw.nik12
        left join lent_points
            on lent_points.latitude = raw.latitude and lent_points.longitude = raw.longitude
    )
    select *, phones[1] as phone, village || ' ' || product as local, {SPOKEN_SQL} from bare
"""  # noqa: S608 - SPOKEN_SQL is our own


def reword(con: "duckdb.DuckDBPyConnection", wording: Mapping[str, str]) -> None:
    """Table `records` with the words that stand for its products."""
    import pyarrow as pa

    if not wording:
        return
    words, heads = zip(*sorted(wording.items()), strict=True)
    con.register("wording", pa.table({"word": words, "head": heads}))
    con.execute(
        "update records set product = head, local = village || ' ' || head from wording where product = word"
    )
    con.unregister("wording")


# --- pairs ----------------------------------------------------------------------------------------------


def make_keys(con: "duckdb.DuckDBPyConnection", rows: int) -> tuple[Dropped, ...]:
    """Makes tables `met` (rule, value, row_id: the keys that rows share) and `twins` for `make_pairs`.

    Returns a warning for each key some values of which too many rows carry.
    """
    con.execute(f"create table keys as {keys_sql('records')}")
    con.execute("create table sizes as select rule, value, count(*) as n from keys group by all having n > 1")
    counted = con.execute("select rule, n, count(*) from sizes group by all order by all").fetchall()
    dropped = []
    for place, key in enumerate(KEYS):
        carriers = {n: values for rule, n, values in counted if rule == place}
        limit = bound(carriers, rows)
        over = {n: values for n, values in carriers.items() if n > limit}
        if over:
            dropped.append(Dropped(key.name, sum(over.values()), max(over)))
            con.execute("delete from sizes where rule = ? and n > ?", (place, limit))
    con.execute(
        "create table met as select rule, value, row_id, shut from keys semi join sizes using (rule, value)"
    )
    con.execute("drop table keys; drop table sizes")
    con.execute(f"{_TWINS} where twin is not null{'' if dropped else ' and false'}")
    return tuple(dropped)


# Rows alike in everything meet under no key once there are too many: each is paired with the next of them.
_TWINS = f"""
    create table twins as select twin, row_id from (
        select row_id, lag(row_id) over (partition by hash({", ".join(COMPARED)}) order by row_id) as twin
        from records
    )
"""  # noqa: S608 - columns of COMPARED


def make_pairs(con: "duckdb.DuckDBPyConnection", first: int, beyond: int) -> None:
    """Makes table `pairs` (match_key, join_key_l < join_key_r: row_ids) of rows that meet under any key.

    The left rows are those from `first` to before `beyond`: pairs are made and scored in slices, so that
    the memory needed grows with the rows and not with the pairs.
    """
    con.execute(_PAIRS, {"first": first, "beyond": beyond})


_PAIRS = """
    create or replace table pairs as
    select '0' as match_key, l.row_id as join_key_l, r.row_id as join_key_r
    from met l join met r on l.rule = r.rule and l.value = r.value and l.row_id < r.row_id
    where l.row_id >= $first and l.row_id < $beyond and not (l.shut and r.shut)
    union
    select '0', twin, row_id from twins where twin >= $first and twin < $beyond
"""
