"""What somebody brought that cannot be taken as it is: one sentence a place."""

from collections.abc import Mapping


class Unfit(ValueError):
    """Nothing was stored; `faults` holds a translated sentence by the name of the field or the line."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def unfit_unless_none(faults: Mapping[str, str]) -> None:
    """Raises Unfit for the places whose sentence is not empty."""
    if found := {place: sentence for place, sentence in faults.items() if sentence}:
        raise Unfit(found)
