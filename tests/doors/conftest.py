"""Who sits at the desk of the import wizard. Loaded before Django is, so what needs it is imported inside."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def sekar(db: None) -> Iterator[Any]:
    from tests import cast, makers

    makers.areas()
    makers.forget()
    yield cast.enter(cast.SEKAR)
    makers.forget()


@pytest.fixture
def desk(sekar: Any, client: Any) -> Any:
    """Sekar's browser, which knows no script."""
    from tests import cast

    return cast.sign_in(client, sekar)
