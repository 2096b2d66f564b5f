"""Pictures of the demo: drawn here, so that nobody's face or signature stands in it."""

import struct
import zlib
from collections.abc import Sequence


def picture(seed: int, width: int = 160, height: int = 120) -> bytes:
    """A PNG of coloured stripes, another for every `seed`."""
    tints = [(seed * 37 + part * 61) % 160 + 60 for part in range(3)]

    def row(y: int) -> bytes:
        shade = (y // 12 + seed) % 3
        return bytes(value for x in range(width) for value in _tint(tints, shade + (x // 20) % 2))

    return _png(width, height, [row(y) for y in range(height)])


def _tint(tints: Sequence[int], shift: int) -> tuple[int, int, int]:
    return tints[shift % 3], tints[(shift + 1) % 3], tints[(shift + 2) % 3]


def scribble(seed: int, width: int = 200, height: int = 80) -> bytes:
    """A PNG of a wavy line on white: a drawn signature of nobody."""
    heights = [40 + ((x * (3 + seed % 5)) % 37) - 18 + (x * seed) % 7 for x in range(width)]

    def row(y: int) -> bytes:
        return b"".join(b"\x20\x30\x60" if abs(heights[x] - y) < 2 else b"\xff\xff\xff" for x in range(width))

    return _png(width, height, [row(y) for y in range(height)])


def _png(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
