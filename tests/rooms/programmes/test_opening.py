"""Who looks at a paper or a picture of somebody is on record; who may not see it learns nothing of it."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.models import Attachment, Document
from sentra.base.permissions import Refused
from sentra.programmes.actions import checking, opening
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db
PHOTO = b"\x89PNG\r\n\x1a\n of a workshop"


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


def test_opening_a_paper_is_on_record_and_a_lab_technician_is_refused():
    round_ = decided.frozen(rounds.checking(count=1))
    minutes = round_.papers.get(kind="minutes").document
    auditor = cast.enter(cast.GANDE)
    assert opening.open_document(by=auditor, at=cast.AT, pk=minutes.pk) == minutes
    entry = Entry.objects.get(act="open_document")
    assert (entry.by, entry.new) == (auditor, {"number": minutes.number})
    with pytest.raises(Refused):
        opening.open_document(by=cast.enter(cast.PRAMU), at=cast.AT, pk=minutes.pk)


def test_a_photo_is_opened_in_ones_own_district_only():
    one = rounds.documented(rounds.opened())
    rounds.seen(one, photo=checking.File("kunjungan.png", PHOTO))
    photo = Attachment.objects.get()
    here = cast.enter(cast.RENGGA)
    assert opening.open_attachment(by=here, at=cast.AT, pk=photo.pk) == photo
    assert Entry.objects.get(act="open_attachment").new == {"sha256": photo.sha256}
    elsewhere = cast.enter(cast.RENGGA, email="lain@cast.example", district_code="33.03.01")
    with pytest.raises(Attachment.DoesNotExist):
        opening.open_attachment(by=elsewhere, at=cast.AT, pk=photo.pk)


def test_what_is_not_there_is_said_so():
    with pytest.raises(Document.DoesNotExist):
        opening.open_document(by=rounds.officer(), at=cast.AT, pk=99999)
