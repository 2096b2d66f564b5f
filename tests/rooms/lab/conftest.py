"""The laboratory's tests need villages where a business may stand.

What an evaluation remembers is left between tests: it hangs on hashes and facts only, and `compute_result`
reads everything again.
"""

import pytest


@pytest.fixture
def places(db: None) -> None:
    from tests import makers

    makers.areas()
