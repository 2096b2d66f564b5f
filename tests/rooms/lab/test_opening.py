"""Papers of the laboratory are opened by its readers, on record; those of another room are not its to show."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import attach
from sentra.base.documents.models import Attachment, Document
from sentra.base.permissions import Refused
from sentra.lab import actions
from sentra.lab.queries import files, offering
from sentra.lab.queries.requesting import current_results_of
from sentra.programmes.queries import files as aid_files
from tests import cast, makers
from tests.rooms.lab import benches, judged

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()


def scanned() -> Attachment:
    calibrator = benches.instrument("calibrator")
    return benches.certificate(calibrator, "K-2", scan=PICTURE).scan


def test_a_scan_is_opened_on_record():
    scan = scanned()
    assert actions.open_attachment(by=benches.technician(), at=cast.AT, pk=scan.pk) == scan
    assert Entry.objects.get(act="open_attachment").subject_id == str(scan.pk)
    with pytest.raises(Refused):
        actions.open_attachment(by=benches.person(cast.JOYO), at=cast.AT, pk=scan.pk)


def test_a_picture_of_another_room_is_not_shown_and_ours_not_there():
    other = attach(by=benches.technician(), at=cast.AT, name="foto", data=PICTURE)
    with pytest.raises(Attachment.DoesNotExist):
        files.attachment_shown(benches.technician(), other.pk)
    with pytest.raises(Attachment.DoesNotExist):
        aid_files.attachment_shown(benches.person(cast.SEKAR), scanned().pk)


def test_a_report_is_opened_on_record():
    issued = judged.report(judged.bench())
    head = benches.person(cast.BRAMA)
    assert actions.open_document(by=head, at=cast.AT, pk=issued.document_id) == issued.document
    assert Entry.objects.filter(act="open_document").count() == 1
    with pytest.raises(Document.DoesNotExist):
        actions.open_document(by=head, at=cast.AT, pk=issued.document_id + 1)
    with pytest.raises(Refused):
        actions.open_document(by=benches.person(cast.RENGGA), at=cast.AT, pk=issued.document_id)


def test_only_valid_results_of_closed_sessions_are_offered():
    one = judged.bench()
    offered = offering.reportable(one.head, one.request)
    assert (offered.results, offered.comparisons, offered.judgements) == ([one.item, one.original], [], [])
    assert offering.originals_for(one.head, one.item) == [one.original]
    assert offering.originals_for(one.head, one.original) == []
    verdict = actions.judge(by=one.head, at=cast.AT, result=one.item, rule="simple")
    one.original.valid = False
    one.original.save()
    later = offering.reportable(one.head, one.request)
    assert (later.results, [each.judgement for each in later.judgements]) == ([one.item], [verdict])
    assert offering.originals_for(one.head, one.item) == []


def test_results_are_told_to_those_who_may_read_them():
    one = judged.bench()
    assert current_results_of(one.head, one.request) == [one.item.pk, one.original.pk]
    assert current_results_of(benches.person(cast.RENGGA), one.request) == []


def test_what_the_browser_recorded_never_becomes_a_measurement():
    session = benches.opened()
    with pytest.raises(actions.Unfit) as refused:
        benches.checked(session, data=b"RIFF    WAVEfmt LIST INFOICMT SENTRA ORIENTASI")
    assert refused.value.faults == {
        "file": "Rekaman dari peramban hanya untuk orientasi, tidak pernah untuk mengukur."
    }
    assert session.checks.count() == 0
