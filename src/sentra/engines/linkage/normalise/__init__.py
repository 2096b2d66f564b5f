"""Rows of lists in normal form: what can be compared at all.

Normalisation is worth more than the engine behind it. Everything here is pure: the same row and gazetteer
give the same normal form in any order, and the text of a normal form is its own normal form.
"""

from sentra.engines.linkage.normalise.names import sound_of
from sentra.engines.linkage.normalise.row import NORMALISER_VERSION, normalise, normalise_all
from sentra.engines.linkage.normalise.villages import Gazetteer

__all__ = ["NORMALISER_VERSION", "Gazetteer", "normalise", "normalise_all", "sound_of"]
