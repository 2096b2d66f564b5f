"""148 BASTs: how long their compilation takes, and what signing and sealing add. Prints JSON, writes nothing.

    python -m bench.handover [count]

Compiled is what `base.documents.drawing.draw` does: JSON in, PDF/A-2b out, with a QR code, a drawn signature
and a photo of 0.2 MB (noise, which compresses as badly as a photo does). Signed adds the PAdES signature,
sealed the encryption in memory. The goal of the product is 10 s for the compilation.
"""

import base64
import hashlib
import json
import platform
import random
import resource
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 9, 10, 3, tzinfo=UTC)
COUNT, GOAL_SECONDS = 148, 10.0
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{}</svg>'
PHOTO = '<image width="400" height="300" href="data:image/png;base64,{}"/>'
PEN = '<path d="M20 90 C{} 10 {} 150 460 60" fill="none" stroke="#17211f" stroke-width="5"/>'


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as keys:
        _configure(Path(keys))
        print(json.dumps(measured(count, Path(keys)), indent=2))


def measured(count: int, keys: Path) -> dict[str, Any]:
    from sentra.base.documents.certificates import make_certificates
    from sentra.base.documents.drawing import ROOT, draw
    from sentra.base.documents.signing import LocalSigner
    from sentra.base.people import vault

    make_certificates(keys, at=AT, office="Dinas Contoh")
    template, papers, signer, key = (
        ROOT / "programmes/documents/bast.typ",
        list(_papers(count)),
        LocalSigner(),
        b"k" * 32,
    )
    with _timed() as compiling:
        drawn = [draw(template, issued=issued, data=data, at=AT) for issued, data in papers]
    with _timed() as signing:
        signed = [signer.sign(pdf, at=AT, reason="BAST", box=box) for pdf, box in drawn]
    with _timed() as sealing:
        sealed = [vault.seal(key, pdf) for pdf in signed]
    return {
        "documents": count,
        "compile_seconds": compiling(),
        "sign_seconds": signing(),
        "seal_seconds": sealing(),
        "goal_seconds": GOAL_SECONDS,
        "reached": compiling() <= GOAL_SECONDS,
        "mean_pdf_bytes": sum(map(len, signed)) // count,
        "mean_sealed_bytes": sum(map(len, sealed)) // count,
        "distinct": len({hashlib.sha256(pdf).digest() for pdf, _box in drawn}),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "python": platform.python_version(),
    }


@contextmanager
def _timed() -> Iterator[Callable[[], float]]:
    """Seconds by the wall, once the block has ended."""
    start, spent = time.perf_counter(), [0.0]
    yield lambda: round(spent[0], 2)
    spent[0] = time.perf_counter() - start


def _papers(count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """No two alike: number, code, names, serials, signature and photo differ."""
    from sentra.base.documents.drawing import qr_svg

    drawn = random.Random(148)
    for at in range(1, count + 1):
        address = f"https://sentra.example/v/{at:012}"
        issued = {
            "number": f"500.9/{at:03}/BAST/IX/2026", "title": "Berita Acara Serah Terima Barang",
            "code": f"{at:012}", "check_url": address, "qr": qr_svg(address), "on": "10 September 2026",
            "office": "Dinas Contoh", "regency": "Kabupaten Contoh", "address": "Jalan Contoh 1",
            "signer": "Dinas Contoh (internal, bukan BSrE)", "simulated": False,
        }  # fmt: skip
        yield issued, _data(at, drawn)


def _data(at: int, drawn: random.Random) -> dict[str, Any]:
    photo = _noise(drawn, 300, 225)
    return {
        "weekday": "Kamis", "handed_on": "10 September 2026", "place": f"Balai Desa {at % 15}",
        "round": "Alat IKM 2026", "fund": "APBD kabupaten", "package": "Paket contoh",
        "decree": "SK 500.9/001/SK/IX/2026 tanggal 1 September 2026",
        "agreement": f"Pakta integritas 500.9/{at:04}/PAKTA/IX/2026 tanggal 3 September 2026",
        "giver": {"name": "Petugas Contoh", "role": "Staf"},
        "receiver": {"name": f"Penerima {at}", "role": "pemilik"},
        "business": f"UD Contoh {at}", "registration": f"ALAT-26-{at:04}", "village": f"Desa {at % 15}",
        "district": f"Kecamatan {at % 13}",
        "items": [
            {"kind": f"Alat {at} {line}", "specification": "contoh", "quantity": "1 unit",
             "serial": f"SN-{at:04}-{line}", "value": "Rp 1.250.000"} for line in range(4)
        ],
        "total": "Rp 5.000.000",
        "photo": SVG.format(400, 300, PHOTO.format(base64.b64encode(photo).decode())),
        "signature": SVG.format(480, 160, PEN.format(drawn.randrange(20, 400), drawn.randrange(20, 400))),
        "photo_hash": hashlib.sha256(photo).hexdigest(),
    }  # fmt: skip


def _noise(drawn: random.Random, width: int, height: int) -> bytes:
    """A PNG of random pixels: about 3 bytes each, whatever compresses it."""
    rows = b"".join(b"\0" + drawn.randbytes(3 * width) for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _configure(keys: Path) -> None:
    from django.conf import settings

    settings.configure(KEYS_DIR=keys, INSTALLED_APPS=["sentra.base.people"], USE_TZ=True)
    import django

    django.setup()


if __name__ == "__main__":
    main()
