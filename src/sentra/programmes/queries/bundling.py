"""What an auditor takes along of a round: every paper, tables, the record of acts, proof and verifier."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import slugify

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import attachment_bytes
from sentra.base.documents.models import Attachment, Document
from sentra.base.documents.queries import FileLost, document_bytes
from sentra.base.jobs.models import Job, State
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey
from sentra.programmes.models import Award, Paper, Round
from sentra.programmes.queries import goods
from sentra.programmes.queries.bundle import NotPublished, proof_of, reasons_of
from sentra.programmes.queries.sealed import opened
from sentra.programmes.rules.papers import is_late

FOLDER = Path(__file__).resolve().parent.parent / "documents"
VERIFIER, READ_ME = FOLDER / "periksa.py", FOLDER / "BACA.txt"
# Acts that change nothing of a round: a bundle is as good after them as before.
LOOKING = ("ask_bundle", "build_bundle", "open_bundle", "open_document", "open_attachment")
LEFT_OUT = (
    "identity",
)  # copies of identity cards show personal numbers: they are looked at in the workspace
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
AT_ONCE = 500  # ids in one question to the database


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bundle. `read` may raise FileLost, vault.Erased, FileNotFoundError."""

    name: str
    at: datetime
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list of papers; `why` when its file is not in the bundle."""

    kind: str
    number: str
    proposal: str
    dated_on: date
    recorded_at: datetime
    sha256: str
    code: str = ""
    late: bool = False
    note: str = ""
    file: File | None = None
    why: str = ""


@dataclass(slots=True)
class Stock:
    """Ids of what belongs to a round, by kind of object."""

    ids: dict[str, list[str]] = field(default_factory=dict)

    def chunks(self) -> Iterator[Q]:
        for kind, ids in sorted(self.ids.items()):
            for first in range(0, len(ids), AT_ONCE):
                yield Q(subject_kind=kind, subject_id__in=ids[first : first + AT_ONCE])


def stock_of(round_: Round) -> Stock:
    about = {
        "round": [round_.pk],
        "proposal": round_.proposals.order_by("pk").values_list("pk", flat=True),
        "award": round_.awards.order_by("pk").values_list("pk", flat=True),
        "purchase": round_.purchases.order_by("pk").values_list("pk", flat=True),
        "paper": round_.papers.order_by("pk").values_list("pk", flat=True),
        "package": round_.packages.order_by("pk").values_list("pk", flat=True),
        "seat": round_.seats.order_by("pk").values_list("pk", flat=True),
    }
    return Stock({f"programmes.{kind}": [str(pk) for pk in ids] for kind, ids in about.items()})


def as_of(round_: Round) -> int:
    """The number of the last act on record that changed anything of the round."""
    acts = Entry.objects.exclude(act__in=LOOKING)
    chunks = _with_documents(round_).chunks()
    return max(acts.filter(chunk).aggregate(last=Max("number"))["last"] or 0 for chunk in chunks)


def _with_documents(round_: Round) -> Stock:
    documents = {"documents.document": [str(document.pk) for document in documents_of(round_)]}
    return Stock(stock_of(round_).ids | documents)


# Papers


def documents_of(round_: Round) -> list[Document]:
    """Everything that was issued for the round, its proposals and its awards, in order of issue."""
    kinds = ("programmes.round", "programmes.proposal", "programmes.award")
    stock = stock_of(round_)
    found = [
        document
        for chunk in Stock({kind: stock.ids[kind] for kind in kinds}).chunks()
        for document in Document.objects.filter(chunk).select_related("key")
    ]
    return sorted(found, key=lambda document: (document.at, document.pk))


def papers_told(round_: Round) -> list[Told]:
    """Every paper of the round: what was issued here, then what others brought."""
    by_document = {
        paper.document_id: paper
        for paper in round_.papers.select_related("proposal").filter(document__isnull=False)
    }
    issued = [_issued(document, by_document.get(document.pk)) for document in documents_of(round_)]
    brought = round_.papers.filter(document=None).select_related("proposal", "file__key")
    return issued + [_brought(paper) for paper in brought.order_by("dated_on", "pk")]


def _issued(document: Document, paper: Paper | None) -> Told:
    name = f"berkas/{document.kind}/{slugify(document.number.replace('/', '-'))}.pdf"
    return Told(
        kind=document.kind,
        number=document.number,
        proposal=paper.proposal.number if paper and paper.proposal else "",
        dated_on=paper.dated_on if paper else timezone.localtime(document.at).date(),
        recorded_at=document.at,
        sha256=document.sha256,
        code=document.check_code,
        late=paper is not None and is_late(paper),
        note=f"dicabut: {document.revoked_reason}" if document.revoked_at else "",
        file=File(name, document.at, lambda: document_bytes(document)),
    )


def _brought(paper: Paper) -> Told:
    file, why = _scan(paper)
    return Told(
        kind=paper.kind,
        number=paper.number,
        proposal=paper.proposal.number if paper.proposal else "",
        dated_on=paper.dated_on,
        recorded_at=paper.recorded_at,
        sha256=paper.file.sha256 if paper.file else "",
        late=is_late(paper),
        note=("batal; " if paper.void else "") + paper.note,
        file=file,
        why=why,
    )


def _scan(paper: Paper) -> tuple[File | None, str]:
    scan = paper.file
    if scan is None:
        return None, "dicatat tanpa pindaian"
    if paper.kind in LEFT_OUT:
        return None, "memuat nomor pribadi: dilihat di ruang kerja"
    return File(_scan_name(paper, scan), paper.recorded_at, lambda: attachment_bytes(scan)), ""


def _scan_name(paper: Paper, scan: Attachment) -> str:
    about = paper.proposal.number if paper.proposal else paper.round.code
    return f"pindaian/{slugify(about)}-{paper.kind}-{paper.pk}.{SUFFIXES[scan.content_type]}"


LOST = (FileLost, FileNotFoundError, vault.Erased, vault.Tampered)


# What is written for the bundle


def written(round_: Round) -> list[File]:
    """Tables, record, proof and verifier; the proof once a plan was adopted."""
    at = round_.frozen_at or round_.created_at
    files = [
        File("BACA.txt", at, READ_ME.read_bytes),
        File("periksa.py", at, VERIFIER.read_bytes),
        File("penerima.csv", at, lambda: awards_csv(round_)),
        File("barang.csv", at, lambda: goods_csv(round_)),
        File("catatan.jsonl", at, lambda: record_lines(round_)),
    ]
    try:
        proof, reasons = proof_of(round_), reasons_of(round_)
    except NotPublished:
        return files
    return [
        *files,
        File("proof.json", at, lambda: _json(proof)),
        File("alasan.json", at, lambda: _json(reasons)),
    ]


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def awards_csv(round_: Round) -> bytes:
    head = "nomor usulan;usaha;pemilik;desa;kecamatan;paket;dana;nilai rupiah;asal;keadaan;alasan"
    shown = Award.objects.filter(round=round_).select_related("proposal", "package", "fund__source")
    rows = [
        (
            award.proposal.number,
            *(award.proposal.snapshot[name] for name in PLACE),
            str(award.package),
            str(award.fund),
            award.value_idr,
            award.origin,
            award.state,
            award.reason,
        )
        for award in shown.order_by("proposal__number", "pk")
    ]
    return table(head.split(";"), rows)


PLACE = ("business_name", "owner_name", "village_name", "district_name")


def goods_csv(round_: Round) -> bytes:
    head = "nomor usulan;alat;jumlah;nilai anggaran;nilai faktur;faktur;nomor seri;tiba;diserahkan;keadaan"
    on = timezone.localdate(round_.created_at)
    return table(head.split(";"), [_goods(line) for line in goods.lines(round_, on=on)])


def _goods(line: goods.Line) -> tuple[object, ...]:
    item = line.item
    bought = (item.purchase.number, item.serial, item.arrived_on) if item else ("", "", None)
    handed = item.handover.handed_on if item and item.handover else None
    known = (line.award.proposal.number if line.award else "", str(line.kind), line.quantity)
    return (*known, line.planned_idr, line.bought_idr, *bought, handed, item.condition if item else line.step)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """CSV as spreadsheets of this country open it; a text that a spreadsheet would compute is made text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if value is None:
        return ""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def papers_csv(papers: Sequence[Told], missing: dict[str, str]) -> bytes:
    """`missing`: names of files that could not be read, and why."""
    head = "jenis;nomor;nomor usulan;tanggal;dicatat;terlambat dicatat;berkas;tidak ada karena;sha-256"
    rows = [_paper_row(paper, missing) for paper in papers]
    return table([*head.split(";"), "kode periksa", "catatan"], rows)


def _paper_row(paper: Told, missing: dict[str, str]) -> tuple[object, ...]:
    name = paper.file.name if paper.file else ""
    why = paper.why or missing.get(name, "")
    recorded = timezone.localtime(paper.recorded_at).isoformat(timespec="minutes")
    known = (paper.kind, paper.number, paper.proposal, paper.dated_on, recorded, "ya" if paper.late else "")
    return (*known, "" if why else name, why, paper.sha256, paper.code, paper.note)


def record_lines(round_: Round) -> bytes:
    """The acts on record, one a line, each with the hash that chains it to the one before it."""
    found = [
        entry
        for chunk in _with_documents(round_).chunks()
        for entry in Entry.objects.filter(chunk).exclude(act__in=LOOKING)
    ]
    found.sort(key=lambda entry: entry.number)
    return b"".join(_line(entry) for entry in found)


def _line(entry: Entry) -> bytes:
    names = ("number", "by_label", "act", "subject_kind", "subject_id", "old", "new", "reason")
    told = {name: getattr(entry, name) for name in (*names, "previous_hash", "hash")}
    told["at"] = timezone.localtime(entry.at).isoformat()
    return (json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n").encode()


# Bundles that were made


def path_of(seal: int) -> Path:
    """Where the bundle under this key lies."""
    return Path(settings.FILES_DIR) / "bundles" / f"{seal}.sealed"


def key_of(round_: Round) -> str:
    """Of the job: the same while nothing happened to the round."""
    return f"bundel-{round_.pk}-{as_of(round_)}"


def last_done(round_: Round) -> Job | None:
    done = Job.objects.filter(key__startswith=f"bundel-{round_.pk}-", state=State.DONE)
    return done.order_by("-finished_at", "-pk").first()


def pieces(job: Job) -> Iterator[bytes]:
    """The bundle in clear, piece by piece. Raises FileNotFoundError, vault.Erased, vault.Tampered."""
    seal = int((job.result or {})["seal"])
    return opened(path_of(seal), vault.open_key(SubjectKey.objects.get(pk=seal)))


def number_of(job: Job) -> int:
    """Of the last act on record that the bundle holds."""
    return int(job.key.rpartition("-")[2])
