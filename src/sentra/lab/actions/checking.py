"""Every result is computed again from its recordings: does it still stand?"""

from datetime import datetime
from typing import Literal

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.lab.actions.computing import DoesNotAgree, still_holds
from sentra.lab.models import Result
from sentra.lab.queries.recordings import RecordingLost
from sentra.lab.rules.roles import may_read_lab

Fault = Literal["differs", "lost", "changed", "erased", "breaks_its_rules"]


def check_results(*, by: User, at: datetime) -> list[tuple[Result, Fault | None]]:
    """The results in force with what is wrong with each. Nothing of them changes; that it was checked is on
    record."""
    refuse_unless(may_read_lab(by))
    results = Result.objects.filter(current=True).select_related("measurement__session").order_by("pk")
    found = [(one, _fault(one)) for one in results]
    wrong = {str(one.pk): fault for one, fault in found if fault}
    new = {"results": len(found), "wrong": wrong}
    record(by=by, at=at, act="check_results", subject=("lab.result", ""), new=new)
    return found


def _fault(result: Result) -> Fault | None:
    try:
        return None if still_holds(result) else "differs"
    except RecordingLost:
        return "lost"
    except vault.Tampered:
        return "changed"
    except vault.Erased:
        return "erased"
    except DoesNotAgree:
        return "breaks_its_rules"
