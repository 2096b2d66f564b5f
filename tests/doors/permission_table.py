"""Who gets what at every address: typed by hand, never derived from the code.

A new page is one line: `"people:list": Row("/orang/", allow={ADMIN}),`.
Words in braces are filled in by `test_permissions.py`: {person}, {invited}, {inactive}, {enrolled}, {office},
{invitation}, {business}, {nik}, {record}, {surveyed}, {staged}, {saved} (files under import), {question}, {decision},
{joined}, {attached}, {merge}, {second}, {reading} (of linkage); add one there
when a page needs another object. What is sent to `/api/` is sent as JSON.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sentra.base.people.models import Role

ADMIN, REGENT, HEAD, OFFICER, COMMITTEE, FIELD, LAB, WORKSHOP, TREASURER, AUDITOR, OWNER, BUYER = (
    Role.ADMINISTRATOR,
    Role.REGENT,
    Role.HEAD,
    Role.OFFICER,
    Role.COMMITTEE,
    Role.FIELD_OFFICER,
    Role.LAB_TECHNICIAN,
    Role.WORKSHOP_OPERATOR,
    Role.TREASURER,
    Role.AUDITOR,
    Role.OWNER,
    Role.BUYER,
)
EVERYONE = {
    ADMIN,
    REGENT,
    HEAD,
    OFFICER,
    COMMITTEE,
    FIELD,
    LAB,
    WORKSHOP,
    TREASURER,
    AUDITOR,
    OWNER,
    BUYER,
}
STAFF = EVERYONE - {OWNER, BUYER}
AID_READERS = {ADMIN, REGENT, HEAD, OFFICER, COMMITTEE, FIELD, TREASURER, AUDITOR}
AID_BUYERS = {HEAD, OFFICER, TREASURER}
WITH_CODE = {ADMIN, REGENT, HEAD, COMMITTEE, TREASURER}  # have a second factor installed
NOBODY: set[Role] = set()


@dataclass(frozen=True, slots=True)
class Row:
    """What `path` answers: `ok` to those in `allow`, `refused` to other roles, `anonymous` to the unsigned.

    `path` and the words of `data` may name a thing of the setting in braces.
    """

    path: str
    allow: Collection[Role] = frozenset(EVERYONE)
    ok: int = 200
    refused: int = 403
    anonymous: int = 302  # sent to sign in
    strangers: int | None = None  # owners and buyers, where they get another answer than staff
    method: str = "get"
    data: Mapping[str, object] = field(default_factory=dict)


TABLE: dict[str, Row] = {
    # sign-in
    "account_login": Row("/masuk/", allow=NOBODY, refused=302, anonymous=200),
    "mfa_authenticate": Row("/masuk/kode/", allow=NOBODY, refused=302),
    "account_reauthenticate": Row("/masuk/lagi/"),
    "mfa_reauthenticate": Row("/masuk/lagi/kode/", allow=WITH_CODE, refused=302),
    "account_logout": Row("/keluar/"),
    "account_change_password": Row("/kata-sandi/"),
    "account_reset_password": Row("/kata-sandi/lupa/", anonymous=200),
    "account_reset_password_done": Row("/kata-sandi/lupa/terkirim/", anonymous=200),
    "account_reset_password_from_key": Row("/kata-sandi/baru/1-abc-def/", anonymous=200),
    "account_reset_password_from_key_done": Row("/kata-sandi/baru/selesai/", anonymous=200),
    "mfa_index": Row("/faktor-kedua/"),
    "mfa_activate_totp": Row("/faktor-kedua/pasang/", allow=EVERYONE - WITH_CODE, refused=302),
    "mfa_deactivate_totp": Row("/faktor-kedua/lepas/", allow=WITH_CODE, refused=404),
    "mfa_view_recovery_codes": Row("/faktor-kedua/kode-pemulihan/", allow=WITH_CODE, refused=404),
    "mfa_generate_recovery_codes": Row("/faktor-kedua/kode-pemulihan/baru/"),
    # people and settings
    "people:list": Row("/orang/", allow={ADMIN}),
    "people:invite": Row("/orang/undang/", allow={ADMIN}),
    "people:person": Row("/orang/{person}/", allow={ADMIN}, refused=404),
    "people:assign": Row(
        "/orang/{person}/tetapkan/",
        allow={ADMIN},
        ok=302,
        refused=404,
        method="post",
        data={"role": "auditor"},
    ),
    "people:resend": Row("/orang/{invited}/kirim-ulang/", allow={ADMIN}, ok=302, refused=404, method="post"),
    "people:deactivate": Row(
        "/orang/{person}/nonaktifkan/", allow={ADMIN}, ok=302, refused=404, method="post"
    ),
    "people:reactivate": Row(
        "/orang/{inactive}/aktifkan/", allow={ADMIN}, ok=302, refused=404, method="post"
    ),
    "people:reset_second_factor": Row(
        "/orang/{enrolled}/reset-faktor-kedua/", allow={ADMIN}, ok=302, refused=404, method="post"
    ),
    "people:accept": Row("/undangan/{invitation}/", allow=NOBODY, anonymous=200),
    "people:settings": Row("/pengaturan/", allow={ADMIN}),
    "people:offices": Row("/pengaturan/kantor/", allow={ADMIN}),
    "people:rename_office": Row("/pengaturan/kantor/{office}/", allow={ADMIN}),
    # open to everyone
    "home": Row("/", anonymous=200),
    "alive": Row("/hidup/", anonymous=200),
    "style_guide": Row("/gaya/", anonymous=200),
    "document_check": Row("/v/", anonymous=200),
    "document_check_code": Row("/v/TIDAK-ADA/", allow=NOBODY, refused=404, anonymous=404),
    # the register
    "registry:list": Row("/usaha/", allow=STAFF),
    "registry:csv": Row("/usaha/unduh.csv", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "registry:xlsx": Row(  # of the field officer's own district
        "/usaha/unduh.xlsx", allow={ADMIN, HEAD, OFFICER, AUDITOR, FIELD}, data={"kec": "33.03.09"}
    ),
    "registry:register": Row("/usaha/baru/", allow={ADMIN, HEAD, OFFICER, FIELD}),
    "registry:villages": Row("/usaha/desa/", allow={ADMIN, HEAD, OFFICER, FIELD}),
    "registry:business": Row("/usaha/{business}/", allow=STAFF, refused=404),
    "registry:history": Row("/usaha/{business}/riwayat/", allow=STAFF, refused=404),
    "registry:sources": Row("/usaha/{business}/sumber/", allow=STAFF, refused=404),
    "registry:edit": Row("/usaha/{business}/ubah/", allow={ADMIN, HEAD, OFFICER, FIELD}, strangers=404),
    "registry:unmask_number": Row(
        "/usaha/{business}/nomor/{nik}/",
        allow={ADMIN, HEAD, OFFICER, AUDITOR},
        strangers=404,
        method="post",
        data={"reason": "Mencocokkan KTP"},
    ),
    "registry:unmask_cells": Row(
        "/usaha/{business}/sel/{record}/",
        allow={ADMIN, HEAD, OFFICER, AUDITOR},
        strangers=404,
        method="post",
        data={"reason": "Mencocokkan berkas"},
    ),
    "registry:whatsapp": Row(
        "/usaha/{business}/whatsapp/",
        allow={ADMIN, HEAD, OFFICER, AUDITOR},
        ok=302,
        strangers=404,
        method="post",
        data={"reason": "Mengatur kunjungan"},
    ),
    "registry:machinery": Row("/usaha/{business}/peralatan/", allow=STAFF, refused=404),
    "registry:add_equipment": Row(
        "/usaha/{business}/peralatan/tambah/",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=302,
        strangers=404,
        method="post",
        data={"name": "Mesin las", "quantity": "1"},
    ),
    "registry:set_equipment_state": Row(
        "/usaha/{business}/peralatan/{equipment}/",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=302,
        strangers=404,
        method="post",
        data={"state": "idle"},
    ),
    "registry:set_capabilities": Row(
        "/usaha/{business}/kemampuan/",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=302,
        strangers=404,
        method="post",
        data={"process": "welding"},
    ),
    "registry:papers": Row("/usaha/{business}/berkas/", allow=STAFF, refused=404),
    "registry:issue_extract": Row(
        "/usaha/{business}/berkas/kutipan/",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=302,
        strangers=404,
        method="post",
    ),
    "registry:open_document": Row("/usaha/{business}/berkas/{document}.pdf", allow=STAFF, refused=404),
    "registry:forget_owner": Row("/usaha/{business}/lupakan/{owner}/", allow={ADMIN}, refused=404),
    "registry:map": Row("/peta/", allow=STAFF),
    "registry:clusters": Row("/sentra/", allow=STAFF),
    "registry:boundaries": Row("/pengaturan/batas-wilayah/", allow={ADMIN}),
    "registry:drop_boundaries": Row("/pengaturan/batas-wilayah/hapus/", allow={ADMIN}, ok=302, method="post"),
    "registry:industry_codes": Row("/pengaturan/kbli/", allow={ADMIN}),
    # one business, one record
    "linking:overview": Row("/data-ganda/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "linking:review": Row("/data-ganda/tinjau/", allow={ADMIN, HEAD, OFFICER, AUDITOR}, ok=302),
    "linking:question": Row("/data-ganda/tinjau/{question}/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "linking:answer": Row(
        "/data-ganda/tinjau/{question}/jawab/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"jawab": "1"},
    ),
    "linking:undo_last": Row(
        "/data-ganda/tinjau/urungkan/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"
    ),
    "linking:undo": Row(
        "/data-ganda/keputusan/{decision}/urungkan/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"
    ),
    "linking:why": Row("/usaha/{joined}/mengapa-satu/", allow=STAFF, refused=404),
    "linking:detach": Row(
        "/usaha/{joined}/lepaskan/{attached}/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        strangers=404,
        method="post",
        data={"reason": "Usaha anaknya"},
    ),
    "linking:choose": Row("/usaha/{joined}/gabungkan/", allow={ADMIN, HEAD, OFFICER, FIELD}, strangers=404),
    # goods of a round: bought, arrived, handed over
    "programmes:goods": Row("/program/putaran/{goods_round}/barang/", allow=AID_READERS),
    "programmes:buy": Row("/program/putaran/{goods_round}/barang/beli/", allow=AID_BUYERS),
    "programmes:assign": Row(
        "/program/putaran/{goods_round}/barang/bagikan/", allow=AID_BUYERS, ok=302, method="post"
    ),
    "programmes:arrive": Row("/program/pembelian/{coming}/tiba/", allow=AID_BUYERS),
    "programmes:handovers": Row("/program/putaran/{goods_round}/serah/", allow=AID_READERS),
    "programmes:handover_progress": Row(
        "/program/putaran/{goods_round}/serah/kemajuan/", allow=AID_READERS, ok=204
    ),
    "programmes:issue_handovers": Row(
        "/program/putaran/{goods_round}/serah/bast/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"
    ),
    "programmes:issue_together": Row(
        "/program/putaran/{goods_round}/serah/bersama/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"
    ),
    "programmes:hand_over": Row("/program/bantuan/{waiting}/serah/", allow=AID_READERS),
    "programmes:issue_handover": Row(
        "/program/bantuan/{handed}/serah/bast/",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=302,
        method="post",
    ),
    "programmes:cancel_handover": Row(
        "/program/bantuan/{handed}/serah/batal/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"reason": "Salah orang"},
    ),
    "programmes:document": Row("/program/dokumen/{bast}.pdf", allow=AID_READERS),
    "programmes:attachment": Row("/program/lampiran/{photo}/", allow=AID_READERS),
    "linking:merge": Row(
        "/usaha/{joined}/gabungkan/{business}/", allow={ADMIN, HEAD, OFFICER, FIELD}, strangers=404
    ),
    "linking:unmerge": Row(  # one of the two stood in another district than the field officer's
        "/usaha/{joined}/pisahkan/{merge}/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        strangers=404,
        method="post",
        data={"reason": "Keliru"},
    ),
    "linking:second": Row("/data-ganda/kedua/", allow={ADMIN, HEAD, OFFICER}, ok=302),
    "linking:second_question": Row("/data-ganda/kedua/{second}/", allow={ADMIN, HEAD, OFFICER}),
    "linking:second_answer": Row(
        "/data-ganda/kedua/{second}/jawab/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"jawab": "2"},
    ),
    "linking:uphold": Row(
        "/data-ganda/kedua/{reading}/pertahankan/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"reason": "Ditelepon"},
    ),
    # the import wizard
    "imports:list": Row("/impor/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "imports:upload": Row("/impor/baru/", allow={ADMIN, HEAD, OFFICER}),
    "imports:sources": Row("/impor/sumber/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "imports:batch": Row("/impor/{staged}/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "imports:progress": Row("/impor/{staged}/kemajuan/", allow={ADMIN, HEAD, OFFICER, AUDITOR}, ok=204),
    "imports:rows": Row("/impor/{staged}/baris/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "imports:cells": Row("/impor/{staged}/sel/", allow={ADMIN, HEAD, OFFICER, AUDITOR}),
    "imports:assign": Row(
        "/impor/{surveyed}/sumber/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"title": "Dinas Koperasi"},
    ),
    "imports:columns": Row(
        "/impor/{surveyed}/kolom/",
        allow={ADMIN, HEAD, OFFICER},
        ok=302,
        method="post",
        data={"lembar-0": "1"},
    ),
    "imports:commit": Row("/impor/{staged}/simpan/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"),
    "imports:discard": Row("/impor/{staged}/buang/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"),
    "imports:undo": Row("/impor/{saved}/batalkan/", allow={ADMIN, HEAD, OFFICER}, ok=302, method="post"),
    "imports:workbook": Row("/impor/{staged}/berkas.xlsx", allow={ADMIN, HEAD, OFFICER}),
    # programs
    "api:openapi-json": Row("/api/openapi.json", anonymous=200),
    "api:api-root": Row("/api/", allow=NOBODY, refused=404, anonymous=404),
    "api:businesses": Row("/api/businesses", allow=STAFF, anonymous=401),
    "api:register": Row(
        "/api/businesses",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        ok=201,
        anonymous=401,
        method="post",
        data={"values": {"business_name": "Kerupuk Contoh"}},
    ),
    "api:search": Row(
        "/api/businesses/search", allow=STAFF, anonymous=401, method="post", data={"q": "0812 3456 7890"}
    ),
    "api:questions": Row("/api/linking/questions", allow={ADMIN, HEAD, OFFICER, AUDITOR}, anonymous=401),
    "api:question": Row(
        "/api/linking/questions/{question}", allow={ADMIN, HEAD, OFFICER, AUDITOR}, anonymous=401
    ),
    "api:answer": Row(
        "/api/linking/questions/{question}/answer",
        allow={ADMIN, HEAD, OFFICER},
        anonymous=401,
        method="post",
        data={"same": True},
    ),
    "api:undo": Row(
        "/api/linking/decisions/{decision}/undo",
        allow={ADMIN, HEAD, OFFICER},
        anonymous=401,
        method="post",
    ),
    "api:business": Row("/api/businesses/{business}", allow=STAFF, refused=404, anonymous=401),
    "api:edit": Row(
        "/api/businesses/{business}",
        allow={ADMIN, HEAD, OFFICER, FIELD},
        strangers=404,
        anonymous=401,
        method="patch",
        data={"values": {"product": "kerupuk"}},
    ),
}
