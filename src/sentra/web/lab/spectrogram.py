"""The spectrogram as a small PNG, and its axes as a drawing around it."""

import base64
import struct
import zlib
from collections.abc import Iterator
from html import escape
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.safestring import SafeString

from sentra.web import charts
from sentra.web.charts import Frame, px
from sentra.web.lab.bands import hertz
from sentra.web.numbers import plain

SHADES: Final = 64
RANGE_DB: Final = 70.0  # from the loudest line down; what lies below is the ground colour
LOWEST_HZ: Final = 20.0
WRITTEN_HZ: Final = (31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000)
# Dark green over copper to cream: brightness rises all the way, so that it also reads in grey.
STOPS: Final = (
    (0.0, (9, 20, 24)),
    (0.35, (11, 93, 81)),
    (0.65, (180, 84, 26)),
    (0.85, (240, 178, 72)),
    (1.0, (255, 248, 226)),
)


def png(level_db: npt.NDArray[np.floating[Any]]) -> bytes:
    """`level_db[row, column]`, rows from low to high, as a picture with the low ones at the bottom."""
    top = float(np.max(level_db[np.isfinite(level_db)], initial=0.0))
    shares = np.clip((np.nan_to_num(level_db, neginf=-1e9) - top) / RANGE_DB + 1, 0.0, 1.0)
    shades = np.rint(shares * (SHADES - 1)).astype(np.uint8)[::-1]
    height, width = shades.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), shades])  # each row begins with its filter: none
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def palette() -> bytes:
    """Red, green and blue of every shade."""
    places = [place for place, _colour in STOPS]
    shares = np.linspace(0, 1, SHADES)
    parts = [np.interp(shares, places, [colour[part] for _place, colour in STOPS]) for part in range(3)]
    return np.rint(np.stack(parts, axis=1)).astype(np.uint8).tobytes()


def drawn(
    title: str, picture: bytes, duration_s: float, fs_hz: int, *, width: int = 640, height: int = 300
) -> SafeString:
    """The picture with seconds below and hertz beside it."""
    frame = charts.framed(width, height, [0, 10_000], lambda value: hertz(value or 20))
    across, upwards = width - frame.left - frame.right, height - frame.top - frame.bottom
    data = base64.b64encode(picture).decode()
    image = (
        f'<image x="{px(frame.left)}" y="{px(frame.top)}" width="{px(across)}" height="{px(upwards)}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    )
    parts = [image, *_frequencies(frame, fs_hz), *_seconds(frame, duration_s)]
    return charts.svg_of(title, width, height, parts)


def _frequencies(frame: Frame, fs_hz: int) -> Iterator[str]:
    span = np.log(fs_hz / 2 / LOWEST_HZ)
    for each in WRITTEN_HZ:
        share = float(np.log(each / LOWEST_HZ) / span)
        if share < 0.98:
            y = px(frame.height - frame.bottom - share * (frame.height - frame.top - frame.bottom))
            x = px(frame.left - 8)
            yield f'<text class="axis" x="{x}" y="{px(y + 4)}" text-anchor="end">{escape(hertz(each))}</text>'


def _seconds(frame: Frame, duration_s: float) -> Iterator[str]:
    inner = frame.width - frame.left - frame.right
    steps = [at for at in charts.ticks(0, duration_s, 8) if at <= duration_s]
    yield from charts.axis(frame, [(frame.left + inner * at / duration_s, plain(at)) for at in steps])
