"""Work that runs while its page is open: a fragment asks how far it is until it ends."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sentra.base.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Work:
    """For `programmes/_progress.html`: a job that is not done yet, or failed.

    `asked`: the address of the fragment; `again`: where a failed one is asked for once more, if it may be.
    """

    job: Job
    asked: str
    doing: str
    stopped: str
    advice: str = ""
    again: str = ""


def told(request: HttpRequest, work: Work | None, page: str) -> HttpResponse:
    """The fragment; when the work has ended, the whole page is asked for."""
    if work is None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = page
        return answer
    return render(request, "programmes/_progress.html", {"work": work})
