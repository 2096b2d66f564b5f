"""Small lists as an office writes them, brought through the import by an officer."""

from datetime import UTC, datetime
from typing import Any

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.registry import actions
from sentra.registry.models import Batch, BatchState, Profile, Source

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
HEADER = "No Reg;Nama Usaha;Nama Pemilik;NIK;Desa;Kecamatan;Produk;Tenaga Kerja;Investasi;No HP"
# Invented people; the NIKs follow the rules of the number and belong to no one.
KENANGA = "PBG-1;Gula Kenanga;Sutirah Wening;3303114506810001;Brakas;Karanganyar;gula kelapa;3;Rp 4.500.000;0812-1111-2222"
TERANG = "PBG-2;Knalpot Terang;Wagiman Jati;3303051203790002;Kembaran Kulon;Purbalingga;knalpot;12;1,2 jt;08122223333"
MELATI = "PBG-3;Sapu Melati;Rukmini Asri;3303094107850003;Gandasuli;Bobotsari;sapu glagah;5;Rp 2.000.000;08133334444"
# The same workshops under another NIK: everything agrees but the number, so a person is asked.
KENANGA_AGAIN = KENANGA.replace("3303114506810001", "3303115207790777")
MELATI_AGAIN = MELATI.replace("3303094107850003", "3303095003820888")
NIKS = ("3303114506810001", "3303051203790002", "3303094107850003")
PHONES = ("081211112222", "08122223333", "08133334444", "81211112222", "8122223333")


def written(*rows: str) -> bytes:
    return "\r\n".join((HEADER, *rows)).encode()


def source(by: User, key: str = "buku-induk", *, creates: bool = True) -> Source:
    return actions.save_source(by=by, at=AT, key=key, title=key, creates=creates)


def ran(step: Any, batch: Batch, by: User, at: datetime = AT) -> Batch:
    """One step, run as the worker would."""
    job = run_now(
        enqueue(step, by=by, at=at, key=f"{step.__name__}:{batch.pk}", batch_id=batch.pk), clock=lambda: at
    )
    assert job.state == State.DONE, job.error
    return Batch.objects.get(pk=batch.pk)


def staged(
    by: User, data: bytes, *, of: Source | None = None, name: str = "daftar.csv", at: datetime = AT
) -> Batch:
    batch = actions.receive_file(by=by, at=at, source=of or source(by), file_name=name, data=data)
    batch = ran(actions.survey_file, batch, by, at)
    return batch if batch.state == BatchState.REFUSED else ran(actions.stage_batch, batch, by, at)


def committed(
    by: User, data: bytes, *, of: Source | None = None, name: str = "daftar.csv", at: datetime = AT
) -> Batch:
    return ran(actions.commit_batch, staged(by, data, of=of, name=name, at=at), by, at)


def linked(by: User, data: bytes, *, at: datetime = AT) -> Batch:
    """A list of another office, linked with what stands and saved."""
    return committed(by, data, of=source(by, "dinas-koperasi", creates=False), name="umkm.csv", at=at)


def shown() -> dict[str, str]:
    """Name and product of every business that can be seen."""
    return {
        p.name: p.values.get("product", "")
        for p in Profile.objects.filter(current=True).select_related("record")
    }


def counted(batch: Batch) -> dict[str, int]:
    """Rows by verdict over all sheets; verdicts that no row got are left out."""
    totals: dict[str, int] = {}
    for counts in batch.summary["sheets"].values():
        for verdict, count in counts.items():
            totals[verdict] = totals.get(verdict, 0) + count
    return {verdict: count for verdict, count in totals.items() if count}
