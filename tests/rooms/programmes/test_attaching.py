"""Photos, scans and signatures are told by their bytes, sealed, and given back as they were."""

from pathlib import Path

import pytest

from sentra.base.documents import attaching
from sentra.base.documents.attaching import attachment_bytes, path_of
from tests import cast
from tests.rooms.programmes import delivered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Foto kosong."),
        (b"\xff\xd8\xff" + b"0" * attaching.MOST_BYTES, "Foto lebih dari 8 MB."),
        (b"MZ\x90", "Foto bukan foto (JPEG, PNG) dan bukan PDF."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(attaching.UnusableFile) as refused:
        attaching.attach(by=cast.enter(cast.SEKAR), at=cast.AT, name="Foto", data=data)
    assert str(refused.value) == why


def test_a_photo_lies_sealed_and_comes_back_whole() -> None:
    made = attaching.attach(by=cast.enter(cast.SEKAR), at=cast.AT, name="Foto", data=delivered.JPEG)
    assert (made.content_type, made.size) == ("image/jpeg", len(delivered.JPEG))
    assert delivered.JPEG not in Path(path_of(made)).read_bytes()
    assert attachment_bytes(made) == delivered.JPEG


def test_under_somebodys_own_key_it_goes_with_them() -> None:
    by = cast.enter(cast.SEKAR)
    first = attaching.attach(by=by, at=cast.AT, name="Foto", data=delivered.JPEG)
    second = attaching.attach(by=by, at=cast.AT, name="Foto", data=delivered.JPEG, key=first.key)
    assert second.key == first.key
