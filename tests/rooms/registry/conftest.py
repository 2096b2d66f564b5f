from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sentra.base.people.models import User


@pytest.fixture
def officer(db: None) -> "User":
    """Sekar, an officer who keeps the register, in a regency whose areas are loaded."""
    # A conftest below the root is read before Django is set up, so models are imported here.
    from sentra.base.places.actions import load_areas
    from tests import cast

    sekar = cast.enter(cast.SEKAR)
    load_areas(by=sekar, at=cast.AT, regency="33.03")
    return sekar
