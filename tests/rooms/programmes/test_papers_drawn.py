"""Every paper of a round is drawn from the data its first lines document, full and nearly empty."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sentra.base.documents.drawing import ROOT, draw, qr_svg
from tests.rooms.programmes.paper_samples import SAMPLES

FOLDER = ROOT / "programmes" / "documents"
SHARED = {"bagian"}  # parts, no paper
DRAWN_ELSEWHERE = {"tanda_terima"}  # with the receipt of a proposal
AT = datetime(2026, 9, 10, 3, tzinfo=UTC)
ADDRESS = "https://sentra.example/v/7Q4K-2M9X-81TZ"
ISSUED = {
    "number": "500.9/012/BAST/IX/2026", "title": "Judul", "code": "7Q4K-2M9X-81TZ", "check_url": ADDRESS,
    "qr": qr_svg(ADDRESS), "on": "10 September 2026", "office": "Dinas Contoh", "regency": "Kabupaten Contoh",
    "address": "", "signer": "Dinas Contoh (internal, bukan BSrE)", "simulated": False,
}  # fmt: skip


def template(name: str) -> Path:
    return FOLDER / f"{name}.typ"


def emptied(value: Any) -> Any:
    """The same shape with nothing in it: no text, no rows."""
    if isinstance(value, dict):
        return {name: emptied(part) for name, part in value.items()}
    return [] if isinstance(value, list) else "" if isinstance(value, str) else value


def test_every_template_has_a_sample() -> None:
    assert {path.stem for path in FOLDER.glob("*.typ")} - SHARED - DRAWN_ELSEWHERE == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_first_lines_name_every_value(name: str) -> None:
    head = template(name).read_text(encoding="utf-8").partition("#import")[0]
    assert [key for key in SAMPLES[name] if key not in head] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_is_drawn_with_a_place_for_the_signature_on_an_upright_page(name: str) -> None:
    pdf, box = draw(template(name), issued=ISSUED, data=SAMPLES[name], at=AT)
    assert pdf.startswith(b"%PDF-1.7")
    assert box is not None
    assert (box.page, 0 < box.bottom < box.top < 842) == (1, True)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_is_drawn_when_little_is_known(name: str) -> None:
    pdf, box = draw(template(name), issued=ISSUED, data=emptied(SAMPLES[name]), at=AT)
    assert (pdf[:4], box is not None) == (b"%PDF", True)


def test_a_bast_with_a_hundred_goods_keeps_its_signatures_together() -> None:
    many = SAMPLES["bast"] | {"items": SAMPLES["bast"]["items"] * 50}
    _pdf, box = draw(template("bast"), issued=ISSUED, data=many, at=AT)
    assert box is not None
    assert box.page > 1
