"""Pages of programmes: rounds, proposals, decisions, goods, and what became of them."""
