"""Documents: numbered without gaps, stored once, signed, and open to be checked by whoever holds the code."""

import hashlib
import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader

import sentra
from sentra.base.audit.models import Entry
from sentra.base.documents import actions, queries
from sentra.base.documents.certificates import make_certificates
from sentra.base.documents.codes import new_code, read_code
from sentra.base.documents.drawing import BadData, BadTemplate, draw, printable
from sentra.base.documents.local_signer import LocalSigner
from sentra.base.documents.models import Counter, Document
from sentra.base.documents.signing import SigningKeysMissing
from sentra.base.people import vault
from sentra.base.people.models import Role, User
from sentra.base.values.numbers import BadPattern, document_number
from tests.scanning import scanned

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LETTER = Path(sentra.__file__).parent / "base/documents/typst/surat.typ"
PATTERN = "500.9/{sequence:03}/UJI/{roman_month}/{year}"
HOSTILE = [
    '#panic("run") *tebal* _miring_ $x$ `kode` = judul',
    '#import "/config/settings.py": * #read("/config/settings.py")',
    '"); panic("run"); ("',
    '\\u{41} \\" \\n </script> %PDF-1.7',
    "emoji 😀, 中文, nul \x00, bel \x07, half \ud800, tab\tline\r\nend",
]


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_BASE_URL = "https://sentra.contoh.test"
    vault.make_keys(settings.KEYS_DIR)
    make_certificates(settings.KEYS_DIR, at=AT, office="Dinas Contoh")
    return settings


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create(email="petugas@contoh.test", name="Petugas Contoh", role=Role.OFFICER)


def issue(officer: User, **changes: Any) -> Document:
    data = {"facts": [["Nama", "CV Contoh Logam"]], "text": "Isi surat contoh."}
    asked = {
        "by": officer,
        "at": AT,
        "kind": "letter",
        "title": "Surat Contoh",
        "template": LETTER,
        "data": data,
        "subject": ("registry.business", "7"),
        "pattern": PATTERN,
    }
    return actions.issue_document(**{**asked, **changes})


def test_an_issued_document_is_stored_once_sealed_and_recorded(office: Any, officer: User) -> None:
    document = issue(officer)
    pdf = queries.document_bytes(document)
    assert (document.number, document.fiscal_year) == ("500.9/001/UJI/XI/2026", 2026)
    assert (document.sha256, document.size) == (hashlib.sha256(pdf).hexdigest(), len(pdf))
    files = [path for path in office.FILES_DIR.rglob("*") if path.is_file()]
    assert files == [queries.path_of(document)]
    assert pdf.startswith(b"%PDF-")
    assert b"%PDF-" not in files[0].read_bytes()
    entry = Entry.objects.get(act="documents.issue")
    assert (entry.subject_id, entry.by, entry.new["sha256"]) == (str(document.pk), officer, document.sha256)


def test_a_document_is_pdf_a_2b_of_the_stated_moment(office: Any, officer: User) -> None:
    pdf = PdfFileReader(io.BytesIO(queries.document_bytes(issue(officer))))
    metadata = pdf.root["/Metadata"].data.decode()
    assert re.findall(r"<pdfaid:(part|conformance)>(\w+)<", metadata) == [("part", "2"), ("conformance", "B")]
    dates = re.findall(r"<xmp:(?:Create|Modify)Date>([^<]*)<", metadata)
    assert [datetime.fromisoformat(found) for found in dates] == [AT, AT]
    assert pdf.embedded_signatures[0].self_reported_timestamp == AT


def test_the_printed_code_leads_to_its_check(office: Any, officer: User) -> None:
    document = issue(officer)
    found = scanned(queries.document_bytes(document))
    assert found == [f"https://sentra.contoh.test/v/{document.check_code}"]


def test_what_the_check_says(office: Any, officer: User) -> None:
    document = issue(officer)
    found = queries.verify(document)
    assert (found.sound, found.hash_equal) == (True, True)
    assert found.signature is not None
    assert (found.signature.intact, found.signature.trusted) == (True, True)
    assert found.signature.signer == document.signer_name == "Dinas Contoh (internal, bukan BSrE)"


def test_a_changed_file_is_found(office: Any, officer: User) -> None:
    document = issue(officer)
    path, pdf = queries.path_of(document), bytearray(queries.document_bytes(document))
    pdf[300] ^= 1
    vault.write_sealed(path, bytes(pdf), vault.open_key(document.key))
    found = queries.verify(document)
    assert (found.hash_equal, found.sound) == (False, False)
    assert found.signature is not None
    assert found.signature.intact is False
    path.write_bytes(path.read_bytes()[:-1])
    assert queries.verify(document) == queries.CheckResult(hash_equal=False, signature=None)
    path.unlink()
    with pytest.raises(queries.FileLost):
        queries.verify(document)


def test_something_added_after_the_signature_is_found(office: Any) -> None:
    pdf = draw(LETTER, issued=_issued("Surat"), data={"facts": [], "text": "isi"}, at=AT)[0]
    signed = LocalSigner().sign(pdf, at=AT, reason="uji", box=None)
    assert LocalSigner().check(pdf, at=AT) is None
    for added in (b"\n% more", b"\n1 0 obj\nnull\nendobj\n%%EOF\n"):
        found = LocalSigner().check(signed + added, at=AT)
        assert found is not None
        assert found.intact is False


def test_a_certificate_of_somebody_else_is_not_trusted(office: Any, tmp_path: Path) -> None:
    pdf = draw(LETTER, issued=_issued("Surat"), data={"facts": [], "text": "isi"}, at=AT)[0]
    signed = LocalSigner().sign(pdf, at=AT, reason="uji", box=None)
    office.KEYS_DIR = tmp_path / "other"
    make_certificates(office.KEYS_DIR, at=AT, office="Dinas Contoh")
    found = LocalSigner().check(signed, at=AT)
    assert found is not None
    assert (found.intact, found.trusted) == (True, False)


def test_the_signature_stands_in_the_box_the_template_drew(office: Any) -> None:
    pdf, box = draw(LETTER, issued=_issued("Surat"), data={"facts": [], "text": "isi"}, at=AT)
    assert box is not None
    signed = PdfFileReader(io.BytesIO(LocalSigner().sign(pdf, at=AT, reason="uji", box=box)))
    field = signed.embedded_signatures[0].sig_field
    corners = [round(part) for part in (box.left, box.bottom, box.right, box.top)]
    assert ([int(part) for part in field["/Rect"]], box.page) == (corners, 1)
    assert (corners[2] - corners[0], corners[3] - corners[1]) == (238, 48)  # 8.4 cm x 1.7 cm in points


def test_numbers_have_no_gap_even_when_issuing_fails(office: Any, officer: User) -> None:
    first = issue(officer)
    with pytest.raises(BadTemplate):
        issue(officer, data={"facts": [], "nothing": "the text is missing"})
    second, other = issue(officer), issue(officer, kind="receipt")
    next_year = issue(officer, at=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))  # 1 January in Jakarta
    numbers = [document.number for document in (first, second, other, next_year)]
    assert numbers == [
        "500.9/001/UJI/XI/2026",
        "500.9/002/UJI/XI/2026",
        "500.9/001/UJI/XI/2026",
        "500.9/001/UJI/I/2027",
    ]
    assert set(Counter.objects.values_list("kind", "year", "last")) == {
        ("letter", 2026, 2),
        ("receipt", 2026, 1),
        ("letter", 2027, 1),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_and_never_run(office: Any, officer: User, text: str) -> None:
    """A value that broke out of its quotes would stop the compilation with `panic`, or read a file."""
    document = issue(officer, title=text[:80], data={"facts": [[text, text]], "text": text})
    assert queries.verify(document).sound


def test_text_the_font_lacks_becomes_a_box() -> None:
    assert printable({"a": ["a\tb\r\n", "😀é", 3, None, True]}) == {"a": ["a b\n", "□é", 3, None, True]}
    with pytest.raises(BadData):
        printable({"at": AT})


def test_a_template_outside_the_package_is_refused(office: Any, officer: User, tmp_path: Path) -> None:
    outside = tmp_path / "surat.typ"
    outside.write_text("isi")
    for template in (outside, LETTER.with_name("tiada.typ"), Path(sentra.__file__)):
        with pytest.raises(BadTemplate):
            issue(officer, template=template)
    assert (Document.objects.count(), Counter.objects.count()) == (0, 0)


def test_without_a_certificate_nothing_is_issued(office: Any, officer: User, tmp_path: Path) -> None:
    office.KEYS_DIR = tmp_path / "bare"
    vault.make_keys(office.KEYS_DIR)
    with pytest.raises(SigningKeysMissing):
        issue(officer)
    assert Document.objects.count() == 0


def test_the_code_is_found_however_it_is_typed(office: Any, officer: User) -> None:
    document = issue(officer)
    code = document.check_code
    assert queries.check_url(document) == f"https://sentra.contoh.test/v/{code}"
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' ')} ",
        code.replace("1", "l"),
    ):
        assert queries.document_by_code(typed) == document
    for typed in ("", code[:-1], new_code(), "%" * 12):
        assert queries.document_by_code(typed) is None
    assert queries.document_by_sha256(document.sha256.upper()) == document


def test_codes_are_long_and_without_look_alikes() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-?){3}", code) is not None for code in codes} == {True}
    assert read_code("oiL0-2222-3333") == "0110-2222-3333"


def test_a_document_is_revoked_once(office: Any, officer: User) -> None:
    document = issue(officer)
    actions.revoke_document(by=officer, at=AT, document=document, reason="salah nama")
    document.refresh_from_db()
    assert (document.revoked_at, document.revoked_reason) == (AT, "salah nama")
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_document(by=officer, at=AT, document=document, reason="lagi")
    assert Entry.objects.filter(act="documents.revoke").count() == 1


def test_a_document_under_a_persons_key_vanishes_with_the_person(office: Any, officer: User) -> None:
    subject, _opened = vault.new_keys(1)[0]
    document = issue(officer, key=subject)
    assert queries.verify(document).sound
    vault.destroy_key(subject, at=AT)
    with pytest.raises(vault.Erased):
        queries.document_bytes(Document.objects.get())


def test_keys_of_the_installation_are_for_its_owner_only(office: Any) -> None:
    files = [path for path in Path(settings.KEYS_DIR).rglob("*") if path.is_file()]
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert len(files) == 5


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("500.9/{sequence:03}/BAST/{roman_month}/{year}", "500.9/007/BAST/IX/2026"),
        ("{sequence}/{month:02}-{year}", "7/09-2026"),
        ("{{x}} {sequence:05} {year}", "{x} 00007 2026"),
    ],
)
def test_numbers_follow_the_pattern(pattern: str, number: str) -> None:
    assert document_number(pattern, sequence=7, on=date(2026, 9, 1)) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{sequence}",
        "{year}",
        "{sequence}{year",
        "{sequence.real}{year}",
        "{sequence!r}{year}",
        "{0}{year}",
        "{sequence}{year}{day}",
        "{sequence:>999}{year}",
        "{sequence:5}{year}",
        "{sequence:{year}}{year}",
        "{sequence}{year:x}",
    ],
)
def test_patterns_that_repeat_numbers_or_reach_into_objects_are_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        document_number(pattern, sequence=1, on=date(2026, 9, 1))


def test_counting_starts_at_one() -> None:
    with pytest.raises(BadPattern):
        document_number("{sequence}/{year}", sequence=0, on=date(2026, 9, 1))


def _issued(title: str) -> dict[str, Any]:
    names = ("number", "code", "check_url", "on", "office", "regency", "address", "signer")
    issued: dict[str, Any] = dict.fromkeys(names, "contoh")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    return json.loads(json.dumps({**issued, "title": title, "qr": svg, "simulated": True}))
