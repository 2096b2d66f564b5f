"""Points: what each criterion gives an applicant under the weights of a round."""

from collections.abc import Mapping
from dataclasses import dataclass

from sentra.programmes.catalogue.applicants import Applicant
from sentra.programmes.catalogue.criteria import BY_KEY, CRITERIA


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of one applicant: points from 0 to 100, and the weight it has in the round."""

    criterion: str
    points: int
    weight: int

    @property
    def label(self) -> str:
        return str(BY_KEY[self.criterion].label)


def parts(one: Applicant, weights: Mapping[str, int]) -> list[Part]:
    """In the order of the catalogue; a criterion without weight in the round is left out."""
    known = [(criterion, weights.get(criterion.key, 0)) for criterion in CRITERIA]
    return [Part(criterion.key, criterion.points(one), weight) for criterion, weight in known if weight]


def score_tenths(told: list[Part]) -> int:
    """The weighted mean in tenths of a point, 0 to 1000, rounded half up; whole numbers throughout."""
    weight = sum(part.weight for part in told)
    if not weight:
        return 0
    points = 10 * sum(part.points * part.weight for part in told)
    return (2 * points + weight) // (2 * weight)
