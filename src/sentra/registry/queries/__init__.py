"""What is: read-only answers. Those meant for people take `by` and give only what `by` may see."""

from sentra.registry.queries.batches import (
    batch,
    batch_digest,
    batch_rows,
    batches,
    first_rows,
    kept_businesses,
    missing_rows,
    sources,
    step_key,
    upload_bytes,
    upload_path,
)
from sentra.registry.queries.clusters import ClusterFigures, cluster_name, clusters
from sentra.registry.queries.dossier import (
    business,
    dossier,
    history,
    identifiers,
    members,
    profiles_by_record,
    source_of,
    timeline,
    typed_by_hand,
)
from sentra.registry.queries.figures import (
    Edition,
    Totals,
    branch_figures,
    district_figures,
    editions,
    size_figures,
    totals,
    village_figures,
)
from sentra.registry.queries.likeness import likely_same
from sentra.registry.queries.listing import Filters, Page, counts, exported, page, register_version
from sentra.registry.queries.machinery import documents, machinery
from sentra.registry.queries.numbers import Number, numbers
from sentra.registry.queries.places import gazetteer, place_names
from sentra.registry.queries.reference import IndustryVersion, industry_codes, industry_versions
from sentra.registry.queries.typing import understood

__all__ = [
    "ClusterFigures",
    "Edition",
    "Filters",
    "IndustryVersion",
    "Number",
    "Page",
    "Totals",
    "batch",
    "batch_digest",
    "batch_rows",
    "batches",
    "branch_figures",
    "business",
    "cluster_name",
    "clusters",
    "counts",
    "district_figures",
    "documents",
    "dossier",
    "editions",
    "exported",
    "first_rows",
    "gazetteer",
    "history",
    "identifiers",
    "industry_codes",
    "industry_versions",
    "kept_businesses",
    "likely_same",
    "machinery",
    "members",
    "missing_rows",
    "numbers",
    "page",
    "place_names",
    "profiles_by_record",
    "register_version",
    "size_figures",
    "source_of",
    "sources",
    "step_key",
    "timeline",
    "totals",
    "typed_by_hand",
    "understood",
    "upload_bytes",
    "upload_path",
    "village_figures",
]
