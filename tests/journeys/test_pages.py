"""What every page owes its readers: no script needed, keys, both themes, no barriers, little weight, paper."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sentra.base.people.models import User
from sentra.registry import actions
from sentra.registry.models import Batch, Likeness
from tests import cast, makers
from tests.browser import DESKTOP
from tests.journeys import messy
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db(transaction=True)

MOST_BYTES = 60_000  # the list at first load, on the wire


@pytest.fixture
def register(regency: None) -> list[int]:
    """Thirty businesses, so that the list has a second page."""
    return [makers.business(f"Keripik {number:02}", workers=number).pk for number in range(30)]


# The list


@pytest.fixture
def scriptless(chromium: Browser, live_server: object) -> Iterator[Page]:
    context = chromium.new_context(
        java_script_enabled=False, base_url=str(live_server), viewport=DESKTOP, locale="id-ID"
    )
    yield context.new_page()
    context.close()


def test_the_list_works_without_script(
    register: list[int], scriptless: Page, let_in: Callable[..., Page]
) -> None:
    let_in(scriptless, cast.enter(cast.SEKAR)).goto("/usaha/")
    expect(scriptless.get_by_role("status").filter(has_text="30 usaha")).to_be_visible()
    scriptless.get_by_role("link", name="Berikutnya").click()
    expect(scriptless.locator(".table a.name")).to_have_count(5)
    scriptless.get_by_label("Cari usaha").fill("keripik 07")
    scriptless.get_by_role("button", name="Terapkan").click()
    expect(scriptless.locator(".table a.name")).to_have_text(["Keripik 07"])
    scriptless.locator(".table a.name").click()
    expect(scriptless.get_by_role("heading", name="Keripik 07")).to_be_visible()


def test_the_list_is_walked_by_keys(register: list[int], page: Page, let_in: Callable[..., Page]) -> None:
    let_in(page, cast.enter(cast.SEKAR)).goto("/usaha/")
    focused = page.locator(":focus")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(focused).to_have_text("Keripik 01")
    page.keyboard.press("k")
    expect(focused).to_have_text("Keripik 00")
    page.keyboard.press("/")
    page.keyboard.type("keripik 2")
    expect(page.locator(".table a.name")).to_have_count(10)
    page.reload()  # what was typed stands in the address
    page.keyboard.press("j")
    expect(focused).to_have_text("Keripik 20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keripik 20")).to_be_visible()


def test_the_list_is_light(register: list[int], page: Page, let_in: Callable[..., Page]) -> None:
    let_in(page, cast.enter(cast.SEKAR))
    received: list[float] = []
    line = page.context.new_cdp_session(page)
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    line.send("Network.enable")
    page.goto("/usaha/", wait_until="networkidle")
    expect(page.locator(".table a.name")).to_have_count(25)
    assert len(received) >= 4  # page, styles, scripts, font
    assert sum(received) <= MOST_BYTES


def test_the_summary_prints_on_two_sheets(
    register: list[int], page: Page, let_in: Callable[..., Page]
) -> None:
    let_in(page, cast.enter(cast.BRAMA)).goto("/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", BytesIO(printed).getvalue())) <= 2


def test_the_theme_is_the_systems_until_somebody_chooses(
    register: list[int], page: Page, let_in: Callable[..., Page]
) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    let_in(page, cast.enter(cast.SEKAR))
    page.emulate_media(color_scheme="dark")
    page.goto("/usaha/")
    dark = ground()
    page.get_by_role("button", name="Tema").click()
    light = ground()
    assert light != dark
    page.reload()
    assert ground() == light


# Barriers

OPEN = ("/masuk/", "/kata-sandi/lupa/", "/v/", "/v/TIDAK-ADA/", "/tidak-ada/")
SIGNED_IN = (
    *("/", "/gaya/", "/usaha/", "/usaha/?q=tidakada", "/usaha/baru/", "/peta/", "/sentra/", "/faktor-kedua/"),
    *("/usaha/{known}/", "/usaha/{known}/riwayat/", "/usaha/{known}/sumber/", "/usaha/{known}/ubah/"),
    *("/usaha/{known}/peralatan/", "/usaha/{known}/berkas/", "/kata-sandi/", "/faktor-kedua/kode-pemulihan/"),
    *(
        "/impor/",
        "/impor/baru/",
        "/impor/sumber/",
        "/impor/{surveyed}/",
        "/impor/{staged}/",
        "/impor/{saved}/",
    ),
    *("/impor/{waiting}/", "/impor/{staged}/baris/?isi=held", "/impor/{staged}/baris/?isi=create"),
    *(
        "/impor/{refused}/",
        "/orang/",
        "/orang/undang/",
        "/orang/{person}/",
        "/pengaturan/",
        "/pengaturan/kantor/",
    ),
    *("/pengaturan/batas-wilayah/", "/pengaturan/kbli/", "/data-ganda/"),
    *("/data-ganda/tinjau/{question}/", "/data-ganda/tinjau/{answered}/"),
    *("/usaha/{joined}/mengapa-satu/", "/usaha/{joined}/gabungkan/", "/usaha/{joined}/gabungkan/{known}/"),
)
LABELS_OF_MAPS = [[".map-label"]]  # axe takes the box of a neighbouring shape for the ground of a label
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def barriers(page: Page, paths: tuple[str, ...], things: dict[str, int]) -> dict[str, list[str]]:
    """Broken rules of axe by page, each with the first element that breaks it."""
    found, axe = {}, Axe()
    for path in paths:
        page.goto(path.format(**things))
        told = axe.run(
            page, context={"exclude": LABELS_OF_MAPS}, options=OPTIONS | {"resultTypes": ["violations"]}
        )
        broken = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in told.response["violations"]]
        found |= {path: broken} if broken else {}
    return found


@pytest.fixture
def things(regency: None) -> dict[str, int]:
    """One of everything that has a page."""
    by = cast.enter(cast.SEKAR)
    numbers = {"nik": makers.GREEN_NIK, "phone": makers.PHONE}
    known = makers.business(
        by=by,
        personal=numbers,
        owner_name="Lastri Pagerasri",
        product="keripik",
        workers=4,
        investment_idr=5_000_000,
    )
    actions.add_equipment(by=by, at=cast.AT, business=known, name="Mesin potong")
    files = {"surveyed": _surveyed(by), "staged": lists.staged(by, messy.workbook(), name="ikm.xlsx")}
    files["saved"] = lists.committed(by, lists.written(lists.KENANGA), of=lists.source(by, "lain"))
    files["refused"] = lists.staged(by, b"%PDF-1.7", name="daftar.pdf")
    files["waiting"] = lists.staged(
        by, lists.written(lists.TERANG), of=lists.source(by, "dinas-koperasi", creates=False)
    )
    found = {"known": known.pk, "person": by.pk, **{name: one.pk for name, one in files.items()}}
    return found | _linked(by)


def _linked(by: User) -> dict[str, int]:
    """A pair that is asked about, one that was answered, and the business it joined."""
    lists.committed(by, lists.written(lists.MELATI), of=lists.source(by, "lain lagi"))
    lists.linked(by, lists.written(lists.KENANGA_AGAIN, lists.MELATI_AGAIN))
    answered, question = Likeness.objects.filter(state="open").order_by("pk")
    actions.decide(by=by, at=cast.AT, likeness=answered, same=True)
    joined = answered.other.membership.business_id
    return {"question": question.pk, "answered": answered.pk, "joined": joined}


def _surveyed(by: User) -> Batch:
    arrived = actions.receive_file(
        by=by, at=cast.AT, source=lists.source(by), file_name="ikm.xlsx", data=messy.workbook()
    )
    return lists.ran(actions.survey_file, arrived, by)


def test_no_page_has_a_barrier(things: dict[str, int], page: Page, let_in: Callable[..., Page]) -> None:
    assert barriers(page, OPEN, things) == {}
    let_in(page, cast.enter(cast.WIRA))
    assert barriers(page, SIGNED_IN, things) == {}


COMMON = (
    *("/", "/usaha/", "/usaha/{known}/", "/usaha/baru/", "/impor/{surveyed}/", "/impor/{staged}/"),
    *("/data-ganda/tinjau/{question}/", "/data-ganda/tinjau/{answered}/", "/usaha/{joined}/mengapa-satu/"),
)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390), ("dark", 390)])
def test_nor_in_the_dark_nor_on_a_phone(
    things: dict[str, int], page: Page, let_in: Callable[..., Page], scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    let_in(page, User.objects.get(pk=things["person"]))
    assert barriers(page, COMMON, things) == {}
