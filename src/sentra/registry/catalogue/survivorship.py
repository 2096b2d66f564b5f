"""Which of several differing values a business shows: the highest source, then the newest, with exceptions.

What belongs together moves together: no address is made of two, no branch stands beside another product.
"""

from sentra.engines.linkage import Choice, Survivorship

SURVIVORSHIP = Survivorship(
    fields={
        "owner_name": Choice(("rank", "longest", "newest")),  # of equals the one without abbreviations
        "nib": Choice(("agreed", "rank", "newest")),  # what two sources say is not a slip of one
    },
    groups=(
        ("village", "district", "address", "hamlet", "rt", "rw"),
        ("latitude", "longitude"),
        ("product", "branch_key", "branch"),
    ),
)
