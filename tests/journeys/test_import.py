"""An officer's list becomes businesses, comes back marked, is mended, and is taken back: by page and by command."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sentra.registry.models import Batch
from tests import cast
from tests.browser import sign_in
from tests.journeys import messy
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db(transaction=True)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOURCE = "Buku induk dinas"
CREATED = ["Gula Kenanga", "Knalpot Terang", "Sapu Melati", "Tempe Murni"]
MENDED = ["Batik Sekarwangi", *CREATED[:1], "Keripik Rahayu", *CREATED[1:]]
JOB_MS = 30_000  # the worker's start and one step, on two loaded cores


def upload(page: Page, name: str, data: bytes, **source: str) -> None:
    page.get_by_role("link", name="Impor daftar").first.click()
    page.get_by_role("link", name="Impor berkas").first.click()
    page.locator("input[name=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    if "new" in source:
        page.get_by_label("Nama sumber baru").fill(source["new"])
    else:
        page.locator("select[name=source]").select_option(label=source["known"])
        expect(page.get_by_label("Nama sumber baru")).to_be_hidden()
    page.get_by_role("button", name="Unggah dan kenali kolom").click()
    expect(page.get_by_role("heading", name="Apa isi setiap kolom?")).to_be_visible(timeout=JOB_MS)


def verdicts(page: Page) -> dict[str, int]:
    """What saving would do, as the preview's figures say; waits for the check to end."""
    figures = page.locator(".verdicts .kpi")
    expect(figures.first).to_be_visible(timeout=JOB_MS)
    found = {}
    for figure in figures.all():
        number = int(figure.locator(".value").inner_text().split()[0])
        found |= {figure.locator(".label").inner_text(): number} if number else {}
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan ke buku induk").click()
    expect(page.locator("h1 .badge")).to_have_text("Tersimpan", timeout=JOB_MS)


def named(page: Page) -> list[str]:
    page.get_by_role("link", name="Daftar usaha").first.click()
    expect(page.locator("#hasil")).to_be_visible()
    return page.locator(".table a.name").all_inner_texts()


def import_first(page: Page) -> tuple[str, bytes]:
    """The messy list, one column corrected, checked and saved; gives back the marked workbook."""
    upload(page, "ikm-2026.xlsx", messy.workbook(), new=SOURCE)
    made = page.get_by_label("Yang dibuat")
    expect(made).to_have_value("")
    made.select_option(label="Produk")
    page.get_by_role("button", name="Periksa semua baris").click()
    assert verdicts(page) == {"Usaha baru": 4, "Ditahan": 1, "Ditolak": 1}
    expect(page.get_by_text("baris 12: JUMLAH – cocok")).to_be_visible()
    save(page)
    with page.expect_download() as arrives:
        page.get_by_role("link", name="Unduh berkas bertanda").click()
    return arrives.value.suggested_filename, arrives.value.path().read_bytes()


def import_mended(page: Page, name: str, data: bytes) -> None:
    upload(page, name, data, known=SOURCE)
    expect(page.get_by_label("Yang dibuat")).to_have_value("product")
    page.get_by_role("button", name="Periksa semua baris").click()
    assert verdicts(page) == {"Usaha baru": 2, "Perubahan": 1, "Tidak berubah": 3}
    save(page)


def take_back(page: Page) -> None:
    """The newest file, whole."""
    page.get_by_role("link", name="Impor daftar").first.click()
    page.locator(".table a.name").first.click()
    page.get_by_role("button", name="Batalkan impor ini").click()
    page.get_by_role("dialog").get_by_role("button", name="Batalkan impor").click()
    expect(page.get_by_text("Buku induk kembali seperti sebelum impor.")).to_be_visible(timeout=JOB_MS)


def test_an_officer_imports_mends_and_takes_back(
    regency: None, worker: None, page: Page, picture: Callable[[Page, str], Path]
) -> None:
    sign_in(page, cast.enter(cast.SEKAR).email, cast.PASSWORD)
    name, marked = import_first(page)
    picture(page, "tersimpan")
    assert sorted(messy.remarks(marked)) == [messy.FIRST + messy.ROWS.index(row) for row in messy.ROWS[3:]]
    assert named(page) == CREATED

    page.keyboard.press("/")
    page.keyboard.type("kenan")
    expect(page.locator(".table a.name")).to_have_text(["Gula Kenanga"])

    import_mended(page, name, messy.mended(marked))
    assert named(page) == MENDED

    page.get_by_role("link", name="Batik Sekarwangi").click()
    product = page.locator("dl.facts > div", has=page.locator("dt", has_text="Produk"))
    product.locator("summary").click()
    expect(product.locator("details")).to_contain_text(f"{name}")
    expect(product.locator("details")).to_contain_text("baris 11")
    picture(page, "usaha")

    take_back(page)
    assert named(page) == CREATED


def command(environment: dict[str, str], *words: object) -> dict[str, object]:
    """`sentra import … --json` in a process of its own; its report."""
    order = [sys.executable, "-m", "sentra", "import", *map(str, words), "--json"]
    done = subprocess.run(order, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_same_by_command(regency: None, process_environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "ikm-2026.xlsx"
    path.write_bytes(messy.workbook())
    tried = command(process_environment, path, "--source", "buku-induk", "--dry-run")
    assert lists.shown() == {}
    assert not Batch.objects.exists()
    saved = command(process_environment, path, "--source", "buku-induk")
    assert sorted(lists.shown()) == CREATED
    [sheet], [tried_sheet] = saved["sheets"], tried["sheets"]
    assert sheet == tried_sheet
    assert (sheet["sheet"], sheet["header_row"]) == ("IKM 2026", 4)
    assert {key: sheet[key] for key in ("read", "created", "updated", "unchanged")} == {
        "read": 6,
        "created": 4,
        "updated": 0,
        "unchanged": 0,
    }
    assert sheet["held"] == [{"row": 10, "reason": "Desa tidak dikenal di daftar wilayah."}]
    assert sheet["rejected"] == [{"row": 11, "reason": "Nama usaha dan nama pemilik kosong."}]
    assert [(cell["row"], cell["field"], cell["severity"]) for cell in sheet["cells"]] == [
        (9, "NIK", "rejected")
    ]
    assert sheet["mapping"]["Nama Usaha"] == "business_name"
    assert [total["agrees"] for total in sheet["totals"]] == [True]


def test_a_source_is_called_after_its_file_until_somebody_types_a_name(regency: None, page: Page) -> None:
    sign_in(page, cast.enter(cast.SEKAR).email, cast.PASSWORD)
    page.goto(page.url.rstrip("/") + "/impor/baru/")
    file, name = page.locator("input[name=file]"), page.get_by_label("Nama sumber baru")

    def choose(file_name: str) -> None:
        file.set_input_files({"name": file_name, "mimeType": XLSX, "buffer": b"x"})

    choose("Data_UMKM 2026 (1).xlsx")
    expect(name).to_have_value("Data UMKM 2026")
    choose("ikm-diperiksa.xlsx")
    expect(name).to_have_value("")
    name.fill("Dinas Koperasi")
    choose("lain.csv")
    expect(name).to_have_value("Dinas Koperasi")


def test_on_a_phone_every_step_keeps_its_name_and_no_choice_is_cut(regency: None, page: Page) -> None:
    sign_in(page, cast.enter(cast.SEKAR).email, cast.PASSWORD)
    home = page.url
    page.set_viewport_size({"width": 390, "height": 844})
    sizes = (
        "nodes => nodes.map(n => [n.scrollWidth <= n.clientWidth, parseFloat(getComputedStyle(n).fontSize)])"
    )
    assert page.locator(".segments").evaluate_all(sizes)[0][0] is True
    page.goto(home.rstrip("/") + "/impor/baru/")
    assert [fits and size >= 12 for fits, size in page.locator(".steps li").evaluate_all(sizes)] == [True] * 4


def test_the_keys_are_told_only_where_they_do_something(regency: None, page: Page) -> None:
    sekar = cast.enter(cast.SEKAR)
    lists.committed(sekar, lists.written(lists.KENANGA))
    sign_in(page, sekar.email, cast.PASSWORD)
    home, hint = page.url.rstrip("/"), page.locator("[data-keys-switch]")
    shown = {}
    for path in ("/", "/impor/", "/usaha/", "/impor/baru/"):
        page.goto(home + path)
        shown[path] = [hint.locator(part).is_visible() for part in ("[data-searches]", "[data-walks]")]
    assert shown == {
        "/": [False, False],
        "/impor/": [False, True],
        "/usaha/": [True, True],
        "/impor/baru/": [False, False],
    }
