"""Scores whole lists at once: Splink on DuckDB, in memory.

The pairs are made here (`tables.make_pairs`), so that no key can explode, and handed to Splink to be scored
under the model's own shares, which are stored with it: a weekly run trains nothing.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sentra.engines.linkage.blocking import Dropped
from sentra.engines.linkage.comparing import LESSENING, TERMS, THEMES, USUAL, Theme
from sentra.engines.linkage.model import FIXED_M, FIXED_U, check_model
from sentra.engines.linkage.problem import Comparison, Edge, Level, Model, Norm, Part
from sentra.engines.linkage.sharing import SharedNumbers
from sentra.engines.linkage.siblings import Said, limit, said, sibling_part, weight_sql
from sentra.engines.linkage.tables import (
    COMPARED,
    checked_table,
    database,
    load,
    make_keys,
    make_pairs,
    reword,
    to_table,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Left rows scored together: 500,000 rows make some 3 million pairs. Splink copies the rows for each slice.
SLICE: Final = 500_000

__all__ = ["BatchEdges", "edges", "link_batch", "settings", "to_table"]


class BatchEdges(NamedTuple):
    """The edges, what was left out while making pairs, and what was ignored as shared.

    `edges` has columns a and b (ids, a < b), weight (bits) and per comparison its level, counted from the
    strongest (null: nothing could be compared), and for those with rarity `<comparison>_term` (bits). Its
    rows are in order of a, b.
    """

    edges: "pa.Table"
    dropped: tuple[Dropped, ...]
    shared: SharedNumbers


def link_batch(
    records: "Sequence[Norm] | pa.Table",
    model: Model,
    *,
    threads: int = 2,
    memory: str = "4GB",
    min_weight: float,
) -> BatchEdges:
    """The edges of at least `min_weight` bits among `records` (rows, or a table of `to_table`'s columns).

    Raises LinkageRefused for a table that is none, for an id twice, for a model that does not fit, and when
    the batch does not go into `memory`.
    """
    check_model(model)
    table = checked_table(records)
    with database(len(table), threads=threads, memory=memory) as con:
        shared = load(con, table)
        reword(con, model.wording)
        dropped = make_keys(con, len(table))
        return BatchEdges(_scored(con, model, min_weight, len(table)), dropped, shared)


def _scored(con: "duckdb.DuckDBPyConnection", model: Model, min_weight: float, rows: int) -> "pa.Table":
    """The edges of all slices, in order of their ids."""
    import pyarrow as pa

    scorer, slices = PairScorer(con, model), []
    for first in range(0, max(rows, 1), SLICE):
        make_pairs(con, first, first + SLICE)
        slices.append(scorer.score(min_weight))
    return pa.concat_tables(slices).sort_by([("a", "ascending"), ("b", "ascending")])


class PairScorer:
    """Splink, set up for one model and the table `records`."""

    def __init__(self, con: "duckdb.DuckDBPyConnection", model: Model) -> None:
        from splink import DuckDBAPI, Linker

        self._con, self._model, self._api = con, model, DuckDBAPI(con)
        self._linker = Linker(
            self._api.register("records"), settings(model), log_level="ERROR", validate_settings=False
        )
        for column, shares in model.terms.items():
            if column in _LESSER:
                _known(con, f"lesser_{column}", shares)
                continue
            terms = self._api.register(_terms(con, column, shares))
            self._linker.table_management.register_term_frequency_lookup(terms, column)

    def score(self, min_weight: float) -> "pa.Table":
        """The edges among the pairs of table `pairs`, as in `BatchEdges` but in no order."""
        self._linker.table_management.register_blocked_pairs_for_predict(self._api.register("pairs"))
        found = self._linker.inference.predict(threshold_match_weight=min_weight, warning_mode="never")
        edges = self._con.sql(_edges_sql(found.physical_name, self._model, min_weight)).to_arrow_table()
        found.drop_table_from_database_and_remove_from_cache()
        return edges


def _terms(con: "duckdb.DuckDBPyConnection", column: str, shares: Mapping[str, float]) -> str:
    """A table of each value of `column` in the batch and its share: the floor when the model knows none."""
    _known(con, "known", shares)
    con.execute(
        f"create table terms_{column} as select {column},"  # noqa: S608 - a column of TERMS
        f" greatest(coalesce(max(share), 0), {TERMS[column]!r}::double) as tf_{column}"
        f" from records left join known on {column} = value where {column} is not null group by all"
    )
    con.execute("drop table known")
    return f"terms_{column}"


def _known(con: "duckdb.DuckDBPyConnection", table: str, shares: Mapping[str, float]) -> None:
    """A table of values and their shares."""
    import pyarrow as pa

    columns = [pa.array(shares.keys(), pa.string()), pa.array(shares.values(), pa.float64())]
    con.register("told", pa.table(columns, ["value", "share"]))
    con.execute(f"create table {table} as select * from told")  # noqa: S608 - our own names
    con.unregister("told")


# --- what Splink is told --------------------------------------------------------------------------------


def settings(model: Model, *, fixed: bool = False) -> dict[str, Any]:
    """The model as Splink's settings. With `fixed`, what training must not touch is marked so."""
    comparisons = {comparison.key: comparison for comparison in model.comparisons}
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row_id",
        "probability_two_random_records_match": 1 / (1 + math.exp2(-model.prior)),
        "blocking_rules_to_generate_predictions": [],  # the pairs are made by make_pairs
        "comparisons": [
            _comparison(theme, comparisons[theme.key], model, fixed)
            for theme in THEMES
            if theme.key not in LESSENING
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(theme: Theme, comparison: Comparison, model: Model, fixed: bool) -> dict[str, Any]:
    conditions = [*(degree.sql for degree in theme.degrees), "ELSE"]
    levels = [
        _level(condition, level, model) | (_fixed(theme) if fixed else {})
        for condition, level in zip(conditions, comparison.levels, strict=True)
    ]
    absent = {"sql_condition": theme.absent_sql, "label_for_charts": "absent", "is_null_level": True}
    return {"output_column_name": theme.key, "comparison_levels": [absent, *levels]}


def _level(condition: str, level: Level, model: Model) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sql_condition": condition,
        "label_for_charts": level.key,
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.term in model.terms:
        told |= {"tf_adjustment_column": level.term, "tf_adjustment_weight": 1.0}
    return told


def _fixed(theme: Theme) -> dict[str, bool]:
    return {"fix_m_probability": theme.key in FIXED_M, "fix_u_probability": theme.key in FIXED_U}


# --- edges ----------------------------------------------------------------------------------------------


def _edges_sql(predicted: str, model: Model, min_weight: float) -> str:
    """Splink says what an edge weighs; which levels that came from is asked once more, of the edges only."""
    columns = [_level_sql(theme) for theme in THEMES]
    columns += [_term_sql(theme) for theme in THEMES if _has_term(theme, model)]
    lesser = [column for column in _LESSER if column in model.terms]
    joins = "".join(
        f" left join lesser_{column} on lesser_{column}.value = pair.{column}_l" for column in lesser
    )
    taken = "".join(f" + coalesce({_LESSER[column]}_term, 0)" for column in lesser)
    sides = ", ".join(f"l.{column} as {column}_l, r.{column} as {column}_r" for column in COMPARED)
    return (
        f"with pair as (select e.*, i.id as id_l, j.id as id_r, {sides} from {predicted} e"  # noqa: S608
        " join records l on l.row_id = e.row_id_l join records r on r.row_id = e.row_id_r"
        " join ids i on i.row_id = e.row_id_l join ids j on j.row_id = e.row_id_r)"
        ", leveled as (select least(id_l, id_r) as a, greatest(id_l, id_r) as b, match_weight,"
        f" {', '.join(columns)} from pair{joins})"
        f", weighed as (select a, b, {weight_sql(model, f'(match_weight{taken})')} as weight,"
        f" match_weight{taken} as owner, * exclude (a, b, match_weight) from leveled)"
        f" select * from weighed where weight >= {min_weight!r}::double"
    )


def _level_sql(theme: Theme) -> str:
    steps = " ".join(f"when {degree.sql} then {place}" for place, degree in enumerate(theme.degrees))
    rest = len(theme.degrees)
    return f"(case when {theme.absent_sql} then null {steps} else {rest} end)::tinyint as {theme.key}"


def _term_sql(theme: Theme) -> str:
    """Bits due to rarity. What only lessens is not told to Splink: it can wait until few pairs are left."""
    if theme.key not in LESSENING:
        return f"mw_tf_adj_{theme.key} as {theme.key}_term"
    (degree,) = theme.degrees
    share = f"greatest(coalesce(lesser_{degree.term}.share, 0), {USUAL!r}::double)"
    bits = f"log2({USUAL!r}::double) - log2({share})"
    return f"if({theme.absent_sql}, null, {bits}) as {theme.key}_term"


# The columns whose values lessen a weight, and the comparison that each is of.
_LESSER: Final = {
    degree.term: theme.key
    for theme in THEMES
    if theme.key in LESSENING
    for degree in theme.degrees
    if degree.term
}


def _has_term(theme: Theme, model: Model) -> bool:
    return any(degree.term in model.terms for degree in theme.degrees)


def edges(table: "pa.Table", model: Model) -> Iterator[Edge]:
    """The rows of `BatchEdges.edges` as edges with their parts, as `score` gives them."""
    weighed = {
        comparison.key: [(level.key, math.log2(level.m / level.u)) for level in comparison.levels]
        for comparison in model.comparisons
    }
    moved = said(model)
    for batch in table.to_batches():
        for row in batch.to_pylist():
            parts = tuple(
                _part(key, levels[row[key]], row.get(f"{key}_term") or 0.0)
                for key, levels in weighed.items()
                if row[key] is not None
            )
            parts = (*parts, *_sibling(parts, model, moved))
            yield Edge(row["a"], row["b"], row["weight"], parts, model.version)


def _sibling(parts: tuple[Part, ...], model: Model, moved: Said) -> tuple[Part, ...]:
    """The sibling part, if any, as `score` gives it."""
    if model.siblings is None:
        return ()
    weight = sum((part.weight for part in parts), start=model.prior)
    found = sibling_part(weight, limit(model.siblings.prior, moved, parts))
    return () if found is None else (found,)


def _part(key: str, level: tuple[str, float], term: float) -> Part:
    return Part(key, level[0], level[1] + term, term)
