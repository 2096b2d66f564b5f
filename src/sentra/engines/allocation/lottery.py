"""A lottery nobody can steer: the office commits to a secret, the world adds a value nobody knew before.

When the round closes, `commitment` is printed in the minutes with the source and date of a later public
value (an index of a stock exchange, a state lottery). Afterwards the secret is published, and anybody can
draw again.
"""

import hashlib
import hmac
from collections.abc import Iterable

from sentra.engines.allocation.refusals import AllocationRefused

BLOCK = 64  # bytes that SHA-256 takes at a time
SECRET_BYTES = 16  # shorter ones could be tried out


def commitment(canonical: bytes, secret: bytes) -> str:
    """SHA-256 of what was decided upon and of the secret's SHA-256. `canonical`: canonical.unsealed()."""
    return hashlib.sha256(canonical + hashlib.sha256(_secret(secret)).digest()).hexdigest()


def draw_seed(secret: bytes, public_value: str) -> str:
    """64 hexadecimal digits from the secret and the value that became public after the commitment."""
    if not public_value:
        raise AllocationRefused("public_value")
    return hashlib.sha256(_secret(secret) + public_value.encode()).hexdigest()


def ticket(seed: str, registration: str) -> str:
    """HMAC-SHA256 of a registration number, as 64 hexadecimal digits; the lower ticket wins a tie."""
    return hmac.digest(bytes.fromhex(seed), registration.encode(), "sha256").hex()


def tickets(seed: str, registrations: Iterable[str]) -> list[str]:
    """The same for many; HMAC with the two halves of its key hashed once instead of a million times."""
    key = bytes.fromhex(seed).ljust(BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))
    found = []
    for registration in registrations:
        first, second = inner.copy(), outer.copy()
        first.update(registration.encode())
        second.update(first.digest())
        found.append(second.hexdigest())
    return found


def _secret(secret: bytes) -> bytes:
    if len(secret) < SECRET_BYTES:
        raise AllocationRefused("secret")
    return secret
