"""Rows of the permission table for programmes, rounds and proposals, and the objects their addresses name.

{programme}, {draft} with its {kind}, {package} and {seat}, {opened}, {kub}; proposals {received} with its {paper},
{documented}, {refused}; an {outside} list that names who asked first, and a published {total}.
"""

from sentra.programmes.actions import planning, proposing, screening, totals
from sentra.programmes.actions.planning import Tool
from sentra.registry.models import BusinessGroup
from tests import cast
from tests.doors.permission_table import ADMIN, AID_READERS, COMMITTEE, FIELD, HEAD, OFFICER, Row
from tests.rooms.programmes import rounds

PREPARERS = {ADMIN, HEAD, OFFICER}
RECORDERS = PREPARERS | {FIELD}


def prepared(path: str, data: dict[str, object] | None = None, ok: int = 302) -> Row:
    """A form sent by those who prepare aid."""
    return Row(path, allow=PREPARERS, ok=ok, method="post", data=data or {})


def recorded(path: str, data: dict[str, object] | None = None, ok: int = 302) -> Row:
    """A form sent by those who record what is brought and seen, field officers among them."""
    return Row(path, allow=RECORDERS, ok=ok, method="post", data=data or {})


AID: dict[str, Row] = {
    "programmes:list": Row("/program/", allow=AID_READERS),
    "programmes:new": Row("/program/baru/", allow=PREPARERS),
    "programmes:programme": Row("/program/{programme}/", allow=AID_READERS),
    "programmes:add_fund": prepared(
        "/program/{programme}/dana/", {"new_source": "DBHCHT", "ceiling_idr": "1,2 M"}
    ),
    "programmes:prepare": prepared(
        "/program/{programme}/putaran/",
        {"title": "Baru", "code": "BARU-26", "opens_on": "2026-12-01", "closes_on": "2026-12-20"},
    ),
    "programmes:round": Row("/program/putaran/{draft}/", allow=AID_READERS),
    "programmes:terms": Row("/program/putaran/{draft}/aturan/", allow=PREPARERS),
    "programmes:kinds": Row("/program/putaran/{draft}/alat/", allow=AID_READERS),
    "programmes:add_kinds": prepared(
        "/program/putaran/{draft}/alat/tambah/", {"lines": "Bor; 13 mm; unit; 900.000; 4"}
    ),
    "programmes:remove_kind": prepared("/program/putaran/{draft}/alat/{kind}/hapus/"),
    "programmes:add_package": prepared(
        "/program/putaran/{draft}/paket/tambah/", {"title": "Nama saja"}, ok=422
    ),
    "programmes:remove_package": prepared("/program/putaran/{draft}/paket/{package}/hapus/"),
    "programmes:open_round": prepared("/program/putaran/{draft}/buka/"),
    "programmes:close_round": prepared("/program/putaran/{opened}/tutup/"),
    "programmes:cancel_round": prepared(
        "/program/putaran/{opened}/batalkan/", {"reason": "Anggaran digeser"}
    ),
    "programmes:proposals": Row("/program/putaran/{opened}/usulan/", allow=AID_READERS),
    "programmes:receive": Row("/program/putaran/{opened}/usulan/baru/", allow=RECORDERS),
    "programmes:receive_business": Row(
        "/program/putaran/{opened}/usulan/baru/{business}/", allow=RECORDERS, strangers=403
    ),
    "programmes:find_group": Row("/program/putaran/{opened}/usulan/kelompok/", allow=RECORDERS),
    "programmes:receive_group": Row("/program/putaran/{opened}/usulan/kelompok/{kub}/", allow=RECORDERS),
    "programmes:proposal": Row("/program/usulan/{received}/", allow=AID_READERS),
    "programmes:record_paper": recorded(
        "/program/usulan/{received}/berkas/", {"berkas-kind": "nib_copy", "berkas-dated_on": "2026-11-09"}
    ),
    "programmes:void_paper": recorded(
        "/program/usulan/{received}/berkas/{paper}/batal/", {"reason": "KTP orang lain"}
    ),
    "programmes:decide_documents": prepared(
        "/program/usulan/{received}/periksa/",
        {"periksa-complete": "no", "periksa-checked_on": "2026-11-11", "periksa-reason": "KTP buram"},
    ),
    "programmes:visit": Row("/program/usulan/{documented}/kunjungan/", allow=RECORDERS),
    "programmes:withdraw": recorded("/program/usulan/{received}/tarik/", {"reason": "Pindah usaha"}),
    "programmes:refuse": prepared("/program/usulan/{received}/tolak/", {"reason": "Bukan industri"}),
    "programmes:take_up_again": prepared("/program/usulan/{refused}/angkat/", {"reason": "Keliru"}),
    "programmes:refresh": prepared("/program/usulan/{received}/segarkan/"),
    "programmes:issue_receipt": recorded("/program/usulan/{received}/tanda-terima/"),
    "programmes:outside_lists": Row("/program/daftar-pembanding/", allow=AID_READERS),
    "programmes:withdraw_list": prepared(
        "/program/daftar-pembanding/{outside}/tarik/", {"reason": "Salah berkas"}
    ),
    "programmes:committee": Row("/program/putaran/{opened}/panitia/", allow=AID_READERS),
    "programmes:seat_member": prepared("/program/putaran/{opened}/panitia/tambah/"),  # nobody chosen: told so
    "programmes:unseat_member": prepared(
        "/program/anggota-panitia/{seat}/keluar/", {"reason": "Pindah tugas"}
    ),
    "programmes:declare": Row(  # nobody of the cast has a seat: told so
        "/program/putaran/{opened}/panitia/data/",
        allow=AID_READERS,
        ok=302,
        method="post",
        data={"phone": "081234567890"},
    ),
    "programmes:recuse": Row(
        "/program/usulan/{received}/mundur/",
        allow=AID_READERS,
        ok=302,
        method="post",
        data={"reason": "Adik"},
    ),
    "programmes:waive": Row(
        "/program/usulan/{received}/temuan/",
        allow={HEAD, COMMITTEE},
        ok=302,
        method="post",
        data={"finding": "outside:{outside}-nik-2", "reason": "Salah orang"},
    ),
    "programmes:record_total": prepared(
        "/program/{programme}/angka/",
        {"title": "KUB", "source": "Berita", "counted": "pieces", "stated": "13", "parts": "Kutasari; 12"},
    ),
    "programmes:remove_total": prepared("/program/angka/{total}/hapus/", {"reason": "Salah ketik"}),
}


def known_aid() -> dict[str, object]:
    """Everything stands in the district of the field officer of the cast."""
    by, under = rounds.officer(), rounds.programme()
    draft = rounds.draft(under, code="RANCANG-26")
    kind = planning.add_kind(by=by, at=cast.AT, round_=draft, kind=Tool("Setrika uap", 900_000))
    opened = rounds.opened(under)
    received, refused = rounds.proposed(opened, 1), rounds.proposed(opened, 2)
    paper = rounds.paper(received, "identity", rounds.RECEIVED)
    proposing.refuse_proposal(by=by, at=cast.AT, proposal=refused, reason="Keliru")
    rounds.workshop(4, group_name="KUB Benang Contoh")
    outside = screening.receive_outside_list(
        by=by,
        at=cast.AT,
        kind="deceased",
        title="Kematian",
        as_of=rounds.OPENS,
        file_name="kematian.csv",
        data=f"NIK;Nama\n{rounds.nik(1)};Contoh".encode(),
    )
    total = totals.record_total(
        by=by,
        at=cast.AT,
        programme=under,
        title="Tungku",
        source="Berita",
        counted="pieces",
        stated=125,
        parts=[("Kutasari", 115)],
    )
    return {
        "programme": under.pk,
        "draft": draft.pk,
        "kind": kind.pk,
        "seat": screening.seat_member(by=by, at=cast.AT, round_=draft, member=by).pk,
        "package": rounds.cheap(draft).pk,
        "opened": opened.pk,
        "kub": BusinessGroup.objects.get().pk,
        "received": received.pk,
        "paper": paper.pk,
        "documented": rounds.documented(opened, 3).pk,
        "refused": refused.pk,
        "outside": outside.pk,
        "total": total.pk,
    }
