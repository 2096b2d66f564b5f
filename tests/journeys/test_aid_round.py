"""One small round of aid as its users drive it: from the programme's first form to a sewing machine that was
signed for with a finger.

Three tailors propose and the money is enough for two, so that one waits and can be told why. The product's
clock stands on yesterday until the lottery's day comes; then it goes as the wall clock does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sentra.base.people.models import Role, User
from sentra.programmes.models import Proposal
from tests import cast
from tests.journeys.test_field import overflow
from tests.journeys.test_pages import OPTIONS
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db(transaction=True)

LetIn = Callable[[Page, User], Page]
Picture = Callable[[Page, str], object]
WAIT_MS = 30_000  # a job behind other jobs on two loaded cores
KINDS = "Mesin jahit; hitam; unit; 2.000.000\nGunting kain; 10 inci; buah; 500.000"
FUNDS = {"APBD Kabupaten": "5 jt", "DBHCHT": "4,5 jt"}  # each pays for one package
VALUE = "IHSG 7.012,33"
HERE = {"latitude": -7.303512, "longitude": 109.366021, "accuracy": 12}
PHOTO_SCRIPT = """() => new Promise((done) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1600, height: 1200 });
  canvas.getContext("2d").fillRect(100, 100, 900, 700);
  canvas.toBlob((blob) => blob.arrayBuffer().then((data) => done([...new Uint8Array(data)])), "image/png");
})"""


@pytest.fixture
def yesterday(settings: Any) -> date:
    """The day the product's clock stands on."""
    day = localdate() - timedelta(days=1)
    settings.DEMO_DATE = day.isoformat()
    return day


def press(page: Page, name: str, *, said: str = "") -> None:
    """Presses the button, and waits for what is said after it."""
    page.get_by_role("button", name=name, exact=True).first.click()
    if said:
        expect(page.get_by_text(said).first).to_be_visible(timeout=WAIT_MS)


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=1, name=name)


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def is_pdf(context: BrowserContext, address: str | None) -> bool:
    answer = context.request.get(address or "")
    is_document = answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")
    return answer.ok and is_document


def barriers(page: Page) -> list[str]:
    told = Axe().run(page, options=OPTIONS | {"resultTypes": ["violations"]})
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in told.response["violations"]]


# The officer: a programme with two funds, a round with a package


def make_programme(page: Page) -> None:
    page.goto("/")
    page.locator("#menu").get_by_role("link", name="Program bantuan").click()
    follow(page, "Program baru")
    fill(page, {"Nama program": "Bantuan alat jahit"})
    press(page, "Simpan program")
    for source, ceiling in FUNDS.items():
        page.get_by_label("Sumber dana baru").fill(source)
        page.get_by_label("Pagu").fill(ceiling)
        press(page, "Tambah dana", said="Dana dicatat.")
    expect(page.get_by_role("row", name="DBHCHT")).to_contain_text("Rp 4.500.000")


def prepare_round(page: Page, day: date) -> None:
    fill(page, {"Nama putaran": "Alat jahit", "Kode": "JAHIT"})
    fill(page, {"Dibuka": day.isoformat(), "Ditutup": (day + timedelta(days=7)).isoformat()})
    press(page, "Siapkan")
    fill(page, {"Daftar alat": KINDS})
    press(page, "Tambah alat", said="2 alat dicatat.")
    fill(page, {"Jumlah Mesin jahit": "2", "Jumlah Gunting kain": "1", "Nama paket baru": "Paket jahit"})
    press(page, "Buat paket", said="Paket dicatat.")
    expect(page.get_by_role("row", name="Paket jahit")).to_contain_text("Rp 4.500.000")


def open_round(page: Page) -> str:
    """The address of its board."""
    follow(page, "Papan")
    follow(page, re.compile("Periksa syarat"))
    expect(page.get_by_label("Sudah dikunjungi")).to_be_checked()
    press(page, "Simpan syarat", said="Syarat, bobot dan tujuan disimpan.")
    press(page, "Buka", said="Putaran dibuka. Usulan dapat diterima.")
    return page.url


# Proposals and their papers


def receive(page: Page, board: str, number: int) -> None:
    page.goto(board)
    follow(page, "Terima usulan")
    page.get_by_role("searchbox").fill(f"Jahit Contoh {number}")
    press(page, "Cari")
    follow(page, f"Jahit Contoh {number}")
    page.get_by_label("Paket yang paling diharapkan").select_option(label="Paket jahit")
    page.get_by_label("Keperluan").fill("Mesin lama rusak")
    press(page, "Terima dan cetak tanda terima", said=f"Usulan JAHIT-000{number} diterima.")


def accept_papers(page: Page) -> None:
    """What the law asks for beside the letter is brought, and all is found complete."""
    page.get_by_text("Tambah berkas").click()
    page.get_by_label("Jenis berkas").select_option(label="Salinan identitas pemohon")
    press(page, "Simpan berkas", said="Berkas dicatat.")
    page.get_by_label("Lengkap", exact=True).check()
    press(page, "Simpan hasil pemeriksaan", said="Hasil pemeriksaan dicatat.")


def ask_where_it_is(phone: Page, number: int) -> None:
    """As the applicant does, with the code of the receipt and without an account."""
    code = Proposal.objects.get(number=f"JAHIT-000{number}").receipt_code
    phone.goto(f"/usulan/{code}/")
    told = phone.get_by_role("main")
    expect(told).to_contain_text(f"JAHIT-000{number}")
    expect(told).to_contain_text("Diterima")
    assert f"Pemilik Contoh {number}" not in told.inner_text()


# On the phone: where the tailor sews


def photograph(page: Page) -> dict[str, Any]:
    """As the camera hands it over: a picture larger than what is sent."""
    return {"name": "kamera.png", "mimeType": "image/png", "buffer": bytes(page.evaluate(PHOTO_SCRIPT))}


def take_photo(phone: Page, label: str) -> None:
    """The page makes it smaller before it is sent; a form that is sent sooner would carry the large one."""
    field = phone.get_by_label(label)
    field.set_input_files(photograph(phone))
    expect(field).to_have_js_property("value", "C:\\fakepath\\foto.jpg")


def visit(phone: Page, board: str, number: int) -> None:
    phone.goto(f"{board}usulan/")
    follow(phone, f"Jahit Contoh {number}")
    follow(phone, "Catat kunjungan")
    for answer in ("Setiap hari kerja", "Siap pakai", "Cukup", "Sudah terampil", "Layak"):
        phone.get_by_role("radio", name=answer, exact=True).check()
    phone.get_by_role("group", name="Alat sejenis di tempat").get_by_label("Tidak ada").check()
    take_photo(phone, "Foto tempat usaha")
    press(phone, "Ambil titik lokasi", said="Titik tercatat, ketelitian 12 m.")
    assert overflow(phone) == 0
    press(phone, "Simpan kunjungan", said="Kunjungan dicatat.")
    expect(phone.get_by_text("7,30351; 109,36602")).to_be_visible()


# The head: closing, freezing, and on the next day the lottery's value and the plan


def sit(page: Page, board: str) -> None:
    """The head joins the committee and declares what kinship is found by."""
    page.goto(f"{board}panitia/")
    chosen = page.get_by_label("Tambah anggota").locator("option", has_text="Kepala dinas").first
    page.get_by_label("Tambah anggota").select_option(value=chosen.get_attribute("value"))
    press(page, "Tambah")
    fill(page, {"NIK": "3303050101680001"})
    press(page, "Nyatakan")
    expect(page.get_by_text("diisi").first).to_be_visible(timeout=WAIT_MS)


def freeze(page: Page, board: str, on: date) -> None:
    page.goto(board)
    press(page, "Tutup penerimaan", said="Penerimaan ditutup.")
    sit(page, board)
    page.goto(board)
    follow(page, re.compile("Bekukan dan putuskan"))
    expect(page.get_by_text("3 usulan siap diputus.")).to_be_visible()
    page.get_by_label("Sumber nilai undian").fill("penutupan IHSG")
    fill(page, {"Diumumkan pada": on.isoformat(), "Tempat": "Purbalingga"})
    press(page, "Bekukan putaran", said="Putaran dibekukan. Berita acaranya memuat komitmen undian.")
    expect(page.get_by_text("Nilai undian baru diumumkan pada tanggal")).to_be_visible()


def plan(page: Page, board: str) -> None:
    page.goto(f"{board}keputusan/")
    fill(page, {"Nilai seperti diumumkan": VALUE})
    press(page, "Simpan nilai undian")
    press(page, "Hitung rencana", said="terbukti tidak ada yang lebih baik")
    assert barriers(page) == []
    press(page, "Tetapkan rencana ini", said="Rencana ditetapkan.")


def read_why_not(page: Page, board: str) -> None:
    """The third waits; the page says for what, and nobody else's name."""
    page.goto(f"{board}penerima/")
    page.get_by_role("region", name="Daftar tunggu").get_by_role("link").click()
    follow(page, re.compile("^Mengapa"))
    expect(heading(page, "Mengapa begini?")).to_be_visible()
    told = page.get_by_role("main")
    expect(told).to_contain_text("Urutan 3 dari 3 usulan yang dapat dibiayai")
    expect(told).to_contain_text("Yang akan mengubahnya")
    others = Proposal.objects.filter(state="awarded").order_by("pk")
    assert [one.number for one in others if one.snapshot["business_name"] in told.inner_text()] == []
    assert barriers(page) == []


def decree(page: Page, board: str) -> None:
    page.goto(f"{board}keputusan/")
    press(page, "Terbitkan SK untuk 2 penerima", said="SK terbit dan ditandatangani.")
    papers = page.get_by_role("link", name=re.compile("^(Berita acara|SK)"))
    assert [is_pdf(page.context, each.get_attribute("href")) for each in papers.all()] == [True, True]


def agree(page: Page, board: str) -> None:
    """Pacts are drawn by the worker; each recipient signs theirs."""
    page.goto(f"{board}keputusan/")
    with page.expect_navigation():
        press(page, "Terbitkan perjanjian dan pakta")
    expect(page.get_by_text("2 penerima belum menandatangani.")).to_be_visible(timeout=WAIT_MS)
    for number in range(2):
        page.goto(f"{board}penerima/")
        listed = page.get_by_role("region", name="Daftar penerima").get_by_role("table")
        listed.get_by_role("link").nth(number).click()
        pact = page.get_by_role("link", name="PAKTA")
        expect(pact).to_be_visible()
        assert is_pdf(page.context, pact.get_attribute("href"))
        press(page, "Catat tanda tangan", said="Tanda tangan dicatat.")


# Goods: bought from each fund, arrived, handed over


def buy(page: Page, board: str, fund: str) -> None:
    page.goto(f"{board}barang/")
    follow(page, "Catat pembelian")
    page.get_by_role("navigation", name="Dana").get_by_role("link", name=fund).click()
    expect(page.get_by_role("row", name="Mesin jahit")).to_contain_text("2 unit")
    fill(page, {"Penyedia": "CV Penyedia Contoh", "Nomor kontrak atau faktur": f"F-{fund}"})
    fill(page, {"Tanggal pembelian": localdate().isoformat(), "Total faktur": "4.500.000"})
    fill(page, {"Jumlah Mesin jahit": "2", "Jumlah Gunting kain": "1"})
    press(page, "Simpan pembelian", said="Pembelian dicatat.")


def take_in(page: Page, board: str, fund: str) -> None:
    page.goto(f"{board}barang/")
    follow(page, f"Terima F-{fund}")
    fill(page, {"Tanggal tiba": localdate().isoformat(), "Nomor berita acara penerimaan": f"BAPB-{fund}"})
    press(page, "Catat penerimaan", said="Penerimaan barang dicatat.")


def sign(phone: Page) -> None:
    """A line with the finger, over the width of the box."""
    canvas = phone.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + 20, box["y"] + 40)
    phone.mouse.down()
    for step in range(1, 9):
        phone.mouse.move(box["x"] + 20 + step * 30, box["y"] + 40 + 20 * (-1) ** step)
    phone.mouse.up()
    expect(phone.get_by_label("Foto tanda tangan")).to_have_js_property(
        "value", "C:\\fakepath\\tanda-tangan.png"
    )


def hand_over(phone: Page, board: str, serial: str) -> None:
    """To the first who still waits for their goods."""
    phone.goto(f"{board}serah/")
    phone.get_by_role("region", name="Belum menerima").get_by_role("link").first.click()
    phone.get_by_label("Nomor seri").first.fill(serial)
    take_photo(phone, "Foto penyerahan")
    sign(phone)
    assert overflow(phone) == 0
    press(phone, "Serahkan barang", said="Barang diserahkan. Terima kasih.")
    expect(phone.get_by_role("img", name="Tanda tangan penerima")).to_be_visible()


def draw_papers(page: Page, board: str) -> None:
    page.goto(f"{board}serah/")
    expect(page.get_by_text("2 sudah menerima")).to_be_visible()
    press(page, "Terbitkan 2 BAST")
    papers = page.get_by_role("region", name="Sudah menerima").get_by_role("link", name="BAST")
    expect(papers).to_have_count(2, timeout=WAIT_MS)
    assert all(is_pdf(page.context, each.get_attribute("href")) for each in papers.all())


def nothing_is_missing(page: Page, board: str) -> None:
    page.goto(f"{board}barang/")
    expect(page.get_by_text("Tidak ada barang yang dibeli dan belum diserahkan.")).to_be_visible()
    expect(page.locator("td[data-step]").filter(visible=True).first).to_be_visible()
    expect(page.locator(".gap, .error, .down")).to_have_count(0)


@dataclass(frozen=True, slots=True)
class Office:
    """A desk and a phone; whoever sits down at one is signed in."""

    desk: Page
    phone: Page
    let_in: LetIn
    people: dict[str, User]

    def at_desk(self, role: Role) -> Page:
        return self.let_in(self.desk, self.people[role])

    def on_phone(self, role: Role) -> Page:
        return self.let_in(self.phone, self.people[role])


@pytest.fixture
def office(regency: None, worker: None, page: Page, phone: Page, let_in: LetIn) -> Office:
    """With three tailors in the register of its district."""
    decided.certificates()
    for number in (1, 2, 3):
        rounds.workshop(number)
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    parts = (cast.SEKAR, cast.RENGGA, cast.BRAMA, cast.LARAS, cast.MAYANG)
    return Office(page, phone, let_in, {part.role: cast.enter(part) for part in parts})


def propose(office: Office, day: date) -> str:
    """The address of a round in which three have proposed, their papers are accepted and they were visited."""
    desk = office.at_desk(Role.OFFICER)
    make_programme(desk)
    prepare_round(desk, day)
    board = open_round(desk)
    for number in (1, 2, 3):
        receive(desk, board, number)
        assert is_pdf(desk.context, desk.get_by_role("link", name="Tanda terima").get_attribute("href"))
        ask_where_it_is(office.phone, number)
        accept_papers(desk)
    phone = office.on_phone(Role.FIELD_OFFICER)
    for number in (1, 2, 3):
        visit(phone, board, number)
    return board


def deliver(office: Office, board: str) -> None:
    for fund in FUNDS:
        buy(office.at_desk(Role.TREASURER), board, fund)
        take_in(office.at_desk(Role.OFFICER), board, fund)
    for serial in ("SN-0001", "SN-0002"):
        hand_over(office.phone, board, serial)
    draw_papers(office.desk, board)


def test_from_the_first_form_to_a_machine_that_was_signed_for(
    office: Office, yesterday: date, settings: Any, picture: Picture
) -> None:
    board = propose(office, yesterday)
    picture(office.desk, "usulan")
    picture(office.phone, "kunjungan")

    desk = office.at_desk(Role.HEAD)
    freeze(desk, board, on=yesterday + timedelta(days=1))
    settings.DEMO_DATE = ""  # the lottery's day has come
    plan(desk, board)
    read_why_not(desk, board)
    decree(office.at_desk(Role.REGENT), board)
    agree(office.at_desk(Role.OFFICER), board)

    deliver(office, board)
    picture(office.phone, "serah")
    nothing_is_missing(desk, board)
    assert barriers(desk) == []
