"""What an office does in a week, in a process and a data folder of its own: `python -m tests.doors.office_week`.

It lives outside the test's process so that every file is a real one: the database with its journal as a
crash would leave it, sealed uploads, documents, the backup, downloads, and what was printed.
"""

import json
import os
import sys
import tarfile
from pathlib import Path
from typing import Any

import django

# Typed by hand in the week; invented.
TYPED = {
    "nik": "3303092208830007",
    "kk": "3303090102100009",
    "phone": "081355557777",
    "bank_account": "144500998877665",
    "npwp": "3303092208830007",
}
EDITED = {"phone": "085255558888", "kk": "3303090102100012"}
REFUSED = f"Nama Usaha;NIK\nSapu Rusak;{TYPED['nik']}\x00\n".encode()
# Numbers where they do not belong, each of its own, so that a finding names its place.
ASTRAY = {
    "in a name": ("nik", "3303091103780021"),
    "in an address": ("phone", "081366660001"),
    "spaced, in an address": ("nik", "3303091103780022"),
    "among products": ("phone", "081366660003"),
    "under an unknown heading": ("nik", "3303091103780024"),
    "as registration number": ("nik", "3303091103780025"),
    "in the group": ("phone", "081366660006"),
    "as village": ("nik", "3303091103780026"),
    "as workers": ("phone", "081366660007"),
    "as money": ("nik", "3303091103780027"),
    "in a title row": ("nik", "3303091103780028"),
    "in a heading": ("phone", "081366660009"),
    "in a total row": ("nik", "3303091103780029"),
    "in the note below": ("phone", "081366660010"),
    "as status": ("nik", "3303091103780030"),
    "as day": ("phone", "081366660011"),
    "as KBLI": ("nik", "3303091103780032"),
    "as NIB": ("nik", "3303091103780033"),
    "as sex": ("phone", "081366660012"),
    "as point": ("nik", "3303091103780034"),
    "in the file's name": ("nik", "3303091103780035"),
    "typed, in an address": ("phone", "081366660014"),
    "without headings": ("nik", "3303091103780041"),
    "without headings either": ("phone", "081366660021"),
}

NAME_ASTRAY = ASTRAY["in the file's name"][1]


def astray() -> bytes:
    """A list of one officer in a hurry."""
    n = {place: number for place, (_scheme, number) in ASTRAY.items()}
    spaced = " ".join(
        (n["spaced, in an address"][:6], n["spaced, in an address"][6:12], n["spaced, in an address"][12:])
    )
    header = ["No Reg", "Nama Usaha", "Nama Pemilik", "Alamat", "Desa", "Kecamatan", "Produk", "Tenaga Kerja"]
    header += [
        "Investasi",
        "Nama KUB",
        "Status",
        "Tanggal",
        "KBLI",
        "NIB",
        "Jenis Kelamin",
        "Lintang",
        "Bujur",
    ]
    header += ["Keterangan", f"Catatan {n['in a heading']}"]
    plain = [
        "",
        "",
        "",
        "RT 1 RW 2",
        "Brakas",
        "Karanganyar",
        "gula kelapa",
        "3",
        "4000000",
        "",
        "Aktif",
        "",
        "",
        "",
        "L",
        "",
        "",
        "",
        "",
    ]
    rows = []
    for at, (column, text) in enumerate(
        (
            (1, f"Gula {n['in a name']}"),
            (3, f"RT 1 RW 2 HP {n['in an address'][:4]}-{n['in an address'][4:8]}-{n['in an address'][8:]}"),
            (3, f"Dk. Karang {spaced}"),
            (6, f"gula kelapa wa {n['among products']}"),
            (17, f"NIK {n['under an unknown heading']}"),
            (0, n["as registration number"]),
            (9, f"Mekar {n['in the group']}"),
            (4, n["as village"]),
            (7, n["as workers"]),
            (8, n["as money"]),
            (10, n["as status"]),
            (11, n["as day"]),
            (12, n["as KBLI"]),
            (13, n["as NIB"]),
            (14, n["as sex"]),
            (15, n["as point"]),
        )
    ):
        row = list(plain)
        row[1], row[2] = f"Gula Astray {at}", f"Sutirah {at}"
        row[column] = text
        rows.append(row)
    total = [f"JUMLAH {n['in a total row']}", *[""] * 6, "48", *[""] * 11]
    note = [f"Hubungi {n['in the note below']}", *[""] * 18]
    title = [f"Daftar milik {n['in a title row']}", *[""] * 18]
    return "\r\n".join(";".join(row) for row in (title, header, *rows, total, note)).encode()


HEADLESS = (
    f"{ASTRAY['without headings'][1]};Gula Tanpa Judul;Sutirah;{ASTRAY['without headings either'][1]}\n"
    "3303091103780042;Gula Lain;Wagini;081366660022\n"
).encode()


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def live(folder: Path, size: float) -> None:
    """The week. Downloads go to `folder`; what was counted is printed as the last line, as JSON."""
    from django.core.management import call_command

    from sentra.base.values import now
    from sentra.cli.demo import scenario
    from sentra.cli.installation import load_facts

    at = now()
    call_command("migrate", verbosity=0)
    load_facts(at=at)
    scenario.build(at=at, tell=say, regency="33.03", size=size)
    business = _type_by_hand(at)
    _bring_back_and_refuse(at)
    _issue_a_letter(at, business)
    _look_at_pages(folder, business)
    call_command("backup", str(folder / "cadangan.tar.gz"))
    with tarfile.open(folder / "cadangan.tar.gz") as archive:
        say("backup holds", len(archive.getnames()), "files")
    say(json.dumps(_counted()))


def _operator(at: Any) -> Any:
    from sentra.base.people.operator import command_line_user

    return command_line_user(at=at)


def _type_by_hand(at: Any) -> Any:
    """One business registered, edited, and one of its numbers shown in clear on purpose."""
    from sentra.registry import actions
    from sentra.registry.models import Identifier

    by = _operator(at)
    values = {"business_name": "Sapu Ketikan", "owner_name": "Warsiti Embun", "district": "33.03.09"}
    values["address"] = f"RT 1 RW 2, HP {ASTRAY['typed, in an address'][1]}"
    business = actions.register_business(by=by, at=at, values=values, personal=TYPED)
    actions.edit_business(
        by=by,
        at=at,
        business=business,
        values={"product": "sapu glagah"},
        personal=EDITED,
        reason="telepon baru",
    )
    row = Identifier.objects.get(business=business, scheme="nik")
    actions.unmask_identifier(by=by, at=at, identifier=row, reason="diperiksa")
    actions.unmask_cells(by=by, at=at, row=row.record, reason="diperiksa")
    return business


def _bring_back_and_refuse(at: Any) -> None:
    """The workbook with remarks, which holds clear numbers and is handed out only; and a broken file."""
    from sentra.cli.importing import import_bytes, report
    from sentra.registry import actions
    from sentra.registry.models import Batch, BatchState

    by = _operator(at)
    for batch in Batch.objects.filter(state=BatchState.COMMITTED).order_by("pk"):
        say("returned", len(actions.returned_workbook(by=by, at=at, batch=batch)) > 0)
    source = actions.save_source(by=by, at=at, key="rusak", title="Rusak", creates=True)
    say(import_bytes(source, "rusak.csv", REFUSED, by=by, at=at).refusal)
    hurried = import_bytes(source, f"daftar {NAME_ASTRAY}.csv", astray(), by=by, at=at)
    say(json.dumps(report(hurried, by=by), default=str))
    say(
        json.dumps(
            report(import_bytes(source, "tanpa judul.csv", HEADLESS, by=by, at=at), by=by), default=str
        )
    )


def _issue_a_letter(at: Any, business: Any) -> None:
    import sentra
    from sentra.base.documents.actions import issue_document

    issue_document(
        by=_operator(at),
        at=at,
        kind="letter",
        title="Surat Contoh",
        template=Path(sentra.__file__).parent / "base/documents/typst/surat.typ",
        data={"facts": [["Nama", "Warsiti Embun"], ["NIK", TYPED["nik"]]], "text": "Isi surat contoh."},
        subject=business,
        pattern="500.9/{sequence:03}/UJI/{roman_month}/{year}",
    )


def _look_at_pages(folder: Path, business: Any) -> None:
    """Downloads and pages as a browser would keep them, with a search by NIK among them."""
    from django.test import Client

    from sentra.base.people.models import Role, User
    from sentra.registry.models import Batch

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(role=Role.OFFICER))
    batch = Batch.objects.order_by("pk").first()
    pages = {
        "usaha.csv": "/usaha/unduh.csv",
        "usaha.xlsx": "/usaha/unduh.xlsx",
        "list.html": "/usaha/",
        "business.html": f"/usaha/{business.pk}/",
        "history.html": f"/usaha/{business.pk}/riwayat/",
        "sources.html": f"/usaha/{business.pk}/sumber/",
        "import.html": f"/impor/{batch.pk}/" if batch else "",
    }
    for name, address in pages.items():
        answer: Any = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        (folder / name).write_bytes(
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        )
    say("found by NIK", b"Sapu Ketikan" in client.get("/usaha/", {"q": TYPED["nik"]}).content)


def _counted() -> dict[str, int]:
    """How many sealed numbers of the office's own there are, by scheme: a search that finds nothing must have
    had something to find."""
    from django.db.models import Count

    from sentra.registry.models import Identifier

    rows = (
        Identifier.objects.filter(sealed__isnull=False, record__source__creates=True)
        .values_list("scheme")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return dict(rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.config.settings")
    django.setup()
    live(Path(sys.argv[1]), float(sys.argv[2]))
    sys.stdout.flush()
    os._exit(0)  # as a crash would: the journal of the database stays beside it
