"""Where the weights are cut, in bits; fixed before any list is seen. `make bench-linkage` says what they give."""

from typing import Final

SURE: Final = 7.0
"""From here a link is made without asking: meant to be right in at least 98 of 100."""
LIKELY: Final = 0.0
"""The best single cut when nobody can be asked."""
DOUBTFUL: Final = -3.0
"""Below this nobody is asked."""
