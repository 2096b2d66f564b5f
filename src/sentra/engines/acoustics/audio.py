"""Opening a recording: what it is, its hash, and its samples block by block.

A source is a path or an open binary file that can seek; nothing here holds more than one block.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import numpy as np
import soundfile

from sentra.engines.acoustics.problem import AudioInfo
from sentra.engines.acoustics.refusals import AcousticsRefused
from sentra.engines.acoustics.weighting import Floats, sections

Source: TypeAlias = Path | BinaryIO

BLOCK: Final = 1 << 16
BITS: Final = {"PCM_U8": 8, "PCM_S8": 8, "PCM_16": 16}
EXACT: Final = frozenset(
    {"PCM_U8", "PCM_S8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAC_16", "ALAC_24"}
)


@contextmanager
def rewound(source: Source) -> Iterator[BinaryIO]:
    """The source as an open file at its beginning; a path is closed again, an open file is left open."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        source.seek(0)
        yield source


@contextmanager
def sound(source: Source) -> Iterator[Any]:
    """Raises AcousticsRefused when it is no recording."""
    with rewound(source) as file:
        try:
            opened = soundfile.SoundFile(file)
        except soundfile.LibsndfileError as unreadable:
            raise AcousticsRefused("unreadable") from unreadable
        with opened:
            yield opened


def sha256_of(source: Source) -> str:
    with rewound(source) as file:
        digest = hashlib.sha256()
        while part := file.read(1 << 20):
            digest.update(part)
        return digest.hexdigest()


def open_audio(source: Source, expected_sha256: str | None = None) -> AudioInfo:
    """What the recording is.

    Raises AcousticsRefused when it is none, is empty, has a rate without weightings, or is not the file
    whose hash was kept.
    """
    sha256 = sha256_of(source)
    if expected_sha256 is not None and sha256 != expected_sha256:
        raise AcousticsRefused("altered", found=sha256, expected=expected_sha256)
    with sound(source) as opened:
        info = AudioInfo(
            fs_hz=opened.samplerate,
            frames=opened.frames,
            channels=opened.channels,
            container=opened.format,
            subtype=opened.subtype,
            bits=BITS.get(opened.subtype, 24),
            lossy=opened.subtype not in EXACT,
            sha256=sha256,
        )
    sections(info.fs_hz)
    return info


def long_enough(info: AudioInfo, least_s: float) -> AudioInfo:
    """Raises AcousticsRefused when the recording is shorter."""
    if info.duration_s < least_s:
        raise AcousticsRefused("too_short", duration_s=info.duration_s, least_s=least_s)
    return info


def chosen(info: AudioInfo, channel: int | None) -> int:
    """The channel to read. Raises AcousticsRefused when several are there and none is named."""
    last = info.channels - 1
    if channel is None and last == 0:
        return 0
    if channel is None or not 0 <= channel <= last:
        raise AcousticsRefused("channels", channels=info.channels, last=last)
    return channel


def blocks(source: Source, channel: int, frames: int = BLOCK) -> Iterator[Floats]:
    """Samples of one channel, full scale 1, always in blocks of the same length but for the last.

    Raises AcousticsRefused for samples that are no numbers.
    """
    with sound(source) as opened:
        for block in opened.blocks(frames, dtype="float64", always_2d=True):
            samples = np.ascontiguousarray(block[:, channel])
            if not np.isfinite(samples.sum()):
                raise AcousticsRefused("not_numbers")
            yield samples


def passage(source: Source, channel: int, first: int, count: int) -> Floats:
    """`count` samples from sample `first` on; fewer at the end of the recording."""
    with sound(source) as opened:
        opened.seek(first)
        read: Floats = opened.read(count, dtype="float64", always_2d=True)
        return np.ascontiguousarray(read[:, channel])
