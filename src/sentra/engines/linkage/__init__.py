"""One business, one record: many lists about the same workshops, each spelt differently, made one.

This window is all that others may import. The engine is pure: rows and plain data in, plain data out; it
writes no file. Personal numbers are compared in memory and stand in no result.
"""

from sentra.engines.linkage.bands import DOUBTFUL, LIKELY, SUPPORTED, SURE
from sentra.engines.linkage.batch import BatchEdges, edges, link_batch, to_table
from sentra.engines.linkage.blocking import KEYS, Dropped
from sentra.engines.linkage.check import Violation, check_clusters, check_events
from sentra.engines.linkage.clustering import EdgeTable, cluster
from sentra.engines.linkage.columns import normalise_columns, rows_of
from sentra.engines.linkage.evaluating import Agreement, agreement, evaluate
from sentra.engines.linkage.explaining import Explanation, Factor, explain
from sentra.engines.linkage.fitting import attuned, fit
from sentra.engines.linkage.learning import Label, Learned, features, learn, rerank
from sentra.engines.linkage.model import dump_model, load_model, starting_model
from sentra.engines.linkage.normalise import NORMALISER_VERSION, Gazetteer, normalise, normalise_all, sound_of
from sentra.engines.linkage.owning import Owner, owner_groups
from sentra.engines.linkage.problem import (
    CELLS,
    Clusters,
    Conflict,
    Decision,
    Edge,
    Event,
    Field,
    LinkageRefused,
    Metrics,
    Model,
    Norm,
    Part,
    Raw,
    RecordId,
    UnitId,
)
from sentra.engines.linkage.reconciling import aliases, apply, inverse, reconcile
from sentra.engines.linkage.reviewing import (
    COMPARED,
    DOUBTFUL_VETOES,
    Task,
    doubt,
    fingerprinted,
    review_queue,
)
from sentra.engines.linkage.scoring import Index, Scorer, link, score
from sentra.engines.linkage.sharing import SharedNumbers, shared_numbers
from sentra.engines.linkage.surviving import Choice, Member, Override, Preferred, Survivorship, golden_record
from sentra.engines.linkage.vetoes import DEFAULT as DEFAULT_VETOES
from sentra.engines.linkage.vetoes import Rule
from sentra.engines.linkage.wording import reworded

__all__ = [
    "CELLS",
    "COMPARED",
    "DEFAULT_VETOES",
    "DOUBTFUL",
    "DOUBTFUL_VETOES",
    "KEYS",
    "LIKELY",
    "NORMALISER_VERSION",
    "SUPPORTED",
    "SURE",
    "Agreement",
    "BatchEdges",
    "Choice",
    "Clusters",
    "Conflict",
    "Decision",
    "Dropped",
    "Edge",
    "EdgeTable",
    "Event",
    "Explanation",
    "Factor",
    "Field",
    "Gazetteer",
    "Index",
    "Label",
    "Learned",
    "LinkageRefused",
    "Member",
    "Metrics",
    "Model",
    "Norm",
    "Override",
    "Owner",
    "Part",
    "Preferred",
    "Raw",
    "RecordId",
    "Rule",
    "Scorer",
    "SharedNumbers",
    "Survivorship",
    "Task",
    "UnitId",
    "Violation",
    "agreement",
    "aliases",
    "apply",
    "attuned",
    "check_clusters",
    "check_events",
    "cluster",
    "doubt",
    "dump_model",
    "edges",
    "evaluate",
    "explain",
    "features",
    "fingerprinted",
    "fit",
    "golden_record",
    "inverse",
    "learn",
    "link",
    "link_batch",
    "load_model",
    "normalise",
    "normalise_all",
    "normalise_columns",
    "owner_groups",
    "reconcile",
    "rerank",
    "review_queue",
    "reworded",
    "rows_of",
    "score",
    "shared_numbers",
    "sound_of",
    "starting_model",
    "to_table",
]
