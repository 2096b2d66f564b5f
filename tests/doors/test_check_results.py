"""`sentra check-results`: each result of the laboratory, computed again from the file it came from."""

import pytest
from django.core.management import call_command

from sentra.lab import actions
from sentra.lab.models import Result
from tests import cast, makers
from tests.rooms.lab import benches

pytestmark = pytest.mark.django_db


def test_it_says_ok_or_names_what_no_longer_follows(capsys: pytest.CaptureFixture[str]) -> None:
    makers.areas()
    where = benches.complete()
    result = actions.compute_result(by=benches.technician(), at=cast.AT, measurement=where)
    call_command("check_results")
    assert capsys.readouterr().out == "OK: 1 hasil dihitung ulang dari rekamannya, semuanya sama\n"
    Result.objects.update(value_db=89.0)
    with pytest.raises(SystemExit) as ended:
        call_command("check_results")
    told = f"Hasil {result.pk} ({where}): rekamannya kini memberi hasil lain\n"
    assert (ended.value.code, capsys.readouterr().out) == (1, told)
