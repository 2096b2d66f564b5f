"""UN R.E.3, paragraph 8.8.2.2: in use, a vehicle may exceed its own registered stationary value by so much.

No limit of its own: it needs the value registered at type approval. Shown as a difference, never as a verdict.
"""

from typing import Final

IN_USE_EXCESS_DB: Final = 5.0
SOURCE: Final = "UN R.E.3 paragraf 8.8.2.2, menurut globalautoregs.com/documents/7046"
