"""Files too large to be held in memory: sealed piece by piece, so that nothing lies on disk in clear.

Each piece carries its place and whether it is the last: pieces cannot change places, and the end cannot be
cut off, without the reader noticing.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sentra.base.people import vault

PIECE = 1024 * 1024
HEAD = struct.Struct(">I?")  # place from 0, whether it is the last
LENGTH = struct.Struct(">I")


class Sealing:
    """What is written to it goes into `file` under `key`; `finish` writes the last piece."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._key = file, key
        self._held, self._place = bytearray(), 0

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def finish(self) -> None:
        self._put(bytes(self._held), last=True)

    def _put(self, clear: bytes, *, last: bool) -> None:
        sealed = vault.seal(self._key, HEAD.pack(self._place, last) + clear)
        self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._place += 1


def opened(path: Path, key: bytes) -> Iterator[bytes]:
    """The clear pieces in their order. Raises FileNotFoundError, vault.Tampered."""
    with path.open("rb") as file:
        place, last = 0, False
        while not last:
            found, last, clear = _piece(file, key)
            if found != place:
                raise vault.Tampered("a piece of the sealed file is not where it belongs")
            yield clear
            place += 1


def _piece(file: BinaryIO, key: bytes) -> tuple[int, bool, bytes]:
    length = file.read(LENGTH.size)
    if len(length) < LENGTH.size:
        raise vault.Tampered("the end of the sealed file is missing")
    clear = vault.unseal(key, file.read(LENGTH.unpack(length)[0]))
    place, last = HEAD.unpack(clear[: HEAD.size])
    return place, last, clear[HEAD.size :]
