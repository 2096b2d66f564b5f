"""A muffler is measured as a technician does it on a tablet, from the request to the label that a policeman
scans: a calibrator's tone, a background, a run that is refused because it was clipped, three that count, the tone
again; another person authorises the report.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sentra.base.people.models import User
from sentra.lab.models import Recording, Run, Specimen
from tests import cast, makers
from tests.browser import _open_page
from tests.doors.lab_table import LAB_ROWS, known_lab
from tests.doors.permission_table import LAB
from tests.journeys.test_field import overflow
from tests.journeys.test_pages import OPTIONS
from tests.rooms.lab import benches, takes
from tests.rooms.programmes import decided
from tests.scanning import scanned

pytestmark = pytest.mark.django_db(transaction=True)

LetIn = Callable[[Page, User], Page]
Picture = Callable[[Page, str], object]
TABLET = {"width": 768, "height": 1024}
WAIT_MS = 60_000  # a recording is analysed in the request, beside other tests on two loaded cores
KILLER = "Diuji dengan db killer terpasang"
A_TONE = """() => {
  navigator.mediaDevices.getUserMedia = async (asked) => {
    window.asked = asked;
    const heard = new AudioContext({ sampleRate: 48000 });
    const tone = new OscillatorNode(heard, { frequency: 1000 });
    const into = new MediaStreamAudioDestinationNode(heard);
    tone.connect(new GainNode(heard, { gain: 0.5 })).connect(into);
    tone.start();
    return into.stream;
  };
}"""


@pytest.fixture
def tablet(chromium: Browser, live_server: object) -> Iterator[Page]:
    yield from _open_page(chromium, TABLET, str(live_server), touch=True)


@pytest.fixture
def shelf(regency: None) -> None:
    """Instruments with certificates, a bench vehicle, and a maker in the register."""
    decided.certificates()
    for kind in ("meter", "calibrator", "tachometer", "anemometer"):
        benches.instrument(kind, until=date(2099, 12, 31))
    benches.vehicle()
    makers.business("Knalpot Suara Merdu", owner_name="Karti Nalapatra")


def press(page: Page, name: str, *, said: str = "") -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    if said:
        expect(page.get_by_text(said).first).to_be_visible(timeout=WAIT_MS)


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def step(page: Page, title: str) -> None:
    """What the bench names as the next step."""
    region = page.get_by_role("region", name=re.compile(title))
    expect(region).to_be_visible(timeout=WAIT_MS)
    expect(region).to_contain_text("Langkah berikutnya")


def send(page: Page, name: str, data: bytes, button: str) -> None:
    file = {"name": name, "mimeType": "audio/wav", "buffer": data}
    page.locator(".next-step input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    press(page, button)


def barriers(page: Page) -> list[str]:
    told = Axe().run(page, options=OPTIONS | {"resultTypes": ["violations"]})
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in told.response["violations"]]


def fits(page: Page) -> None:
    assert (overflow(page), barriers(page)) == (0, [])


# The desk


def ask(page: Page) -> None:
    page.goto("/lab/")
    follow(page, "Permintaan baru")
    page.get_by_role("searchbox").fill("Suara Merdu")
    press(page, "Cari")
    follow(page, "Knalpot Suara Merdu")
    page.get_by_label("Pemeriksaan sendiri").check()
    press(page, "Catat permintaan", said="dicatat.")
    follow(page, "Terima barang uji")
    page.get_by_label("Model").fill("Senyap 3")
    page.get_by_label("Peredam sisipan (db killer)").select_option(label="Terpasang, dapat dilepas")
    press(page, "Terima barang", said="Tulis nomor")


# The bench


def begin(page: Page) -> None:
    page.goto("/lab/")
    follow(page, "Buka sesi")
    page.get_by_label("Tempat", exact=True).fill("Lapangan UPT Logam")
    page.get_by_label("Permukaan").fill("aspal")
    page.get_by_label(re.compile("^Jarak ke dinding")).fill("2")
    page.get_by_label("Suhu (°C)").fill("29,5")
    page.get_by_label("Kelembapan (%)").fill("70")
    press(page, "Buka sesi", said="sekurangnya 3 m")
    expect(page.get_by_label("Tempat", exact=True)).to_have_value("Lapangan UPT Logam")  # nothing is lost
    page.get_by_label(re.compile("^Jarak ke dinding")).fill("8")
    press(page, "Buka sesi", said="dibuka.")


def calibrate(page: Page) -> None:
    step(page, "Rekam nada kalibrator sebelum")
    fits(page)
    send(page, "salah.wav", takes.tone(1, tone_hz=250.0), "Periksa nada ini")
    refusal = page.get_by_role("alert").filter(has_text="Rekaman tidak diterima")
    expect(refusal).to_contain_text("seharusnya 1000 Hz", timeout=WAIT_MS)
    send(page, "sebelum.wav", takes.tone(1), "Periksa nada ini")
    step(page, "Rekam latar dengan mesin mati")
    send(page, "latar.wav", takes.background(), "Simpan latar")
    step(page, "Pilih barang dan kendaraan")


def place(page: Page) -> None:
    page.get_by_label("Tinggi mikrofon (m)").fill("0,4")
    press(page, "Siap mengukur")
    step(page, "Percobaan 1")


def run(page: Page, number: int, data: bytes) -> None:
    step(page, f"Percobaan {number}")
    page.get_by_label(re.compile("^Takometer saat ditahan")).fill("4500")
    page.get_by_label("Angin (m/dtk)").fill("1,2")
    send(page, f"lari-{number}.wav", data, "Unggah percobaan")


def is_refused(page: Page, picture: Picture) -> None:
    """The card says why and where, the drawing marks the place, the table keeps the attempt."""
    card = page.get_by_role("alert").filter(has_text="Percobaan 1 tidak dihitung")
    expect(card).to_contain_text("terpotong", timeout=WAIT_MS)
    expect(card).to_contain_text(re.compile(r"detik \d,\d\d"))
    expect(page.locator(".chart .mark-text.bad", has_text="terpotong")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Percobaan 1")
    expect(row).to_contain_text("tidak dihitung")
    fits(page)
    picture(page, "ditolak")


def measure(page: Page, picture: Picture) -> str:
    """The address of the result."""
    run(page, 1, takes.clipped())
    is_refused(page, picture)
    for number, seed in ((2, 3), (3, 4), (4, 5)):
        run(page, number, takes.run(seed))
    step(page, "Rekam nada kalibrator sesudah")
    expect(page.get_by_text("3 dari 3 sah")).to_be_visible()
    send(page, "sesudah.wav", takes.tone(21), "Periksa nada ini")
    step(page, "Tutup sesi")
    press(page, "Tutup sesi", said="Sesi ditutup.")
    follow(page, re.compile("^Hasil "))
    press(page, "Hitung hasil", said="Hasil dihitung dari rekamannya.")
    result = page.get_by_role("region", name="Hasil")
    expect(result).to_contain_text("91 ± ", timeout=WAIT_MS)
    expect(result).to_contain_text("Tidak diketahui satu pun batas untuk uji statis")
    for drawing in ("Riwayat tingkat bunyi", "Spektrum sepertiga oktaf", "Putaran mesin", "Spektrogram"):
        expect(page.get_by_role("region", name=re.compile(drawing)).locator("svg.chart")).to_be_visible()
    fits(page)
    picture(page, "hasil")
    return page.url


# The report and the label


def prepare(page: Page) -> str:
    follow(page, re.compile("^LAB-"))
    follow(page, "Siapkan laporan")
    press(page, "Simpan konsep", said="Orang lain yang mengesahkannya.")
    expect(page.get_by_role("button", name="Sahkan dan terbitkan")).to_be_disabled()
    expect(page.get_by_role("main")).to_contain_text("Yang menyiapkan laporan tidak mengesahkannya sendiri.")
    return page.url


def authorise(page: Page, report: str) -> None:
    page.goto(report)
    press(page, "Sahkan dan terbitkan", said="Laporan disahkan dan terbit.")
    fits(page)
    paper = page.context.request.get(
        page.get_by_role("link", name="Buka laporan").get_attribute("href") or ""
    )
    assert (paper.ok, paper.body()[:5]) == (True, b"%PDF-")


def label(page: Page) -> str:
    """The address that a camera reads on the printed sticker."""
    one = Specimen.objects.get()
    page.goto(f"/lab/barang/{one.pk}/")
    press(page, "Terbitkan label", said="Label siap dicetak.")
    sticker = page.context.request.get(
        page.get_by_role("link", name="Cetak label").get_attribute("href") or ""
    )
    assert (sticker.ok, sticker.body()[:5]) == (True, b"%PDF-")
    (address,) = scanned(sticker.body())
    return address


def scan(phone: Page, address: str) -> None:
    """Nobody is signed in; nothing of a person is told."""
    phone.goto(urlsplit(address).path)  # as the office's own address is not this test's
    told = phone.get_by_role("main")
    for words in ("Senyap 3", "91 ± ", KILLER, "masih berlaku", "tidak dapat lulus atau gagal"):
        expect(told).to_contain_text(words)
    assert "Karti" not in told.inner_text()
    fits(phone)


def withdraw(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_label("Mengapa dicabut").fill("Kalibrator ternyata rusak")
    press(page, "Cabut laporan", said="Laporan dicabut")


def test_from_the_calibrator_to_the_policemans_phone(
    shelf: None, tablet: Page, page: Page, phone: Page, let_in: LetIn, picture: Picture
) -> None:
    let_in(tablet, benches.technician())
    ask(tablet)
    begin(tablet)
    calibrate(tablet)
    place(tablet)
    measure(tablet, picture)
    report = prepare(tablet)
    let_in(page, cast.enter(cast.BRAMA))
    authorise(page, report)
    picture(page, "laporan")
    scan(phone, label(page))
    picture(phone, "label")
    withdraw(page, report)
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("sudah ditarik")
    assert (Run.objects.count(), Recording.objects.count()) == (4, 7)


FILES = ("label.pdf", "konsep.pdf", "dokumen", "lampiran", "rekaman", "/api/")


def test_every_page_fits_a_phone_and_raises_no_barrier(regency: None, phone: Page, let_in: LetIn) -> None:
    known = known_lab()
    let_in(phone, cast.enter(cast.PRAMU))
    paths = [row.path for row in LAB_ROWS.values() if row.method == "get" and LAB in row.allow]
    pages = [path.format(**known) for path in paths if not any(part in path for part in FILES)]
    wrong = {}
    for path in pages:
        answer = phone.goto(path)
        found = [f"status {answer.status}" if answer and not answer.ok else "", *barriers(phone)]
        found.append(f"{overflow(phone)} px too wide" if overflow(phone) else "")
        wrong |= {path: list(filter(None, found))} if any(found) else {}
    assert (len(pages) > 25, wrong) == (True, {})


def test_a_recording_for_orientation_is_not_taken_as_a_run(shelf: None, page: Page, let_in: LetIn) -> None:
    """The browser's recorder switches off what it can, writes an uncompressed WAV, and says what it is."""
    let_in(page, benches.technician())
    page.add_init_script(f"({A_TONE})()")
    page.goto("/lab/orientasi/")
    fits(page)
    press(page, "Mulai merekam", said="Merekam. Suara diambil apa adanya.")
    expect(page.locator("[data-seconds]")).to_have_text(re.compile(r"^([6-9]|\d\d)$"), timeout=WAIT_MS)
    page.locator("[data-stop]").click()
    with page.expect_download() as taken:
        follow(page, "Simpan WAV")
    processing = page.evaluate("window.asked.audio")
    assert [processing[name] for name in ("echoCancellation", "noiseSuppression", "autoGainControl")] == [
        False
    ] * 3
    heard = soundfile.SoundFile(taken.value.path())
    assert (heard.format, heard.subtype, heard.channels, heard.comment) == (
        "WAV",
        "PCM_24",
        1,
        "SENTRA ORIENTASI",
    )
    session = benches.opened()
    page.goto(f"/lab/sesi/{session.pk}/")
    send(page, "orientasi.wav", taken.value.path().read_bytes(), "Periksa nada ini")
    expect(page.get_by_role("alert").first).to_contain_text("hanya untuk orientasi", timeout=WAIT_MS)
    assert Recording.objects.count() == 0
