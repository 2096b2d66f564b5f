"""A lottery nobody can steer: the office commits to a secret, the world adds a value nobody knew before.

When the round closes, `commitment` is printed in the minutes with the source and date of a later public
value (an index of a stock exchange, a state lottery). Afterwards the secret is published, and anybody can
draw again.
"""

import hashlib
import hmac

from sentra.engines.allocation.refusals import AllocationRefused

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


def _secret(secret: bytes) -> bytes:
    if len(secret) < SECRET_BYTES:
        raise AllocationRefused("secret")
    return secret
