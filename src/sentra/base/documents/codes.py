"""Codes printed on a document for the public check: unguessable, and forgiving to who types them."""

import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is read as something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 60 bits
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """`7Q4K-2M9X-81TZ`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, LENGTH, 4))


def read_code(typed: str) -> str:
    """The code as it is stored, from any mixture of case, spaces and dashes; empty when it is none."""
    letters = "".join(typed.upper().split()).replace("-", "").translate(_READ_AS)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return ""
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
