"""Two generators of lists with truth, from different noise: `plain.generate` and `rough.generate`.

Nothing here knows the engine's normaliser: whoever mends one must not look at the other.
"""

from bench.linkage.generators.lists import Lists

__all__ = ["Lists"]
