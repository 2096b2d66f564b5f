"""Where the weights are cut, in bits; fixed before any list is seen.

`make bench-linkage` says what they give, and docs/engines/linkage.md what they mean.
"""

from typing import Final

SURE: Final = 4.0
"""From here a link is made without asking: 94 in 100 of the weakest are right, of all more than 99."""
SUPPORTED: Final = 2.5
"""What the links inside a cluster made without asking weigh on average: chains of weaker ones are cut."""
LIKELY: Final = 0.0
"""From here a person is asked; the best single cut when nobody can be, for links and for their average."""
DOUBTFUL: Final = -3.0
"""Below this nothing is looked at: of the pairs between here and `LIKELY` one in fifteen is true."""
