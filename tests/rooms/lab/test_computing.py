"""A result comes from sealed recordings, and comes again years later as it was."""

import pytest

from sentra.lab import actions
from tests import cast, makers
from tests.rooms.lab import benches

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


def test_three_runs_that_agree_give_a_value_with_its_uncertainty():
    one = benches.complete()
    result = actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)
    assert [(row["sequence"], row["counted"], row["reasons"]) for row in result.series] == [
        (1, True, []),
        (2, True, []),
        (3, True, []),
    ]
    assert (result.valid, result.reasons) == (True, [])
    assert result.value_db == 91.0
