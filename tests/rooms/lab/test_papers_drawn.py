"""Every paper of the laboratory is drawn from the data its first lines document, full and nearly empty."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sentra.base.documents.drawing import ROOT, draw, qr_svg
from tests.rooms.lab.paper_samples import SAMPLES

FOLDER = ROOT / "lab" / "documents"
AT = datetime(2026, 9, 10, 3, tzinfo=UTC)
ADDRESS = "https://sentra.example/v/7Q4K-2M9X-81TZ"
ISSUED = {
    "number": "500.9/012/LHU/IX/2026", "title": "Laporan Hasil Uji Kebisingan", "code": "7Q4K-2M9X-81TZ",
    "check_url": ADDRESS, "qr": qr_svg(ADDRESS), "on": "10 September 2026", "office": "Dinas Contoh",
    "regency": "Kabupaten Contoh", "address": "", "signer": "Dinas Contoh (internal, bukan BSrE)",
    "simulated": False,
}  # fmt: skip


def template(name: str) -> Path:
    return FOLDER / f"{name}.typ"


def emptied(value: Any, key: str = "") -> Any:
    """The same shape with nothing in it: no text, no rows; a QR code there is always."""
    if isinstance(value, dict):
        return {name: emptied(part, name) for name, part in value.items()}
    return value if key == "qr" else [] if isinstance(value, list) else ""


def test_every_template_has_a_sample() -> None:
    assert {path.stem for path in FOLDER.glob("*.typ")} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_first_lines_name_every_value(name: str) -> None:
    head = template(name).read_text(encoding="utf-8").partition("#import")[0].partition("#let")[0]
    assert [key for key in SAMPLES[name] if key not in head] == []


@pytest.mark.parametrize("full", [True, False])
def test_a_report_is_drawn_with_a_place_for_the_signature(full: bool) -> None:
    data = SAMPLES["laporan_uji"] if full else emptied(SAMPLES["laporan_uji"])
    pdf, box = draw(template("laporan_uji"), issued=ISSUED, data=data, at=AT)
    assert pdf.startswith(b"%PDF-1.7")
    assert box is not None
    assert (box.page, 0 < box.bottom < box.top < 842) == (3 if full else 1, True)


@pytest.mark.parametrize("full", [True, False])
def test_a_label_is_one_small_page_without_a_signature(full: bool) -> None:
    data = SAMPLES["label_produk"] if full else emptied(SAMPLES["label_produk"])
    pdf, box = draw(template("label_produk"), issued=ISSUED, data=data, at=AT)
    sizes = [tuple(map(float, size.split())) for size in re.findall(rb"/MediaBox ?\[([\d. ]+)\]", pdf)]
    assert [tuple(round(side / 72 * 25.4) for side in size) for size in sizes] == [(0, 0, 50, 30)]
    assert box is None
