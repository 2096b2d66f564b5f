"""kill -9 of a real worker at exact places of a solve and of a batch of papers: nothing lost, nothing doubled.

Each job is killed twice, at two places, before a third worker ends it (a job is started three times at most).
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.documents.models import Counter, Document
from sentra.base.documents.queries import document_bytes
from sentra.base.jobs.models import Job, State
from sentra.base.values import now
from sentra.engines import allocation
from sentra.programmes.actions import allocating, decreeing, handing
from sentra.programmes.models import Handover, Paper, Plan, Programme, Round
from sentra.programmes.queries.changing import changed_problem
from tests import makers
from tests.rooms.programmes import decided, delivered, rounds
from tests.rooms.programmes.halting import working
from tests.rooms.registry.test_concurrency import until

Environment = dict[str, str]


class Place(NamedTuple):
    """Where the worker stands when it is killed: at the `call`th call of a function, before it or after."""

    at: str
    call: int = 1
    when: str = "before"


def killed(environment: Environment, mark: Path, place: Place) -> None:
    """A worker gets exactly there, and is killed."""
    with working(environment, mark, *place):
        until(mark.exists)
    Job.objects.filter(state=State.RUNNING).update(heartbeat_at=now() - timedelta(hours=1))  # silent for long


def worked(environment: Environment, job: Job) -> Job:
    """By a worker that is left alone."""
    with working(environment):
        until(lambda: Job.objects.get(pk=job.pk).ended)
    return Job.objects.get(pk=job.pk)


def through(
    environment: Environment, folder: Path, job: Job, *places: Place, between: Callable[[], Any]
) -> tuple[Job, list[Any]]:
    """Killed at every place in turn, then ended; with what `between` saw after each kill."""
    seen = []
    for number, place in enumerate(places):
        killed(environment, folder / f"here-{number}", place)
        seen.append(between())
    return worked(environment, job), seen


# A plan

SOLVED = "sentra.engines.allocation:allocate"
SEARCHED = "sentra.engines.allocation.lots:settled"  # the search is over, the lottery is not
CHECKED = "sentra.engines.allocation:verify"
STORED = "sentra.programmes.actions.allocating:_store"
HELD = "sentra.base.jobs.progress:Progress.confirm"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Place(SOLVED), Place(SEARCHED)),
        (Place(CHECKED), Place(STORED)),
        (Place(HELD, when="after"), Place(STORED, when="after")),  # inside the last transaction; behind it
    ],
)
def test_a_plan_is_stored_once_wherever_the_worker_dies(
    process_environment: Environment, tmp_path: Path, first: Place, second: Place
) -> None:
    makers.areas()
    round_ = decided.drawn(rounds.checking(count=9))
    plan = allocating.ask_plan(by=rounds.head(), at=now(), round_=round_)
    job = Job.objects.get(key=allocating.job_key(plan))
    states = lambda: Plan.objects.values_list("state", flat=True).get()  # noqa: E731
    ended, between = through(process_environment, tmp_path, job, first, second, between=states)
    expected = allocation.allocate(changed_problem(round_, {}), limits=allocation.Limits(wall_s=120.0))
    kept = Plan.objects.get()
    assert (ended.state, ended.attempts, ended.error, ended.result) == ("done", 3, "", {"state": "found"})
    assert between == ["asked", "found" if second.when == "after" else "asked"]
    assert (kept.state, kept.solution_sha256) == ("found", expected.certificate.solution_sha256)
    found = allocation.allocation_from_json(kept.solution)
    assert allocation.verify(allocation.problem_from_json(kept.problem), found) == []


# Papers

DRAWN = "sentra.base.documents.actions:draw"  # its number is taken
SEALED = "sentra.base.people.vault:write_sealed"  # its file is written, its row is not
TOLD = "sentra.base.documents.actions:record"  # its row is written, nothing is committed


def papers(kind: str) -> dict[str, str]:
    """Number of each document by what it is about; one that is there twice would raise."""
    found = list(Document.objects.filter(kind=kind).values_list("subject_id", "number").order_by("pk"))
    assert len({subject for subject, _number in found}) == len(found)
    return dict(found)


def assert_whole(kind: str, count: int, seen: list[dict[str, str]]) -> None:
    """So many, numbered without a gap; what stood before a kill stands; each opens, and each is on record."""
    documents = list(Document.objects.filter(kind=kind).order_by("sequence"))
    numbers = papers(kind)
    assert [document.sequence for document in documents] == list(range(1, count + 1))
    assert Counter.objects.get(kind=kind).last == count
    assert all(before.items() <= numbers.items() for before in seen)
    assert {document_bytes(document)[:5] for document in documents} == {b"%PDF-"}
    issued = Entry.objects.filter(act="documents.issue", new__kind=kind).values_list("new__number", flat=True)
    assert sorted(issued) == sorted(numbers.values())
    assert breaks() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Place("sentra.programmes.actions.handing:issue_handover"), Place(DRAWN, call=2)),
        (Place("sentra.programmes.actions.handing:issue_handover", 1, "after"), Place(SEALED, 2, "after")),
        (Place(TOLD, 2, "after"), Place("sentra.programmes.actions.handing:issue_handover", 2, "after")),
        (Place("sentra.programmes.actions.handing:issue_handover", 2), Place(HELD, 2, "after")),
    ],
)
def test_every_recipient_gets_one_bast_wherever_the_worker_dies(
    process_environment: Environment, tmp_path: Path, first: Place, second: Place
) -> None:
    makers.areas()
    round_ = delivered.arrived(delivered.agreed())
    handed = [delivered.handed(award) for award in delivered.awards(round_)]
    job = handing.ask_handovers(by=rounds.officer(), at=now(), round_=Round.objects.get())
    assert job is not None
    ended, seen = through(process_environment, tmp_path, job, first, second, between=lambda: papers("bast"))
    assert (ended.state, ended.attempts, ended.error) == (State.DONE, 3, "")
    assert_whole("bast", len(handed), seen)
    assert len(Handover.objects.values_list("document", flat=True).distinct()) == len(handed)
    told = Paper.objects.filter(kind="handover").values_list("proposal__awards", "document", "number")
    assert {(award, document) for award, document, _number in told} == set(
        Handover.objects.values_list("award", "document")
    )
    assert {str(award): number for award, _document, number in told} == papers("bast")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Between the agreement of an award and its pact; between two awards.
        (Place("sentra.programmes.actions.decreeing:_issue", 2), Place(HELD, 2)),
        (Place(SEALED, 2, "after"), Place("sentra.programmes.actions.decreeing:_agreements", 2, "after")),
    ],
)
def test_every_award_gets_one_agreement_and_one_pact_wherever_the_worker_dies(
    process_environment: Environment, tmp_path: Path, first: Place, second: Place
) -> None:
    makers.areas()
    round_ = decided.decreed(rounds.checking(count=3))
    Programme.objects.update(instrument="hibah")
    job = decreeing.ask_agreements(by=rounds.officer(), at=now(), round_=round_)
    assert job is not None
    both = lambda: (papers("nphd"), papers("pakta-integritas"))  # noqa: E731
    ended, seen = through(process_environment, tmp_path, job, first, second, between=both)
    assert (ended.state, ended.attempts, ended.error) == (State.DONE, 3, "")
    assert_whole("nphd", 3, [agreements for agreements, _pacts in seen])
    assert_whole("pakta-integritas", 3, [pacts for _agreements, pacts in seen])
    told = round_.papers.filter(kind__in=("agreement", "pact")).values_list("proposal__number", "kind")
    assert sorted(told) == [
        (number, kind)
        for number in ("ALAT-26-0001", "ALAT-26-0002", "ALAT-26-0003")
        for kind in ("agreement", "pact")
    ]
