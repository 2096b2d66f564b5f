"""Results are computed again, all of them, and each that does not stand says why."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.vault import destroy_key
from sentra.base.permissions import Refused
from sentra.engines.acoustics import Violation
from sentra.lab import actions
from sentra.lab.actions import computing
from sentra.lab.models import Result
from sentra.lab.queries.recordings import path_of
from tests import cast
from tests.rooms.lab import benches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def result() -> Result:
    return actions.compute_result(by=benches.technician(), at=cast.AT, measurement=benches.complete())


def faults() -> list[str | None]:
    found = actions.check_results(by=benches.technician(), at=cast.AT)
    return [fault for _result, fault in found]


def test_what_stands_and_what_does_not_is_told_with_its_reason_and_on_record(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults() == [None]
    recording = result.measurement.runs.order_by("pk")[0].recording
    path = path_of(recording)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert faults() == ["changed"]
    path.unlink()
    assert faults() == ["lost"]
    path.write_bytes(whole)
    Result.objects.update(value_db=89.0)
    assert faults() == ["differs"]
    assert Entry.objects.latest("number").new == {"results": 1, "wrong": {str(result.pk): "differs"}}
    with monkeypatch.context() as broken:
        broken.setattr(computing, "verify_series", lambda series, procedure: [Violation("runs", 2, 3)])
        assert faults() == ["breaks_its_rules"]
    destroy_key(recording.key, at=cast.AT)
    assert faults() == ["erased"]
    assert Result.objects.get().value_db == 89.0  # it is told, not mended


def test_only_who_reads_results_has_them_checked() -> None:
    with pytest.raises(Refused):
        actions.check_results(by=cast.enter(cast.JOYO), at=cast.AT)
